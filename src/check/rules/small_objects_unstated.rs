//! Transitions without a word on small objects.

use crate::check::storage::{buckets, cite, courses};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{LifecycleRule, Policy};
use crate::units::Bytes;

pub(super) static RULE: Rule = Rule {
    name: "small-objects-unstated",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "transitions without a word on small objects",
    explanation: include_str!("small-objects-unstated.md"),
    cites: &[
        cite(s3_lifecycle::SMALL_OBJECT_BYTES.source),
        cite(s3_lifecycle::SMALL_OBJECTS_STAY.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let limit = Bytes::new(s3_lifecycle::SMALL_OBJECT_BYTES.value);
    for bucket in buckets(policy) {
        if bucket.settings.small_objects.is_some() {
            continue;
        }
        let open = bucket.lifecycle().iter().filter(|rule| !by_size(rule)).flat_map(courses);
        let Some(step) = open.flat_map(|course| course.steps).next() else { continue };
        let message = format!(
            "objects under {limit} stay where they are, because `small_objects` is not stated"
        );
        findings.push(
            RULE.finding(step.class.span, message)
                .path(bucket.path)
                .help("write `small_objects: stay`, or `small_objects: move` to send them to the Glacier classes too"),
        );
    }
}

/// A rule that filters by size moves what it matches, however small.
fn by_size(rule: &LifecycleRule) -> bool {
    let filter = rule.filter.as_ref().map(|filter| &filter.value);
    filter.is_some_and(|filter| filter.larger_than.is_some() || filter.smaller_than.is_some())
}
