//! Which settings a policy says anything about.

use crate::observe::{Subject, Unread};
use crate::resources::{AccountSettings, BackupVault, Bucket, DbInstance, ResourceKind, Table};

use super::Here;

impl Here<'_> {
    /// Whether anything of a resource is compared with what could not be read.
    ///
    /// What the policy leaves to others need not be known.
    pub(super) fn matters(&self, kind: ResourceKind, name: &str, unread: &Unread) -> bool {
        let Subject::Setting(_, _, field) = &unread.subject else { return true };
        let wanted = self.expected();
        let existing = self.label(kind, name).is_some_and(|label| label.existing);
        match kind {
            ResourceKind::Bucket => {
                wanted.buckets.get(name).is_none_or(|own| of_bucket(own, field))
            }
            ResourceKind::Vault => {
                wanted.vaults.get(name).is_none_or(|own| !existing || of_vault(own, field))
            }
            ResourceKind::DbInstance => {
                wanted.db_instances.get(name).is_none_or(|own| of_instance(own, field))
            }
            ResourceKind::DbCluster => {
                let stated = |own: &crate::resources::DbCluster| own.deletion_protection.is_some();
                *field != "deletion_protection" || wanted.db_clusters.get(name).is_none_or(stated)
            }
            ResourceKind::Table => wanted.tables.get(name).is_none_or(|own| of_table(own, field)),
            ResourceKind::Account => {
                wanted.account.as_ref().is_none_or(|own| of_account(own, field))
            }
            _ => true,
        }
    }
}

fn of_bucket(wanted: &Bucket, field: &str) -> bool {
    match field {
        "tags" | "block_public_access" | "encryption_key" | "replicated_from" => wanted.created,
        "versioning" => wanted.versioning.is_some(),
        "object_lock" => wanted.object_lock.is_some(),
        "replication" => wanted.replication.is_some(),
        "transition_default_minimum_object_size" => wanted.lifecycle.is_some(),
        "replication_role" => wanted.replication_role.is_some(),
        // Without a lifecycle in the policy, rules that delete are still looked for.
        _ => true,
    }
}

/// Of a vault that other code creates.
fn of_vault(wanted: &BackupVault, field: &str) -> bool {
    match field {
        "lock" => wanted.lock.is_some(),
        "access" => wanted.access.is_some(),
        "notifications" => wanted.notifications.is_some(),
        "encryption_key" => wanted.encryption_key.is_some(),
        _ => true,
    }
}

fn of_account(wanted: &AccountSettings, field: &str) -> bool {
    match field {
        "service_opt_in" => !wanted.service_opt_in.is_empty(),
        "dynamodb_advanced_features" => wanted.dynamodb_advanced_features.is_some(),
        "cross_account_copy" => wanted.cross_account_copy.is_some(),
        _ => true,
    }
}

fn of_instance(wanted: &DbInstance, field: &str) -> bool {
    match field {
        "deletion_protection" => wanted.deletion_protection.is_some(),
        "multi_az" => wanted.multi_az.is_some(),
        "replicated_backups" => !wanted.replicated_backups.is_empty(),
        _ => true,
    }
}

fn of_table(wanted: &Table, field: &str) -> bool {
    match field {
        "deletion_protection" => wanted.deletion_protection.is_some(),
        "replica_regions" => !wanted.replica_regions.is_empty(),
        "point_in_time_recovery_days" => wanted.point_in_time_recovery_days.is_some(),
        _ => true,
    }
}
