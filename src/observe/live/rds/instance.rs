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

#[cfg(test)]
mod tests {
    use aws_sdk_rds::types::{
        DbInstanceAutomatedBackupsReplication, PendingModifiedValues, builders::DbInstanceBuilder,
    };

    use super::*;

    fn home() -> Place {
        Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        }
    }

    fn available() -> DbInstanceBuilder {
        SdkInstance::builder()
            .db_instance_identifier("orders")
            .db_instance_status("available")
            .backup_retention_period(7)
            .preferred_backup_window("02:00-02:30")
            .preferred_maintenance_window("sun:04:00-sun:04:30")
            .multi_az(false)
            .deletion_protection(true)
    }

    fn read(seen: DbInstanceBuilder) -> Seen {
        instance(&home(), &seen.build()).unwrap()
    }

    #[test]
    fn what_a_policy_states_is_read() {
        let seen = read(available());
        let AutomatedBackups {
            backup_retention_period,
            preferred_backup_window,
            preferred_maintenance_window,
        } = seen.settings.automated_backups;
        assert_eq!(backup_retention_period, Some(7));
        assert_eq!(preferred_backup_window.as_deref(), Some("02:00-02:30"));
        assert_eq!(preferred_maintenance_window.as_deref(), Some("sun:04:00-sun:04:30"));
        assert_eq!(seen.settings.multi_az, Some(false));
        assert_eq!(seen.settings.deletion_protection, Some(true));
        assert_eq!(seen.settings.read_replica, None);
        assert!(!seen.owned_by_backup);
    }

    #[test]
    fn a_pending_change_counts_as_made() {
        let pending = PendingModifiedValues::builder().backup_retention_period(0).multi_az(true);
        let seen = read(available().pending_modified_values(pending.build()));
        assert_eq!(seen.settings.automated_backups.backup_retention_period, Some(0));
        assert_eq!(seen.settings.multi_az, Some(true));
        let other = PendingModifiedValues::builder().engine_version("17.2").build();
        let seen = read(available().pending_modified_values(other));
        assert_eq!(seen.settings.automated_backups.backup_retention_period, Some(7));
    }

    #[test]
    fn a_recovery_point_says_that_aws_backup_has_taken_over() {
        let arn = "arn:aws:backup:us-east-1:111122223333:recovery-point:continuous:db-1";
        assert!(read(available().aws_backup_recovery_point_arn(arn)).owned_by_backup);
        assert!(!read(available().aws_backup_recovery_point_arn("")).owned_by_backup);
    }

    #[test]
    fn a_replica_names_its_source_by_identifier_or_across_regions_by_arn() {
        let source = |text: &str| {
            let seen = read(available().read_replica_source_db_instance_identifier(text));
            let ReadReplica { source, source_region } = seen.settings.read_replica.unwrap();
            (source, source_region)
        };
        let here = ("orders-main".to_owned(), "us-east-1".to_owned());
        assert_eq!(source("orders-main"), here);
        let there = ("orders-main".to_owned(), "eu-west-1".to_owned());
        assert_eq!(source("arn:aws:rds:eu-west-1:111122223333:db:orders-main"), there);
        let promoted = available().read_replica_source_db_instance_identifier("");
        assert_eq!(read(promoted).settings.read_replica, None);
    }

    #[test]
    fn backups_in_other_regions_are_named_by_their_arns() {
        let arn = "arn:aws:rds:us-west-2:111122223333:auto-backup:ab-1";
        let copy =
            DbInstanceAutomatedBackupsReplication::builder().db_instance_automated_backups_arn(arn);
        let seen = read(available().db_instance_automated_backups_replications(copy.build()));
        assert_eq!(seen.replicated, [("us-west-2".to_owned(), arn.to_owned())]);
    }

    #[test]
    fn what_is_being_deleted_is_not_there() {
        let going = available().db_instance_status("deleting").build();
        assert!(instance(&home(), &going).is_none());
    }
}
