//! A move to cold storage before 8 days, which makes the next backup a full one.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{ResourceTypeRow, backup_plan};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "cold-storage-too-early",
    kind: Kind::Cost,
    level: Level::Advice,
    summary: "a move to cold storage before 8 days, which makes the next backup a full one",
    explanation: include_str!("cold-storage-too-early.md"),
    cites: &[limits::cite(&backup_plan::COLD_AFTER_ADVISED_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let advised = backup_plan::COLD_AFTER_ADVISED_DAYS.value;
    for (plan, tier) in walk::tiers(policy) {
        let Some(cold) = tier.cold_storage_after.as_ref() else { continue };
        let days = cold.value.most;
        if days >= advised || days < backup_plan::COLD_AFTER_LEAST_DAYS.value {
            continue;
        }
        let incremental = |row: &ResourceTypeRow| {
            row.features.incremental.possible() && row.features.cold_storage.possible()
        };
        let types = walk::types_where(policy, plan, incremental);
        if types.is_empty() {
            continue;
        }
        let names = limits::listed(types.iter().map(|(_, row)| row.name));
        findings.push(
            RULE.finding(cold.span, format!("points that go cold after {} leave no warm one to build on: the next backup of {names} is a full one", cold.value.longest()))
                .marking(format!("AWS advises at least {advised} days"))
                .help(format!("write `cold_storage_after: {advised}d` or more"))
                .path(&tier.at.path),
        );
    }
}
