//! Two transitions of one rule to one class.

use crate::check::storage::{Step, all_courses, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_classes;
use crate::resolved::Policy;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    name: "repeated-storage-class",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "two transitions of one rule to one class",
    explanation: include_str!("repeated-storage-class.md"),
    cites: &[cite(s3_classes::CLASS_GAP_IN_ONE_RULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        let mut seen: BTreeMap<&str, Step<'_>> = BTreeMap::new();
        for step in &course.steps {
            let Some(first) = seen.insert(step.class.as_str(), *step) else { continue };
            let message = format!(
                "objects move to `{}` on day {} and on day {}",
                step.class.value, first.days, step.days
            );
            findings.push(
                RULE.finding(step.class.span, message)
                    .path(course.path())
                    .label(first.class.span, "the other transition")
                    .help("keep one of the two transitions"),
            );
        }
    }
}
