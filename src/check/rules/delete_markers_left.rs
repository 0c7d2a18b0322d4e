//! Delete markers that stay when everything behind them is gone.

use crate::check::storage::{Versions, buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{LifecycleRule, Policy};

pub(super) static RULE: Rule = Rule {
    name: "delete-markers-left",
    kind: Kind::Cost,
    level: Level::Advice,
    summary: "delete markers that stay when everything behind them is gone",
    explanation: include_str!("delete-markers-left.md"),
    cites: &[cite(s3_lifecycle::MARKER_CLEANUP_ALONE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Versions::Kept(versioning) = bucket.versions() else { continue };
        if bucket.lifecycle().iter().any(cleans_up) {
            continue;
        }
        // Versions that stay for ever have a rule of their own.
        let deleting = bucket
            .lifecycle()
            .iter()
            .find_map(|rule| Some((rule, rule.noncurrent.as_ref()?.value.expire_after.as_ref()?)));
        let Some((rule, expire)) = deleting else { continue };
        let message = "versions are deleted, and the delete markers before them stay";
        findings.push(
            RULE.finding(expire.span, message)
                .path(&rule.path)
                .label(versioning, "a deletion adds a delete marker")
                .help("add a rule with `current: { remove_expired_delete_markers: true }`: it takes away the markers that hide nothing any more"),
        );
    }
}

/// True for a rule that removes markers: it says so, or current versions expire,
/// which takes markers of that age along.
fn cleans_up(rule: &LifecycleRule) -> bool {
    rule.current.as_ref().is_some_and(|current| {
        current.value.expire_after.is_some()
            || current.value.remove_expired_delete_markers.is_some_and(|flag| flag.value)
    })
}
