//! Vaults, their locks, access and notifications; and keys.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lowering, id, label};
use crate::document::LockMode;
use crate::facts::vault_lock::{AIR_GAPPED_LEAST_RETENTION_DAYS, AIR_GAPPED_MOST_RETENTION_DAYS};
use crate::resolved::{self, Key, KeySource, Policy, Vault};
use crate::resources::{
    BackupVault, KeyRef, KmsKey, Label, Notifications, ResourceKind, VaultAccess, VaultKind,
    VaultLock, VaultRef,
};

impl Lowering<'_> {
    pub(super) fn keys(&mut self) {
        let mut users = key_users(self.policy);
        for key in self.policy.keys.values() {
            let KeySource::Created(Some(place)) = &key.source else { continue };
            let alias = key_alias(self.policy, key);
            let lowered = KmsKey {
                description: format!(
                    "Backups of {}, {}",
                    self.policy.name.value, self.policy.environment.name
                ),
                used_by_accounts: users
                    .remove(key.at.key.as_str())
                    .into_iter()
                    .flatten()
                    .filter(|account| *account != place.account)
                    .collect(),
                tags: self.tags(&key.tags),
            };
            self.settings(place).keys.insert(alias.clone(), lowered);
            self.label(place, ResourceKind::Key, &alias, label(&key.at));
        }
    }

    pub(super) fn vaults(&mut self) {
        for vault in self.policy.vaults.values() {
            let Some(place) = &vault.place else { continue };
            let lowered = self.vault(vault);
            let existing = Label { existing: vault.existing, ..label(&vault.at) };
            self.label(place, ResourceKind::Vault, &vault.aws_name.value, existing);
            self.permanence(vault, &lowered, place);
            self.settings(place).vaults.insert(vault.aws_name.value.clone(), lowered);
        }
    }

    fn vault(&self, vault: &Vault) -> BackupVault {
        let lock = vault.lock.as_ref().filter(|lock| !lock.planned);
        let days = |days: Option<&crate::source::Spanned<crate::units::CalendarDays>>| {
            days.map(|days| days.value.most)
        };
        let min = lock.and_then(|lock| days(lock.min_retention.as_ref()));
        let max = lock.and_then(|lock| days(lock.max_retention.as_ref()));
        let kind = match vault.air_gapped {
            None => VaultKind::Standard,
            Some(_) => VaultKind::AirGapped {
                min_retention_days: min.unwrap_or(AIR_GAPPED_LEAST_RETENTION_DAYS.value),
                max_retention_days: max.unwrap_or(AIR_GAPPED_MOST_RETENTION_DAYS.value),
            },
        };
        let lock = lock.filter(|_| kind == VaultKind::Standard).map(|lock| VaultLock {
            min_retention_days: min,
            max_retention_days: max,
            // Governance mode is the absence of a cooling-off period.
            changeable_for_days: days(lock.changeable_for.as_ref())
                .filter(|_| lock.mode.is_some_and(|mode| mode.value == LockMode::Compliance)),
        });
        let access: BTreeSet<&String> = vault.access.iter().map(|id| &id.value).collect();
        BackupVault {
            kind,
            encryption_key: vault.key.as_ref().and_then(|key| key_ref(self.policy, &key.value)),
            tags: self.tags(&vault.tags),
            lock,
            access: (!access.is_empty())
                .then(|| VaultAccess { copy_from_accounts: access.into_iter().cloned().collect() }),
            notifications: vault.notifications.as_ref().map(|notifications| {
                let events = notifications.events.iter().map(|event| event.value.to_uppercase());
                let events: BTreeSet<String> = events.collect();
                Notifications {
                    sns_topic_arn: notifications.topic.value.clone(),
                    backup_vault_events: events.into_iter().collect(),
                }
            }),
        }
    }

    /// Says what of a vault nobody will be able to take back.
    fn permanence(
        &mut self,
        vault: &Vault,
        lowered: &BackupVault,
        place: &crate::resources::Place,
    ) {
        if vault.existing {
            return;
        }
        let name = &vault.aws_name.value;
        let resource = id(place, ResourceKind::Vault, name);
        let agreed = vault.lock.as_ref().and_then(|lock| lock.irreversible.as_ref());
        let agreed = agreed.map(|words| words.value.as_str());
        if let Some(days) = lowered.lock.and_then(|lock| lock.changeable_for_days) {
            let effect = format!(
                "the compliance lock of `{}` becomes permanent {days} days after deploy: no account, AWS included, can remove it or delete a recovery point early",
                vault.at.key
            );
            self.irreversible(resource, effect, agreed);
        } else if let VaultKind::AirGapped { min_retention_days, max_retention_days } = lowered.kind
        {
            let effect = format!(
                "the air-gapped vault `{}` is locked from its creation: its retention bounds of {min_retention_days} to {max_retention_days} days never change, and no recovery point can be deleted early",
                vault.at.key
            );
            self.irreversible(resource, effect, agreed);
        }
    }
}

/// The alias of a created key, without `alias/`.
fn key_alias(policy: &Policy, key: &Key) -> String {
    let name = key.at.naming_key();
    resolved::default_aws_name(&policy.name.value, &policy.environment.name, name)
}

/// A key by its name in the policy.
pub(super) fn key_ref(policy: &Policy, name: &str) -> Option<KeyRef> {
    let key = policy.keys.get(name)?;
    match &key.source {
        KeySource::Existing(arn) => Some(KeyRef::Existing(arn.value.clone())),
        KeySource::Created(place) => {
            Some(KeyRef::Created { place: place.clone()?, alias: key_alias(policy, key) })
        }
    }
}

/// A vault by its name in the policy.
pub(super) fn vault_ref(policy: &Policy, name: &str) -> Option<VaultRef> {
    let vault = policy.vaults.get(name)?;
    Some(VaultRef { place: vault.place.clone()?, name: vault.aws_name.value.clone() })
}

/// The accounts that need each key: whoever receives copies from a vault of the
/// key, and whoever replicates objects under it.
fn key_users(policy: &Policy) -> BTreeMap<&str, BTreeSet<String>> {
    let mut users: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for tier in policy.plans.values().flat_map(|plan| plan.tiers.values()) {
        let vault = tier.vault.as_ref().and_then(|vault| policy.vaults.get(&vault.value));
        let Some(key) = vault.and_then(|vault| vault.key.as_ref()) else { continue };
        let places = tier.active_copies().filter_map(|copy| vault_ref(policy, &copy.to.value));
        users.entry(&key.value).or_default().extend(places.map(|vault| vault.place.account));
    }
    let replicated = policy.resources.values().filter_map(|resource| match &resource.native {
        resolved::Native::Bucket(bucket) => Some(&bucket.replication),
        _ => None,
    });
    for key in replicated.flatten().filter_map(|rule| rule.key.as_ref()) {
        let place = policy.environment.place.as_ref();
        users.entry(&key.value).or_default().extend(place.map(|place| place.account.clone()));
    }
    users
}
