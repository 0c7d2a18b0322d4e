//! A vault of the SDK as a vault of ours.

use aws_sdk_backup::operation::describe_backup_vault::DescribeBackupVaultOutput;
use aws_sdk_backup::operation::get_backup_vault_notifications::GetBackupVaultNotificationsOutput;
use aws_sdk_backup::primitives::DateTime;
use aws_sdk_backup::types as sdk;

use super::beyond::Notes;
use super::time;
use crate::observe::LockInForce;
use crate::resources::{BackupVault, KeyRef, Notifications, Tags, VaultKind, VaultLock};

/// The vault, without its tags, access and notifications; and its lock, if it
/// has one. `notes` takes what a vault of ours cannot say.
pub(super) fn vault(
    answer: &DescribeBackupVaultOutput,
    notes: &mut Notes<'_>,
) -> (BackupVault, Option<LockInForce>) {
    let min = days(answer.min_retention_days);
    let max = days(answer.max_retention_days);
    let kind = match &answer.vault_type {
        Some(sdk::VaultType::LogicallyAirGappedBackupVault) => VaultKind::AirGapped {
            min_retention_days: min.unwrap_or_default(),
            max_retention_days: max.unwrap_or_default(),
        },
        None | Some(sdk::VaultType::BackupVault) => VaultKind::Standard,
        Some(other) => {
            notes.note("VaultType", other.as_str());
            VaultKind::Standard
        }
    };
    if let Some(state) = answer.vault_state.as_ref().filter(|s| **s != sdk::VaultState::Available) {
        notes.note("VaultState", state.as_str());
    }
    if let Some(team) = &answer.mpa_approval_team_arn {
        notes.note("MpaApprovalTeamArn", team);
    }
    let locked = locked(answer);
    let lock = VaultLock {
        min_retention_days: min,
        max_retention_days: max,
        // AWS never returns it; the date of the lock tells the mode.
        changeable_for_days: None,
    };
    let key = answer.encryption_key_arn.clone().filter(|arn| !arn.is_empty());
    let vault = BackupVault {
        kind,
        encryption_key: key.map(KeyRef::Existing),
        tags: Tags::new(),
        lock: (locked && kind == VaultKind::Standard).then_some(lock),
        access: None,
        notifications: None,
    };
    let date = |date: &DateTime| time::rfc3339(date);
    let in_force = LockInForce { lock_date: answer.lock_date.as_ref().map(date) };
    (vault, (locked || kind != VaultKind::Standard).then_some(in_force))
}

/// AWS says so; an answer that does not, yet has bounds, is of a locked vault.
fn locked(answer: &DescribeBackupVaultOutput) -> bool {
    answer.locked.unwrap_or_else(|| {
        answer.min_retention_days.is_some()
            || answer.max_retention_days.is_some()
            || answer.lock_date.is_some()
    })
}

/// Days; AWS has no bound of none.
fn days(days: Option<i64>) -> Option<u32> {
    days.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0)
}

/// Where a vault sends its events, if it does.
pub(super) fn notifications(answer: GetBackupVaultNotificationsOutput) -> Option<Notifications> {
    let events = answer.backup_vault_events.unwrap_or_default();
    let notifications = Notifications {
        sns_topic_arn: answer.sns_topic_arn?,
        backup_vault_events: events.iter().map(|event| event.as_str().to_owned()).collect(),
    };
    (!notifications.backup_vault_events.is_empty()).then_some(notifications)
}
