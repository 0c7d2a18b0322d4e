//! A copy kept for ever of a point that is not.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::copies;
use crate::resolved::Policy;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "copy-dies-with-source",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a copy kept for ever of a point that is not",
    explanation: include_str!("copy-dies-with-source.md"),
    cites: &[
        limits::cite(&copies::FOREVER_DIES_WITH_SOURCE.source),
        limits::cite(&copies::LONGEST_RETENTION_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in walk::copies(policy) {
        let (Some(kept), Some(source)) =
            (copied.copy.retention.as_ref(), copied.tier.retention.as_ref())
        else {
            continue;
        };
        let Retention::For(source_days) = &source.value else { continue };
        if kept.value != Retention::Forever {
            continue;
        }
        let most = copies::LONGEST_RETENTION_DAYS.value;
        findings.push(
            RULE.finding(
                kept.span,
                format!(
                    "the copy would not be kept for ever, but as long as its source: {}",
                    source_days.longest()
                ),
            )
            .label(source.span, "the source expires, and such a copy with it")
            .help(format!("write `retention: {most}d` for the copy, or `forever` for the tier"))
            .path(&copied.copy.path),
        );
    }
}
