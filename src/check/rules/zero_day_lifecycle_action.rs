//! An expiration or clean-up after 0 days.

use crate::check::storage::{all_courses, cite, days, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;
use crate::source::Spanned;
use crate::units::CalendarDays;

pub(super) static RULE: Rule = Rule {
    name: "zero-day-lifecycle-action",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an expiration or clean-up after 0 days",
    explanation: include_str!("zero-day-lifecycle-action.md"),
    cites: &[
        cite(s3_lifecycle::EXPIRATION_LEAST_DAYS.source),
        cite(s3_lifecycle::NONCURRENT_EXPIRATION_LEAST_DAYS.source),
        cite(s3_lifecycle::ABORT_LEAST_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        let least = match course.which {
            "current" => s3_lifecycle::EXPIRATION_LEAST_DAYS.value,
            _ => s3_lifecycle::NONCURRENT_EXPIRATION_LEAST_DAYS.value,
        };
        let what = format!("{} versions expire", course.which);
        findings.extend(judge(course.expire_after, least, &what, course.path()));
    }
    let least = s3_lifecycle::ABORT_LEAST_DAYS.value;
    for rule in lifecycle_rules(policy) {
        let age = rule.abort_incomplete_uploads_after.as_ref();
        findings.extend(judge(age, least, "incomplete uploads end", rule.path.clone()));
    }
}

fn judge(
    age: Option<&Spanned<CalendarDays>>,
    least: u32,
    what: &str,
    path: String,
) -> Option<Finding> {
    let age = age.filter(|age| days(&age.value) < least)?;
    let message =
        format!("{what} after {}, and S3 wants at least {least} day", age.value.longest());
    let finding = RULE.finding(age.span, message).path(path);
    let help = format!("write `{least}d`: S3 counts from the next midnight UTC");
    Some(finding.help(help).fix(age.span, format!("{least}d")))
}
