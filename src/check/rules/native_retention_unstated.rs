//! Automated backups that do not say how long they are kept.

use super::native_retention_beside_continuous;
use crate::check::storage::{cache_snapshots, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::facts::native::native_retention;
use crate::resolved::{Native, Policy};

pub(super) static RULE: Rule = Rule {
    name: "native-retention-unstated",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "automated backups that do not say how long they are kept",
    explanation: include_str!("native-retention-unstated.md"),
    cites: &[cite(native::RETENTION.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Some(row) = native_retention(resource.type_name.as_str()) else { continue };
        let (span, key) = match &resource.native {
            Native::Database(database) => {
                // AWS Backup sets the retention of what it backs up continuously.
                let ours = native_retention_beside_continuous::owner(policy, resource).is_some();
                let own = database.automated_backups.as_ref().filter(|_| !ours);
                (own.filter(|own| own.retention.is_none()).map(|own| own.span), "automated_backups")
            }
            Native::Cache(_) => {
                let own = cache_snapshots(resource);
                (own.filter(|own| own.retention.is_none()).map(|own| own.span), "snapshots")
            }
            // Point-in-time recovery of a table reaches as far as it can unless stated.
            Native::Dynamodb(_) | Native::Bucket(_) | Native::None => continue,
        };
        let Some(span) = span else { continue };
        let (default, most) = (row.default_days, row.days.most);
        let then = if default == 0 {
            "takes none".to_owned()
        } else {
            format!("keeps them {default} day")
        };
        let message = format!("`{key}` states no `retention`; unless told, the service {then}");
        let finding = RULE.finding(span, message).path(format!("{}.{key}", resource.at.path));
        findings.push(finding.help(format!("write for example `retention: {most}d`")));
    }
}
