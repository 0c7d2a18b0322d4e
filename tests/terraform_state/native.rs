//! Databases, tables, caches and the account as a state holds them.

use policy::resources::{Place, Settings};
use serde_json::{Map, Value, json};

use super::entry;

pub(super) fn native(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, instance) in &settings.db_instances {
        let backups = &instance.automated_backups;
        let source = instance.read_replica.as_ref().map(|replica| {
            let there = Place { region: replica.source_region.clone(), ..place.clone() };
            if replica.source_region == place.region {
                replica.source.clone()
            } else {
                there.arn("rds", &format!("db:{}", replica.source))
            }
        });
        let arn = place.arn("rds", &format!("db:{name}"));
        entry(
            entries,
            "aws_db_instance",
            json!({
                "arn": arn, "id": "db-1", "identifier": name, "password": "hunter2",
                "backup_retention_period": backups.backup_retention_period,
                "backup_window": backups.preferred_backup_window,
                "maintenance_window": backups.preferred_maintenance_window,
                "multi_az": instance.multi_az,
                "deletion_protection": instance.deletion_protection,
                "replicate_source_db": source.unwrap_or_default(),
            }),
        );
        for (region, replicated) in &instance.replicated_backups {
            let there = Place { region: region.clone(), ..place.clone() };
            entry(
                entries,
                "aws_db_instance_automated_backups_replication",
                json!({
                    "id": there.arn("rds", "auto-backup:ab-1"), "source_db_instance_arn": arn,
                    "retention_period": replicated.retention_days,
                }),
            );
        }
    }
    clusters(entries, place, settings);
    tables(entries, place, settings);
    account(entries, place, settings);
}

fn clusters(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, cluster) in &settings.db_clusters {
        let (kind, engine) = match cluster.engine_family.as_str() {
            "documentdb" => ("aws_docdb_cluster", "docdb"),
            "neptune" => ("aws_neptune_cluster", "neptune"),
            "aurora" => ("aws_rds_cluster", "aurora-postgresql"),
            _ => ("aws_rds_cluster", "postgres"),
        };
        let backups = &cluster.automated_backups;
        entry(
            entries,
            kind,
            json!({
                "arn": place.arn("rds", &format!("cluster:{name}")), "cluster_identifier": name,
                "engine": engine, "master_password": "hunter2",
                "backup_retention_period": backups.backup_retention_period,
                "preferred_backup_window": backups.preferred_backup_window,
                "preferred_maintenance_window": backups.preferred_maintenance_window,
                "deletion_protection": cluster.deletion_protection,
            }),
        );
    }
}

fn tables(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, table) in &settings.tables {
        let days = table.point_in_time_recovery_days;
        let replicas = table.replica_regions.iter().map(|region| json!({ "region_name": region }));
        entry(
            entries,
            "aws_dynamodb_table",
            json!({
                "arn": place.arn("dynamodb", &format!("table/{name}")), "name": name,
                "point_in_time_recovery": [
                    { "enabled": days.is_some(), "recovery_period_in_days": days.unwrap_or(0) },
                ],
                "deletion_protection_enabled": table.deletion_protection,
                "replica": replicas.collect::<Vec<_>>(),
            }),
        );
    }
    for (name, group) in &settings.cache_groups {
        entry(
            entries,
            "aws_elasticache_replication_group",
            json!({
                "arn": place.arn("elasticache", &format!("replicationgroup:{name}")),
                "replication_group_id": name, "auth_token": "hunter2",
                "snapshot_retention_limit": group.snapshot_retention_limit,
                "snapshot_window": group.snapshot_window,
                "multi_az_enabled": group.multi_az, "automatic_failover_enabled": group.multi_az,
            }),
        );
    }
}

fn account(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    if let Some(account) = &settings.account {
        let types: Map<String, Value> =
            account.service_opt_in.iter().map(|name| (name.clone(), true.into())).collect();
        let mut types = types;
        types.insert("Timestream".into(), false.into());
        entry(
            entries,
            "aws_backup_region_settings",
            json!({
                "id": place.region, "resource_type_opt_in_preference": types,
                "resource_type_management_preference": { "DynamoDB": account.dynamodb_advanced_features },
            }),
        );
        entry(
            entries,
            "aws_backup_global_settings",
            json!({
                "id": place.account,
                "global_settings": { "isCrossAccountBackupEnabled": account.cross_account_copy.map(|on| on.to_string()) },
            }),
        );
    }
}
