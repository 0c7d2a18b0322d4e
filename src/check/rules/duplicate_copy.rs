//! Two copies of one tier to the same vault.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Copy, Policy};

pub(super) static RULE: Rule = Rule {
    name: "duplicate-copy",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "two copies of one tier to the same vault",
    explanation: include_str!("duplicate-copy.md"),
    cites: &[limits::cite(&backup_plan::NOT_DOCUMENTED.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        for (index, copy) in tier.copies.iter().enumerate() {
            let same = |other: &&Copy| is_same(policy, &other.to.value, &copy.to.value);
            if let Some(first) = tier.copies.iter().take(index).find(same) {
                findings.push(
                    RULE.finding(
                        copy.to.span,
                        format!(
                            "two copies of `{}` go to the vault `{}`",
                            tier.at.key, copy.to.value
                        ),
                    )
                    .label(first.to.span, "the other one")
                    .help("keep the longer one; AWS does not say what it does with two")
                    .path(&copy.path),
                );
            }
        }
    }
}

/// Two names can stand for one vault.
fn is_same(policy: &Policy, one: &str, other: &str) -> bool {
    let in_aws = |name: &str| {
        let vault = policy.vaults.get(name)?;
        Some((vault.place.clone()?, vault.aws_name.value.clone()))
    };
    one == other || in_aws(one).is_some_and(|vault| in_aws(other) == Some(vault))
}
