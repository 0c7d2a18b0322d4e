//! One setting is changed behind the policy's back: what drift says of it.

use policy::drift::{Difference, Drift, Drifted, Status, Weight};
use policy::observe::Beyond;
use policy::resources::{
    BackupPlan, BackupRule, Bucket, CopyAction, Lifecycle, ResourceKind, RoleRef, Settings,
    SmallObjects, TagEquals, VaultLock, VaultRef, Versioning,
};

use crate::deployed::{Observed, drift};
use crate::reading::MAIN;
use crate::shop::{at, dr, home, observed, settings, shop, west};

const CORE: &str = "shop-production-core";
const DR: &str = "shop-production-dr";

/// A change of the accounts, and what is said of it.
struct Case {
    change: fn(&mut Observed),
    /// Name of the resource that is said to differ.
    name: &'static str,
    /// Path in the policy.
    path: &'static str,
    /// Field of AWS.
    field: &'static str,
    expected: Option<&'static str>,
    actual: Option<&'static str>,
    weight: Weight,
    /// Part of the effect on the proof; empty if it has none.
    effect: &'static str,
}

fn here(observed: &mut Observed) -> &mut Settings {
    settings(observed, &home())
}

fn plan(observed: &mut Observed) -> &mut BackupPlan {
    here(observed).plans.get_mut(CORE).unwrap()
}

fn rule<'o>(observed: &'o mut Observed, name: &str) -> &'o mut BackupRule {
    plan(observed).rules.iter_mut().find(|rule| rule.rule_name == name).unwrap()
}

fn copy(observed: &mut Observed) -> &mut CopyAction {
    &mut rule(observed, "daily").copy_actions[0]
}

fn lock(observed: &mut Observed) -> &mut Option<VaultLock> {
    &mut settings(observed, &dr()).vaults.get_mut(DR).unwrap().lock
}

fn documents(observed: &mut Observed) -> &mut Bucket {
    here(observed).buckets.get_mut("shop-documents").unwrap()
}

fn selection(observed: &mut Observed, name: &str) -> policy::resources::BackupSelection {
    let key = (CORE.to_owned(), format!("shop-production-{name}"));
    here(observed).selections[&key].clone()
}

fn select(observed: &mut Observed, name: &str, with: policy::resources::BackupSelection) {
    let key = (CORE.to_owned(), format!("shop-production-{name}"));
    here(observed).selections.insert(key, with);
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    use Weight::{Better, Different, Doubted, Loosened, Missed, Worse};
    let case = |change: fn(&mut Observed), name, (path, field): (&'static str, &'static str), (expected, actual), (weight, effect)| Case { change, name, path, field, expected, actual, weight, effect };
    vec![
        // ── Vaults ───────────────────────────────────────────────────────────
        case(|o| *lock(o) = None, DR, ("vaults.dr.lock", "Locked"), (Some("compliance, 7d to 3653d"), None), (Loosened, "lock")),
        case(|o| { at(o, &dr()).answers.locks.get_mut(DR).unwrap().lock_date = None; }, DR, ("vaults.dr.lock", "LockDate"), (Some("compliance, 7d to 3653d"), Some("governance, 7d to 3653d")), (Loosened, "lock")),
        case(|o| lock(o).as_mut().unwrap().min_retention_days = None, DR, ("vaults.dr.lock", "MinRetentionDays"), (Some("compliance, 7d to 3653d"), Some("compliance, at most 3653d")), (Loosened, "lock")),
        case(|o| lock(o).as_mut().unwrap().max_retention_days = Some(100), DR, ("vaults.dr.lock", "MaxRetentionDays"), (Some("compliance, 7d to 3653d"), Some("compliance, 7d to 100d")), (Better, "lock")),
        case(|o| lock(o).as_mut().unwrap().max_retention_days = Some(39), DR, ("vaults.dr.lock", "MaxRetentionDays"), (Some("compliance, 7d to 3653d"), Some("compliance, 7d to 39d")), (Missed, "copies of `daily` to `dr` are gone")),
        case(|o| { settings(o, &dr()).vaults.get_mut(DR).unwrap().access = None; }, DR, ("vaults.dr.access", "AccessPolicy"), (Some("111122223333"), None), (Missed, "copies")),
        case(|o| { settings(o, &dr()).vaults.get_mut(DR).unwrap().encryption_key = None; }, DR, ("vaults.dr.key", "EncryptionKeyArn"), (Some("alias/shop-production-dr"), None), (Doubted, "")),
        case(|o| { here(o).vaults.get_mut(MAIN).unwrap().tags.remove("team"); }, MAIN, ("vaults.main.tags.team", "BackupVaultTags.team"), (Some("orders"), None), (Different, "")),
        case(|o| { here(o).vaults.get_mut(MAIN).unwrap().tags.insert("owner".into(), "x".into()); }, MAIN, ("vaults.main.tags.owner", "BackupVaultTags.owner"), (None, Some("x")), (Different, "")),
        case(|o| { here(o).vaults.get_mut(MAIN).unwrap().notifications = None; }, MAIN, ("vaults.main.notifications.topic", "SNSTopicArn"), (Some("arn:aws:sns:us-east-1:111122223333:backup"), None), (Different, "")),
        case(|o| { here(o).vaults.get_mut(MAIN).unwrap().notifications.as_mut().unwrap().backup_vault_events.pop(); }, MAIN, ("vaults.main.notifications.events", "BackupVaultEvents"), (Some("BACKUP_JOB_COMPLETED, COPY_JOB_FAILED"), Some("BACKUP_JOB_COMPLETED")), (Different, "")),
        case(|o| { here(o).vaults.get_mut(MAIN).unwrap().lock = Some(VaultLock { min_retention_days: Some(8), max_retention_days: None, changeable_for_days: None }); }, MAIN, ("vaults.main.lock", "Locked"), (None, Some("governance, at least 8d")), (Better, "lock")),
        case(|o| { settings(o, &dr()).vaults.remove(DR); }, DR, ("vaults.dr", "BackupVaultName"), (Some("shop-production-dr in 999900001111/us-west-2"), None), (Missed, "copies")),
        case(|o| { here(o).vaults.remove(MAIN); }, MAIN, ("vaults.main", "BackupVaultName"), (Some("shop-production-main in 111122223333/us-east-1"), None), (Missed, "tier")),
        // ── Keys and roles ───────────────────────────────────────────────────
        case(|o| { settings(o, &dr()).keys.clear(); at(o, &dr()).answers.aliases.clear(); }, "shop-production-dr", ("keys.dr", "AliasName"), (Some("alias/shop-production-dr"), None), (Missed, "copies")),
        case(|o| { settings(o, &dr()).keys.get_mut("shop-production-dr").unwrap().used_by_accounts.push("5".into()); }, "shop-production-dr", ("keys.dr", "Policy"), (None, Some("5")), (Doubted, "")),
        case(|o| { here(o).roles.clear(); }, "shop-production-backup", ("roles.backup", "RoleName"), (Some("shop-production-backup"), None), (Missed, "tier")),
        case(|o| { here(o).roles.get_mut("shop-production-backup").unwrap().managed_policies.clear(); }, "shop-production-backup", ("roles.backup", "AttachedPolicies"), (Some("arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup, arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"), None), (Doubted, "")),
        // ── Plans ────────────────────────────────────────────────────────────
        case(|o| { here(o).plans.remove(CORE); here(o).selections.retain(|(plan, _), _| plan != CORE); }, CORE, ("plans.core", "BackupPlanName"), (Some("shop-production-core in 111122223333/us-east-1, 2 rules"), None), (Missed, "tier")),
        case(|o| plan(o).rules.retain(|rule| rule.rule_name != "daily"), CORE, ("plans.core.tiers.daily", "Rules[daily]"), (Some("every day at 03:00 UTC, kept 35d, in main"), None), (Missed, "daily")),
        case(|o| rule(o, "daily").rule_name = "nightly".into(), CORE, ("plans.core.tiers.daily", "Rules[daily].RuleName"), (Some("daily"), Some("nightly")), (Different, "")),
        case(|o| rule(o, "daily").lifecycle.delete_after_days = Some(10), CORE, ("plans.core.tiers.daily.retention", "Rules[daily].Lifecycle.DeleteAfterDays"), (Some("35d"), Some("10d")), (Loosened, "retention")),
        case(|o| rule(o, "daily").lifecycle.delete_after_days = None, CORE, ("plans.core.tiers.daily.retention", "Rules[daily].Lifecycle.DeleteAfterDays"), (Some("35d"), Some("forever")), (Better, "reach")),
        case(|o| rule(o, "monthly").lifecycle.move_to_cold_storage_after_days = None, CORE, ("plans.core.tiers.monthly.cold_storage_after", "Rules[monthly].Lifecycle.MoveToColdStorageAfterDays"), (Some("30d"), None), (Different, "cold")),
        case(|o| rule(o, "daily").schedule_expression = "cron(0 3 ? * SUN *)".into(), CORE, ("plans.core.tiers.daily.schedule", "Rules[daily].ScheduleExpression"), (Some("every day at 03:00 UTC"), Some("every Sunday at 03:00 UTC")), (Missed, "RPO")),
        case(|o| rule(o, "daily").schedule_expression_timezone = "Europe/Berlin".into(), CORE, ("plans.core.tiers.daily.schedule", "Rules[daily].ScheduleExpressionTimezone"), (Some("every day at 03:00 UTC"), Some("every day at 03:00 Europe/Berlin")), (Worse, "RPO")),
        case(|o| rule(o, "daily").start_window_minutes = 480, CORE, ("plans.core.tiers.daily.start_window", "Rules[daily].StartWindowMinutes"), (Some("1h"), Some("8h")), (Missed, "`monthly` displaces `daily`")),
        case(|o| rule(o, "daily").completion_window_minutes = 600, CORE, ("plans.core.tiers.daily.completion_window", "Rules[daily].CompletionWindowMinutes"), (Some("4h"), Some("10h")), (Worse, "guaranteed RPO")),
        case(|o| rule(o, "daily").enable_continuous_backup = true, CORE, ("plans.core.tiers.daily.continuous", "Rules[daily].EnableContinuousBackup"), (Some("off"), Some("on")), (Worse, "")),
        case(|o| rule(o, "daily").target_backup_vault = VaultRef { place: home(), name: "other".into() }, CORE, ("plans.core.tiers.daily.vault", "Rules[daily].TargetBackupVaultName"), (Some("main"), Some("other in 111122223333/us-east-1")), (Missed, "daily")),
        case(|o| { rule(o, "daily").recovery_point_tags.clear(); }, CORE, ("plans.core.tiers.daily.recovery_point_tags.plan", "Rules[daily].RecoveryPointTags.plan"), (Some("core"), None), (Different, "")),
        case(|o| rule(o, "daily").copy_actions.clear(), CORE, ("plans.core.tiers.daily.copies[0].to", "Rules[daily].CopyActions[shop-production-dr]"), (Some("kept 40d"), None), (Missed, "copies")),
        case(|o| copy(o).lifecycle.delete_after_days = Some(8), CORE, ("plans.core.tiers.daily.copies[0].retention", "Rules[daily].CopyActions[shop-production-dr].Lifecycle.DeleteAfterDays"), (Some("40d"), Some("8d")), (Loosened, "reach")),
        case(|o| { let more = CopyAction { destination_backup_vault: VaultRef { place: west(), name: "x".into() }, lifecycle: Lifecycle::default() }; rule(o, "daily").copy_actions.push(more); }, CORE, ("plans.core.tiers.daily", "Rules[daily].CopyActions[x]"), (None, Some("kept forever")), (Different, "")),
        case(|o| { let more = BackupRule { rule_name: "more".into(), schedule_expression: "cron(30 3 ? * * *)".into(), lifecycle: Lifecycle { delete_after_days: Some(50), ..Lifecycle::default() }, copy_actions: Vec::new(), ..rule(o, "daily").clone() }; plan(o).rules.push(more); }, CORE, ("plans.core", "Rules[more]"), (None, Some("every day at 03:30 UTC, kept 50d, in main")), (Missed, "RPO")),
        case(|o| plan(o).advanced_backup_settings.clear(), CORE, ("plans.core.backup_options", "AdvancedBackupSettings[EC2].BackupOptions.WindowsVSS"), (Some("enabled"), Some("disabled")), (Doubted, "")),
        case(|o| { plan(o).tags.remove("policy:environment"); }, CORE, ("plans.core.tags.policy:environment", "BackupPlanTags.policy:environment"), (Some("production"), None), (Different, "")),
        case(|o| { here(o).plans.remove("shop-production-core-odd"); here(o).selections.retain(|(plan, _), _| plan == CORE); }, "shop-production-core-odd", ("plans.core.tiers.odd", "BackupPlanName"), (Some("shop-production-core-odd in 111122223333/us-east-1, 1 rule"), None), (Worse, "odd")),
        // ── Selections ───────────────────────────────────────────────────────
        case(|o| { here(o).selections.remove(&(CORE.to_owned(), "shop-production-tables".to_owned())); }, "shop-production-core/shop-production-tables", ("resources.tables.plans", "SelectionName"), (Some("tables: 2 ARNs"), None), (Missed, "tables")),
        case(|o| { let mut s = selection(o, "tables"); s.resources.pop(); select(o, "tables", s); }, "shop-production-core/shop-production-tables", ("resources.tables", "Resources"), (Some("arn:aws:dynamodb:us-east-1:111122223333:table/orders"), None), (Missed, "tables")),
        case(|o| { let mut s = selection(o, "tables"); s.resources.push("arn:aws:dynamodb:*:*:table/*".into()); select(o, "tables", s); }, "shop-production-core/shop-production-tables", ("resources.tables", "Resources"), (None, Some("arn:aws:dynamodb:*:*:table/*")), (Different, "")),
        case(|o| { let mut s = selection(o, "database"); s.not_resources.push("arn:aws:rds:*".into()); select(o, "database", s); }, "shop-production-core/shop-production-database", ("resources.database", "NotResources"), (None, Some("arn:aws:rds:*")), (Missed, "database")),
        case(|o| { let mut s = selection(o, "volumes"); s.list_of_tags = vec![TagEquals { key: "backup".into(), value: "silver".into() }]; select(o, "volumes", s); }, "shop-production-core/shop-production-volumes", ("resources.volumes.selection", "ListOfTags"), (Some("backup=gold"), Some("backup=silver")), (Doubted, "")),
        case(|o| { let mut s = selection(o, "tables"); s.iam_role = RoleRef::Existing("arn:aws:iam::111122223333:role/other".into()); select(o, "tables", s); }, "shop-production-core/shop-production-tables", ("resources.tables.plans", "IamRoleArn"), (Some("arn:aws:iam::111122223333:role/shop-production-backup"), Some("arn:aws:iam::111122223333:role/other")), (Doubted, "")),
        // ── Restore testing ──────────────────────────────────────────────────
        case(|o| here(o).restore_testing_plans.clear(), "shop_production_core", ("plans.core.restore_testing", "RestoreTestingPlanName"), (Some("shop_production_core, on the last day of every month at 09:00 UTC"), None), (Different, "")),
        case(|o| here(o).restore_testing_plans.get_mut("shop_production_core").unwrap().selection_window_days = 7, "shop_production_core", ("plans.core.restore_testing.from_last", "RecoveryPointSelection.SelectionWindowDays"), (Some("30d"), Some("7d")), (Different, "")),
        // ── Buckets ──────────────────────────────────────────────────────────
        case(|o| documents(o).versioning.as_mut().unwrap().value = Versioning::Suspended, "shop-documents", ("resources.documents.versioning", "VersioningConfiguration.Status"), (Some("enabled"), Some("suspended")), (Missed, "versions")),
        case(|o| documents(o).versioning = None, "shop-documents", ("resources.documents.versioning", "VersioningConfiguration.Status"), (Some("enabled"), None), (Missed, "versions")),
        case(|o| documents(o).object_lock = None, "shop-documents", ("resources.documents.object_lock", "ObjectLockConfiguration.Rule.DefaultRetention"), (Some("governance, 30d"), None), (Loosened, "Object Lock")),
        case(|o| documents(o).lifecycle.as_mut().unwrap().rules[0].noncurrent_expiration.as_mut().unwrap().noncurrent_days = 30, "shop-documents", ("resources.documents.lifecycle[0].noncurrent", "Rules[versions].NoncurrentVersionExpiration"), (Some("3288d, keeping the newest 3"), Some("30d, keeping the newest 3")), (Loosened, "retention")),
        case(|o| documents(o).lifecycle.as_mut().unwrap().rules[0].abort_incomplete_multipart_upload_days = None, "shop-documents", ("resources.documents.lifecycle[0].abort_incomplete_uploads_after", "Rules[versions].AbortIncompleteMultipartUpload.DaysAfterInitiation"), (Some("7d"), None), (Different, "")),
        case(|o| { documents(o).lifecycle.as_mut().unwrap().rules.remove(1); }, "shop-documents", ("resources.documents.lifecycle[1].name", "Rules[scans]"), (Some("scans/: STANDARD_IA after 30d"), None), (Different, "")),
        case(|o| { let l = documents(o).lifecycle.as_mut().unwrap(); let mut more = l.rules[1].clone(); more.id = "tidy".into(); more.expiration_days = Some(9); l.rules.push(more); }, "shop-documents", ("resources.documents.lifecycle", "Rules[tidy]"), (None, Some("scans/: STANDARD_IA after 30d, expires after 9d")), (Loosened, "expiration")),
        case(|o| documents(o).lifecycle.as_mut().unwrap().transition_default_minimum_object_size = SmallObjects::VariesByStorageClass, "shop-documents", ("resources.documents.small_objects", "TransitionDefaultMinimumObjectSize"), (Some("stay"), Some("move")), (Different, "")),
        case(|o| documents(o).replication = None, "shop-documents", ("resources.documents.replication[0].to", "Rules[replica]"), (Some("to shop-replica"), None), (Missed, "replica")),
        case(|o| documents(o).replication.as_mut().unwrap().value[0].time_control = false, "shop-documents", ("resources.documents.replication[0].time_control", "Rules[replica].Destination.ReplicationTime.Status"), (Some("on"), Some("off")), (Worse, "")),
        case(|o| { let disabled = Beyond { kind: ResourceKind::Bucket, name: "shop-documents".into(), field: "Rules[scans].Status".into(), value: "Disabled".into() }; documents(o).lifecycle.as_mut().unwrap().rules.remove(1); at(o, &home()).beyond.push(disabled); }, "shop-documents", ("resources.documents.lifecycle[1].name", "Rules[scans].Status"), (Some("scans/: STANDARD_IA after 30d"), Some("disabled")), (Different, "")),
        case(|o| { let disabled = Beyond { kind: ResourceKind::Bucket, name: "shop-documents".into(), field: "ReplicationConfiguration.Rules[replica].Status".into(), value: "Disabled".into() }; documents(o).replication.as_mut().unwrap().value.clear(); at(o, &home()).beyond.push(disabled); }, "shop-documents", ("resources.documents.replication[0].to", "Rules[replica].Status"), (Some("to shop-replica"), Some("disabled")), (Missed, "")),
        case(|o| { settings(o, &dr()).buckets.remove("shop-replica"); }, "shop-replica", ("repositories.replica", "Bucket"), (Some("shop-replica"), None), (Missed, "replica")),
        // ── Native settings ──────────────────────────────────────────────────
        case(|o| here(o).tables.get_mut("orders").unwrap().point_in_time_recovery_days = None, "orders", ("resources.tables.point_in_time_recovery.retention", "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus"), (Some("35d"), None), (Worse, "point-in-time")),
        case(|o| here(o).tables.get_mut("orders").unwrap().point_in_time_recovery_days = Some(7), "orders", ("resources.tables.point_in_time_recovery.retention", "PointInTimeRecoveryDescription.RecoveryPeriodInDays"), (Some("35d"), Some("7d")), (Loosened, "7d")),
        case(|o| here(o).tables.get_mut("orders").unwrap().deletion_protection = Some(false), "orders", ("resources.tables.on_delete.deletion_protection", "DeletionProtectionEnabled"), (Some("on"), Some("off")), (Loosened, "protection")),
        case(|o| here(o).tables.get_mut("sessions").unwrap().replica_regions.clear(), "sessions", ("resources.replicated.global_table.regions", "Replicas[us-west-2]"), (Some("replica"), None), (Missed, "replica")),
        case(|o| here(o).db_instances.get_mut("orders").unwrap().automated_backups.backup_retention_period = Some(1), "orders", ("resources.database.automated_backups.retention", "BackupRetentionPeriod"), (Some("35d"), Some("1d")), (Loosened, "`1d`")),
        case(|o| here(o).db_instances.get_mut("orders").unwrap().automated_backups.preferred_maintenance_window = Some("mon:04:00-mon:04:30".into()), "orders", ("resources.database.automated_backups.maintenance_window", "PreferredMaintenanceWindow"), (Some("sun:04:00-sun:04:30"), Some("mon:04:00-mon:04:30")), (Different, "")),
        case(|o| here(o).db_instances.get_mut("orders").unwrap().multi_az = Some(false), "orders", ("resources.database.multi_az", "MultiAZ"), (Some("on"), Some("off")), (Worse, "standby")),
        case(|o| here(o).db_instances.get_mut("orders").unwrap().replicated_backups.clear(), "orders", ("resources.database.automated_backup_replication", "DBInstanceAutomatedBackupsReplications[us-west-2]"), (Some("7d"), None), (Worse, "replicated")),
        case(|o| { settings(o, &west()).db_instances.get_mut("orders-west").unwrap().read_replica = None; }, "orders-west", ("resources.database.read_replicas.west", "ReadReplicaSourceDBInstanceIdentifier"), (Some("replica of orders in us-east-1"), None), (Worse, "replica")),
        case(|o| here(o).db_clusters.get_mut("warehouse").unwrap().automated_backups.backup_retention_period = Some(1), "warehouse", ("resources.warehouse.automated_backups.retention", "BackupRetentionPeriod"), (Some("14d"), Some("1d")), (Loosened, "`1d`")),
        case(|o| here(o).cache_groups.get_mut("cache").unwrap().snapshot_retention_limit = Some(0), "cache", ("resources.cache.snapshots.retention", "SnapshotRetentionLimit"), (Some("10d"), Some("0d")), (Missed, "snapshots")),
        case(|o| here(o).cache_groups.get_mut("cache").unwrap().snapshot_window = Some("05:00-06:00".into()), "cache", ("resources.cache.snapshots.window", "SnapshotWindow"), (Some("03:00-04:00"), Some("05:00-06:00")), (Different, "")),
        // ── The account ──────────────────────────────────────────────────────
        case(|o| here(o).account.as_mut().unwrap().dynamodb_advanced_features = Some(false), "", ("account_settings.dynamodb_advanced_features", "ResourceTypeManagementPreference.DynamoDB"), (Some("on"), Some("off")), (Missed, "what is left")),
        case(|o| here(o).account.as_mut().unwrap().cross_account_copy = Some(false), "", ("account_settings.cross_account_copy", "GlobalSettings.isCrossAccountBackupEnabled"), (Some("on"), Some("off")), (Missed, "copies")),
        case(|o| { here(o).account.as_mut().unwrap().service_opt_in.retain(|name| name != "RDS"); }, "", ("account_settings.service_opt_in", "ResourceTypeOptInPreference.RDS"), (Some("on"), Some("off")), (Doubted, "")),
    ]
}

fn said(difference: &Difference) -> String {
    let lines = difference.effect.iter().map(|change| {
        let causes: Vec<&str> = change.causes.iter().map(|cause| cause.words.as_str()).collect();
        format!(
            "{:?} {}: {:?} -> {:?} ({})",
            change.weight,
            change.what,
            change.before,
            change.now,
            causes.join("; ")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn only(drift: &Drift) -> Result<(&Drifted, &Difference), String> {
    let [drifted] = drift.resources.as_slice() else {
        let names: Vec<_> =
            drift.resources.iter().map(|r| (&r.id, r.status, &r.differences)).collect();
        return Err(format!("not one resource: {names:#?}"));
    };
    let [difference] = drifted.differences.as_slice() else {
        return Err(format!("not one difference: {:#?}", drifted.differences));
    };
    Ok((drifted, difference))
}

fn check(case: &Case) -> Result<(), String> {
    let mut seen = observed();
    (case.change)(&mut seen);
    let found = drift(shop(), 0, &seen);
    let (drifted, difference) = only(&found)?;
    let is = (
        drifted.id.name.as_str(),
        difference.path.as_deref(),
        difference.field.as_str(),
        difference.expected.as_deref(),
        difference.actual.as_deref(),
    );
    let should = (case.name, Some(case.path), case.field, case.expected, case.actual);
    if is != should {
        return Err(format!("said {is:?}"));
    }
    let effect = said(difference);
    if difference.weight != case.weight || !effect.contains(case.effect) {
        return Err(format!("{:?} {:?}\n{effect}", difference.weight, difference.notes));
    }
    // What is proven is a changed copy of the policy, of which nothing is printed.
    if effect.contains(" without ") {
        return Err(effect);
    }
    if difference.span.is_none() {
        return Err("no place".to_owned());
    }
    if drifted.status == Status::InSync || found.found() != 1 {
        return Err(format!(
            "{:?}, {} found, {:#?}",
            drifted.status,
            found.found(),
            found.assumptions
        ));
    }
    Ok(())
}

#[test]
fn each_change_is_one_difference_with_its_place_its_words_and_its_effect() {
    let cases = cases();
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        if let Err(why) = check(case) {
            wrong.push(format!("── {number}: {} {}\n{why}", case.name, case.field));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}
