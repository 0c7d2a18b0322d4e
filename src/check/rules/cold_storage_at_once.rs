//! A move to cold storage after 0 days.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "cold-storage-at-once",
    kind: Kind::Rejected,
    level: Level::Warning,
    summary: "a move to cold storage after 0 days",
    explanation: include_str!("cold-storage-at-once.md"),
    cites: &[limits::cite(&backup_plan::COLD_AFTER_LEAST_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for kept in walk::kept(policy) {
        let stated = match kept.copy {
            Some(copy) => copy.cold_storage_after.as_ref(),
            None => kept.tier.cold_storage_after.as_ref(),
        };
        let Some(cold) = stated else { continue };
        if cold.value.most < backup_plan::COLD_AFTER_LEAST_DAYS.value {
            findings.push(
                RULE.finding(
                    cold.span,
                    format!("`{}` does not switch cold storage off", cold.value),
                )
                .marking("AWS asks for 1 day or more")
                .help("drop `cold_storage_after` to keep points warm, or write `1d` or more")
                .path(kept.path()),
            );
        }
    }
}
