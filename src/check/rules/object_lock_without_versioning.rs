//! An Object Lock on a bucket without versioning.

use crate::check::storage::{Versions, buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "object-lock-without-versioning",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an Object Lock on a bucket without versioning",
    explanation: include_str!("object-lock-without-versioning.md"),
    cites: &[cite(s3_bucket::LOCK_NEEDS_VERSIONING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Some(lock) = &bucket.settings.object_lock else { continue };
        let (span, state) = match bucket.versions() {
            Versions::Kept(_) | Versions::Unstated => continue,
            Versions::Suspended(span) => (span, "versioning is suspended"),
            Versions::Never(span) => (span, "versioning is not on"),
        };
        findings.push(
            RULE.finding(span, format!("{state}, and Object Lock needs it"))
                .path(format!("{}.versioning", bucket.path))
                .label(lock.span, "locks versions")
                .help("write `versioning: enabled`"),
        );
    }
}
