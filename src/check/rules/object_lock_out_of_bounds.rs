//! A lock of no days or of more than a hundred years.

use crate::check::storage::{buckets, cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "object-lock-out-of-bounds",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a lock of no days or of more than a hundred years",
    explanation: include_str!("object-lock-out-of-bounds.md"),
    cites: &[cite(s3_bucket::LOCK_YEARS.source), cite(s3_bucket::LOCK_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let bounds = s3_bucket::LOCK_DAYS.value;
    for bucket in buckets(policy) {
        let lock = bucket.settings.object_lock.as_ref().and_then(|lock| lock.retention.as_ref());
        let Some(lock) = lock.filter(|lock| !bounds.contains(&days(&lock.value))) else { continue };
        let message = format!(
            "the lock lasts {}, and S3 takes {} to {} days",
            lock.value.longest(),
            bounds.least,
            bounds.most
        );
        let finding = RULE.finding(lock.span, message).path(format!("{}.object_lock", bucket.path));
        findings.push(
            finding.help(format!(
                "write `{}d` at most, and at least `{}d`",
                bounds.most, bounds.least
            )),
        );
    }
}
