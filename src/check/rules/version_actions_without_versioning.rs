//! Rules about versions in a bucket that never had any.

use crate::check::storage::{Versions, buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{s3_bucket, s3_lifecycle};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "version-actions-without-versioning",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "rules about versions in a bucket that never had any",
    explanation: include_str!("version-actions-without-versioning.md"),
    cites: &[
        cite(s3_lifecycle::NONCURRENT_AGE_FROM_SUCCESSOR.source),
        cite(s3_bucket::VERSIONING.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Versions::Never(span) = bucket.versions() else { continue };
        for rule in bucket.lifecycle() {
            let noncurrent = rule.noncurrent.as_ref().map(|noncurrent| noncurrent.span);
            let markers = rule.current.as_ref().and_then(|c| c.value.remove_expired_delete_markers);
            let markers = markers.filter(|flag| flag.value).map(|flag| flag.span);
            for (at, what) in [(noncurrent, "noncurrent versions"), (markers, "delete markers")] {
                let Some(at) = at else { continue };
                let message = format!(
                    "the rule `{}` acts on {what}, and this bucket has none",
                    rule.name.value
                );
                findings.push(
                    RULE.finding(at, message)
                        .path(&rule.path)
                        .label(span, "no version is kept")
                        .help("write `versioning: enabled`, or remove this part of the rule"),
                );
            }
        }
    }
}
