//! An alarm that goes off before the next backup can be there.

use crate::check::watch::{alarms, longest};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Alarm, Mechanism, Mechanisms, Points, Policy, Restorable, Time};
use crate::source::{Span, Spanned};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "alarm-before-next-backup",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "an alarm that goes off before the next backup can be there",
    explanation: include_str!("alarm-before-next-backup.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let age = |alarm: &Alarm| alarm.when.as_ref().is_some_and(|when| when.value.age_over.is_some());
    if !alarms(policy).any(age) {
        return;
    }
    for alarm in alarms(policy) {
        let over = alarm.when.as_ref().and_then(|when| when.value.age_over.as_ref());
        let Some(over) = over else { continue };
        // Each resource has a newest backup of its own; the slowest sets it off.
        let watched = mechanisms.meant_by(&alarm.watches);
        let of_resources = watched.chunk_by(|a, b| a.resource == b.resource);
        let slowest = of_resources.filter_map(newest);
        let slowest = slowest.max_by_key(|newest| newest.comes_after());
        findings.extend(slowest.and_then(|newest| judge(alarm, over, &newest)));
    }
}

/// How old the newest backup of a resource gets before the next one is there.
struct Newest<'a> {
    reference: &'a str,
    gap: Duration,
    /// Time within which a job may start, and what it is known to take.
    job: Duration,
    schedule: Option<Span>,
}

impl Newest<'_> {
    fn comes_after(&self) -> Duration {
        self.gap.plus(self.job)
    }
}

/// The most frequent of what the alarm watches of a resource; nothing if one of
/// them has no schedule, so that its age tells nothing here.
fn newest<'a>(watched: &[&'a Mechanism]) -> Option<Newest<'a>> {
    let mut most_frequent: Option<Newest<'a>> = None;
    let watched = watched
        .iter()
        .copied()
        .filter(|mechanism| !mechanism.planned && mechanism.restorable == Restorable::Yes);
    for mechanism in watched {
        let newest = of(mechanism)?;
        if most_frequent.as_ref().is_none_or(|known| newest.comes_after() < known.comes_after()) {
            most_frequent = Some(newest);
        }
    }
    most_frequent
}

fn of<'a>(mechanism: &'a Mechanism) -> Option<Newest<'a>> {
    let Points::Scheduled(points) = &mechanism.points else { return None };
    // A copy by a job of its own is as old as that job leaves it.
    let (schedule, zone) = match &points.copied {
        Some(copied) => (copied.schedule.as_ref()?, &copied.zone),
        None => (points.schedule.as_ref()?, &points.zone),
    };
    let gap = longest(schedule, zone)?;
    let known = |time: &Option<Time>| {
        let measured = time.as_ref().and_then(Time::measured);
        measured.map_or(Duration::ZERO, |range| range.value.worse())
    };
    let (backup, copy) = (known(&mechanism.times.backup), known(&mechanism.times.copy));
    let job = points.start_window.plus(backup).plus(copy);
    Some(Newest { reference: &mechanism.reference, gap, job, schedule: Some(schedule.span) })
}

fn judge(alarm: &Alarm, over: &Spanned<Duration>, newest: &Newest<'_>) -> Option<Finding> {
    let Newest { reference, gap, job, schedule } = newest;
    let comes_after = newest.comes_after();
    // A job takes some time even where nobody says how much.
    if over.value > comes_after || (over.value == comes_after && !job.is_zero()) {
        return None;
    }
    let message = match job.is_zero() {
        true => format!(
            "the alarm goes off at an age of {}, and the next backup of `{reference}` begins {gap} after the last",
            over.value
        ),
        false => format!(
            "the alarm goes off at an age of {}, and the next backup of `{reference}` may be there only {gap} + {job} = {comes_after} after the last",
            over.value
        ),
    };
    let finding = RULE
        .finding(over.span, message)
        .path(&alarm.at.path)
        .marking("goes off though nothing is wrong")
        .help(format!(
            "write an age above {comes_after} that leaves the job its time, and no more than the RPO"
        ));
    Some(match schedule {
        Some(span) => finding.label(*span, format!("up to {gap} between two runs")),
        None => finding,
    })
}
