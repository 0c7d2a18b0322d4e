//! A replication to a repository that is no bucket.

use crate::check::storage::cite;
use crate::check::storage::{Link, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replication-to-a-folder",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a replication to a repository that is no bucket",
    explanation: include_str!("replication-to-a-folder.md"),
    cites: &[cite(s3_replication::NEEDS_VERSIONING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from: _, to, replication } in links(policy) {
        let repository = policy.repositories.get(replication.to.as_str());
        let (None, Some(repository)) = (to, repository) else { continue };
        let message =
            format!("S3 replicates to buckets only, and `{}` is none", replication.to.value);
        findings.push(
            RULE.finding(replication.to.span, message)
                .path(&replication.path)
                .label(repository.at.span, "states no `bucket`")
                .help("name a repository with a `bucket`"),
        );
    }
}
