//! A read replica in another Region without backups of its own.

use crate::check::storage::{cite, databases, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replica-without-backups",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a read replica in another Region without backups of its own",
    explanation: include_str!("replica-without-backups.md"),
    cites: &[cite(native::RDS_REPLICA_HAS_BACKUPS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        if resource.type_name.value != "rds_instance" {
            continue;
        }
        let home = policy.environment.region.as_ref();
        for (name, replica) in &database.read_replicas {
            let Some(region) = &replica.region else { continue };
            let kept = replica.automated_backups.as_ref();
            let off = kept
                .and_then(|kept| kept.retention.as_ref())
                .is_some_and(|kept| days(&kept.value) == 0);
            if home.is_some_and(|home| home.value == region.value) || (kept.is_some() && !off) {
                continue;
            }
            let message = format!(
                "the replica `{name}` in {} has no backups after it is promoted",
                region.value
            );
            findings.push(RULE.finding(replica.span, message).path(&replica.path).help(
                "add `automated_backups: { retention: 7d }`: RDS creates replicas with backups off",
            ));
        }
    }
}
