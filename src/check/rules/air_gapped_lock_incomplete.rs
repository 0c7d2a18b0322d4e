//! An air-gapped vault without both bounds of its retention.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::{Lock, Policy};

pub(super) static RULE: Rule = Rule {
    name: "air-gapped-lock-incomplete",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an air-gapped vault without both bounds of its retention",
    explanation: include_str!("air-gapped-lock-incomplete.md"),
    cites: &[
        limits::cite(&vault_lock::AIR_GAPPED_LEAST_RETENTION_DAYS.source),
        limits::cite(&vault_lock::AIR_GAPPED_MOST_RETENTION_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for vault in policy.vaults.values() {
        let Some(air_gapped) = vault.air_gapped else { continue };
        let has = |stated: fn(&Lock) -> bool| vault.lock.as_ref().is_some_and(stated);
        let missing: Vec<&str> = [
            ("min_retention", has(|lock| lock.min_retention.is_some())),
            ("max_retention", has(|lock| lock.max_retention.is_some())),
        ]
        .into_iter()
        .filter_map(|(key, stated)| (!stated).then_some(key))
        .collect();
        if missing.is_empty() || vault.existing {
            continue;
        }
        let least = vault_lock::AIR_GAPPED_LEAST_RETENTION_DAYS.value;
        findings.push(
            RULE.finding(vault.lock.as_ref().map_or(vault.at.span, |lock| lock.span), format!("the air-gapped vault `{}` lacks {}", vault.at.key, limits::listed(missing)))
                .label(air_gapped, "air-gapped vaults are locked by nature")
                .help(format!("write `lock: {{ min_retention: {least}d, max_retention: 1y }}`; neither can be changed later"))
                .path(&vault.at.path),
        );
    }
}
