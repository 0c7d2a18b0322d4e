//! An Object Lock without a mode or a retention.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "incomplete-object-lock",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an Object Lock without a mode or a retention",
    explanation: include_str!("incomplete-object-lock.md"),
    cites: &[cite(s3_bucket::LOCK_MODES.source), cite(s3_bucket::LOCK_DAYS_OR_YEARS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Some(lock) = &bucket.settings.object_lock else { continue };
        let (message, help) = match (&lock.mode, &lock.retention) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => (
                "the lock states no mode",
                "add `mode: governance`, or `mode: compliance` which nobody can lift",
            ),
            (Some(_), None) => ("the lock states no retention", "add for example `retention: 30d`"),
            (None, None) => (
                "the lock states neither mode nor retention, so it locks nothing",
                "write for example `object_lock: { mode: governance, retention: 30d }`",
            ),
        };
        findings.push(
            RULE.finding(lock.span, message)
                .path(format!("{}.object_lock", bucket.path))
                .help(help),
        );
    }
}
