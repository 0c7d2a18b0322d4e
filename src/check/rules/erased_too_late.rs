//! Data that must be gone by an age, and is not.

use crate::check::classes::objects;
use crate::check::lives::{Life, deleters, gone_after, life, waits_for};
use crate::check::storage::{cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{BucketSettings, DataClass, Deleter, Native, Policy, Resource};
use crate::source::Spanned;
use crate::units::{CalendarDays, Duration};

pub(super) static RULE: Rule = Rule {
    name: "erased-too-late",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "data that must be gone by an age, and is not",
    explanation: include_str!("erased-too-late.md"),
    cites: &[cite(s3_lifecycle::EXPIRATION_KEEPS_VERSIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        for class in resource.data_classes.values() {
            let Some(until) = &class.erase_after else { continue };
            findings.extend(judge(policy, resource, class, until));
        }
    }
}

fn judge(
    policy: &Policy,
    resource: &Resource,
    class: &DataClass,
    until: &Spanned<CalendarDays>,
) -> Option<Finding> {
    let deleters = deleters(policy, resource, class);
    let lifecycle = match &resource.native {
        Native::Bucket(settings) => life(settings, &objects(class)),
        _ => None,
    };
    if let Some(life) = lifecycle {
        return by_lifecycle(class, until, &life);
    }
    let by_deleter = deleters.iter().map(|deleter| by_deleter(class, until, deleter));
    // One that is in time is enough.
    by_deleter
        .min_by_key(Option::is_some)
        .unwrap_or_else(|| Some(by_nobody(resource, class, until)))
}

fn by_lifecycle(
    class: &DataClass,
    until: &Spanned<CalendarDays>,
    life: &Life<'_>,
) -> Option<Finding> {
    if life.days() <= until.value.least {
        return None;
    }
    let first = days(&life.expire.value);
    let gone = match life.then {
        Some(then) => format!("{first} + {} = {} days", days(&then.value), life.days()),
        None => life.expire.value.longest(),
    };
    let message = format!(
        "objects of `{}` are gone after {gone}, and must be after {}",
        class.at.key,
        until.value.shortest()
    );
    let finding = RULE
        .finding(life.expire.span, message)
        .path(&class.at.path)
        .label(until.span, "promised here")
        .help("let both ages together be no longer, or promise a later age");
    Some(match life.then {
        Some(then) => finding.label(then.span, "then its versions go"),
        None => finding,
    })
}

fn by_deleter(
    class: &DataClass,
    until: &Spanned<CalendarDays>,
    deleter: &Deleter,
) -> Option<Finding> {
    let age = deleter.older_than.as_ref()?;
    let (gone, gap) = (gone_after(deleter)?, waits_for(deleter));
    if gone <= Duration::days(until.value.least.into()) {
        return None;
    }
    let message = format!(
        "`{}` deletes `{}` up to {gone} after it was written, and it must be gone after {}",
        deleter.at.path,
        class.at.key,
        until.value.shortest()
    );
    let finding = RULE
        .finding(age.span, message)
        .path(&deleter.at.path)
        .label(until.span, "promised here")
        .help("delete sooner or more often: the age and the time between two runs count together");
    let schedule = deleter.timetable.schedule.as_ref().filter(|_| !gap.is_zero());
    Some(match schedule {
        Some(schedule) => finding.label(schedule.span, format!("up to {gap} between two runs")),
        None => finding,
    })
}

fn by_nobody(resource: &Resource, class: &DataClass, until: &Spanned<CalendarDays>) -> Finding {
    let message = format!(
        "`{}` must be gone after {}, and nothing in the policy deletes it",
        class.at.key,
        until.value.shortest()
    );
    let help = match &resource.native {
        Native::Bucket(settings) => in_a_bucket(settings),
        _ => "name what deletes it under `deleters`, with `older_than` and `schedule`",
    };
    RULE.finding(until.span, message).level(Level::Warning).path(&class.at.path).help(help)
}

fn in_a_bucket(settings: &BucketSettings) -> &'static str {
    match settings.lifecycle {
        Some(_) => {
            "add a lifecycle rule for all of its objects, with `expire_after` for `current` and, where versions are kept, for `noncurrent` without `keep_newest`"
        }
        None => "state the bucket's `lifecycle`, or name what deletes it under `deleters`",
    }
}
