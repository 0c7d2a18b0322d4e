//! A rule that moves objects on before the least time of their class.

use crate::check::storage::{all_courses, cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_classes;
use crate::facts::{may_transition, storage_class};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "storage-class-left-too-soon",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a rule that moves objects on before the least time of their class",
    explanation: include_str!("storage-class-left-too-soon.md"),
    cites: &[cite(s3_classes::CLASS_GAP_IN_ONE_RULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        for (from, to) in course.steps.iter().zip(course.steps.iter().skip(1)) {
            let Some(class) = storage_class(from.class.as_str()) else { continue };
            let stay = to.days.saturating_sub(from.days);
            let (name, gap) = (class.name, class.gap_days);
            // What has no way on, or comes on the same day, is a fault of order.
            if stay == 0 || stay >= gap || !may_transition(name, to.class.as_str()) {
                continue;
            }
            let (next, earliest) = (&to.class.value, from.days.saturating_add(gap));
            let message = format!(
                "objects leave `{name}` after {stay} days, and one rule keeps them there for {gap}"
            );
            let finding = RULE
                .finding(to.after.span, message)
                .marking(format!("moves on to `{next}`"))
                .path(course.path())
                .label(from.after.span, format!("in `{name}` from day {}", from.days))
                .help(format!("write `after: {earliest}d` for `{next}`, or drop `{name}`"));
            // What comes after it would have to move as well.
            let last = course.steps.last().is_some_and(|last| last.days == to.days);
            let lives = course.expire_after.is_none_or(|age| days(&age.value) > earliest);
            findings.push(if last && lives {
                finding.fix(to.after.span, format!("{earliest}d"))
            } else {
                finding
            });
        }
    }
}
