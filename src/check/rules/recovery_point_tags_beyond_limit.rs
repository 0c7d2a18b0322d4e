//! Recovery point tags that are too many or too long.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "recovery-point-tags-beyond-limit",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "recovery point tags that are too many or too long",
    explanation: include_str!("recovery-point-tags-beyond-limit.md"),
    cites: &[
        limits::cite(&backup_plan::RECOVERY_POINT_TAGS.source),
        limits::cite(&backup_plan::RECOVERY_POINT_TAG_KEY.source),
        limits::cite(&backup_plan::RECOVERY_POINT_TAG_VALUE.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let most = backup_plan::RECOVERY_POINT_TAGS.value.most;
    for (_, tier) in walk::tiers(policy) {
        let tags = &tier.recovery_point_tags;
        if limits::number(tags.len()) > most {
            let last = tags.keys().map(|key| key.span).max().unwrap_or(tier.at.span);
            findings.push(
                RULE.finding(
                    last,
                    format!(
                        "the points of `{}` would get {} tags, AWS adds at most {most}",
                        tier.at.key,
                        tags.len()
                    ),
                )
                .label(tier.at.span, "tags of the plan and of the tier add up")
                .help("drop some")
                .path(&tier.at.path),
            );
        }
        for (key, value) in tags {
            let longest = backup_plan::RECOVERY_POINT_TAG_KEY.value;
            let stated = limits::number(key.value.chars().count());
            if !longest.contains(&stated) {
                findings.push(
                    RULE.finding(
                        key.span,
                        format!(
                            "a tag key has {} to {} characters, this one {stated}",
                            longest.least, longest.most
                        ),
                    )
                    .help("shorten it, and leave no key empty")
                    .path(&tier.at.path),
                );
            }
            let longest = backup_plan::RECOVERY_POINT_TAG_VALUE.value.most;
            let stated = limits::number(value.value.chars().count());
            if stated > longest {
                findings.push(
                    RULE.finding(
                        value.span,
                        format!("a tag value has at most {longest} characters, this one {stated}"),
                    )
                    .help("shorten it")
                    .path(&tier.at.path),
                );
            }
        }
    }
}
