//! A setting that is taken over without being stated.

use crate::check::storage::buckets;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Managed;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "managed-without-setting",
    kind: Kind::Document,
    level: Level::Error,
    summary: "a setting that is taken over without being stated",
    explanation: include_str!("managed-without-setting.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let settings = bucket.settings;
        for managed in &settings.manage {
            let (name, stated, level, example) = match managed.value {
                Managed::Versioning => (
                    "versioning",
                    settings.versioning.is_some(),
                    Level::Error,
                    "versioning: enabled",
                ),
                // Its rules may all belong to other environments.
                Managed::Replication => {
                    let example = "replication: [ { to: replica } ]";
                    ("replication", !settings.replication.is_empty(), Level::Advice, example)
                }
                Managed::ObjectLock => {
                    let example = "object_lock: { mode: governance, retention: 30d }";
                    ("object_lock", settings.object_lock.is_some(), Level::Error, example)
                }
            };
            if stated {
                continue;
            }
            let message = format!("the policy takes over `{name}` and does not state it");
            let finding = RULE
                .finding(managed.span, message)
                .level(level)
                .path(format!("{}.manage", bucket.path));
            findings.push(
                finding.help(format!(
                    "write for example `{example}`, or take `{name}` out of `manage`"
                )),
            );
        }
    }
}
