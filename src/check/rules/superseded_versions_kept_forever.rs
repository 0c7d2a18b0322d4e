//! Superseded versions that nothing deletes.

use crate::check::filters::{covers_but_for_size, sizes_cover};
use crate::check::near::Near;
use crate::check::storage::{Bucket, Course, Reach, Versions, buckets, cite, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{ClassRetention, DataClass, LifecycleRule, Policy};
use crate::source::Span;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "superseded-versions-kept-forever",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "superseded versions that nothing deletes",
    explanation: include_str!("superseded-versions-kept-forever.md"),
    cites: &[cite(s3_lifecycle::EXPIRATION_KEEPS_VERSIONS.source)],
};

/// What would delete them.
const HELP: &str =
    "add `noncurrent: { expire_after: 30d }`, or the age you want, to delete what has expired";

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Versions::Kept(versioning) = bucket.versions() else { continue };
        let all = bucket.courses();
        let before = findings.len();
        let expiring = all.all().iter().filter(|course| course.which == "current");
        findings.extend(expiring.filter_map(|course| judge(&all, course, versioning)));
        if findings.len() == before && !wanted(policy, &bucket) {
            findings.extend(never_deleted(&bucket, &all, versioning));
        }
    }
}

/// An expiration after which the versions stay.
fn judge(all: &Near<'_>, course: &Course<'_>, versioning: Span) -> Option<Finding> {
    let expire = course.expire_after?;
    let near = all.of(course.rule);
    let deleting: Vec<&LifecycleRule> =
        near.into_iter().filter(|other| deletes(other)).map(|other| other.rule).collect();
    let alike: Vec<&LifecycleRule> =
        deleting.iter().copied().filter(|rule| covers_but_for_size(rule, course.rule)).collect();
    if sizes_cover(&alike, course.rule) {
        return None;
    }
    let some = deleting.iter().any(|rule| reach(rule, course.rule) != Reach::Apart);
    let versions = if some { "the versions of some of them" } else { "their versions" };
    let message =
        format!("objects expire after {}, and {versions} stay for ever", expire.value.longest());
    Some(
        RULE.finding(expire.span, message)
            .marking("only adds a delete marker")
            .path(course.path())
            .label(versioning, "every version is kept")
            .help(HELP),
    )
}

fn deletes(course: &Course<'_>) -> bool {
    course.which == "noncurrent" && course.expire_after.is_some()
}

/// A bucket in which no superseded version is ever deleted.
fn never_deleted(bucket: &Bucket<'_>, all: &Near<'_>, versioning: Span) -> Option<Finding> {
    if all.all().iter().any(deletes) {
        return None;
    }
    let finding = |message: &str| {
        RULE.finding(versioning, message).path(bucket.path).marking("every version is kept")
    };
    // Without `lifecycle` the bucket may have one that other code owns.
    Some(match bucket.settings.lifecycle {
        Some(_) => finding("superseded versions stay for ever: no rule of the lifecycle deletes them")
            .help("add a rule with `noncurrent: { expire_after: 30d }`, or the age you want"),
        None => finding("nothing in the policy deletes superseded versions")
            .level(Level::Advice)
            .help("state the `lifecycle` of the bucket, with `noncurrent: { expire_after: 30d }` or the age you want"),
    })
}

/// True if the policy promises to keep them for ever.
fn wanted(policy: &Policy, bucket: &Bucket<'_>) -> bool {
    let name = bucket.path.strip_prefix("resources.");
    let resource = name.and_then(|name| policy.resources.get(name));
    let mut classes = resource.into_iter().flat_map(|resource| resource.data_classes.values());
    classes.any(|class| class.at.key == "noncurrent" && is_forever(class))
}

fn is_forever(class: &DataClass) -> bool {
    class.retention.as_ref().is_some_and(|retention| {
        retention.value == ClassRetention::FromCreation(Retention::Forever)
    })
}
