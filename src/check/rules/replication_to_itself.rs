//! A bucket that replicates to itself.

use crate::check::storage::cite;
use crate::check::storage::{Link, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replication-to-itself",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a bucket that replicates to itself",
    explanation: include_str!("replication-to-itself.md"),
    cites: &[cite(s3_replication::NEEDS_VERSIONING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from, to, replication } in links(policy) {
        let Some(to) = to else { continue };
        let same = from.names.iter().find(|name| to.names.contains(name));
        let Some(same) = same else { continue };
        let message = format!("the bucket `{}` replicates to itself", same.value);
        findings.push(
            RULE.finding(replication.to.span, message)
                .path(&replication.path)
                .label(same.span, "the source")
                .help("name a repository with another bucket"),
        );
    }
}
