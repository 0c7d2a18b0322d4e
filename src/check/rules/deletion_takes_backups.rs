//! A database whose backups go when it is deleted.

use crate::check::backups::is_accepted;
use crate::check::storage::{cite, databases, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::{Disruption, KeepOrDelete};
use crate::facts::native;
use crate::resolved::{DatabaseNative, Policy, Resource};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "deletion-takes-backups",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a database whose backups go when it is deleted",
    explanation: include_str!("deletion-takes-backups.md"),
    cites: &[cite(native::RDS_DELETE_TAKES_BACKUPS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let Some(backups) = &database.automated_backups else { continue };
        let off = backups.retention.as_ref().is_some_and(|kept| days(&kept.value) == 0);
        if off || is_safe(resource, database) || is_accepted(resource, Disruption::Deletion) {
            continue;
        }
        let (span, said) = blamed(resource, database);
        let message = format!("deleting `{}` deletes its automated backups{said}", resource.at.key);
        let help = match can_keep(resource) {
            true => {
                "write `on_delete: { deletion_protection: true, final_snapshot: true, automated_backups: keep }`, and set it so"
            }
            false => {
                "write `on_delete: { deletion_protection: true, final_snapshot: true }`, and set it so"
            }
        };
        findings.push(
            RULE.finding(span, message)
                .path(&resource.at.path)
                .label(backups.span, "these go with it")
                .help(help),
        );
    }
}

/// Only these keep the backups of what was deleted.
fn can_keep(resource: &Resource) -> bool {
    matches!(resource.type_name.as_str(), "rds_instance" | "aurora")
}

/// Something is left, or nothing is deleted by mistake.
fn is_safe(resource: &Resource, database: &DatabaseNative) -> bool {
    let fate = &database.on_delete;
    let kept = fate.automated_backups.is_some_and(|fate| fate.value == KeepOrDelete::Keep);
    let stated = |flag: Option<crate::source::Spanned<bool>>| flag.is_some_and(|flag| flag.value);
    (kept && can_keep(resource)) || stated(fate.final_snapshot) || stated(fate.deletion_protection)
}

/// What should change, and what it says.
fn blamed(resource: &Resource, database: &DatabaseNative) -> (Span, &'static str) {
    let fate = &database.on_delete;
    match (fate.automated_backups, fate.final_snapshot) {
        (Some(deleted), _) if deleted.value == KeepOrDelete::Delete => (deleted.span, ""),
        (_, Some(snapshot)) => (snapshot.span, ", and no snapshot is left"),
        (Some(kept), None) => (kept.span, ": such a cluster cannot keep them"),
        (None, None) => (resource.at.span, ", and `on_delete` does not say otherwise"),
    }
}
