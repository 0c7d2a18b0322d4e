//! A transition of objects that another rule deletes or archives first.

use crate::check::storage::{Course, Reach, Step, buckets, cite, days, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{may_transition, s3_lifecycle};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "transition-never-reached",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a transition of objects that another rule deletes or archives first",
    explanation: include_str!("transition-never-reached.md"),
    cites: &[
        cite(s3_lifecycle::EARLIER_EXPIRATION_WINS.source),
        cite(s3_lifecycle::CHEAPER_CLASS_WINS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let all = bucket.courses();
        for course in all.all().iter().filter(|course| !course.steps.is_empty()) {
            let mut others = all.of(course.rule);
            // Within one rule S3 refuses this, which has rules of its own.
            others.retain(|other| {
                other.which == course.which && !std::ptr::eq(other.rule, course.rule)
            });
            for step in &course.steps {
                for other in &others {
                    findings.extend(deleted(course, step, other));
                    findings.extend(archived(course, step, other));
                }
            }
        }
    }
}

fn deleted(course: &Course<'_>, step: &Step<'_>, other: &Course<'_>) -> Option<Finding> {
    let expire = other.expire_after?;
    if other.keep_newest.is_some()
        || days(&expire.value) > step.days
        || reach(other.rule, course.rule) != Reach::Covers
    {
        return None;
    }
    let (age, by) = (expire.value.longest(), &other.rule.name.value);
    let finding = finding(course, step, &format!("`{by}` deletes them after {age}"));
    Some(
        finding
            .label(expire.span, "deleted here first")
            .help(format!("narrow the filter of `{by}`, or drop this transition")),
    )
}

/// The other rule has moved the objects to a class from which nothing leads back.
fn archived(course: &Course<'_>, step: &Step<'_>, other: &Course<'_>) -> Option<Finding> {
    let class = step.class.as_str();
    let colder = |to: &&Step<'_>| to.days <= step.days && may_transition(class, to.class.as_str());
    let first = other.steps.iter().find(colder)?;
    if other.keep_newest.is_some() || reach(other.rule, course.rule) != Reach::Covers {
        return None;
    }
    let (to, age, by) = (&first.class.value, first.after.value.longest(), &other.rule.name.value);
    let finding = finding(course, step, &format!("`{by}` moves them to `{to}` after {age}"));
    Some(
        finding
            .label(first.after.span, "in a colder class by then")
            .help(format!("narrow the filter of `{by}`, or drop this transition")),
    )
}

fn finding(course: &Course<'_>, step: &Step<'_>, but: &str) -> Finding {
    let (class, age) = (&step.class.value, step.after.value.longest());
    let message = format!("objects would move to `{class}` after {age}, but {but}");
    RULE.finding(step.after.span, message).path(course.path())
}
