//! Vaults, plans, selections and restore testing as a state holds them.

use policy::resources::iam::vault_access_policy;
use policy::resources::{
    BackupPlan, BackupSelection, BackupVault, Condition, ConditionOperator, Lifecycle, Place,
    Settings, TestedPointType, TestedPoints, VaultKind, VaultRef,
};
use serde_json::{Value, json};

use super::{entry, key_arn};

pub(super) fn vault(entries: &mut Vec<Value>, place: &Place, name: &str, vault: &BackupVault) {
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

pub(super) fn plan(place: &Place, name: &str, id: &str, plan: &BackupPlan) -> Value {
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

pub(super) fn selection(plan_id: &str, name: &str, selection: &BackupSelection) -> Value {
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

pub(super) fn testing(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
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
