//! Asserted settings that no data source of the provider shows.

use super::checks::is_rds_cluster;
use crate::render::Gap;
use crate::render::gaps::gap;
use crate::resources::{
    AccountSettings, BackupVault, Bucket, DbCluster, DbInstance, Lowered, Ownership, Place,
    ResourceKind, Setting, Settings,
};

/// Asserted settings that only drift compares, sorted by resource.
pub(in crate::render::terraform) fn drift_only(lowered: &Lowered) -> Vec<Gap> {
    let mut unseen = Vec::new();
    for (place, settings) in &lowered.resources.places {
        unseen.extend(native(place, settings));
        unseen.extend(existing(lowered, place, settings));
    }
    unseen.sort();
    unseen
}

/// Settings of databases, buckets and the account, which are never ours.
fn native(place: &Place, settings: &Settings) -> Vec<Gap> {
    let mut unseen = Vec::new();
    for (name, instance) in &settings.db_instances {
        let list = fields(place, ResourceKind::DbInstance, name, "aws_db_instance");
        unseen.extend(list(&db_instance(instance)));
    }
    for (name, cluster) in &settings.db_clusters {
        let source = if is_rds_cluster(cluster) { "aws_rds_cluster" } else { "" };
        let list = fields(place, ResourceKind::DbCluster, name, source);
        unseen.extend(list(&db_cluster(cluster)));
    }
    for (name, settings) in &settings.buckets {
        let list = fields(place, ResourceKind::Bucket, name, "");
        unseen.extend(list(&bucket(settings)));
    }
    if let Some(settings) = &settings.account {
        let list = fields(place, ResourceKind::Account, &place.account, "");
        unseen.extend(list(&account(settings)));
    }
    unseen
}

/// Lists the settings that are stated; without a data source the reason says so.
fn fields<'a>(
    place: &'a Place,
    kind: ResourceKind,
    name: &'a str,
    source: &'static str,
) -> impl Fn(&[(&str, bool)]) -> Vec<Gap> + 'a {
    let reason = match source {
        "" => {
            "Terraform's AWS provider 5.100 has no data source for it; `policy drift` compares it"
                .to_owned()
        }
        source => {
            format!("the data source `{source}` does not show it; `policy drift` compares it")
        }
    };
    move |settings| {
        let stated = settings.iter().filter(|(_, stated)| *stated);
        stated.map(|(setting, _)| gap(place, kind, name, *setting, &reason)).collect()
    }
}

fn db_instance(instance: &DbInstance) -> Vec<(&'static str, bool)> {
    let DbInstance {
        automated_backups: _,
        multi_az: _,
        deletion_protection,
        replicated_backups,
        read_replica: _,
    } = instance;
    vec![
        ("the deletion protection", deletion_protection.is_some()),
        ("the replication of automated backups", !replicated_backups.is_empty()),
    ]
}

fn db_cluster(cluster: &DbCluster) -> Vec<(&'static str, bool)> {
    let DbCluster { engine_family: _, automated_backups, deletion_protection } = cluster;
    let unseen = !is_rds_cluster(cluster);
    let backups = automated_backups;
    vec![
        ("the deletion protection", deletion_protection.is_some()),
        ("the retention of automated backups", unseen && backups.backup_retention_period.is_some()),
        ("the backup window", unseen && backups.preferred_backup_window.is_some()),
        ("the maintenance window", unseen && backups.preferred_maintenance_window.is_some()),
    ]
}

fn bucket(bucket: &Bucket) -> Vec<(&'static str, bool)> {
    let Bucket {
        created: _,
        tags: _,
        block_public_access: _,
        encryption_key: _,
        replicated_from: _,
        versioning,
        lifecycle: _,
        object_lock,
        replication,
        replication_role: _,
    } = bucket;
    vec![
        ("the versioning", is_asserted(versioning.as_ref())),
        ("the Object Lock", is_asserted(object_lock.as_ref())),
        ("the replication", is_asserted(replication.as_ref())),
    ]
}

fn is_asserted<T>(setting: Option<&Setting<T>>) -> bool {
    setting.is_some_and(|setting| setting.ownership == Ownership::Asserted)
}

fn account(settings: &AccountSettings) -> Vec<(&'static str, bool)> {
    let AccountSettings { service_opt_in, dynamodb_advanced_features, cross_account_copy } =
        settings;
    vec![
        ("the opt-in of resource types", !service_opt_in.is_empty()),
        ("DynamoDB's advanced features", dynamodb_advanced_features.is_some()),
        ("copies across accounts", cross_account_copy.is_some()),
    ]
}

/// What the policy references and compares, but other code creates.
fn existing(lowered: &Lowered, place: &Place, settings: &Settings) -> Vec<Gap> {
    let is_existing = |kind, name: &str| lowered.is_existing(place, kind, name);
    let mut unseen = Vec::new();
    for (name, settings) in &settings.vaults {
        if is_existing(ResourceKind::Vault, name) {
            let list = fields(place, ResourceKind::Vault, name, "aws_backup_vault");
            unseen.extend(list(&vault(settings)));
        }
    }
    let plans = settings.plans.keys().map(|name| (ResourceKind::Plan, name.clone()));
    let selections = settings
        .selections
        .keys()
        .map(|(plan, name)| (ResourceKind::Selection, format!("{plan}/{name}")));
    let tests = settings
        .restore_testing_plans
        .keys()
        .map(|name| (ResourceKind::RestoreTestingPlan, name.clone()));
    for (kind, name) in plans.chain(selections).chain(tests) {
        if is_existing(kind, &name) {
            let reason = "Terraform finds it only by an id that AWS chose, or not at all; \
                          `policy drift` compares it";
            unseen.push(gap(place, kind, &name, "everything", reason));
        }
    }
    unseen
}

fn vault(vault: &BackupVault) -> Vec<(&'static str, bool)> {
    let BackupVault { kind: _, encryption_key: _, tags, lock, access, notifications } = vault;
    vec![
        ("the tags", !tags.is_empty()),
        ("the lock", lock.is_some()),
        ("the access policy", access.is_some()),
        ("the notifications", notifications.is_some()),
    ]
}
