//! A lifecycle that leaves the parts of unfinished uploads.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "incomplete-uploads-kept",
    kind: Kind::Cost,
    level: Level::Advice,
    summary: "a lifecycle that leaves the parts of unfinished uploads",
    explanation: include_str!("incomplete-uploads-kept.md"),
    cites: &[cite(s3_lifecycle::ABORT_LEAST_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let rules = bucket.lifecycle();
        let Some(first) = rules.first() else { continue };
        if rules.iter().any(|rule| rule.abort_incomplete_uploads_after.is_some()) {
            continue;
        }
        let message = "no rule of the lifecycle drops the parts of unfinished uploads";
        findings.push(
            RULE.finding(first.name.span, message)
                .path(&first.path)
                .label(bucket.span, "they stay in this bucket, and no listing shows them")
                .help("add `abort_incomplete_uploads_after: 7d` to a rule without tags or sizes"),
        );
    }
}
