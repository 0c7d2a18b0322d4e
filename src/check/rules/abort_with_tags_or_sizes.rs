//! A clean-up of incomplete uploads in a rule that filters by tag or size.

use crate::check::storage::narrow;
use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "abort-with-tags-or-sizes",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a clean-up of incomplete uploads in a rule that filters by tag or size",
    explanation: include_str!("abort-with-tags-or-sizes.md"),
    cites: &[cite(s3_lifecycle::ABORT_ALLOWS_TAGS_OR_SIZES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let (Some(age), Some((span, what))) = (&rule.abort_incomplete_uploads_after, narrow(rule))
        else {
            continue;
        };
        let message = format!(
            "incomplete uploads end after {}, in a rule that filters by {what}",
            age.value.longest()
        );
        findings.push(
            RULE.finding(age.span, message)
                .path(&rule.path)
                .label(span, "uploads in progress have neither tags nor a size")
                .help("move `abort_incomplete_uploads_after` to a rule of its own, without tags and sizes"),
        );
    }
}
