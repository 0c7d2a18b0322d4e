//! Two lifecycle rules of one bucket with one name.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "repeated-lifecycle-name",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "two lifecycle rules of one bucket with one name",
    explanation: include_str!("repeated-lifecycle-name.md"),
    cites: &[cite(s3_lifecycle::RULE_ID_LENGTH.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for rule in bucket.lifecycle() {
            let Some(first) = seen.insert(rule.name.as_str(), rule.name.span) else { continue };
            let message = format!("two rules of this lifecycle are called `{}`", rule.name.value);
            findings.push(
                RULE.finding(rule.name.span, message)
                    .path(&rule.path)
                    .label(first, "the other one")
                    .help("give each rule a name of its own: it is the rule's id in S3"),
            );
        }
    }
}
