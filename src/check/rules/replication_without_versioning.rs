//! A replication from or to a bucket without versioning.

use crate::check::storage::{Link, links};
use crate::check::storage::{Versions, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replication-without-versioning",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a replication from or to a bucket without versioning",
    explanation: include_str!("replication-without-versioning.md"),
    cites: &[cite(s3_replication::NEEDS_VERSIONING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from, to, replication } in links(policy) {
        for (bucket, end) in [(Some(from), "source"), (to, "destination")] {
            let Some(bucket) = bucket else { continue };
            let (span, state, level) = match bucket.versions() {
                Versions::Kept(_) => continue,
                Versions::Suspended(span) => (span, "has its versioning suspended", Level::Error),
                Versions::Never(span) => (span, "has no versioning", Level::Error),
                Versions::Unstated => (bucket.span, "does not say `versioning`", Level::Warning),
            };
            let message =
                format!("the {end} of a replication {state}, and S3 needs it on both buckets");
            findings.push(
                RULE.finding(span, message)
                    .level(level)
                    .path(format!("{}.versioning", bucket.path))
                    .label(replication.span, "replicates")
                    .help("write `versioning: enabled`"),
            );
        }
    }
}
