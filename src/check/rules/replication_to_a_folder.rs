//! A replication to a repository that is no bucket.

use crate::check::storage::cite;
use crate::check::storage::{Link, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::{Policy, RepositoryPlace};

pub(super) static RULE: Rule = Rule {
    name: "replication-to-a-folder",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a replication to a repository that is no bucket",
    explanation: include_str!("replication-to-a-folder.md"),
    cites: &[cite(s3_replication::NEEDS_VERSIONING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from: _, to: _, replication } in links(policy) {
        let Some(repository) = policy.repositories.get(replication.to.as_str()) else { continue };
        let level = match &repository.place {
            RepositoryPlace::Bucket { .. } => continue,
            RepositoryPlace::Folder { host: Some(_) } => Level::Error,
            // Perhaps a bucket whose name is not known yet.
            RepositoryPlace::Folder { host: None } => Level::Warning,
        };
        let name = &replication.to.value;
        let message = format!("`{name}` names no bucket, and S3 replicates to buckets only");
        findings.push(
            RULE.finding(replication.to.span, message)
                .level(level)
                .path(&replication.path)
                .label(repository.at.span, "states no `bucket`")
                .help(format!(
                    "write `bucket:` for `repositories.{name}`, or name another repository"
                )),
        );
    }
}
