//! Automated backups that are stated and switched off.

use crate::check::storage::{cache_snapshots, cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::facts::native::native_retention;
use crate::resolved::{Native, Policy};

pub(super) static RULE: Rule = Rule {
    name: "native-backups-switched-off",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "automated backups that are stated and switched off",
    explanation: include_str!("native-backups-switched-off.md"),
    cites: &[
        cite(native::RDS_RETENTION_DAYS.source),
        cite(native::ELASTICACHE_RETENTION_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let (kept, key, then) = match &resource.native {
            Native::Database(database) => {
                let own = database.automated_backups.as_ref();
                (
                    own.and_then(|own| own.retention.as_ref()),
                    "automated_backups",
                    ", and deletes those it has made",
                )
            }
            Native::Cache(_) => {
                (cache_snapshots(resource).and_then(|own| own.retention), "snapshots", "")
            }
            Native::Dynamodb(_) | Native::Bucket(_) | Native::None => continue,
        };
        // Where 0 is refused, that has a rule of its own.
        let row = native_retention(resource.type_name.as_str()).filter(|row| row.zero_is_off);
        let Some(kept) = kept.filter(|kept| row.is_some() && days(&kept.value) == 0) else {
            continue;
        };
        let message = format!("`{}` switches `{key}` off{then}", kept.value);
        findings.push(
            RULE.finding(kept.span, message).path(format!("{}.{key}", resource.at.path)).help(
                format!(
                    "write `retention: 1d` or more, or leave `{key}` out if nothing rests on it"
                ),
            ),
        );
    }
}
