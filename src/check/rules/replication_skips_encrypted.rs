//! A replication that leaves out what is encrypted with a key.

use crate::check::storage::{cite, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replication-skips-encrypted",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "a replication that leaves out what is encrypted with a key",
    explanation: include_str!("replication-skips-encrypted.md"),
    cites: &[cite(s3_replication::KMS_NEEDS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for link in links(policy) {
        let from = policy.repositories.values().find(|entry| entry.at.path == link.from.path);
        let Some(key) = from.and_then(|from| from.key.as_ref()) else { continue };
        if link.replication.key.is_some() {
            continue;
        }
        let message = format!(
            "objects here are encrypted with `{}`, and S3 skips such objects unless the replication has a `key`",
            key.value
        );
        findings.push(
            RULE.finding(link.replication.to.span, message)
                .path(&link.replication.path)
                .label(key.span, "the key of the source")
                .help("add `key:`, the name of a key in the Region of the destination"),
        );
    }
}
