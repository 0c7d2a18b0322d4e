//! Cold storage on a tier with continuous backup.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "continuous-cold-storage",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "cold storage on a tier with continuous backup",
    explanation: include_str!("continuous-cold-storage.md"),
    cites: &[limits::cite(&backup_plan::CONTINUOUS_COLD.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        let (Some(continuous), Some(cold)) = (tier.continuous, tier.cold_storage_after.as_ref())
        else {
            continue;
        };
        findings.push(
            RULE.finding(cold.span, "continuous backups cannot move to cold storage")
                .label(continuous, "continuous backup")
                .help(
                    "drop `cold_storage_after`, and keep long-lived points by a tier of their own",
                )
                .path(&tier.at.path),
        );
    }
}
