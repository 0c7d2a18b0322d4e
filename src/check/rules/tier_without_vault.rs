//! A tier without a vault.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "tier-without-vault",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a tier without a vault",
    explanation: include_str!("tier-without-vault.md"),
    cites: &[limits::cite(&backup_plan::RULE_NAME.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        if tier.vault.is_some() || tier.unread.contains(&"vault") {
            continue;
        }
        findings.push(
            RULE.finding(tier.at.span, format!("the tier `{}` has no vault to keep its points in", tier.at.key))
                .help("write `vaults: { main: {} }` and `vault: main` on the plan, the tier or under `defaults`")
                .path(&tier.at.path),
        );
    }
}
