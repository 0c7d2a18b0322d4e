//! An RDS database instance as `DescribeDBInstances` returns it.

use aws_sdk_rds::types::DbInstance as SdkInstance;

use super::{DELETING, days, region_of};
use crate::resources::{AutomatedBackups, DbInstance, Place, ReadReplica};

/// An instance, with what further calls about it need.
pub(super) struct Seen {
    /// Its settings, without the retention of backups in other Regions.
    pub(super) settings: DbInstance,
    /// AWS Backup sets its retention and window.
    pub(super) owned_by_backup: bool,
    /// Region and ARN of its backups in other Regions.
    pub(super) replicated: Vec<(String, String)>,
}

/// The instance; none if it is being deleted.
///
/// What was changed and is still pending counts as the setting: it is what was
/// asked for, and takes effect without anybody doing more.
pub(super) fn instance(place: &Place, seen: &SdkInstance) -> Option<Seen> {
    if seen.db_instance_status() == Some(DELETING) {
        return None;
    }
    let pending = seen.pending_modified_values();
    let retention = pending.and_then(|pending| pending.backup_retention_period());
    let multi_az = pending.and_then(|pending| pending.multi_az());
    let replicated = seen.db_instance_automated_backups_replications().iter();
    Some(Seen {
        settings: DbInstance {
            automated_backups: AutomatedBackups {
                backup_retention_period: retention.or(seen.backup_retention_period()).map(days),
                preferred_backup_window: seen.preferred_backup_window().map(str::to_owned),
                preferred_maintenance_window: seen
                    .preferred_maintenance_window()
                    .map(str::to_owned),
            },
            multi_az: multi_az.or(seen.multi_az()),
            deletion_protection: seen.deletion_protection(),
            replicated_backups: std::collections::BTreeMap::new(),
            read_replica: read_replica(place, seen),
        },
        owned_by_backup: seen.aws_backup_recovery_point_arn().is_some_and(|arn| !arn.is_empty()),
        replicated: replicated
            .filter_map(|copy| copy.db_instance_automated_backups_arn())
            .filter_map(|arn| Some((region_of(arn)?.to_owned(), arn.to_owned())))
            .collect(),
    })
}

/// The source: its identifier where it is in the same Region, else its ARN.
fn read_replica(place: &Place, seen: &SdkInstance) -> Option<ReadReplica> {
    let source = seen
        .read_replica_source_db_instance_identifier()
        .or_else(|| seen.read_replica_source_db_cluster_identifier())
        .filter(|source| !source.is_empty())?;
    let region = region_of(source).unwrap_or(&place.region);
    let identifier = source.rsplit(':').next().unwrap_or(source);
    Some(ReadReplica { source: identifier.to_owned(), source_region: region.to_owned() })
}
