//! A backup or maintenance window without the other one.

use super::native_retention_beside_continuous::owner;
use crate::check::storage::{cite, databases, windows};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lone-backup-window",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a backup or maintenance window without the other one",
    explanation: include_str!("lone-backup-window.md"),
    cites: &[cite(native::RDS_WINDOWS_OVERLAP.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    // The backup window of what AWS Backup backs up continuously is AWS Backup's.
    let owned: Vec<String> = databases(policy)
        .filter(|(resource, _)| owner(policy, resource).is_some())
        .map(|(resource, _)| format!("{}.automated_backups", resource.at.path))
        .collect();
    for place in windows(policy) {
        let (span, stated, other) = match (place.daily, place.weekly) {
            (Some(daily), None) => (daily.span, "window", "maintenance_window"),
            (None, Some(weekly)) if !owned.contains(&place.path) => {
                (weekly.span, "maintenance_window", "window")
            }
            (Some(_) | None, Some(_)) | (None, None) => continue,
        };
        let message =
            format!("`{stated}` is stated without `{other}`, which AWS then picks by itself");
        let finding = RULE.finding(span, message).path(&place.path);
        findings.push(finding.help(format!("state `{other}` too: the two must not overlap")));
    }
}
