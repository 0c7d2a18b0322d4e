//! A replication of automated backups that does not say where to.

use crate::check::storage::databases;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "backup-replication-without-region",
    kind: Kind::Document,
    level: Level::Error,
    summary: "a replication of automated backups that does not say where to",
    explanation: include_str!("backup-replication-without-region.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let Some(replication) = &database.automated_backup_replication else { continue };
        if replication.region.is_some() {
            continue;
        }
        findings.push(
            RULE.finding(replication.span, "the replication of automated backups names no Region")
                .path(format!("{}.automated_backup_replication", resource.at.path))
                .help("add `region:`, another one than the database's"),
        );
    }
}
