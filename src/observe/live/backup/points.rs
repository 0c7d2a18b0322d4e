//! Recovery points in the vaults of a policy, one summary per resource and vault.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_backup::operation::list_recovery_points_by_backup_vault::ListRecoveryPointsByBackupVaultOutput;
use aws_sdk_backup::types::{RecoveryPointByBackupVault, RecoveryPointStatus};

use super::super::refusal::Refusal;
use super::super::session::{Session, all};
use super::jobs::PAGE;
use super::{NOT_FOUND, time};
use crate::observe::operations::BACKUP_LIST_RECOVERY_POINTS_BY_BACKUP_VAULT;
use crate::observe::{Observation, Points, Subject, Wanted};
use crate::resources::ResourceKind;

/// The points of the resources in each vault that is wanted.
pub(super) async fn read(
    session: &Session,
    wanted: &Wanted,
    resources: &BTreeSet<String>,
    seen: &mut Observation,
) {
    let vaults: Vec<&String> =
        wanted.names.get(&ResourceKind::Vault).into_iter().flatten().collect();
    let client = session.backup();
    let parts = all(vaults.iter().map(|vault| in_vault(session, &client, vault, resources))).await;
    let activity = seen.activity.get_or_insert_default();
    let mut refusals = Vec::new();
    for (vault, points) in vaults.into_iter().zip(parts) {
        let points = match points {
            Ok(points) => points,
            // A vault that is not there holds nothing.
            Err(refusal) if refusal.is(NOT_FOUND) => BTreeMap::new(),
            Err(refusal) => {
                refusals.push(refusal);
                continue;
            }
        };
        activity.vaults.insert(vault.clone());
        let points = points.into_iter().map(|(arn, points)| ((arn, vault.clone()), points));
        activity.points.extend(points);
    }
    refusals.into_iter().for_each(|refusal| seen.refused(Subject::Activity, refusal));
}

async fn in_vault(
    session: &Session,
    client: &aws_sdk_backup::Client,
    vault: &str,
    resources: &BTreeSet<String>,
) -> Result<BTreeMap<String, Points>, Refusal> {
    let mut found: BTreeMap<String, Points> = BTreeMap::new();
    let request = |token| {
        let request = client.list_recovery_points_by_backup_vault().backup_vault_name(vault);
        request.max_results(PAGE).set_next_token(token).send()
    };
    let now = session.now();
    let take = |page: ListRecoveryPointsByBackupVaultOutput| {
        for point in page.recovery_points() {
            add(&mut found, resources, point, &now);
        }
        page.next_token
    };
    session.pages(&BACKUP_LIST_RECOVERY_POINTS_BY_BACKUP_VAULT, request, take).await?;
    Ok(found)
}

/// Counts a point that can be restored, of a resource that is asked for.
///
/// A continuous point that goes on ends `now`, whenever it was begun.
pub(super) fn add(
    found: &mut BTreeMap<String, Points>,
    resources: &BTreeSet<String>,
    point: &RecoveryPointByBackupVault,
    now: &str,
) {
    let usable = matches!(
        point.status,
        Some(RecoveryPointStatus::Completed | RecoveryPointStatus::Available)
    );
    let (Some(resource), Some(begun)) = (&point.resource_arn, &point.creation_date) else { return };
    if !usable || !resources.contains(resource) {
        return;
    }
    let oldest = time::rfc3339(begun);
    let newest = if goes_on(point) { now.to_owned() } else { oldest.clone() };
    match found.get_mut(resource) {
        None => {
            found.insert(resource.clone(), Points { count: 1, newest, oldest });
        }
        Some(points) => {
            points.count += 1;
            points.newest = newest.max(std::mem::take(&mut points.newest));
            points.oldest = oldest.min(std::mem::take(&mut points.oldest));
        }
    }
}

/// Beginnings of what stands behind `recovery-point:` or the type in the ARN of
/// a continuous point: S3's own points, and the automated backups of RDS.
const CONTINUOUS: [&str; 3] = [":continuous:", ":auto-backup:", ":cluster-auto-backup:"];

fn goes_on(point: &RecoveryPointByBackupVault) -> bool {
    let arn = point.recovery_point_arn.as_deref().unwrap_or_default();
    CONTINUOUS.iter().any(|part| arn.contains(part))
}
