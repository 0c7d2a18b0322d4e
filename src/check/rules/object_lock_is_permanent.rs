//! A compliance lock that nobody has agreed to.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::{LockMode, Managed};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "object-lock-is-permanent",
    kind: Kind::Cost,
    level: Level::Error,
    summary: "a compliance lock that nobody has agreed to",
    explanation: include_str!("object-lock-is-permanent.md"),
    cites: &[cite(s3_bucket::LOCK_MODES.source), cite(s3_bucket::LOCK_NEEDS_VERSIONING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Some(lock) = bucket.settings.object_lock.as_ref() else { continue };
        let Some(mode) = lock.mode.filter(|mode| mode.value == LockMode::Compliance) else {
            continue;
        };
        if lock.irreversible.is_some() || !bucket.writes(Managed::ObjectLock) {
            continue;
        }
        let kept = lock.retention.as_ref().map(|kept| format!(" for {}", kept.value.longest()));
        let message = format!(
            "nobody can delete new versions{}, nor take the lock off the bucket",
            kept.unwrap_or_default()
        );
        findings.push(
            RULE.finding(mode.span, message)
                .marking("not even the root user")
                .path(format!("{}.object_lock", bucket.path))
                .help("write `irreversible: \"who agreed, and when\"`, or `mode: governance`"),
        );
    }
}
