//! A filter whose sizes leave no object.

use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "size-filter-matching-nothing",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a filter whose sizes leave no object",
    explanation: include_str!("size-filter-matching-nothing.md"),
    cites: &[cite(s3_lifecycle::LARGER_THAN_BYTES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let Some(filter) = rule.filter.as_ref().map(|filter| &filter.value) else { continue };
        let (Some(larger), Some(smaller)) = (filter.larger_than, filter.smaller_than) else {
            continue;
        };
        let (low, high) = (larger.value, smaller.value);
        // Both bounds are strict: one byte apart, nothing lies between.
        if high.count() > low.count().saturating_add(1) {
            continue;
        }
        let message = format!("no object is larger than {low} and smaller than {high}");
        let finding = RULE
            .finding(smaller.span, message)
            .path(format!("{}.filter", rule.path))
            .label(larger.span, "already larger than this")
            .help("write a `smaller_than` above `larger_than`; both bounds are strict");
        findings.push(if high > low {
            finding.level(Level::Warning).note("S3 accepts this, and the rule never acts")
        } else {
            finding
        });
    }
}
