//! A tier without a schedule.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "schedule-missing",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a tier without a schedule",
    explanation: include_str!("schedule-missing.md"),
    cites: &[limits::cite(&backup_plan::DEFAULT_SCHEDULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        if tier.schedule.is_some() || tier.unread.contains(&"schedule") {
            continue;
        }
        findings.push(
            RULE.finding(
                tier.at.span,
                format!("the tier `{}` does not say when it runs", tier.at.key),
            )
            .help("write `schedule: { every: day, at: \"03:00\" }`")
            .note(format!(
                "AWS would run it by its own default, `{}` in UTC",
                backup_plan::DEFAULT_SCHEDULE.value
            ))
            .path(&tier.at.path),
        );
    }
}
