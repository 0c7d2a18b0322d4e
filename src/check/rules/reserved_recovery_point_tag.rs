//! A recovery point tag whose key belongs to AWS.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "reserved-recovery-point-tag",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a recovery point tag whose key belongs to AWS",
    explanation: include_str!("reserved-recovery-point-tag.md"),
    cites: &[limits::cite(&backup_plan::RESERVED_TAG_PREFIX.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let prefix = backup_plan::RESERVED_TAG_PREFIX.value;
    for (_, tier) in walk::tiers(policy) {
        for key in tier.recovery_point_tags.keys() {
            // AWS reserves the prefix in any capitals.
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
                    .path(&tier.at.path),
                );
            }
        }
    }
}
