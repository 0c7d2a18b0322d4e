//! Objects that leave a storage class before the time it is billed for.

use crate::check::storage::{Bucket, Course, Versions, buckets, cite, courses, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_classes;
use crate::facts::storage_class;
use crate::resolved::Policy;

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
        for course in bucket.lifecycle().iter().flat_map(courses) {
            findings.extend(judge(&bucket, &course));
        }
    }
}

/// The last class of a rule is left when the object is deleted. In a bucket
/// that keeps versions an expired object stays for its noncurrent days.
fn judge(bucket: &Bucket<'_>, course: &Course<'_>) -> Option<Finding> {
    let (last, expire) = (course.steps.last()?, course.expire_after?);
    let class = storage_class(last.class.as_str())?;
    let kept = matches!(bucket.versions(), Versions::Kept(_) | Versions::Suspended(_));
    let then = match (course.which, kept) {
        ("current", true) => {
            days(&course.rule.noncurrent.as_ref()?.value.expire_after.as_ref()?.value)
        }
        _ => 0,
    };
    let end = days(&expire.value).saturating_add(then);
    let stay = end.checked_sub(last.days).filter(|stay| *stay > 0 && *stay < class.billed_days)?;
    let (name, billed) = (class.name, class.billed_days);
    let message = format!(
        "objects are deleted {stay} days after they enter `{name}`, which is billed for {billed}"
    );
    Some(
        RULE.finding(last.after.span, message)
            .marking(format!("in `{name}` from day {}", last.days))
            .path(course.path())
            .label(expire.span, format!("deleted on day {end}"))
            .help(format!(
                "drop the transition: the remaining {} days are billed without use",
                billed.saturating_sub(stay)
            )),
    )
}
