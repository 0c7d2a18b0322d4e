//! A schedule that leaves out a part AWS needs.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::Part;

pub(super) static RULE: Rule = Rule {
    name: "schedule-left-open",
    kind: Kind::Target,
    level: Level::Error,
    summary: "a schedule that leaves out a part AWS needs",
    explanation: include_str!("schedule-left-open.md"),
    cites: &[limits::cite(&backup_plan::DEFAULT_SCHEDULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scheduled in walk::schedules(policy) {
        let open = scheduled.schedule.value.open();
        if open.is_empty() {
            continue;
        }
        let parts = limits::listed(open.iter().map(|part| part.key()));
        let examples: Vec<&str> = open.iter().map(|part| example(*part)).collect();
        findings.push(
            RULE.finding(scheduled.schedule.span, format!("the schedule leaves {parts} open"))
                .marking(format!("`{}`, but when exactly?", scheduled.schedule.value))
                .help(format!("add `{}`", examples.join(", ")))
                .path(scheduled.path),
        );
    }
}

const fn example(part: Part) -> &'static str {
    match part {
        Part::Every => "every: day",
        Part::Weekday => "weekday: sunday",
        Part::Day => "day: 1",
        Part::Month => "month: january",
        Part::At => "at: \"03:00\"",
        Part::Between => "between: \"08:00-18:00\"",
    }
}
