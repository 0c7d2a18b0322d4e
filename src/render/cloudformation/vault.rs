//! Vaults with everything that is set on them.

use serde::{Deserialize, Serialize};

use super::builder::Builder;
use super::ids;
use super::template::ResourceType;
use super::text::Text;
use crate::facts::vault_lock::LOCK_MIN_RETENTION_DAYS;
use crate::render::RenderError;
use crate::resources::iam::{PolicyDocument, vault_access_policy};
use crate::resources::{BackupVault, Notifications, ResourceKind, Tags, VaultKind, VaultLock};

/// Properties of `AWS::Backup::BackupVault`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct VaultProperties {
    pub(super) backup_vault_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encryption_key_arn: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lock_configuration: Option<LockView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) access_policy: Option<PolicyDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) notifications: Option<NotificationsView>,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) backup_vault_tags: Tags,
}

/// Properties of `AWS::Backup::LogicallyAirGappedBackupVault`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AirGappedVaultProperties {
    pub(super) backup_vault_name: String,
    pub(super) min_retention_days: u32,
    pub(super) max_retention_days: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encryption_key_arn: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) access_policy: Option<PolicyDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) notifications: Option<NotificationsView>,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) backup_vault_tags: Tags,
}

/// `LockConfigurationType`
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct LockView {
    pub(super) min_retention_days: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) max_retention_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) changeable_for_days: Option<u32>,
}

/// `NotificationObjectType`
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct NotificationsView {
    #[serde(rename = "SNSTopicArn")]
    pub(super) sns_topic_arn: String,
    pub(super) backup_vault_events: Vec<String>,
}

/// Adds the vaults of a place that the policy creates.
pub(super) fn add(template: &mut Builder<'_>) -> Result<(), RenderError> {
    let settings = template.settings;
    for (name, vault) in &settings.vaults {
        if let Some(id) = template.id(ids::VAULT, name) {
            add_vault(template, &id, name, vault)?;
        }
    }
    Ok(())
}

fn add_vault(
    template: &mut Builder<'_>,
    id: &str,
    name: &str,
    vault: &BackupVault,
) -> Result<(), RenderError> {
    let BackupVault { kind, encryption_key, tags, lock, access, notifications } = vault;
    let backup_vault_name = name.to_owned();
    let encryption_key_arn = encryption_key.as_ref().map(|key| template.key(key));
    let access_policy = access.as_ref().map(|access| vault_access_policy(template.place, access));
    let notifications = notifications.as_ref().map(NotificationsView::of);
    let backup_vault_tags = template.tag_map(ResourceKind::Vault, name, "", tags);
    let VaultKind::AirGapped { min_retention_days, max_retention_days } = *kind else {
        let properties = VaultProperties {
            backup_vault_name,
            encryption_key_arn,
            lock_configuration: lock.as_ref().map(LockView::of),
            access_policy,
            notifications,
            backup_vault_tags,
        };
        return template.add(id, ResourceType::Vault, &properties);
    };
    if lock.is_some() {
        let reason = "an air-gapped vault is locked by its own retention bounds";
        template.gap(ResourceKind::Vault, name, "a lock beside the air gap", reason);
    }
    let properties = AirGappedVaultProperties {
        backup_vault_name,
        min_retention_days,
        max_retention_days,
        encryption_key_arn,
        access_policy,
        notifications,
        backup_vault_tags,
    };
    template.add(id, ResourceType::AirGappedVault, &properties)
}

impl LockView {
    fn of(lock: &VaultLock) -> Self {
        let VaultLock { min_retention_days, max_retention_days, changeable_for_days } = *lock;
        Self {
            // The template needs a minimum although the API does not. No recovery
            // point lives for less than the least one, so it constrains nothing.
            min_retention_days: min_retention_days.unwrap_or(LOCK_MIN_RETENTION_DAYS.value.least),
            max_retention_days,
            changeable_for_days,
        }
    }

    /// The lock.
    pub(super) fn read(self) -> VaultLock {
        let Self { min_retention_days, max_retention_days, changeable_for_days } = self;
        let min_retention_days = Some(min_retention_days);
        VaultLock { min_retention_days, max_retention_days, changeable_for_days }
    }
}

impl NotificationsView {
    fn of(notifications: &Notifications) -> Self {
        let Notifications { sns_topic_arn, backup_vault_events } = notifications.clone();
        Self { sns_topic_arn, backup_vault_events }
    }

    /// The notifications.
    pub(super) fn read(self) -> Notifications {
        let Self { sns_topic_arn, backup_vault_events } = self;
        Notifications { sns_topic_arn, backup_vault_events }
    }
}
