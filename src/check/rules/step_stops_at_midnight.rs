//! A step of hours that does not go on over midnight.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::Cron;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "step-stops-at-midnight",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a step of hours that does not go on over midnight",
    explanation: include_str!("step-stops-at-midnight.md"),
    cites: &[limits::cite(&backup_plan::STEPS_WRAP_MIDNIGHT.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scheduled in walk::schedules(policy) {
        let daily = |cron: &&Cron| cron.days() == crate::schedule::Days::Every;
        let Some(cron) = scheduled.schedule.value.cron().filter(daily) else { continue };
        let Some(step) = step_of_hours(cron.as_written()) else { continue };
        let minutes: Vec<u16> = cron.times().map(|time| time.minute_of_day()).collect();
        let (Some(first), Some(last)) = (minutes.first(), minutes.last()) else { continue };
        // OK because the last run of a day is not before its first.
        let over_midnight = Duration::days(1).minus(Duration::minutes(u64::from(last - first)));
        if over_midnight <= step {
            continue;
        }
        let runs = limits::count(cron.times().count(), "run", "runs");
        findings.push(
            RULE.finding(scheduled.schedule.span, format!("the step of {step} stops at midnight: {over_midnight} pass between the last run of a day and the first of the next"))
                .marking(format!("{runs} a day"))
                .help("begin in the first hours of the day and use a step that divides 24")
                .path(scheduled.path),
        );
    }
}

/// The step of an hour field `H/step` or `*/step`; a range says its end itself.
fn step_of_hours(written: &str) -> Option<Duration> {
    let fields = written.strip_prefix("cron(")?.strip_suffix(')')?;
    let (start, step) = fields.split_whitespace().nth(1)?.split_once('/')?;
    if start.contains(['-', ',']) {
        return None;
    }
    step.parse().ok().map(Duration::hours)
}
