//! A lifecycle that deletes by age what a backup tool still needs.

use crate::check::backups::repository;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{LifecycleRule, Policy, ProtectionKind, Stored};
use crate::source::Text;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "expiration-under-backup-tool",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a lifecycle that deletes by age what a backup tool still needs",
    explanation: include_str!("expiration-under-backup-tool.md"),
    cites: &[],
};

/// Tools that keep an index beside the backups and delete by what depends on
/// what, never by age alone.
const WITH_INDEX: [&str; 7] =
    ["wal-g", "wal-e", "pgbackrest", "barman", "restic", "kopia", "velero"];

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for resource in policy.resources.values() {
        for protection in &resource.protections {
            let stored = match &protection.kind {
                ProtectionKind::BaseBackup(stored)
                | ProtectionKind::Dump(stored)
                | ProtectionKind::WalArchiving { stored, .. } => stored,
                _ => continue,
            };
            let Some(tool) = with_index(stored) else { continue };
            let Some(repository) = repository(policy, stored) else { continue };
            for rule in repository.settings.lifecycle.iter().flatten() {
                let finding = judge(rule, tool, stored);
                findings.extend(finding.filter(|_| seen.insert(rule.path.clone())));
            }
        }
    }
}

fn with_index(stored: &Stored) -> Option<&Text> {
    let known =
        |tool: &&Text| WITH_INDEX.iter().any(|name| tool.value.to_lowercase().starts_with(name));
    stored.tool.as_ref().filter(known)
}

fn judge(rule: &LifecycleRule, tool: &Text, stored: &Stored) -> Option<Finding> {
    // A filter may name what the tool does not use.
    if rule.filter.is_some() {
        return None;
    }
    let after = rule.current.as_ref()?.value.expire_after.as_ref()?;
    let message = format!(
        "`{}` deletes everything after {}, also the index of `{}` and what newer backups rest on",
        rule.name.value,
        after.value.longest(),
        tool.value
    );
    // Whatever the tool keeps longest is younger: only its index is at risk.
    let kept = stored.retention.as_ref().and_then(|kept| kept.value.most_days());
    let level = match kept.is_some_and(|kept| kept < after.value.least) {
        true => Level::Advice,
        false => Level::Warning,
    };
    Some(
        RULE.finding(after.span, message)
            .level(level)
            .path(format!("{}.current", rule.path))
            .label(tool.span, "deletes by itself what nothing needs any more")
            .help("let the tool delete, and keep only `noncurrent` and `abort_incomplete_uploads_after` here"),
    )
}
