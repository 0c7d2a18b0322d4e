//! Checks of databases, tables and caches.

use hcl::Expression;
use hcl::expr::{BinaryOperator, Operation, UnaryOperator};
use policy::resources::{
    AutomatedBackups, CacheGroup, DbCluster, DbInstance, Place, ReadReplica, Resources, Table,
};
use serde_json::{Value, json};

use super::module::{Module, path, text};

pub(super) fn read(module: &Module, resources: &mut Resources) {
    for mut check in module.checks() {
        let mut data = check.block("data").unwrap();
        let place = module.place(&data.expression("provider").unwrap());
        let data_type = data.labels[0].clone();
        let name = ["name", "db_instance_identifier", "cluster_identifier", "replication_group_id"]
            .iter()
            .find_map(|argument| data.take(argument));
        data.finish();
        let settings = resources.places.entry(place.clone()).or_default();
        for mut assertion in check.blocks("assert") {
            let (attribute, value) = asserted(module, &assertion.expression("condition").unwrap());
            let name = text(name.clone());
            match data_type.as_str() {
                "aws_backup_vault" => assert!(matches!(attribute.as_str(), "arn" | "kms_key_arn")),
                "aws_db_instance" => {
                    let instance = settings.db_instances.entry(name).or_default();
                    db_instance(instance, &place, &attribute, &value);
                }
                "aws_rds_cluster" => {
                    let cluster = settings.db_clusters.entry(name).or_default();
                    db_cluster(cluster, &attribute, &value);
                }
                "aws_dynamodb_table" => {
                    table(settings.tables.entry(name).or_default(), &attribute, &value);
                }
                _ => {
                    let group = settings.cache_groups.entry(name).or_default();
                    cache_group(group, &attribute, &value);
                }
            }
            let message = text(assertion.take("error_message"));
            assert!(message.contains(&attribute), "{message} names the setting");
            assertion.finish();
        }
        check.finish();
    }
}

/// The attribute that a condition is about, and the value it wants.
fn asserted(module: &Module, condition: &Expression) -> (String, Value) {
    match condition {
        Expression::Traversal(_) => (path(condition)[3..].join("."), json!(true)),
        Expression::FuncCall(call) if call.name.name.as_str() == "contains" => {
            (path(&call.args[0])[3..].join("."), module.value(&call.args[1]))
        }
        Expression::FuncCall(call) => (path(&call.args[0])[3..].join("."), json!(true)),
        Expression::Operation(operation) => match operation.as_ref() {
            Operation::Unary(not) => {
                assert_eq!(not.operator, UnaryOperator::Not);
                (asserted(module, &not.expr).0, json!(false))
            }
            Operation::Binary(equals) => {
                assert_eq!(equals.operator, BinaryOperator::Eq);
                (asserted(module, &equals.lhs_expr).0, module.value(&equals.rhs_expr))
            }
        },
        other => panic!("{other:?}"),
    }
}

fn days(value: &Value) -> Option<u32> {
    Some(u32::try_from(value.as_u64().unwrap()).unwrap())
}

fn window(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn automated_backups(backups: &mut AutomatedBackups, attribute: &str, value: &Value) {
    match attribute {
        "backup_retention_period" => backups.backup_retention_period = days(value),
        "preferred_backup_window" => backups.preferred_backup_window = window(value),
        "preferred_maintenance_window" => backups.preferred_maintenance_window = window(value),
        other => panic!("{other}"),
    }
}

fn db_instance(instance: &mut DbInstance, place: &Place, attribute: &str, value: &Value) {
    match attribute {
        "multi_az" => instance.multi_az = value.as_bool(),
        "replicate_source_db" => {
            let source = value.as_str().unwrap();
            let parts: Vec<&str> = source.split(':').collect();
            let source_region = parts.get(3).map_or(place.region.clone(), |&part| part.to_owned());
            let source = parts.last().unwrap().to_string();
            instance.read_replica = Some(ReadReplica { source, source_region });
        }
        _ => automated_backups(&mut instance.automated_backups, attribute, value),
    }
}

fn db_cluster(cluster: &mut DbCluster, attribute: &str, value: &Value) {
    cluster.engine_family = "aurora".into();
    automated_backups(&mut cluster.automated_backups, attribute, value);
}

fn table(table: &mut Table, attribute: &str, value: &Value) {
    match attribute {
        "point_in_time_recovery.enabled" => assert_eq!(value, true),
        "point_in_time_recovery.recovery_period_in_days" => {
            table.point_in_time_recovery_days = days(value);
        }
        "deletion_protection_enabled" => table.deletion_protection = value.as_bool(),
        "replica.region_name" => table.replica_regions.push(value.as_str().unwrap().to_owned()),
        other => panic!("{other}"),
    }
}

fn cache_group(group: &mut CacheGroup, attribute: &str, value: &Value) {
    match attribute {
        "snapshot_retention_limit" => group.snapshot_retention_limit = days(value),
        "snapshot_window" => group.snapshot_window = window(value),
        "multi_az_enabled" => group.multi_az = value.as_bool(),
        "automatic_failover_enabled" => assert_eq!(value, true),
        other => panic!("{other}"),
    }
}
