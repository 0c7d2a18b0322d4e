//! A clean-up of delete markers beside an expiration, tags or sizes.

use crate::check::storage::narrow;
use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "delete-marker-cleanup-not-alone",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a clean-up of delete markers beside an expiration, tags or sizes",
    explanation: include_str!("delete-marker-cleanup-not-alone.md"),
    cites: &[cite(s3_lifecycle::MARKER_CLEANUP_ALONE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let Some(current) = rule.current.as_ref().map(|current| &current.value) else { continue };
        let Some(flag) = current.remove_expired_delete_markers.filter(|flag| flag.value) else {
            continue;
        };
        let finding = |what: &str| {
            let message = format!("delete markers are removed in a rule that also {what}");
            RULE.finding(flag.span, message).path(format!("{}.current", rule.path))
        };
        if let Some(expire) = &current.expire_after {
            let finding = finding(&format!("expires objects after {}", expire.value.longest()));
            findings.push(
                finding
                    .label(expire.span, "removes old delete markers too")
                    .help("write `false`, or drop it: the expiration does it")
                    .fix(flag.span, "false"),
            );
        }
        if let Some((span, what)) = narrow(rule) {
            let finding = finding(&format!("filters by {what}"));
            findings.push(
                finding
                    .label(span, "delete markers have neither tags nor a size")
                    .help("move `remove_expired_delete_markers` to a rule of its own"),
            );
        }
    }
}
