//! An air-gapped vault as the vault of a tier.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "air-gapped-own-vault",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an air-gapped vault as the vault of a tier",
    explanation: include_str!("air-gapped-own-vault.md"),
    cites: &[limits::cite(&vault_lock::AIR_GAPPED_IS_LOCKED.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        let (Some(name), Some(vault)) = (&tier.vault, walk::vault(policy, tier.vault.as_ref()))
        else {
            continue;
        };
        if let Some(air_gapped) = vault.air_gapped {
            findings.push(
                RULE.finding(
                    name.span,
                    format!(
                        "the tier `{}` cannot keep its points in an air-gapped vault alone",
                        tier.at.key
                    ),
                )
                .label(air_gapped, "air-gapped")
                .help(format!(
                    "write a plain vault here, and `copies: [ {{ to: {} }} ]` on the tier",
                    name.value
                ))
                .path(&tier.at.path),
            );
        }
    }
}
