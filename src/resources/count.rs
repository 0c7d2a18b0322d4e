//! How many settings an environment has, by whose they are.

use super::{Bucket, Lowered, Ownership, Place, ResourceKind, Settings, VaultKind};

/// Numbers of settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Settings that become part of an artifact.
    pub rendered: usize,
    /// Settings that are compared and never written.
    pub asserted: usize,
}

impl Counts {
    fn add(&mut self, ownership: Ownership, count: usize) {
        match ownership {
            Ownership::Rendered => self.rendered += count,
            Ownership::Asserted => self.asserted += count,
        }
    }
}

/// Counts the settings of an environment: each rule, copy, lock or window is one.
pub fn count(lowered: &Lowered) -> Counts {
    let mut counts = Counts::default();
    for (place, settings) in &lowered.resources.places {
        backup(lowered, place, settings, &mut counts);
        counts.rendered += settings.keys.len() + settings.roles.len();
        for bucket in settings.buckets.values() {
            buckets(bucket, &mut counts);
        }
        counts.asserted += native(settings);
    }
    counts
}

fn backup(lowered: &Lowered, place: &Place, settings: &Settings, counts: &mut Counts) {
    let ownership = |kind, name: &str| {
        if lowered.is_existing(place, kind, name) {
            Ownership::Asserted
        } else {
            Ownership::Rendered
        }
    };
    for (name, vault) in &settings.vaults {
        let locked = vault.lock.is_some() || vault.kind != VaultKind::Standard;
        let count = 1
            + usize::from(locked)
            + usize::from(vault.access.is_some())
            + usize::from(vault.notifications.is_some());
        counts.add(ownership(ResourceKind::Vault, name), count);
    }
    for (name, plan) in &settings.plans {
        let copies: usize = plan.rules.iter().map(|rule| rule.copy_actions.len()).sum();
        let count = plan.rules.len() + copies + plan.advanced_backup_settings.len();
        counts.add(ownership(ResourceKind::Plan, name), count);
    }
    counts.rendered += settings.selections.len();
    let testing = settings.restore_testing_plans.values();
    counts.rendered += testing.map(|plan| 1 + plan.selections.len()).sum::<usize>();
}

fn buckets(bucket: &Bucket, counts: &mut Counts) {
    let Bucket {
        created,
        tags: _,
        block_public_access,
        encryption_key,
        replicated_from,
        versioning,
        lifecycle,
        object_lock,
        replication,
        replication_role: _,
    } = bucket;
    counts.rendered += usize::from(*created)
        + usize::from(*block_public_access)
        + usize::from(encryption_key.is_some())
        + usize::from(!replicated_from.is_empty());
    counts.rendered += lifecycle.as_ref().map_or(0, |lifecycle| lifecycle.rules.len());
    counts.add(
        versioning.map_or(Ownership::Asserted, |s| s.ownership),
        usize::from(versioning.is_some()),
    );
    counts.add(
        object_lock.map_or(Ownership::Asserted, |s| s.ownership),
        usize::from(object_lock.is_some()),
    );
    if let Some(rules) = replication {
        counts.add(rules.ownership, rules.value.len());
    }
}

fn native(settings: &Settings) -> usize {
    let backups = |b: &super::AutomatedBackups| {
        usize::from(b.backup_retention_period.is_some())
            + usize::from(b.preferred_backup_window.is_some())
            + usize::from(b.preferred_maintenance_window.is_some())
    };
    let instances = settings.db_instances.values().map(|instance| {
        backups(&instance.automated_backups)
            + usize::from(instance.multi_az.is_some())
            + usize::from(instance.deletion_protection.is_some())
            + instance.replicated_backups.len()
            + usize::from(instance.read_replica.is_some())
    });
    let clusters = settings.db_clusters.values().map(|cluster| {
        backups(&cluster.automated_backups) + usize::from(cluster.deletion_protection.is_some())
    });
    let tables = settings.tables.values().map(|table| {
        usize::from(table.point_in_time_recovery_days.is_some())
            + usize::from(table.deletion_protection.is_some())
            + table.replica_regions.len()
    });
    let caches = settings.cache_groups.values().map(|cache| {
        usize::from(cache.snapshot_retention_limit.is_some())
            + usize::from(cache.snapshot_window.is_some())
            + usize::from(cache.multi_az.is_some())
    });
    let account = settings.account.as_ref().map_or(0, |account| {
        account.service_opt_in.len()
            + usize::from(account.dynamodb_advanced_features.is_some())
            + usize::from(account.cross_account_copy.is_some())
    });
    instances.chain(clusters).chain(tables).chain(caches).sum::<usize>() + account
}
