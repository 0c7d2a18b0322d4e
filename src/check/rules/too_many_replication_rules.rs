//! More replication rules than a bucket can have.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "too-many-replication-rules",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "more replication rules than a bucket can have",
    explanation: include_str!("too-many-replication-rules.md"),
    cites: &[cite(s3_replication::RULES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let most = s3_replication::RULES.value.most;
    for bucket in buckets(policy) {
        let rules = &bucket.settings.replication;
        // OK because a limit of AWS fits into every `usize`.
        let Some(beyond) = usize::try_from(most).ok().and_then(|most| rules.get(most)) else {
            continue;
        };
        let message =
            format!("the bucket has {} replications, and S3 takes at most {most}", rules.len());
        let finding = RULE.finding(beyond.span, message).path(&beyond.path);
        findings.push(finding.help("replicate to fewer repositories"));
    }
}
