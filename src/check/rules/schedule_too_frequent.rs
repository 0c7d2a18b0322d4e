//! A tier that runs more often than once an hour.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::Cron;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "schedule-too-frequent",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a tier that runs more often than once an hour",
    explanation: include_str!("schedule-too-frequent.md"),
    cites: &[limits::cite(&backup_plan::LEAST_INTERVAL_HOURS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let least = Duration::hours(u64::from(backup_plan::LEAST_INTERVAL_HOURS.value));
    for scheduled in walk::schedules(policy).filter(|scheduled| scheduled.makes_backups) {
        // One run a day leaves a day between runs, whatever the days.
        let several = scheduled.schedule.value.cron().filter(|cron| cron.runs_per_day() > 1);
        let Some(spacing) = several.and_then(Cron::shortest_spacing) else { continue };
        if spacing < least {
            findings.push(
                RULE.finding(scheduled.schedule.span, format!("runs are only {spacing} apart: AWS Backup runs a tier at most once an hour"))
                    .help("write `every: hour`; for less data loss use `continuous: true` or the service's own point-in-time recovery")
                    .path(scheduled.path),
            );
        }
    }
}
