//! Automated backups of a cluster that cannot outlive it.

use crate::check::limits;
use crate::check::storage::databases;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::KeepOrDelete;
use crate::facts::native;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "cluster-backups-kept",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "automated backups of a Multi-AZ cluster that should outlive it",
    explanation: include_str!("cluster-backups-kept.md"),
    cites: &[limits::cite(&native::RDS_CLUSTER_RETAINS_ON_DELETE.source)],
};

/// The language's word for a Multi-AZ cluster of RDS.
const CLUSTER: &str = "rds_cluster";

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let Some(kept) = database.on_delete.automated_backups else { continue };
        if resource.type_name.value != CLUSTER || kept.value != KeepOrDelete::Keep {
            continue;
        }
        // That nothing else is left either is another fault, and the greater one.
        let fate = &database.on_delete;
        let stated = [fate.final_snapshot, fate.deletion_protection];
        if !stated.into_iter().flatten().any(|flag| flag.value) {
            continue;
        }
        findings.push(
            RULE.finding(
                kept.span,
                "a Multi-AZ cluster takes its automated backups along when it is deleted",
            )
            .label(resource.type_name.span, "the type")
            .help("write `automated_backups: delete`, which is what happens")
            .path(format!("{}.on_delete", resource.at.path)),
        );
    }
}
