//! Data that must be readable sooner than its storage class allows.

use crate::check::classes::{BucketClass, Which, bucket_classes};
use crate::check::filters::Reach;
use crate::check::storage::{Course, Step, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{s3_classes, storage_class};
use crate::resolved::{Access, Policy};
use crate::source::Spanned;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "data-read-too-slowly",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "data that must be readable sooner than its storage class allows",
    explanation: include_str!("data-read-too-slowly.md"),
    cites: &[
        cite(s3_classes::EXPEDITED_MOST_BYTES.source),
        cite(s3_classes::STORAGE_CLASSES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for class in bucket_classes(policy) {
        let Some(access) = &class.class.access else { continue };
        let which = if class.which == Which::Noncurrent { "noncurrent" } else { "current" };
        for (course, reach) in class.acting(which, |class| class.access.is_some()) {
            let steps = course.steps.iter();
            findings.extend(steps.filter_map(|step| judge(&class, access, &course, step, reach)));
        }
    }
}

fn judge(
    class: &BucketClass<'_>,
    access: &Spanned<Access>,
    course: &Course<'_>,
    step: &Step<'_>,
    reach: Reach,
) -> Option<Finding> {
    let row = storage_class(step.class.as_str())?;
    let takes = Duration::hours(row.retrieval?.standard_hours.into());
    let (until, within) = (&access.value.age, &access.value.within);
    // What moves when the promise is over is no matter of it.
    if step.days >= until.value.most || takes <= within.value {
        return None;
    }
    let name = &class.class.at.key;
    let (level, some) = match reach {
        Reach::Covers => (Level::Error, ""),
        Reach::Meets | Reach::Apart => (Level::Warning, "some "),
    };
    let message = format!(
        "{some}objects of `{name}` go to `{}` after {}, where a retrieval takes up to {takes}, and must be readable within {} for {}",
        row.name,
        step.after.value.longest(),
        within.value,
        until.value.longest(),
    );
    let finding = RULE
        .finding(step.after.span, message)
        .level(level)
        .path(course.path())
        .label(within.span, "promised here")
        .label(until.span, "up to this age")
        .help(format!(
            "write `after: {}` or more, or a class that is read at once, such as `GLACIER_IR`",
            until.value
        ));
    let expedited = row.retrieval.and_then(|retrieval| retrieval.expedited_minutes);
    let sooner = expedited.filter(|minutes| Duration::minutes(u64::from(*minutes)) <= within.value);
    Some(match sooner {
        Some(minutes) => finding.note(format!(
            "an expedited retrieval takes up to {minutes} minutes for objects below {} MB, and S3 may refuse it without provisioned capacity",
            s3_classes::EXPEDITED_MOST_BYTES.value / (1024 * 1024)
        )),
        None => finding,
    })
}
