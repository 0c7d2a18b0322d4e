//! An export that recovery counts on.

use crate::check::backups::made;
use crate::check::storage::cite;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Native, Policy, Protection, ProtectionKind, Referent, Resource, Stored};

pub(super) static RULE: Rule = Rule {
    name: "export-taken-for-backup",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "an export that recovery counts on",
    explanation: include_str!("export-taken-for-backup.md"),
    cites: &[cite(native::RDS_EXPORT_RESTORES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for made in made(policy) {
        let ProtectionKind::Export(export) = &made.protection.kind else { continue };
        let stated = export.restorable.filter(|flag| flag.value);
        if let Some(stated) = stated.filter(|_| never_restores(made.resource)) {
            let message = format!("the export `{}` cannot be restored into a database", made.key());
            findings.push(
                RULE.finding(stated.span, message)
                    .path(made.path())
                    .help("drop `restorable`, and keep snapshots or recovery points for as long"),
            );
        }
        relied_on(policy, made.resource, made.protection, export, findings);
    }
}

fn never_restores(resource: &Resource) -> bool {
    matches!(resource.native, Native::Database(_)) && !native::RDS_EXPORT_RESTORES.value
}

/// The scenarios that restore from an export.
fn relied_on(
    policy: &Policy,
    resource: &Resource,
    protection: &Protection,
    export: &Stored,
    findings: &mut Vec<Finding>,
) {
    let referent = Referent::Mechanism(protection.reference.clone());
    let restores = policy.recovery.values().flat_map(|scenario| scenario.restores.values());
    for restore in restores.filter(|restore| restore.from.means.contains(&referent)) {
        let name = &protection.reference;
        let (message, level) = if never_restores(resource) {
            (format!("the export `{name}` cannot be restored into a database"), Level::Error)
        } else if export.restorable.is_none_or(|flag| !flag.value) {
            (format!("nobody says that `{name}` can be restored from"), Level::Warning)
        } else {
            continue;
        };
        findings.push(
            RULE.finding(restore.from.path.span, message)
                .level(level)
                .path(&restore.path)
                .label(protection.span, "the export")
                .help("restore from a backup; or try the import once, and write `restorable: true` at the export with its `restore_time`"),
        );
    }
}
