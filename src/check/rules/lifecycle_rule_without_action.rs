//! A lifecycle rule that does nothing.

use crate::check::storage::{Course, cite, courses, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lifecycle-rule-without-action",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a lifecycle rule that does nothing",
    explanation: include_str!("lifecycle-rule-without-action.md"),
    cites: &[cite(s3_lifecycle::ACTIONS_LEAST.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let markers = rule.current.as_ref().and_then(|c| c.value.remove_expired_delete_markers);
        let acts = rule.abort_incomplete_uploads_after.is_some()
            || markers.is_some_and(|flag| flag.value)
            || courses(rule).iter().any(acts);
        if !acts {
            let message = format!("the rule `{}` has no action", rule.name.value);
            findings.push(
                RULE.finding(rule.name.span, message)
                    .path(&rule.path)
                    .help("state `transitions`, `expire_after` or `abort_incomplete_uploads_after`, or remove the rule"),
            );
        }
    }
}

fn acts(course: &Course<'_>) -> bool {
    course.expire_after.is_some() || !course.steps.is_empty() || course.keep_newest.is_some()
}
