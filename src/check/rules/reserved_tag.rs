//! A tag key that belongs to AWS.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Policy, SpannedTags};

pub(super) static RULE: Rule = Rule {
    name: "reserved-tag",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a tag key that belongs to AWS",
    explanation: include_str!("reserved-tag.md"),
    cites: &[limits::cite(&backup_plan::RESERVED_TAG_PREFIX.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let vaults = policy.vaults.values().map(|vault| (&vault.at.path, &vault.tags));
    let plans = policy.plans.values().map(|plan| (&plan.at.path, &plan.tags));
    let keys = policy.keys.values().map(|key| (&key.at.path, &key.tags));
    let roles = policy.roles.values().map(|role| (&role.at.path, &role.tags));
    let points = walk::tiers(policy).map(|(_, tier)| (&tier.at.path, &tier.recovery_point_tags));
    for (path, tags) in vaults.chain(plans).chain(keys).chain(roles).chain(points) {
        of_tags(path, tags, findings);
    }
}

fn of_tags(path: &str, tags: &SpannedTags, findings: &mut Vec<Finding>) {
    let prefix = backup_plan::RESERVED_TAG_PREFIX.value;
    for key in tags.keys() {
        // OK because the prefix is ASCII, of which no part of another character is a match.
        let head: String = key.value.chars().take(prefix.len()).collect();
        if head.eq_ignore_ascii_case(prefix) {
            findings.push(
                RULE.finding(
                    key.span,
                    format!(
                        "the tag key `{}` begins with `{prefix}`, which is AWS's own",
                        key.value
                    ),
                )
                .help("choose another key")
                .path(path),
            );
        }
    }
}
