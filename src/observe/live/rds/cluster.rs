//! A database cluster as `DescribeDBClusters` returns it.

use aws_sdk_rds::types::DbCluster as SdkCluster;

use super::{DELETING, days};
use crate::resources::{AutomatedBackups, DbCluster};

/// A cluster.
pub(super) struct Seen {
    /// Its settings.
    pub(super) settings: DbCluster,
    /// AWS Backup sets its retention and window.
    pub(super) owned_by_backup: bool,
}

/// The cluster, with pending changes as if they were made; none if it is being
/// deleted.
pub(super) fn cluster(seen: &SdkCluster) -> Option<Seen> {
    if seen.status() == Some(DELETING) {
        return None;
    }
    let pending = seen.pending_modified_values();
    let retention = pending.and_then(|pending| pending.backup_retention_period());
    Some(Seen {
        settings: DbCluster {
            engine_family: family(seen.engine().unwrap_or_default()).to_owned(),
            automated_backups: AutomatedBackups {
                backup_retention_period: retention.or(seen.backup_retention_period()).map(days),
                preferred_backup_window: seen.preferred_backup_window().map(str::to_owned),
                preferred_maintenance_window: seen
                    .preferred_maintenance_window()
                    .map(str::to_owned),
            },
            deletion_protection: seen.deletion_protection(),
        },
        owned_by_backup: seen.aws_backup_recovery_point_arn().is_some_and(|arn| !arn.is_empty()),
    })
}

/// The language's type of an engine; RDS describes DocumentDB and Neptune too.
fn family(engine: &str) -> &'static str {
    match engine {
        "docdb" => "documentdb",
        "neptune" => "neptune",
        engine if engine.starts_with("aurora") => "aurora",
        _ => "rds_cluster",
    }
}
