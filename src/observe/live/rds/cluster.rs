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

#[cfg(test)]
mod tests {
    use aws_sdk_rds::types::{ClusterPendingModifiedValues, builders::DbClusterBuilder};

    use super::*;

    fn of(engine: &str) -> DbClusterBuilder {
        SdkCluster::builder()
            .db_cluster_identifier("orders")
            .status("available")
            .engine(engine)
            .backup_retention_period(7)
            .deletion_protection(false)
    }

    #[test]
    fn the_engine_says_which_type_the_language_has_for_it() {
        let family = |engine: &str| cluster(&of(engine).build()).unwrap().settings.engine_family;
        assert_eq!(family("aurora-postgresql"), "aurora");
        assert_eq!(family("aurora"), "aurora");
        assert_eq!(family("postgres"), "rds_cluster");
        assert_eq!(family("mysql"), "rds_cluster");
        assert_eq!(family("docdb"), "documentdb");
        assert_eq!(family("neptune"), "neptune");
    }

    #[test]
    fn a_pending_change_counts_as_made() {
        let pending = ClusterPendingModifiedValues::builder().backup_retention_period(35).build();
        let seen = cluster(&of("aurora-mysql").pending_modified_values(pending).build()).unwrap();
        assert_eq!(seen.settings.automated_backups.backup_retention_period, Some(35));
        assert_eq!(seen.settings.deletion_protection, Some(false));
    }

    #[test]
    fn a_recovery_point_says_that_aws_backup_has_taken_over() {
        let arn = "arn:aws:backup:us-east-1:111122223333:recovery-point:continuous:cluster-1";
        let owned = |seen: DbClusterBuilder| cluster(&seen.build()).unwrap().owned_by_backup;
        assert!(owned(of("aurora-mysql").aws_backup_recovery_point_arn(arn)));
        assert!(!owned(of("aurora-mysql")));
    }

    #[test]
    fn what_is_being_deleted_is_not_there() {
        assert!(cluster(&of("docdb").status("deleting").build()).is_none());
    }
}
