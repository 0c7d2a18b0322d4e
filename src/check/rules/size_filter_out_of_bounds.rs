//! A size in a filter that S3 does not take.

use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;
use crate::units::Bytes;

pub(super) static RULE: Rule = Rule {
    name: "size-filter-out-of-bounds",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a size in a filter that S3 does not take",
    explanation: include_str!("size-filter-out-of-bounds.md"),
    cites: &[
        cite(s3_lifecycle::LARGER_THAN_BYTES.source),
        cite(s3_lifecycle::SMALLER_THAN_BYTES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let Some(filter) = rule.filter.as_ref().map(|filter| &filter.value) else { continue };
        let larger = (filter.larger_than, s3_lifecycle::LARGER_THAN_BYTES.value);
        let smaller = (filter.smaller_than, s3_lifecycle::SMALLER_THAN_BYTES.value);
        for (size, bounds) in [larger, smaller] {
            let Some(size) = size.filter(|size| !bounds.contains(&size.value.count())) else {
                continue;
            };
            let (least, most) = (Bytes::new(bounds.least), Bytes::new(bounds.most));
            let message =
                format!("the filter states {}, and S3 takes {least} to {most}", size.value);
            let finding = RULE.finding(size.span, message).path(format!("{}.filter", rule.path));
            findings
                .push(finding.help("write a size within the bounds, or drop it from the filter"));
        }
    }
}
