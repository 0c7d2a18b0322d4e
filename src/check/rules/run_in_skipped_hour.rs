//! A run at a local time that does not exist when clocks go forward.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::{Cron, Zone, occurrences};

pub(super) static RULE: Rule = Rule {
    name: "run-in-skipped-hour",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a run at a local time that does not exist when clocks go forward",
    explanation: include_str!("run-in-skipped-hour.md"),
    cites: &[limits::cite(&backup_plan::DEFAULT_TIMEZONE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scheduled in walk::schedules(policy).filter(|scheduled| !scheduled.zone.is_utc()) {
        let Some(cron) = scheduled.schedule.value.cron() else { continue };
        let Some(run) = skipped(cron, scheduled.zone) else { continue };
        findings.push(
            RULE.finding(
                scheduled.schedule.span,
                format!(
                    "a run falls into the hour that {} skips, first on {}",
                    scheduled.zone,
                    run.local.date()
                ),
            )
            .marking(format!(
                "{} runs at {} that day, if at all",
                scheduled.schedule.value,
                run.local.strftime("%H:%M")
            ))
            .help("choose a time outside 00:00-04:00, or `timezone: UTC`")
            .note("AWS does not say whether a skipped run comes later or not at all")
            .path(scheduled.path),
        );
    }
}

/// The first run whose clock shows another time than the schedule names.
fn skipped(cron: &Cron, zone: &Zone) -> Option<crate::schedule::Run> {
    // Beyond every two hours the neighbouring runs are as near as before.
    if cron.runs_per_day() > MOST_RUNS || !cron.times().any(|time| zone.leaves_out(time)) {
        return None;
    }
    // Every date meets every weekday within 28 years; daily runs meet each change in one.
    let years = if cron.days() == crate::schedule::Days::Every { 1 } else { 28 };
    let first = jiff::civil::date(FIRST_YEAR, 1, 1);
    let end = jiff::civil::date(FIRST_YEAR + years, 1, 1);
    let instant =
        |date: jiff::civil::Date| date.to_zoned(jiff::tz::TimeZone::UTC).map(|at| at.timestamp());
    let (from, until) = (instant(first).ok()?, instant(end).ok()?);
    occurrences(cron, zone, from, until).find(|run| !cron.matches(run.local))
}

const MOST_RUNS: u32 = 12;
const FIRST_YEAR: i16 = 2026;
