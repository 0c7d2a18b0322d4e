//! A lifecycle without a rule.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "empty-lifecycle",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a lifecycle without a rule",
    explanation: include_str!("empty-lifecycle.md"),
    cites: &[cite(s3_lifecycle::RULES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let least = s3_lifecycle::RULES.value.least;
    for bucket in buckets(policy) {
        if bucket.settings.lifecycle.as_ref().is_some_and(Vec::is_empty) {
            let message = format!("the lifecycle has 0 rules, and S3 wants at least {least}");
            let finding =
                RULE.finding(bucket.span, message).path(format!("{}.lifecycle", bucket.path));
            findings.push(finding.help("write a rule, or remove `lifecycle`"));
        }
    }
}
