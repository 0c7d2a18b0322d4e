//! A tier that does not say how long points are kept.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "retention-missing",
    kind: Kind::Cost,
    level: Level::Error,
    summary: "a tier that does not say how long points are kept",
    explanation: include_str!("retention-missing.md"),
    cites: &[
        limits::cite(&backup_plan::DELETE_AFTER_DAYS.source),
        limits::cite(&backup_plan::CONTINUOUS_NEEDS_RETENTION.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        if tier.retention.is_some() || tier.unread.contains(&"retention") {
            continue;
        }
        let key = &tier.at.key;
        let finding = match tier.continuous {
            None => RULE
                .finding(
                    tier.at.span,
                    format!("the tier `{key}` does not say how long its points are kept"),
                )
                .help("write `retention: 35d`, or `retention: forever` if that is meant")
                .note("AWS keeps points without a retention for ever"),
            Some(continuous) => {
                let most = backup_plan::CONTINUOUS_RETENTION_DAYS.value.most;
                let mut finding = RULE
                    .finding(
                        tier.at.span,
                        format!(
                            "the continuous tier `{key}` does not say how long it keeps its points"
                        ),
                    )
                    .label(continuous, "AWS refuses continuous backup without a retention")
                    .help(format!("write `retention: {most}d`, the most it may be"));
                finding.kind = Kind::Rejected;
                finding
            }
        };
        findings.push(finding.path(&tier.at.path));
    }
}
