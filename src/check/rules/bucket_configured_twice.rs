//! One bucket whose settings are written twice.

use crate::check::storage::{Bucket, buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Managed;
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "bucket-configured-twice",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "one bucket whose settings are written twice",
    explanation: include_str!("bucket-configured-twice.md"),
    cites: &[cite(s3_lifecycle::ONE_CONFIGURATION.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    for bucket in buckets(policy) {
        for setting in written(&bucket) {
            for name in &bucket.names {
                let Some(first) = seen.insert((name.as_str(), setting), name.span) else {
                    continue;
                };
                let message =
                    format!("the {setting} of the bucket `{}` is written twice", name.value);
                findings.push(
                    RULE.finding(name.span, message)
                        .marking("S3 replaces the whole setting")
                        .path(bucket.path)
                        .label(first, "the other owner")
                        .help("state it for one of the two, or put both parts into one"),
                );
            }
        }
    }
}

/// The settings of the bucket that become artifacts.
fn written(bucket: &Bucket<'_>) -> Vec<&'static str> {
    let managed = [
        (Managed::Versioning, bucket.settings.versioning.is_some(), "versioning"),
        (Managed::Replication, !bucket.settings.replication.is_empty(), "replication"),
        (Managed::ObjectLock, bucket.settings.object_lock.is_some(), "Object Lock"),
    ];
    let managed =
        managed.into_iter().filter(|(setting, stated, _)| *stated && bucket.writes(*setting));
    let lifecycle = bucket.settings.lifecycle.is_some().then_some("lifecycle");
    lifecycle.into_iter().chain(managed.map(|(_, _, name)| name)).collect()
}
