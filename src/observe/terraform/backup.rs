//! Vaults, plans, selections and restore testing of AWS Backup.

use super::arn::{Arn, place_of};
use super::reading::{Reading, Resource};
use super::values::{Fault, Known, Values};
use crate::facts::defaults::absent;
use crate::facts::selection::CONDITION_KEY_PREFIX;
use crate::observe::LockInForce;
use crate::observe::vault_policy::{VaultPolicy, vault_policy};
use crate::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, BackupSelection, BackupVault, Condition,
    ConditionOperator, CopyAction, KeyRef, Lifecycle, Notifications, Place, ResourceKind,
    RestoreTestingPlan, RestoreTestingSelection, RoleRef, TagEquals, TestedPointType, TestedPoints,
    VaultKind, VaultLock, VaultRef,
};

/// An ordinary vault.
pub(super) fn vault(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    insert_vault(reading, resource, VaultKind::Standard)
}

/// An air-gapped vault.
pub(super) fn air_gapped_vault(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let days = |name| values.count(name)?.ok_or(Fault::Unknown);
    let kind = VaultKind::AirGapped {
        min_retention_days: days("min_retention_days")?,
        max_retention_days: days("max_retention_days")?,
    };
    insert_vault(reading, resource, kind)
}

fn insert_vault(reading: &mut Reading<'_>, resource: &Resource<'_>, kind: VaultKind) -> Known<()> {
    let values = resource.values;
    let place = resource.place(values.text("arn")?)?;
    let name = values.needed("name")?;
    let vault = BackupVault {
        kind,
        // An air-gapped vault has it under another name.
        encryption_key: values
            .owned("kms_key_arn")?
            .or(values.owned("encryption_key_arn")?)
            .map(KeyRef::Existing),
        tags: values.tags()?,
        lock: None,
        access: None,
        notifications: None,
    };
    let seen = reading.at(&place);
    seen.settings.vaults.entry(name.to_owned()).or_insert(vault);
    for field in ["lock", "access", "notifications"] {
        // What is on an air-gapped vault by nature is not set apart from it.
        if field != "lock" || kind == VaultKind::Standard {
            reading.apart(&place, ResourceKind::Vault, name, field);
        }
    }
    Ok(())
}

/// Something that is set on a vault: with the vault itself.
fn on_vault<'r>(
    reading: &'r mut Reading<'_>,
    resource: &Resource<'_>,
    field: &'static str,
) -> Known<Option<(Place, String, &'r mut BackupVault)>> {
    let values = resource.values;
    let place = resource.place(values.text("backup_vault_arn")?)?;
    let name = values.needed("backup_vault_name")?.to_owned();
    reading.found(&place, ResourceKind::Vault, &name, field);
    let seen = reading.at(&place);
    Ok(seen.settings.vaults.get_mut(&name).map(|vault| (place, name, vault)))
}

pub(super) fn lock(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let lock = VaultLock {
        min_retention_days: values.positive("min_retention_days")?,
        max_retention_days: values.positive("max_retention_days")?,
        changeable_for_days: values.positive("changeable_for_days")?,
    };
    let Some((place, name, vault)) = on_vault(reading, resource, "lock")? else { return Ok(()) };
    vault.lock = Some(lock);
    if lock.changeable_for_days.is_none() {
        let locks = &mut reading.at(&place).answers.locks;
        locks.insert(name, LockInForce { lock_date: None });
    }
    Ok(())
}

pub(super) fn access(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let policy = resource.values.needed("policy")?;
    let Some((place, name, vault)) = on_vault(reading, resource, "access")? else {
        return Ok(());
    };
    let arn = place.arn("backup", &format!("backup-vault:{name}"));
    let read = vault_policy(&place, &arn, policy);
    let VaultPolicy { access, others } =
        read.ok_or_else(|| Fault::Wrong("`policy` is no policy of IAM".to_owned()))?;
    vault.access = access;
    for (statement, value) in others {
        let field = format!("AccessPolicy.Statement[{statement}]");
        reading.beyond(&place, ResourceKind::Vault, &name, &field, &value);
    }
    Ok(())
}

pub(super) fn notifications(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let notifications = Notifications {
        sns_topic_arn: values.needed("sns_topic_arn")?.to_owned(),
        backup_vault_events: values.texts("backup_vault_events")?,
    };
    if let Some((_, _, vault)) = on_vault(reading, resource, "notifications")? {
        vault.notifications = Some(notifications);
    }
    Ok(())
}

pub(super) fn plan(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let place = resource.place(values.text("arn")?)?;
    let name = values.needed("name")?;
    let rules = values.blocks("rule")?.into_iter().map(|values| rule(values, &place));
    let advanced = values.blocks("advanced_backup_setting")?.into_iter().map(|values| {
        Ok(AdvancedBackupSetting {
            resource_type: values.needed("resource_type")?.to_owned(),
            backup_options: values.map("backup_options")?,
        })
    });
    let plan = BackupPlan {
        rules: rules.collect::<Known<_>>()?,
        advanced_backup_settings: advanced.collect::<Known<_>>()?,
        tags: values.tags()?,
    };
    let id = values.text("id")?.unwrap_or_default();
    let plans = &mut reading.at(&place).settings.plans;
    // AWS takes several plans of one name.
    let name = if plans.contains_key(name) { format!("{name} [{id}]") } else { name.to_owned() };
    plans.insert(name.clone(), plan);
    for values in values.blocks("rule")? {
        let rule = values.needed("rule_name")?;
        for (field, value) in beyond_rule(values)? {
            let field = format!("Rules[{rule}].{field}");
            reading.beyond(&place, ResourceKind::Plan, &name, &field, &value);
        }
    }
    reading.plans.insert(id.to_owned(), (place, name));
    Ok(())
}

/// What provider 6 knows of a rule and no policy can state.
fn beyond_rule(values: Values<'_>) -> Known<Vec<(&'static str, String)>> {
    let mut all = Vec::new();
    let vault = values.owned("target_logically_air_gapped_backup_vault_arn")?;
    all.extend(vault.map(|arn| ("TargetLogicallyAirGappedBackupVaultArn", arn)));
    for (block, field) in [("index_action", "IndexActions"), ("scan_action", "ScanActions")] {
        if !values.blocks(block)?.is_empty() {
            all.push((field, "set".to_owned()));
        }
    }
    Ok(all)
}

fn rule(values: Values<'_>, place: &Place) -> Known<BackupRule> {
    let default = |field| absent(field).unwrap_or_default();
    let minutes = |name, field| {
        let absent = default(field).parse().unwrap_or_default();
        Ok(values.long(name)?.filter(|minutes| *minutes > 0).unwrap_or(absent))
    };
    let copies = values.blocks("copy_action")?.into_iter().map(|values| {
        let arn = values.needed("destination_vault_arn")?;
        Ok(CopyAction { destination_backup_vault: vault_of(arn)?, lifecycle: lifecycle(values)? })
    });
    let zone = values.owned("schedule_expression_timezone")?;
    Ok(BackupRule {
        rule_name: values.needed("rule_name")?.to_owned(),
        target_backup_vault: VaultRef {
            place: place.clone(),
            name: values.needed("target_vault_name")?.to_owned(),
        },
        schedule_expression: values.owned("schedule")?.unwrap_or_default(),
        schedule_expression_timezone: zone.unwrap_or_default(),
        start_window_minutes: minutes("start_window", "BackupRule.StartWindowMinutes")?,
        completion_window_minutes: minutes(
            "completion_window",
            "BackupRule.CompletionWindowMinutes",
        )?,
        lifecycle: lifecycle(values)?,
        enable_continuous_backup: values.is_set("enable_continuous_backup")?,
        recovery_point_tags: values.map("recovery_point_tags")?,
        copy_actions: copies.collect::<Known<_>>()?,
    })
}

/// The block `lifecycle`, in which 0 is no limit.
fn lifecycle(values: Values<'_>) -> Known<Lifecycle> {
    let Some(values) = values.block("lifecycle")? else { return Ok(Lifecycle::default()) };
    Ok(Lifecycle {
        move_to_cold_storage_after_days: values.bound("cold_storage_after")?,
        delete_after_days: values.bound("delete_after")?,
        opt_in_to_archive_for_supported_resources: values
            .is_set("opt_in_to_archive_for_supported_resources")?,
    })
}

fn vault_of(arn: &str) -> Known<VaultRef> {
    let of = || {
        let parsed = Arn::parse(arn)?;
        let name = parsed.resource.strip_prefix("backup-vault:")?;
        Some(VaultRef { place: parsed.place()?, name: name.to_owned() })
    };
    of().ok_or_else(|| Fault::Wrong(format!("`{arn}` is no ARN of a backup vault")))
}

pub(super) fn selection(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    // Of a plan that is not in this state nothing else is known either.
    let Some((place, plan)) = reading.plans.get(values.needed("plan_id")?).cloned() else {
        return Ok(());
    };
    let tags = values.blocks("selection_tag")?.into_iter().map(|values| {
        let [key, value] = pair(values)?;
        Ok(TagEquals { key: bare(&key), value })
    });
    let mut conditions = Vec::new();
    for block in values.blocks("condition")? {
        for (name, operator) in OPERATORS {
            for values in block.blocks(name)? {
                let [key, value] = pair(values)?;
                conditions.push(Condition { operator, key: bare(&key), value });
            }
        }
    }
    let name = values.needed("name")?.to_owned();
    let selection = BackupSelection {
        iam_role: RoleRef::Existing(values.needed("iam_role_arn")?.to_owned()),
        resources: values.texts("resources")?,
        not_resources: values.texts("not_resources")?,
        list_of_tags: tags.collect::<Known<_>>()?,
        conditions,
    };
    reading.at(&place).settings.selections.insert((plan, name), selection);
    Ok(())
}

const OPERATORS: [(&str, ConditionOperator); 4] = [
    ("string_equals", ConditionOperator::Equals),
    ("string_not_equals", ConditionOperator::NotEquals),
    ("string_like", ConditionOperator::Like),
    ("string_not_like", ConditionOperator::NotLike),
];

fn pair(values: Values<'_>) -> Known<[String; 2]> {
    let value = values.owned("value")?.unwrap_or_default();
    Ok([values.needed("key")?.to_owned(), value])
}

fn bare(key: &str) -> String {
    key.strip_prefix(CONDITION_KEY_PREFIX.value).unwrap_or(key).to_owned()
}

pub(super) fn testing_plan(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let place = resource.place(values.text("arn")?)?;
    let name = values.needed("name")?;
    let points = values.block("recovery_point_selection")?.ok_or(Fault::Unknown)?;
    let number = |field| absent(field).and_then(|days| days.parse().ok()).unwrap_or_default();
    let kinds = points.texts("recovery_point_types")?;
    let kinds = kinds.iter().filter_map(|kind| match kind.as_str() {
        "CONTINUOUS" => Some(TestedPointType::Continuous),
        "SNAPSHOT" => Some(TestedPointType::Snapshot),
        _ => None,
    });
    let plan = RestoreTestingPlan {
        schedule_expression: values.needed("schedule_expression")?.to_owned(),
        schedule_expression_timezone: values
            .owned("schedule_expression_timezone")?
            .unwrap_or_default(),
        start_window_hours: values
            .positive("start_window_hours")?
            .unwrap_or_else(|| number("RestoreTestingPlan.StartWindowHours")),
        algorithm: match points.needed("algorithm")? {
            "LATEST_WITHIN_WINDOW" => TestedPoints::Latest,
            "RANDOM_WITHIN_WINDOW" => TestedPoints::Random,
            _ => return Err(Fault::Wrong("`algorithm` is none of AWS Backup".to_owned())),
        },
        include_vaults: points.texts("include_vaults")?,
        recovery_point_types: kinds.collect(),
        selection_window_days: points.positive("selection_window_days")?.unwrap_or_else(|| {
            number("RestoreTestingPlan.RecoveryPointSelection.SelectionWindowDays")
        }),
        tags: values.tags()?,
        selections: Default::default(),
    };
    let exclude = points.texts("exclude_vaults")?;
    if !exclude.is_empty() {
        let field = "RecoveryPointSelection.ExcludeVaults";
        let kind = ResourceKind::RestoreTestingPlan;
        reading.beyond(&place, kind, name, field, &exclude.join(", "));
    }
    reading.at(&place).settings.restore_testing_plans.insert(name.to_owned(), plan);
    reading.testing.entry(name.to_owned()).or_default().push(place);
    Ok(())
}

pub(super) fn testing_selection(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let (name, plan) = (values.needed("name")?, values.needed("restore_testing_plan_name")?);
    // The name alone does not tell plans of several places apart.
    let Some([place]) = reading.testing.get(plan).map(Vec::as_slice) else {
        return reading.of_testing(plan);
    };
    let place = place.clone();
    let selection = RestoreTestingSelection {
        protected_resource_type: values.needed("protected_resource_type")?.to_owned(),
        protected_resource_arns: values.texts("protected_resource_arns")?,
        iam_role: RoleRef::Existing(values.needed("iam_role_arn")?.to_owned()),
        validation_window_hours: values.count("validation_window_hours")?.unwrap_or_default(),
    };
    let kind = ResourceKind::RestoreTestingPlan;
    if values.block("protected_resource_conditions")?.is_some_and(|block| !block.0.is_empty()) {
        let field = format!("{name}.ProtectedResourceConditions");
        reading.beyond(&place, kind, plan, &field, "by tags");
    }
    let plans = &mut reading.at(&place).settings.restore_testing_plans;
    if let Some(plan) = plans.get_mut(plan) {
        plan.selections.insert(name.to_owned(), selection);
    }
    Ok(())
}

/// AWS Backup's settings of a Region.
pub(super) fn region_settings(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let opt_ins = values.flags("resource_type_opt_in_preference")?;
    let features = values.flags("resource_type_management_preference")?;
    let region = values.needed("id")?.to_owned();
    for place in reading.only_account_of(|place| place.region == region) {
        let seen = reading.at(&place);
        let account = seen.settings.account.get_or_insert_default();
        account.service_opt_in =
            opt_ins.iter().filter(|(_, on)| **on).map(|(t, _)| t.clone()).collect();
        account.dynamodb_advanced_features = features.get("DynamoDB").copied();
        seen.answers.opt_ins.clone_from(&opt_ins);
        seen.answers.advanced_features.clone_from(&features);
        reading.found(&place, ResourceKind::Account, "", "service_opt_in");
        reading.found(&place, ResourceKind::Account, "", "dynamodb_advanced_features");
        reading.apart(&place, ResourceKind::Account, "", "cross_account_copy");
    }
    Ok(())
}

/// AWS Backup's settings of an account.
pub(super) fn global_settings(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let settings = resource.values.flags("global_settings")?;
    let account = resource.values.needed("id")?.to_owned();
    for place in reading.places_where(|place| place.account == account) {
        let seen = reading.at(&place).settings.account.get_or_insert_default();
        seen.cross_account_copy = settings.get("isCrossAccountBackupEnabled").copied();
        reading.found(&place, ResourceKind::Account, "", "cross_account_copy");
        reading.apart(&place, ResourceKind::Account, "", "service_opt_in");
        reading.apart(&place, ResourceKind::Account, "", "dynamodb_advanced_features");
    }
    Ok(())
}

/// Where a vault, a plan or a test of an ARN is; for what comes without its own.
pub(super) fn place_in(values: Values<'_>) -> Known<Option<Place>> {
    for name in ["arn", "backup_vault_arn", "db_instance_arn", "source_db_instance_arn"] {
        if let Some(place) = values.text(name)?.and_then(place_of) {
            return Ok(Some(place));
        }
    }
    Ok(None)
}
