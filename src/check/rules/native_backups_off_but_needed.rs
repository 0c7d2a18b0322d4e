//! Automated backups that are off though a replica needs them.

use crate::check::storage::{cite, databases, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::facts::native::native_retention;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "native-backups-off-but-needed",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "automated backups that are off though a replica needs them",
    explanation: include_str!("native-backups-off-but-needed.md"),
    cites: &[
        cite(native::RDS_REPLICA_SOURCE_NEEDS_BACKUPS.source),
        cite(native::RDS_REPLICATED_RETENTION_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let kept = database.automated_backups.as_ref().and_then(|own| own.retention.as_ref());
        let zero = native_retention(resource.type_name.as_str()).is_some_and(|row| row.zero_is_off);
        // Where 0 is refused altogether, that has a rule of its own.
        let Some(kept) = kept.filter(|kept| zero && days(&kept.value) == 0) else { continue };
        let replicas =
            database.read_replicas.values().map(|replica| (replica.span, "a read replica needs"));
        let there = database.automated_backup_replication.as_ref();
        let there = there.map(|there| (there.span, "backups in another Region need"));
        for (span, what) in replicas.chain(there) {
            let message = format!("{what} automated backups, and they are off");
            findings.push(
                RULE.finding(kept.span, message)
                    .path(format!("{}.automated_backups", resource.at.path))
                    .label(span, "needs them")
                    .help("write `retention: 1d` or more"),
            );
        }
    }
}
