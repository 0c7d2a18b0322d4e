//! A table as DynamoDB describes it.

use aws_sdk_dynamodb::types::{
    ContinuousBackupsDescription, ReplicaDescription, ReplicaStatus, TableDescription, TableStatus,
};

use crate::facts::native::DYNAMODB_PITR_DEFAULT_DAYS;
use crate::resources::Place;

/// Days of point-in-time recovery; none where it is off.
///
/// The status of continuous backups says nothing: it is always `ENABLED`.
pub(super) fn recovery_days(seen: &ContinuousBackupsDescription) -> Option<u32> {
    let recovery = seen.point_in_time_recovery_description()?;
    // The SDK has no name for the state on the way to `ENABLED`.
    let on = matches!(recovery.point_in_time_recovery_status()?.as_str(), "ENABLED" | "ENABLING");
    let stated = recovery.recovery_period_in_days().and_then(|days| u32::try_from(days).ok());
    on.then(|| stated.filter(|days| *days > 0).unwrap_or(DYNAMODB_PITR_DEFAULT_DAYS.value))
}

/// Whether the table is there for those who need it.
pub(super) fn is_there(seen: &TableDescription) -> bool {
    seen.table_status() != Some(&TableStatus::Deleting)
}

/// Regions with a replica, and the state of each one that does not replicate.
pub(super) fn replicas(
    place: &Place,
    seen: &TableDescription,
) -> (Vec<String>, Vec<(String, String)>) {
    let elsewhere = |replica: &&ReplicaDescription| {
        replica.region_name().is_some_and(|region| region != place.region)
    };
    let mut regions = Vec::new();
    let mut stopped = Vec::new();
    for replica in seen.replicas().iter().filter(elsewhere) {
        let region = replica.region_name().unwrap_or_default().to_owned();
        match replica.replica_status() {
            // Neither holds anything that could be used.
            Some(ReplicaStatus::CreationFailed | ReplicaStatus::Deleting) => continue,
            Some(ReplicaStatus::Active | ReplicaStatus::Creating | ReplicaStatus::Updating)
            | None => {}
            Some(other) => stopped.push((region.clone(), other.as_str().to_owned())),
        }
        regions.push(region);
    }
    regions.sort();
    (regions, stopped)
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::{
        ContinuousBackupsStatus, PointInTimeRecoveryDescription, PointInTimeRecoveryStatus,
    };

    use super::*;

    /// Continuous backups are always `ENABLED`; recovery is what varies.
    fn recovery(status: &str, days: Option<i32>) -> Option<u32> {
        let recovery = PointInTimeRecoveryDescription::builder()
            .point_in_time_recovery_status(PointInTimeRecoveryStatus::from(status))
            .set_recovery_period_in_days(days);
        let backups = ContinuousBackupsDescription::builder()
            .continuous_backups_status(ContinuousBackupsStatus::Enabled)
            .point_in_time_recovery_description(recovery.build());
        recovery_days(&backups.build().unwrap())
    }

    #[test]
    fn recovery_is_on_by_its_own_status_alone() {
        assert_eq!(recovery("ENABLED", Some(7)), Some(7));
        assert_eq!(recovery("ENABLING", Some(7)), Some(7));
        assert_eq!(recovery("DISABLED", None), None);
        let without = ContinuousBackupsDescription::builder()
            .continuous_backups_status(ContinuousBackupsStatus::Enabled);
        assert_eq!(recovery_days(&without.build().unwrap()), None);
    }

    #[test]
    fn an_absent_period_reads_as_the_default() {
        let default = DYNAMODB_PITR_DEFAULT_DAYS.value;
        assert_eq!(recovery("ENABLED", None), Some(default));
        assert_eq!(recovery("ENABLED", Some(0)), Some(default), "as one emulator returns it");
    }

    fn with_replicas(replicas: &[(&str, ReplicaStatus)]) -> (Vec<String>, Vec<(String, String)>) {
        let place = Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        };
        let replicas = replicas.iter().map(|(region, status)| {
            ReplicaDescription::builder()
                .region_name(*region)
                .replica_status(status.clone())
                .build()
        });
        let table = TableDescription::builder().set_replicas(Some(replicas.collect()));
        super::replicas(&place, &table.build())
    }

    #[test]
    fn a_replica_counts_from_its_creation_to_its_deletion() {
        let (regions, stopped) = with_replicas(&[
            ("us-west-2", ReplicaStatus::Active),
            ("eu-west-1", ReplicaStatus::Creating),
            ("eu-west-2", ReplicaStatus::CreationFailed),
            ("eu-west-3", ReplicaStatus::Deleting),
            ("us-east-1", ReplicaStatus::Active),
        ]);
        assert_eq!(regions, ["eu-west-1", "us-west-2"], "the table itself is no replica of it");
        assert_eq!(stopped, []);
    }

    #[test]
    fn a_replica_that_no_longer_replicates_is_said() {
        let (regions, stopped) =
            with_replicas(&[("us-west-2", ReplicaStatus::InaccessibleEncryptionCredentials)]);
        assert_eq!(regions, ["us-west-2"]);
        let state = "INACCESSIBLE_ENCRYPTION_CREDENTIALS".to_owned();
        assert_eq!(stopped, [("us-west-2".to_owned(), state)]);
    }

    #[test]
    fn a_table_that_is_being_deleted_is_not_there() {
        let table = |status| TableDescription::builder().table_status(status).build();
        assert!(is_there(&table(TableStatus::Active)));
        assert!(!is_there(&table(TableStatus::Deleting)));
    }
}
