//! An export whose source is not a snapshot.

use crate::check::backups::made;
use crate::check::storage::cite;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Policy, ProtectionKind};

pub(super) static RULE: Rule = Rule {
    name: "export-of-live-database",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an export whose source is not a snapshot",
    explanation: include_str!("export-of-live-database.md"),
    cites: &[cite(native::RDS_EXPORT_SOURCE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for made in made(policy) {
        // A cluster of Aurora can be exported as it is.
        let instance = made.resource.type_name.value == "rds_instance";
        let ProtectionKind::Export(export) = &made.protection.kind else { continue };
        let wanted = native::RDS_EXPORT_SOURCE.value;
        let Some(source) = export.source.as_ref().filter(|_| instance) else { continue };
        if source.value.to_lowercase().contains(wanted) {
            continue;
        }
        let message = format!("`{}` cannot be exported: RDS exports a {wanted}", source.value);
        findings.push(
            RULE.finding(source.span, message)
                .path(made.path())
                .label(made.resource.type_name.span, "an instance")
                .help(format!("write `source: {wanted}`, and take one before each export")),
        );
    }
}
