//! A backup of a bucket without versioning.

use crate::check::storage::{Versions, buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "bucket-backup-without-versioning",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a backup of a bucket without versioning",
    explanation: include_str!("bucket-backup-without-versioning.md"),
    cites: &[cite(backup_plan::CONTINUOUS_S3_ONE_VAULT.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Some(plan) = bucket.plans.first() else { continue };
        let (span, state) = match bucket.versions() {
            Versions::Kept(_) | Versions::Unstated => continue,
            Versions::Suspended(span) => (span, "versioning is suspended"),
            Versions::Never(span) => (span, "versioning is not on"),
        };
        let message = format!("{state}, and AWS Backup does not back up such a bucket");
        findings.push(
            RULE.finding(span, message)
                .path(format!("{}.versioning", bucket.path))
                .label(plan.span, "backs it up")
                .help("write `versioning: enabled`"),
        );
    }
}
