//! A number of versions to keep without an age at which the others go.

use crate::check::storage::{all_courses, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "keep-newest-without-age",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a number of versions to keep without an age at which the others go",
    explanation: include_str!("keep-newest-without-age.md"),
    cites: &[cite(s3_lifecycle::NONCURRENT_EXPIRATION_LEAST_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        let Some(keep) = course.keep_newest else { continue };
        if course.expire_after.is_some() || !course.steps.is_empty() {
            continue;
        }
        let message =
            format!("`keep_newest: {}` states no age at which the other versions go", keep.value);
        findings.push(
            RULE.finding(keep.span, message).path(course.path()).help(
                "add `expire_after: 30d`, or the age you want: S3 asks for days beside a count",
            ),
        );
    }
}
