//! The one form in which wanted and observed settings are compared.
//!
//! AWS fills in what was left out, keeps no order of lists, and spells some
//! values in its own way. Two settings that AWS treats alike have one normal
//! form; the tables of what it fills in are in `facts`. Idempotent, and free of
//! any order but that of names.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::defaults::{FOREIGN_TAGS, absent};
use crate::facts::vault_lock::LOCK_MIN_RETENTION_DAYS;
use crate::schedule::{Cron, Zone};

use super::{
    AdvancedBackupSetting, BackupPlan, BackupRule, BackupSelection, BackupVault, Bucket,
    BucketLifecycle, CopyAction, IamRole, KmsKey, LifecycleFilter, LifecycleRule, Resources,
    RestoreTestingPlan, Setting, Settings, Tags, VaultLock,
};

/// The normal form of settings, wanted or observed.
#[must_use]
pub fn normalise(resources: &Resources) -> Resources {
    let mut normal = resources.clone();
    normal.places.values_mut().for_each(settings);
    normal.places.retain(|_, settings| *settings != Settings::default());
    normal
}

fn settings(settings: &mut Settings) {
    let Settings {
        vaults,
        plans,
        selections,
        restore_testing_plans,
        keys,
        roles,
        buckets,
        // What is stated of these has one form already, but for windows and lists.
        db_instances,
        db_clusters,
        tables,
        cache_groups: _,
        account,
    } = settings;
    vaults.values_mut().for_each(vault);
    plans.values_mut().for_each(plan);
    selections.values_mut().for_each(selection);
    restore_testing_plans.values_mut().for_each(restore_testing);
    keys.values_mut().for_each(key);
    roles.values_mut().for_each(role);
    buckets.values_mut().for_each(bucket);
    let instances = db_instances.values_mut().map(|instance| &mut instance.automated_backups);
    let clusters = db_clusters.values_mut().map(|cluster| &mut cluster.automated_backups);
    for backups in instances.chain(clusters) {
        // RDS returns the names of weekdays in lower case.
        backups.preferred_maintenance_window.iter_mut().for_each(|w| w.make_ascii_lowercase());
    }
    tables.values_mut().for_each(|table| set(&mut table.replica_regions));
    account.iter_mut().for_each(|account| set(&mut account.service_opt_in));
}

/// Sorts a list that AWS keeps as a set.
fn set<T: Ord>(list: &mut Vec<T>) {
    list.sort();
    list.dedup();
}

/// Without the tags that AWS makes.
fn own(tags: &mut Tags) {
    tags.retain(|key, _| !FOREIGN_TAGS.value.iter().any(|prefix| key.starts_with(prefix)));
}

fn vault(vault: &mut BackupVault) {
    let BackupVault { kind: _, encryption_key: _, tags, lock, access, notifications } = vault;
    own(tags);
    *lock = lock.map(normal_lock);
    access.iter_mut().for_each(|access| set(&mut access.copy_from_accounts));
    access.take_if(|access| access.copy_from_accounts.is_empty());
    notifications.iter_mut().for_each(|all| set(&mut all.backup_vault_events));
}

/// No recovery point lives for less than the least minimum: it asks for nothing.
/// A lock without bounds is still a lock, which keeps recovery points from being
/// deleted by hand.
fn normal_lock(lock: VaultLock) -> VaultLock {
    let least = LOCK_MIN_RETENTION_DAYS.value.least;
    VaultLock { min_retention_days: lock.min_retention_days.filter(|days| *days > least), ..lock }
}

fn plan(plan: &mut BackupPlan) {
    let BackupPlan { rules, advanced_backup_settings, tags } = plan;
    own(tags);
    rules.iter_mut().for_each(rule);
    rules.sort_by(|a, b| a.rule_name.cmp(&b.rule_name));
    advanced_backup_settings.iter_mut().for_each(advanced);
    advanced_backup_settings.retain(|setting| !setting.backup_options.is_empty());
    advanced_backup_settings.sort();
}

/// Without the options that AWS sets by itself.
fn advanced(setting: &mut AdvancedBackupSetting) {
    let AdvancedBackupSetting { resource_type, backup_options } = setting;
    let prefix = format!("BackupPlan.AdvancedBackupSettings.{resource_type}");
    backup_options.retain(|option, value| absent(&format!("{prefix}.{option}")) != Some(value));
}

fn rule(rule: &mut BackupRule) {
    let BackupRule {
        rule_name: _,
        target_backup_vault: _,
        schedule_expression,
        schedule_expression_timezone,
        start_window_minutes: _,
        completion_window_minutes: _,
        lifecycle: _,
        enable_continuous_backup: _,
        recovery_point_tags,
        copy_actions,
    } = rule;
    schedule(schedule_expression, absent("BackupRule.ScheduleExpression"));
    zone(schedule_expression_timezone, absent("BackupRule.ScheduleExpressionTimezone"));
    own(recovery_point_tags);
    let by_vault = |a: &CopyAction, b: &CopyAction| {
        let key = |copy: &CopyAction| (copy.destination_backup_vault.clone(), copy.lifecycle);
        key(a).cmp(&key(b))
    };
    copy_actions.sort_by(by_vault);
}

/// One spelling of a schedule; what is no cron of AWS stays as it is.
fn schedule(expression: &mut String, default: Option<&str>) {
    if let Some(default) = default.filter(|_| expression.is_empty()) {
        default.clone_into(expression);
    }
    let parsed = Cron::parse(expression).ok();
    let parsed = parsed.or_else(|| Cron::parse(&without_idle_steps(expression)?).ok());
    if let Some(cron) = parsed {
        *expression = cron.normalised();
    }
}

/// The schedule without steps that never come: in `0 3/24 …` nothing follows 03:00.
///
/// A policy may not say so; an account may.
fn without_idle_steps(expression: &str) -> Option<String> {
    let fields = expression.trim().strip_prefix("cron(")?.strip_suffix(')')?;
    let longest = [60, 24].into_iter().map(Some).chain(std::iter::repeat(None));
    let fields = fields.split_whitespace().zip(longest).map(|(field, longest)| {
        let (Some((base, step)), Some(longest)) = (field.split_once('/'), longest) else {
            return field;
        };
        match step.parse::<u32>() {
            Ok(step) if step >= longest && base == "*" => "0",
            Ok(step) if step >= longest => base,
            _ => field,
        }
    });
    Some(format!("cron({})", fields.collect::<Vec<_>>().join(" ")))
}

/// AWS's name of UTC for each of its names, and for zones whose clocks never
/// differ from it.
fn zone(name: &mut String, default: Option<&str>) {
    let Some(default) = default else { return };
    if name.is_empty() || Zone::parse(name).is_ok_and(|zone| zone.is_utc() || zone.offsets() == [0])
    {
        default.clone_into(name);
    }
}

fn selection(selection: &mut BackupSelection) {
    let BackupSelection { iam_role: _, resources, not_resources, list_of_tags, conditions } =
        selection;
    set(resources);
    set(not_resources);
    set(list_of_tags);
    set(conditions);
}

fn restore_testing(plan: &mut RestoreTestingPlan) {
    let RestoreTestingPlan {
        schedule_expression,
        schedule_expression_timezone,
        start_window_hours: _,
        algorithm: _,
        include_vaults,
        recovery_point_types,
        selection_window_days: _,
        tags,
        selections,
    } = plan;
    schedule(schedule_expression, None);
    let utc = absent("RestoreTestingPlan.ScheduleExpressionTimezone");
    zone(schedule_expression_timezone, utc);
    set(include_vaults);
    set(recovery_point_types);
    own(tags);
    selections.values_mut().for_each(|tested| set(&mut tested.protected_resource_arns));
}

fn key(key: &mut KmsKey) {
    let KmsKey { description: _, used_by_accounts, tags } = key;
    set(used_by_accounts);
    own(tags);
}

fn role(role: &mut IamRole) {
    let IamRole { description: _, service: _, managed_policies, inline_policies, tags } = role;
    set(managed_policies);
    inline_policies.sort_by(|a, b| a.name.cmp(&b.name));
    inline_policies.iter_mut().for_each(|policy| document(&mut policy.document));
    own(tags);
}

/// An IAM document without the orders and lists that mean nothing.
///
/// The members of objects are sorted, lists of strings are sets, and a list of
/// one string is that string.
fn document(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<String, Value> = std::mem::take(members).into_iter().collect();
            members.extend(sorted);
            members.values_mut().for_each(document);
        }
        Value::Array(items) => {
            items.iter_mut().for_each(document);
            let texts: Option<BTreeSet<&str>> = items.iter().map(Value::as_str).collect();
            let Some(texts) = texts else { return };
            let mut texts: Vec<Value> = texts.into_iter().map(Value::from).collect();
            *value = match (texts.pop(), texts.is_empty()) {
                (Some(only), true) => only,
                (last, _) => texts.into_iter().chain(last).collect(),
            };
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn bucket(bucket: &mut Bucket) {
    let Bucket {
        created: _,
        tags,
        block_public_access: _,
        encryption_key: _,
        replicated_from,
        versioning: _,
        lifecycle,
        object_lock: _,
        replication,
        replication_role: _,
    } = bucket;
    own(tags);
    set(replicated_from);
    lifecycle.iter_mut().for_each(bucket_lifecycle);
    // S3 has no configuration without rules: reading one is an error.
    lifecycle.take_if(|lifecycle| lifecycle.rules.is_empty());
    for Setting { value: rules, ownership: _ } in replication.iter_mut() {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
    }
    replication.take_if(|rules| rules.value.is_empty());
}

fn bucket_lifecycle(lifecycle: &mut BucketLifecycle) {
    let BucketLifecycle { rules, transition_default_minimum_object_size: _ } = lifecycle;
    rules.iter_mut().for_each(lifecycle_rule);
    rules.sort_by(|a, b| a.id.cmp(&b.id));
}

fn lifecycle_rule(rule: &mut LifecycleRule) {
    let LifecycleRule {
        id: _,
        filter,
        transitions,
        expiration_days: _,
        expired_object_delete_marker: _,
        noncurrent_transitions,
        noncurrent_expiration: _,
        abort_incomplete_multipart_upload_days: _,
    } = rule;
    let LifecycleFilter { prefix, tags: _, object_size_greater_than: _, object_size_less_than: _ } =
        filter;
    // `{}`, `{"Prefix": ""}` and the empty `Prefix` of old are the whole bucket.
    prefix.take_if(|prefix| prefix.is_empty());
    transitions.sort();
    noncurrent_transitions.sort();
}
