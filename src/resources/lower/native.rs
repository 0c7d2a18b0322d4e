//! Native settings of databases, tables and caches, and of the account.

use std::collections::BTreeMap;

use super::{Lowering, id, label};
use crate::resolved::{self, CacheNative, DatabaseNative, DynamodbNative, Native, Resource};
use crate::resources::{
    AccountSettings, AutomatedBackups, CacheGroup, DbCluster, DbInstance, Label, Place,
    ReadReplica, ReplicatedBackups, ResourceKind, Table,
};
use crate::source::Spanned;

impl Lowering<'_> {
    pub(super) fn natives(&mut self, home: &Place) {
        for resource in self.policy.resources.values() {
            match &resource.native {
                Native::Dynamodb(table) => self.tables(resource, table, home),
                Native::Database(database) => self.database(resource, database, home),
                Native::Cache(cache) => self.cache(resource, cache, home),
                Native::Bucket(_) | Native::None => {}
            }
        }
        if let Some(stated) = &self.policy.account_settings {
            let mut types: Vec<String> =
                stated.service_opt_in.iter().flatten().map(|name| name.value.clone()).collect();
            types.sort();
            types.dedup();
            let account = AccountSettings {
                service_opt_in: types,
                dynamodb_advanced_features: stated.dynamodb_advanced_features.map(|f| f.value),
                cross_account_copy: stated.cross_account_copy.map(|f| f.value),
            };
            let key = "account_settings".to_owned();
            let own = Label { origin: key.clone(), key, ..Label::default() };
            self.out.labels.insert(id(home, ResourceKind::Account, ""), own);
            self.settings(home).account = Some(account);
        }
    }

    fn tables(&mut self, resource: &Resource, native: &DynamodbNative, home: &Place) {
        let pitr = native.point_in_time_recovery.as_ref();
        let default = crate::facts::native::DYNAMODB_PITR_DEFAULT_DAYS.value;
        let mut replica_regions: Vec<String> =
            native.replica_regions.iter().map(|region| region.value.clone()).collect();
        replica_regions.sort();
        let table = Table {
            point_in_time_recovery_days: pitr
                .map(|pitr| pitr.value.as_ref().map_or(default, |days| days.value.most)),
            deletion_protection: native.on_delete.deletion_protection.map(|flag| flag.value),
            replica_regions,
        };
        for name in &resource.identifiers {
            self.label(home, ResourceKind::Table, &name.value, asserted(resource));
            self.settings(home).tables.insert(name.value.clone(), table.clone());
        }
    }

    fn database(&mut self, resource: &Resource, native: &DatabaseNative, home: &Place) {
        let deletion_protection = native.on_delete.deletion_protection.map(|flag| flag.value);
        if let Some(cluster) = &native.cluster {
            let lowered = DbCluster {
                engine_family: resource.type_name.value.clone(),
                automated_backups: automated_backups(native.automated_backups.as_ref()),
                deletion_protection,
            };
            self.label(home, ResourceKind::DbCluster, &cluster.value, asserted(resource));
            self.settings(home).db_clusters.insert(cluster.value.clone(), lowered);
        }
        let Some(instance) = &native.instance else { return };
        let replication = native.automated_backup_replication.as_ref().filter(|r| !r.planned);
        let replicated = replication.and_then(|replication| {
            let retention_days = replication.retention.as_ref()?.value.most;
            Some((replication.region.as_ref()?.value.clone(), ReplicatedBackups { retention_days }))
        });
        let lowered = DbInstance {
            automated_backups: automated_backups(native.automated_backups.as_ref()),
            multi_az: native.multi_az.map(|flag| flag.value),
            deletion_protection,
            replicated_backups: replicated.into_iter().collect::<BTreeMap<_, _>>(),
            read_replica: None,
        };
        self.label(home, ResourceKind::DbInstance, &instance.value, asserted(resource));
        self.settings(home).db_instances.insert(instance.value.clone(), lowered);
        self.replicas(resource, native, instance, home);
    }

    /// Replicas whose identifier the policy states.
    fn replicas(
        &mut self,
        resource: &Resource,
        native: &DatabaseNative,
        source: &Spanned<String>,
        home: &Place,
    ) {
        for (key, replica) in native.read_replicas.iter().filter(|(_, replica)| !replica.planned) {
            let Some(instance) = &replica.instance else { continue };
            let region = replica.region.as_ref().map_or(&home.region, |region| &region.value);
            let place = Place { region: region.clone(), ..home.clone() };
            let lowered = DbInstance {
                automated_backups: automated_backups(replica.automated_backups.as_ref()),
                multi_az: replica.multi_az.map(|flag| flag.value),
                read_replica: Some(ReadReplica {
                    source: source.value.clone(),
                    source_region: home.region.clone(),
                }),
                ..DbInstance::default()
            };
            let key = format!("{}/{key}", resource.at.key);
            let own = Label { key, origin: replica.path.clone(), existing: true, was: Vec::new() };
            self.label(&place, ResourceKind::DbInstance, &instance.value, own);
            self.settings(&place).db_instances.insert(instance.value.clone(), lowered);
        }
    }

    fn cache(&mut self, resource: &Resource, native: &CacheNative, home: &Place) {
        let group = CacheGroup {
            snapshot_retention_limit: native.retention.as_ref().map(|days| days.value.most),
            snapshot_window: native.window.as_ref().map(|window| window.value.to_string()),
            multi_az: native.multi_az.map(|flag| flag.value),
        };
        for name in &resource.identifiers {
            self.label(home, ResourceKind::CacheGroup, &name.value, asserted(resource));
            self.settings(home).cache_groups.insert(name.value.clone(), group.clone());
        }
    }
}

/// Databases, tables and caches belong to other code.
fn asserted(resource: &Resource) -> Label {
    Label { existing: true, ..label(&resource.at) }
}

fn automated_backups(stated: Option<&resolved::AutomatedBackups>) -> AutomatedBackups {
    let stated = stated.filter(|backups| !backups.planned);
    stated.map_or_else(AutomatedBackups::default, |backups| AutomatedBackups {
        backup_retention_period: backups.retention.as_ref().map(|days| days.value.most),
        preferred_backup_window: backups.window.as_ref().map(|window| window.value.to_string()),
        preferred_maintenance_window: backups
            .maintenance_window
            .as_ref()
            .map(|window| window.value.to_string()),
    })
}
