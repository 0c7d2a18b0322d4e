//! Settings as `terraform show -json` of the provider 5.100 would print them.

use policy::resources::iam::{
    key_policy, replica_bucket_policy, trust_policy, vault_access_policy,
};
use policy::resources::{
    BackupPlan, BackupSelection, BackupVault, Bucket, Condition, ConditionOperator, KeyRef,
    Lifecycle, LifecycleRule, ObjectLockMode, Place, ReplicationRule, Resources, Settings,
    TestedPointType, TestedPoints, VaultKind, VaultRef, bucket_arn,
};
use serde_json::{Map, Value, json};

/// A state with these settings, the root module's child holding all of them.
pub(crate) fn state(resources: &Resources) -> Value {
    let mut entries = Vec::new();
    for (place, settings) in &resources.places {
        of_place(&mut entries, place, settings);
    }
    json!({
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": { "root_module": { "child_modules": [
            { "address": "module.backup", "resources": entries },
        ] } },
    })
}

#[expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]
fn entry(entries: &mut Vec<Value>, kind: &str, values: Value) {
    let address = format!("module.backup.{kind}.n{}", entries.len());
    entries.push(json!({
        "address": address,
        "mode": "managed",
        "type": kind,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": values,
    }));
}

/// The ARN of a key: AWS invents its id.
pub(crate) fn key_arn(key: &KeyRef) -> String {
    match key {
        KeyRef::Existing(arn) => arn.clone(),
        KeyRef::Created { place, alias } => place.arn("kms", &format!("key/of-{alias}")),
    }
}

fn of_place(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, all) in &settings.vaults {
        vault(entries, place, name, all);
    }
    for (name, all) in &settings.plans {
        let id = format!("{}-{name}", place.region);
        entry(entries, "aws_backup_plan", plan(place, name, &id, all));
    }
    for ((plan, name), all) in &settings.selections {
        let values = selection(&format!("{}-{plan}", place.region), name, all);
        entry(entries, "aws_backup_selection", values);
    }
    testing(entries, place, settings);
    identities(entries, place, settings);
    for (name, all) in &settings.buckets {
        bucket(entries, place, name, all);
    }
    native(entries, place, settings);
}

fn vault(entries: &mut Vec<Value>, place: &Place, name: &str, vault: &BackupVault) {
    let BackupVault { kind, encryption_key, tags, lock: _, access: _, notifications: _ } = vault;
    let arn = VaultRef { place: place.clone(), name: name.to_owned() }.arn();
    match kind {
        VaultKind::Standard => entry(
            entries,
            "aws_backup_vault",
            json!({
                "arn": arn, "id": name, "name": name, "force_destroy": false, "recovery_points": 7,
                "kms_key_arn": encryption_key.as_ref().map(key_arn),
                "tags": tags, "tags_all": tags, "timeouts": null,
            }),
        ),
        VaultKind::AirGapped { min_retention_days, max_retention_days } => {
            entry(
                entries,
                "aws_backup_logically_air_gapped_vault",
                json!({
                    "arn": arn, "id": name, "name": name,
                    "min_retention_days": min_retention_days,
                    "max_retention_days": max_retention_days,
                    "tags": tags, "tags_all": tags, "timeouts": null,
                }),
            );
        }
    }
    on_vault(entries, place, name, vault);
}

/// What is a resource of its own.
fn on_vault(entries: &mut Vec<Value>, place: &Place, name: &str, vault: &BackupVault) {
    let BackupVault { kind: _, encryption_key: _, tags: _, lock, access, notifications } = vault;
    let arn = VaultRef { place: place.clone(), name: name.to_owned() }.arn();
    if let Some(lock) = lock {
        entry(
            entries,
            "aws_backup_vault_lock_configuration",
            json!({
                "backup_vault_arn": arn, "backup_vault_name": name, "id": name,
                "changeable_for_days": lock.changeable_for_days,
                "min_retention_days": lock.min_retention_days.unwrap_or(0),
                "max_retention_days": lock.max_retention_days.unwrap_or(0),
            }),
        );
    }
    if let Some(access) = access {
        entry(
            entries,
            "aws_backup_vault_policy",
            json!({
                "backup_vault_arn": arn, "backup_vault_name": name, "id": name,
                "policy": vault_access_policy(place, access).to_json().to_string(),
            }),
        );
    }
    if let Some(all) = notifications {
        entry(
            entries,
            "aws_backup_vault_notifications",
            json!({
                "backup_vault_arn": arn, "backup_vault_name": name, "id": name,
                "sns_topic_arn": all.sns_topic_arn,
                "backup_vault_events": all.backup_vault_events,
            }),
        );
    }
}

/// The provider writes one block, and 0 for what is not set.
fn lifecycle(lifecycle: &Lifecycle) -> Value {
    if *lifecycle == Lifecycle::default() {
        return json!([]);
    }
    json!([{
        "cold_storage_after": lifecycle.move_to_cold_storage_after_days.unwrap_or(0),
        "delete_after": lifecycle.delete_after_days.unwrap_or(0),
        "opt_in_to_archive_for_supported_resources":
            lifecycle.opt_in_to_archive_for_supported_resources,
    }])
}

fn plan(place: &Place, name: &str, id: &str, plan: &BackupPlan) -> Value {
    let rules = plan.rules.iter().map(|rule| {
        let copies = rule.copy_actions.iter().map(|copy| {
            json!({
                "destination_vault_arn": copy.destination_backup_vault.arn(),
                "lifecycle": lifecycle(&copy.lifecycle),
            })
        });
        json!({
            "rule_name": rule.rule_name,
            "target_vault_name": rule.target_backup_vault.name,
            "schedule": rule.schedule_expression,
            "schedule_expression_timezone": rule.schedule_expression_timezone,
            "start_window": rule.start_window_minutes,
            "completion_window": rule.completion_window_minutes,
            "enable_continuous_backup": rule.enable_continuous_backup,
            "recovery_point_tags": rule.recovery_point_tags,
            "lifecycle": lifecycle(&rule.lifecycle),
            "copy_action": copies.collect::<Vec<_>>(),
        })
    });
    let advanced = plan.advanced_backup_settings.iter().map(|setting| {
        json!({
            "resource_type": setting.resource_type, "backup_options": setting.backup_options,
        })
    });
    json!({
        "arn": place.arn("backup", &format!("backup-plan:{id}")), "id": id, "name": name,
        "version": "NGI0", "tags": plan.tags, "tags_all": plan.tags,
        "rule": rules.collect::<Vec<_>>(),
        "advanced_backup_setting": advanced.collect::<Vec<_>>(),
    })
}

fn selection(plan_id: &str, name: &str, selection: &BackupSelection) -> Value {
    let tags = selection.list_of_tags.iter().map(|tag| {
        json!({
            "type": "STRINGEQUALS", "key": tag.key, "value": tag.value,
        })
    });
    let of = |operator: ConditionOperator| {
        let conditions = selection.conditions.iter().filter(|one| one.operator == operator);
        let pair = |Condition { operator: _, key, value }: &Condition| {
            json!({
                "key": format!("aws:ResourceTag/{key}"), "value": value,
            })
        };
        conditions.map(pair).collect::<Vec<_>>()
    };
    json!({
        "id": "s-1", "plan_id": plan_id, "name": name,
        "iam_role_arn": selection.iam_role.arn(),
        "resources": selection.resources,
        "not_resources": selection.not_resources,
        "selection_tag": tags.collect::<Vec<_>>(),
        "condition": [{
            "string_equals": of(ConditionOperator::Equals),
            "string_not_equals": of(ConditionOperator::NotEquals),
            "string_like": of(ConditionOperator::Like),
            "string_not_like": of(ConditionOperator::NotLike),
        }],
    })
}

fn testing(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, plan) in &settings.restore_testing_plans {
        let kinds = plan.recovery_point_types.iter().map(|kind| match kind {
            TestedPointType::Continuous => "CONTINUOUS",
            TestedPointType::Snapshot => "SNAPSHOT",
        });
        entry(
            entries,
            "aws_backup_restore_testing_plan",
            json!({
                "arn": place.arn("backup", &format!("restore-testing-plan:{name}-1")),
                "name": name,
                "schedule_expression": plan.schedule_expression,
                "schedule_expression_timezone": plan.schedule_expression_timezone,
                "start_window_hours": plan.start_window_hours,
                "recovery_point_selection": [{
                    "algorithm": match plan.algorithm {
                        TestedPoints::Latest => "LATEST_WITHIN_WINDOW",
                        TestedPoints::Random => "RANDOM_WITHIN_WINDOW",
                    },
                    "include_vaults": plan.include_vaults, "exclude_vaults": [],
                    "recovery_point_types": kinds.collect::<Vec<_>>(),
                    "selection_window_days": plan.selection_window_days,
                }],
                "tags": plan.tags, "tags_all": plan.tags,
            }),
        );
        for (selection, tested) in &plan.selections {
            entry(
                entries,
                "aws_backup_restore_testing_selection",
                json!({
                    "name": selection, "restore_testing_plan_name": name,
                    "iam_role_arn": tested.iam_role.arn(),
                    "protected_resource_type": tested.protected_resource_type,
                    "protected_resource_arns": tested.protected_resource_arns,
                    "protected_resource_conditions": [],
                    "restore_metadata_overrides": {},
                    "validation_window_hours": tested.validation_window_hours,
                }),
            );
        }
    }
}

fn identities(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, role) in &settings.roles {
        entry(
            entries,
            "aws_iam_role",
            json!({
                "arn": format!("arn:{}:iam::{}:role/{name}", place.partition, place.account),
                "id": name, "name": name, "path": "/", "description": role.description,
                "assume_role_policy": trust_policy(&role.service).to_json().to_string(),
                "inline_policy": [], "managed_policy_arns": [], "max_session_duration": 3600,
                "tags": role.tags, "tags_all": role.tags,
            }),
        );
        for arn in &role.managed_policies {
            entry(
                entries,
                "aws_iam_role_policy_attachment",
                json!({ "role": name, "policy_arn": arn }),
            );
        }
        for inline in &role.inline_policies {
            entry(
                entries,
                "aws_iam_role_policy",
                json!({
                    "id": format!("{name}:{}", inline.name), "role": name, "name": inline.name,
                    "policy": inline.document.to_string(),
                }),
            );
        }
    }
    for (alias, key) in &settings.keys {
        let arn = key_arn(&KeyRef::Created { place: place.clone(), alias: alias.clone() });
        entry(
            entries,
            "aws_kms_key",
            json!({
                "arn": arn, "id": alias, "key_id": alias, "description": key.description,
                "is_enabled": true, "policy": key_policy(place, key).to_json().to_string(),
                "tags": key.tags, "tags_all": key.tags,
            }),
        );
        entry(
            entries,
            "aws_kms_alias",
            json!({
                "arn": place.arn("kms", &format!("alias/{alias}")), "id": format!("alias/{alias}"),
                "name": format!("alias/{alias}"), "target_key_arn": arn, "target_key_id": alias,
            }),
        );
    }
}

fn bucket(entries: &mut Vec<Value>, place: &Place, name: &str, bucket: &Bucket) {
    let with = |values| of_bucket(name, values);
    entry(
        entries,
        "aws_s3_bucket",
        with(json!({
            "arn": bucket_arn(&place.partition, name), "region": place.region,
            "object_lock_enabled": bucket.object_lock.is_some(), "force_destroy": false,
            "tags": bucket.tags, "tags_all": bucket.tags, "versioning": [{ "enabled": false }],
        })),
    );
    let on = bucket.block_public_access;
    entry(
        entries,
        "aws_s3_bucket_public_access_block",
        with(json!({
            "block_public_acls": on, "block_public_policy": on,
            "ignore_public_acls": on, "restrict_public_buckets": on,
        })),
    );
    if let Some(key) = &bucket.encryption_key {
        entry(
            entries,
            "aws_s3_bucket_server_side_encryption_configuration",
            with(json!({
                "rule": [{ "bucket_key_enabled": true, "apply_server_side_encryption_by_default": [
                    { "kms_master_key_id": key_arn(key), "sse_algorithm": "aws:kms" },
                ] }],
            })),
        );
    }
    if !bucket.replicated_from.is_empty() {
        let roles: Vec<String> = bucket.replicated_from.iter().map(|role| role.arn()).collect();
        let policy = replica_bucket_policy(place, name, &roles).to_json().to_string();
        entry(entries, "aws_s3_bucket_policy", with(json!({ "policy": policy })));
    }
    versions(entries, name, bucket);
}

fn of_bucket(name: &str, mut values: Value) -> Value {
    values["bucket"] = name.into();
    values["id"] = name.into();
    values
}

fn versions(entries: &mut Vec<Value>, name: &str, bucket: &Bucket) {
    let with = |values| of_bucket(name, values);
    if let Some(versioning) = &bucket.versioning {
        entry(
            entries,
            "aws_s3_bucket_versioning",
            with(json!({
                "mfa": null, "expected_bucket_owner": "",
                "versioning_configuration": [
                    { "status": format!("{:?}", versioning.value), "mfa_delete": "" },
                ],
            })),
        );
    }
    if let Some(lifecycle) = &bucket.lifecycle {
        entry(
            entries,
            "aws_s3_bucket_lifecycle_configuration",
            with(json!({
                "transition_default_minimum_object_size":
                    match lifecycle.transition_default_minimum_object_size {
                        policy::resources::SmallObjects::AllStorageClasses128K => "all_storage_classes_128K",
                        policy::resources::SmallObjects::VariesByStorageClass => "varies_by_storage_class",
                    },
                "rule": lifecycle.rules.iter().map(lifecycle_rule).collect::<Vec<_>>(),
                "timeouts": null,
            })),
        );
    }
    kept(entries, name, bucket);
}

fn kept(entries: &mut Vec<Value>, name: &str, bucket: &Bucket) {
    let with = |values| of_bucket(name, values);
    if let Some(lock) = &bucket.object_lock {
        let mode = match lock.value.mode {
            ObjectLockMode::Compliance => "COMPLIANCE",
            ObjectLockMode::Governance => "GOVERNANCE",
        };
        entry(
            entries,
            "aws_s3_bucket_object_lock_configuration",
            with(json!({
                "object_lock_enabled": "Enabled", "token": null,
                "rule": [{ "default_retention": [{ "mode": mode, "days": lock.value.days, "years": 0 }] }],
            })),
        );
    }
    if let Some(rules) = &bucket.replication {
        let role = bucket.replication_role.as_ref().map(|role| role.arn());
        entry(
            entries,
            "aws_s3_bucket_replication_configuration",
            with(json!({
                "role": role.unwrap_or_else(|| "arn:aws:iam::111122223333:role/other".to_owned()),
                "rule": rules.value.iter().map(replication_rule).collect::<Vec<_>>(),
            })),
        );
    }
}

fn lifecycle_rule(rule: &LifecycleRule) -> Value {
    let filter = &rule.filter;
    let mut members = Map::new();
    members.insert("prefix".into(), filter.prefix.clone().unwrap_or_default().into());
    members.insert("object_size_greater_than".into(), json!(filter.object_size_greater_than));
    members.insert("object_size_less_than".into(), json!(filter.object_size_less_than));
    let filter = if filter.predicates() > 1 {
        members.insert("tags".into(), json!(filter.tags));
        json!([{ "and": [members], "prefix": null, "tag": [] }])
    } else {
        let tags = filter.tags.iter().map(|(key, value)| json!({ "key": key, "value": value }));
        members.insert("tag".into(), tags.collect());
        json!([members])
    };
    let expiration =
        (rule.expiration_days.is_some() || rule.expired_object_delete_marker).then(|| {
            json!({
                "date": null, "days": rule.expiration_days.unwrap_or(0),
                "expired_object_delete_marker": rule.expired_object_delete_marker,
            })
        });
    let transitions = rule.transitions.iter().map(|transition| {
        json!({
            "date": null, "days": transition.days, "storage_class": transition.storage_class,
        })
    });
    let noncurrent = rule.noncurrent_transitions.iter().map(|transition| {
        json!({
            "noncurrent_days": transition.noncurrent_days,
            "newer_noncurrent_versions": transition.newer_noncurrent_versions,
            "storage_class": transition.storage_class,
        })
    });
    let expiring = rule.noncurrent_expiration.iter().map(|expiration| {
        json!({
            "noncurrent_days": expiration.noncurrent_days,
            "newer_noncurrent_versions": expiration.newer_noncurrent_versions,
        })
    });
    let abort = rule.abort_incomplete_multipart_upload_days.iter();
    let abort = abort.map(|days| json!({ "days_after_initiation": days }));
    json!({
        "id": rule.id, "status": "Enabled", "prefix": "", "filter": filter,
        "expiration": expiration.into_iter().collect::<Vec<_>>(),
        "transition": transitions.collect::<Vec<_>>(),
        "noncurrent_version_transition": noncurrent.collect::<Vec<_>>(),
        "noncurrent_version_expiration": expiring.collect::<Vec<_>>(),
        "abort_incomplete_multipart_upload": abort.collect::<Vec<_>>(),
    })
}

fn replication_rule(rule: &ReplicationRule) -> Value {
    let status = |on: bool| if on { "Enabled" } else { "Disabled" };
    let key: Vec<Value> =
        rule.replica_key.iter().map(|key| json!({ "replica_kms_key_id": key_arn(key) })).collect();
    let time = if rule.time_control {
        json!([{ "status": "Enabled", "time": [{ "minutes": 15 }] }])
    } else {
        json!([])
    };
    let owner = rule.destination_account.iter().map(|_| json!({ "owner": "Destination" }));
    json!({
        "id": rule.id, "priority": rule.priority, "status": "Enabled", "prefix": "",
        "filter": [{ "prefix": "", "and": [], "tag": [] }],
        "delete_marker_replication": [{ "status": status(rule.delete_markers) }],
        "source_selection_criteria": [{ "replica_modifications": [], "sse_kms_encrypted_objects": [
            { "status": status(rule.replica_key.is_some()) },
        ] }],
        "destination": [{
            "bucket": bucket_arn(&rule.partition, &rule.destination_bucket),
            "account": rule.destination_account.clone().unwrap_or_default(),
            "storage_class": rule.storage_class.clone().unwrap_or_default(),
            "access_control_translation": owner.collect::<Vec<_>>(),
            "encryption_configuration": key,
            "replication_time": time, "metrics": [],
        }],
    })
}

fn native(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
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
