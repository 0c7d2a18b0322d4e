//! A transition of objects that another rule deletes first.

use crate::check::storage::{Course, Reach, Step, buckets, cite, days, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "transition-never-reached",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a transition of objects that another rule deletes first",
    explanation: include_str!("transition-never-reached.md"),
    cites: &[cite(s3_lifecycle::EARLIER_EXPIRATION_WINS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let all = bucket.courses();
        for course in &all {
            for step in &course.steps {
                let others = all.iter().filter(|other| other.which == course.which);
                findings.extend(others.filter_map(|other| judge(course, step, other)));
            }
        }
    }
}

fn judge(course: &Course<'_>, step: &Step<'_>, other: &Course<'_>) -> Option<Finding> {
    let expire = other.expire_after?;
    // Within one rule S3 refuses this, which has a rule of its own.
    let same = course.rule.path == other.rule.path;
    if same || other.keep_newest.is_some() || days(&expire.value) > step.days {
        return None;
    }
    if reach(other.rule, course.rule) != Reach::Covers {
        return None;
    }
    let (class, by) = (&step.class.value, &other.rule.name.value);
    let message = format!(
        "objects would move to `{class}` after {}, but `{by}` deletes them after {}",
        step.after.value.longest(),
        expire.value.longest()
    );
    let finding = RULE.finding(step.after.span, message).path(course.path());
    Some(
        finding
            .label(expire.span, "deleted here first")
            .help(format!("narrow the filter of `{by}`, or drop this transition")),
    )
}
