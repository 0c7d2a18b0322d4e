//! Vaults with lock, access policy and notifications.

use serde::Serialize;

use super::root::PermanentView;
use crate::render::gaps::gap;
use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::{Module, types};
use crate::render::terraform::names::{Address, Ident};
use crate::render::{Gap, RenderError};
use crate::resources::iam::vault_access_policy;
use crate::resources::{
    BackupVault, Notifications, Place, ResourceKind, Settings, Tags, VaultKind, VaultLock, VaultRef,
};

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct VaultView {
    address: Ident,
    provider: Expr,
    name: String,
    /// The vault's own name, for what is set on it.
    vault_name: Hcl,
    air_gapped: Option<AirGappedView>,
    kms_key_arn: Option<Hcl>,
    tags: Tags,
    lock: Option<LockView>,
    policy: Option<Expr>,
    notifications: Option<NotificationsView>,
}

#[derive(Debug, Serialize)]
struct AirGappedView {
    min_retention_days: u32,
    max_retention_days: u32,
}

#[derive(Debug, Serialize)]
struct LockView {
    min_retention_days: Option<u32>,
    max_retention_days: Option<u32>,
    changeable_for_days: Option<u32>,
}

#[derive(Debug, Serialize)]
struct NotificationsView {
    sns_topic_arn: String,
    backup_vault_events: Vec<String>,
}

impl VaultView {
    /// A compliance lock or an air gap.
    pub(super) fn permanent(&self) -> Option<PermanentView> {
        let of = |terraform_type, after_days| PermanentView {
            address: Expr::resource(&Address::new(terraform_type, &self.address)),
            after_days,
        };
        if self.air_gapped.is_some() {
            return Some(of(types::AIR_GAPPED_VAULT, None));
        }
        let days = self.lock.as_ref()?.changeable_for_days?;
        Some(of(types::LOCK, Some(days)))
    }
}

pub(super) fn views(
    module: &Module<'_>,
    place: &Place,
    settings: &Settings,
    gaps: &mut Vec<Gap>,
) -> Result<Vec<VaultView>, RenderError> {
    let ours = settings
        .vaults
        .iter()
        .filter(|(name, _)| !module.is_existing(place, ResourceKind::Vault, name));
    ours.map(|(name, vault)| view(module, place, name, vault, gaps)).collect()
}

fn view(
    module: &Module<'_>,
    place: &Place,
    name: &str,
    vault: &BackupVault,
    gaps: &mut Vec<Gap>,
) -> Result<VaultView, RenderError> {
    let BackupVault { kind, encryption_key, tags, lock, access, notifications } = vault;
    let mut kms_key_arn = encryption_key.as_ref().map(|key| module.key_arn(key)).transpose()?;
    let mut lock = *lock;
    let air_gapped = match *kind {
        VaultKind::Standard => None,
        VaultKind::AirGapped { min_retention_days, max_retention_days } => {
            air_gapped_gaps(place, name, kms_key_arn.take().is_some(), lock.take(), gaps);
            Some(AirGappedView { min_retention_days, max_retention_days })
        }
    };
    Ok(VaultView {
        address: module.names.of(place, ResourceKind::Vault, name),
        provider: Module::provider(place),
        name: name.to_owned(),
        vault_name: module.vault_name(&VaultRef { place: place.clone(), name: name.to_owned() }),
        air_gapped,
        kms_key_arn,
        tags: tags.clone(),
        lock: lock.map(lock_view),
        policy: access.as_ref().map(|access| Hcl::document(&vault_access_policy(place, access))),
        notifications: notifications.as_ref().map(notifications_view),
    })
}

fn air_gapped_gaps(
    place: &Place,
    name: &str,
    has_key: bool,
    lock: Option<VaultLock>,
    gaps: &mut Vec<Gap>,
) {
    if has_key {
        gaps.push(gap(
            place,
            ResourceKind::Vault,
            name,
            "the key",
            "Terraform's AWS provider 5.100 cannot give an air-gapped vault a key, and without \
             one the vault would have AWS's own for good: create the vault with the target \
             `cloudformation` or `aws-backup` and say `existing: true` here",
        ));
    }
    if lock.is_some() {
        gaps.push(gap(
            place,
            ResourceKind::Vault,
            name,
            "a lock beside the air gap",
            "an air-gapped vault is locked by its own retention bounds",
        ));
    }
}

fn lock_view(lock: VaultLock) -> LockView {
    let VaultLock { min_retention_days, max_retention_days, changeable_for_days } = lock;
    LockView { min_retention_days, max_retention_days, changeable_for_days }
}

fn notifications_view(notifications: &Notifications) -> NotificationsView {
    let Notifications { sns_topic_arn, backup_vault_events } = notifications;
    NotificationsView {
        sns_topic_arn: sns_topic_arn.clone(),
        backup_vault_events: backup_vault_events.clone(),
    }
}
