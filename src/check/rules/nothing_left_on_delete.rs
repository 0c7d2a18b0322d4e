//! A database whose deletion leaves no backup of it.

use crate::check::limits;
use crate::check::storage::databases;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::KeepOrDelete;
use crate::facts::native;
use crate::resolved::{Policy, ProtectionKind, Resource};

pub(super) static RULE: Rule = Rule {
    name: "nothing-left-on-delete",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a database whose deletion leaves no backup of it",
    explanation: include_str!("nothing-left-on-delete.md"),
    cites: &[limits::cite(&native::RDS_DELETE_TAKES_BACKUPS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let on_delete = &database.on_delete;
        // RDS takes a final snapshot unless it is told not to.
        let Some(snapshot) = on_delete.final_snapshot.filter(|taken| !taken.value) else {
            continue;
        };
        let protected = on_delete.deletion_protection.is_some_and(|on| on.value);
        let kept = on_delete.automated_backups.filter(|kept| kept.value == KeepOrDelete::Keep);
        if protected || kept.is_some() || !resource.plans.is_empty() || outlived(resource) {
            continue;
        }
        let mut finding = RULE
            .finding(snapshot.span, "nothing is left of this database once it is deleted")
            .marking("no last snapshot")
            .help("write `final_snapshot: true`, `deletion_protection: true` or `automated_backups: keep`")
            .path(format!("{}.on_delete", resource.at.path));
        finding = match on_delete.automated_backups {
            Some(deleted) => finding.label(deleted.span, "and these go with it"),
            None => finding
                .note("AWS deletes automated backups with the database unless asked otherwise"),
        };
        findings.push(finding);
    }
}

/// True if something else is stated that a deletion leaves alone.
fn outlived(resource: &Resource) -> bool {
    resource.protections.iter().any(|protection| match &protection.kind {
        ProtectionKind::AutomatedBackups { replica, .. } => replica.is_some(),
        ProtectionKind::MultiAz => false,
        _ => true,
    })
}
