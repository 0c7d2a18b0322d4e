//! Automated backups of a cluster that should go to another Region.

use crate::check::storage::{cite, databases};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "backup-replication-of-a-cluster",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "automated backups of a cluster that should go to another Region",
    explanation: include_str!("backup-replication-of-a-cluster.md"),
    cites: &[
        cite(native::RDS_REPLICATES_AURORA.source),
        cite(native::RDS_REPLICATED_ENGINES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let Some(replication) = &database.automated_backup_replication else { continue };
        let level = match resource.type_name.as_str() {
            "rds_instance" => continue,
            // The page names engines of instances and rules out Aurora only.
            "rds_cluster" => Level::Warning,
            _ => Level::Error,
        };
        let message = format!(
            "automated backups of type `{}` do not go to another Region",
            resource.type_name.value
        );
        findings.push(
            RULE.finding(replication.span, message)
                .level(level)
                .path(format!("{}.automated_backup_replication", resource.at.path))
                .help("use a plan with a copy to a vault in that Region"),
        );
    }
}
