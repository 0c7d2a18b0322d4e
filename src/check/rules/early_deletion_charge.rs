//! Objects that leave a storage class before the time it is billed for.

use crate::check::storage::{Bucket, Course, Reach, Step, Versions, buckets, cite, days, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_classes;
use crate::facts::{may_transition, storage_class};
use crate::resolved::Policy;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "early-deletion-charge",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "objects that leave a storage class before the time it is billed for",
    explanation: include_str!("early-deletion-charge.md"),
    cites: &[cite(s3_classes::STORAGE_CLASSES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let all = bucket.courses();
        for course in all.all().iter().filter(|course| !course.steps.is_empty()) {
            let near = all.of(course.rule);
            let steps = course.steps.iter();
            findings.extend(steps.filter_map(|step| judge(&bucket, &near, course, step)));
        }
    }
}

fn judge(
    bucket: &Bucket<'_>,
    near: &[&Course<'_>],
    course: &Course<'_>,
    step: &Step<'_>,
) -> Option<Finding> {
    let class = storage_class(step.class.as_str())?;
    let own_next = course.steps.iter().map(|own| own.days).find(|day| *day > step.days);
    let (day, span) = leaves(bucket, near, course, step)?;
    // Within one rule S3 refuses to move on too soon, which has a rule of its own.
    if own_next.is_some_and(|next| next <= day) {
        return None;
    }
    let stay = day.saturating_sub(step.days);
    let rest = class.billed_days.checked_sub(stay).filter(|rest| *rest > 0)?;
    let (name, billed) = (class.name, class.billed_days);
    let unused = if rest == 1 { "1 day is".to_owned() } else { format!("{rest} days are") };
    let message = format!(
        "objects leave `{name}` {stay} days after they enter it, and it is billed for {billed}"
    );
    Some(
        RULE.finding(step.after.span, message)
            .marking(format!("in `{name}` from day {}", step.days))
            .path(course.path())
            .label(span, format!("out of it on day {day}"))
            .help(format!("drop this transition: {unused} billed without use")),
    )
}

/// The first day on which the objects of a rule leave the class of one of its
/// transitions, by this rule or by one that reaches all of them.
fn leaves(
    bucket: &Bucket<'_>,
    near: &[&Course<'_>],
    course: &Course<'_>,
    step: &Step<'_>,
) -> Option<(u32, Span)> {
    let covering = |other: &Course<'_>| reach(other.rule, course.rule) == Reach::Covers;
    let same = |other: &&Course<'_>| other.which == course.which;
    let billed = storage_class(step.class.as_str())?.billed_days;
    let charged = |day: u32| day > step.days && day - step.days < billed;
    // In a bucket that keeps versions an expired object stays as a noncurrent one.
    let kept = matches!(bucket.versions(), Versions::Kept(_) | Versions::Suspended(_));
    let then = match (course.which, kept) {
        ("current", true) => {
            let noncurrent = near.iter().copied().filter(|o| o.which == "noncurrent");
            let noncurrent = noncurrent.filter(|o| o.expire_after.is_some() && covering(o));
            noncurrent.filter_map(|o| o.expire_after).map(|age| days(&age.value)).min()
        }
        _ => Some(0),
    };
    let expired = near.iter().copied().filter(same).filter_map(|other| {
        let age = other.expire_after?;
        let day = days(&age.value).saturating_add(then?);
        (charged(day) && covering(other)).then_some((day, age.span))
    });
    let others =
        near.iter().copied().filter(same).filter(|other| !std::ptr::eq(other.rule, course.rule));
    let moved = others.flat_map(|other| other.steps.iter().map(move |to| (other, to)));
    let moved = moved.filter(|(other, to)| {
        charged(to.days)
            && may_transition(step.class.as_str(), to.class.as_str())
            && covering(other)
    });
    expired.chain(moved.map(|(_, to)| (to.days, to.after.span))).min()
}
