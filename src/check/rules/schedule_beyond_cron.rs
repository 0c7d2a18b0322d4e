//! A schedule that AWS's cron cannot say.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::Schedule;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "schedule-beyond-cron",
    kind: Kind::Target,
    level: Level::Error,
    summary: "a schedule that AWS's cron cannot say",
    explanation: include_str!("schedule-beyond-cron.md"),
    cites: &[limits::cite(&backup_plan::RATE_SCHEDULES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scheduled in walk::schedules(policy) {
        let schedule = &scheduled.schedule.value;
        let help = match schedule {
            Schedule::Cron { .. } => continue,
            Schedule::Interval(length) if *length < Duration::hours(u64::from(backup_plan::LEAST_INTERVAL_HOURS.value)) => {
                "write `every: hour`".to_owned()
            }
            Schedule::Interval(_) => schedule.nearest_cron().map_or_else(
                || "write a period that divides a day, a year, or `day`, `week`, `month`".to_owned(),
                |nearest| format!("write `{nearest}`, the longest period below it that cron can say"),
            ),
            Schedule::Manual | Schedule::OnChange => {
                "a tier runs by the calendar: write `{ every: day, at: \"03:00\" }`, or state the backup under the resource's `snapshots`".to_owned()
            }
        };
        findings.push(
            RULE.finding(scheduled.schedule.span, format!("AWS Backup cannot run `{schedule}`"))
                .marking("AWS takes a cron expression and nothing else")
                .help(help)
                .path(scheduled.path),
        );
    }
}
