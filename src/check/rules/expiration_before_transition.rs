//! An expiration that does not come after every transition of its rule.

use crate::check::storage::{all_courses, cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "expiration-before-transition",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an expiration that does not come after every transition of its rule",
    explanation: include_str!("expiration-before-transition.md"),
    cites: &[cite(s3_lifecycle::EXPIRATION_AFTER_TRANSITIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        let (Some(expire), Some(last)) = (course.expire_after, course.steps.last()) else {
            continue;
        };
        let end = days(&expire.value);
        // Zero days have a rule of their own.
        if end > last.days || end == 0 {
            continue;
        }
        let class = &last.class.value;
        let message = format!(
            "objects expire after {}, and move to `{class}` after {}",
            expire.value.longest(),
            last.after.value.longest()
        );
        findings.push(
            RULE.finding(expire.span, message)
                .path(course.path())
                .label(last.after.span, "must be sooner than the expiration")
                .help(format!("let objects expire after more than {} days, or drop the transition to `{class}`", last.days)),
        );
    }
}
