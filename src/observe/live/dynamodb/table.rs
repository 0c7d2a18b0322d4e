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
