//! More lifecycle rules than a bucket can have.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "too-many-lifecycle-rules",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "more lifecycle rules than a bucket can have",
    explanation: include_str!("too-many-lifecycle-rules.md"),
    cites: &[cite(s3_lifecycle::RULES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let most = s3_lifecycle::RULES.value.most;
    for bucket in buckets(policy) {
        let rules = bucket.lifecycle();
        // OK because a limit of AWS fits into every `usize`.
        let first_beyond = usize::try_from(most).ok().and_then(|most| rules.get(most));
        let Some(beyond) = first_beyond else { continue };
        let message =
            format!("the lifecycle has {} rules, and a bucket has at most {most}", rules.len());
        findings.push(
            RULE.finding(beyond.name.span, message)
                .marking("the first rule beyond the limit")
                .path(&beyond.path)
                .help("join rules that do the same, or move data to another bucket"),
        );
    }
}
