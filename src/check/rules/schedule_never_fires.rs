//! A cron expression that never fires, or stops for good.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::{Cron, Zone, longest_gap, occurrences};

pub(super) static RULE: Rule = Rule {
    name: "schedule-never-fires",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "a cron expression that never fires, or stops for good",
    explanation: include_str!("schedule-never-fires.md"),
    cites: &[limits::cite(&backup_plan::DEFAULT_SCHEDULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scheduled in walk::schedules(policy) {
        let Some(cron) = scheduled.schedule.value.cron() else { continue };
        if !cron.leaves_out_years(i16::MIN) && fires(cron) {
            continue;
        }
        if longest_gap(&scheduled.schedule.value, scheduled.zone).is_some() {
            continue;
        }
        let (message, help) = if fires(cron) {
            (
                "the schedule stops for good: its last run is in the years it names",
                "write `*` as the year",
            )
        } else {
            (
                "the schedule never fires: no day matches it",
                "name a day that its months have, and `*` as the year",
            )
        };
        findings.push(
            RULE.finding(scheduled.schedule.span, message)
                .marking(format!("`{}`", cron.as_written()))
                .help(help)
                .path(scheduled.path),
        );
    }
}

/// True if any day matches at all, past ones included.
fn fires(cron: &Cron) -> bool {
    let whole = |second: i64| jiff::Timestamp::from_second(second).unwrap_or_default();
    let (first, end) = (whole(0), whole(END));
    occurrences(cron, &Zone::utc(), first, end).next().is_some()
}

/// 2200-01-01, after the last year that the cron dialect can name.
const END: i64 = 7_258_118_400;
