//! Automated backups kept longer or shorter than the service allows.

use crate::check::storage::{cache_snapshots, cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::facts::{Bounds, native::native_retention};
use crate::resolved::{Native, Policy, ProtectionKind, Resource};
use crate::source::Spanned;
use crate::units::CalendarDays;

pub(super) static RULE: Rule = Rule {
    name: "native-retention-out-of-bounds",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "automated backups kept longer or shorter than the service allows",
    explanation: include_str!("native-retention-out-of-bounds.md"),
    cites: &[
        cite(native::RDS_RETENTION_DAYS.source),
        cite(native::RDS_CLUSTER_RETENTION_DAYS.source),
        cite(native::DYNAMODB_PITR_DAYS.source),
        cite(native::ELASTICACHE_RETENTION_DAYS.source),
        cite(native::RDS_REPLICATED_RETENTION_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Some(bounds) = native_retention(resource.type_name.as_str()).map(|row| row.days) else {
            continue;
        };
        let path = &resource.at.path;
        let mut judge =
            |kept: Option<&Spanned<CalendarDays>>, bounds: Bounds<u32>, path: String| {
                findings.extend(kept.and_then(|kept| judge(kept, bounds, path)));
            };
        match &resource.native {
            Native::Database(database) => {
                let own = database.automated_backups.as_ref().and_then(|b| b.retention.as_ref());
                judge(own, bounds, format!("{path}.automated_backups"));
                for replica in database.read_replicas.values() {
                    let own = replica.automated_backups.as_ref().and_then(|b| b.retention.as_ref());
                    judge(own, bounds, format!("{}.automated_backups", replica.path));
                }
                let there = database.automated_backup_replication.as_ref();
                let there = there.and_then(|there| there.retention.as_ref());
                let replicated = native::RDS_REPLICATED_RETENTION_DAYS.value;
                judge(there, replicated, format!("{path}.automated_backup_replication"));
            }
            Native::Dynamodb(_) => {
                judge(recovery(resource), bounds, format!("{path}.point_in_time_recovery"));
            }
            Native::Cache(_) => {
                let kept = cache_snapshots(resource).and_then(|own| own.retention);
                judge(kept, bounds, format!("{path}.snapshots"));
            }
            Native::Bucket(_) | Native::None => {}
        }
    }
}

/// How far back a table's point-in-time recovery reaches, also a planned one.
fn recovery(resource: &Resource) -> Option<&Spanned<CalendarDays>> {
    resource.protections.iter().find_map(|protection| match &protection.kind {
        ProtectionKind::PointInTimeRecovery { retention } => retention.as_ref(),
        _ => None,
    })
}

fn judge(kept: &Spanned<CalendarDays>, bounds: Bounds<u32>, path: String) -> Option<Finding> {
    let off = match path.rsplit('.').next() {
        Some(key @ ("point_in_time_recovery" | "automated_backup_replication")) => {
            format!("leave `{key}` out where it is off")
        }
        _ => "this service cannot switch its backups off".to_owned(),
    };
    let Bounds { least, most } = bounds;
    let wanted = days(&kept.value);
    if bounds.contains(&wanted) {
        return None;
    }
    let message = format!(
        "the backups are kept {}, and the service takes {least} to {most} days",
        kept.value.longest()
    );
    let finding = RULE.finding(kept.span, message).path(path);
    Some(if wanted > most {
        finding.help(format!("write `{most}d`, and keep older points with a plan of AWS Backup"))
    } else {
        finding.help(format!("write `{least}d` or more: {off}")).fix(kept.span, format!("{least}d"))
    })
}
