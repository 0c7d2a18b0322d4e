//! A number of versions to keep that S3 does not take.

use crate::check::storage::{all_courses, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "keep-newest-out-of-bounds",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a number of versions to keep that S3 does not take",
    explanation: include_str!("keep-newest-out-of-bounds.md"),
    cites: &[cite(s3_lifecycle::NEWER_NONCURRENT_VERSIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let bounds = s3_lifecycle::NEWER_NONCURRENT_VERSIONS.value;
    for course in all_courses(policy) {
        let Some(keep) = course.keep_newest.filter(|keep| !bounds.contains(&keep.value)) else {
            continue;
        };
        let message = format!(
            "the rule keeps {} newer versions, and S3 takes {} to {}",
            keep.value, bounds.least, bounds.most
        );
        let finding = RULE.finding(keep.span, message).path(course.path());
        findings.push(if keep.value < bounds.least {
            finding.help("remove `keep_newest` to delete by age alone")
        } else {
            finding
                .level(Level::Warning)
                .help(format!("write `keep_newest: {}`", bounds.most))
                .note("AWS documents the upper bound, but one report has S3 accept more")
        });
    }
}
