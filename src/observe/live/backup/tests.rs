//! Answers of the SDK and what they become: AWS's own spelling of the same
//! settings is the same settings.

use std::collections::BTreeMap;

use aws_sdk_backup::operation::describe_backup_vault::DescribeBackupVaultOutput;
use aws_sdk_backup::operation::get_backup_plan::GetBackupPlanOutput;
use aws_sdk_backup::operation::get_backup_vault_notifications::GetBackupVaultNotificationsOutput;
use aws_sdk_backup::primitives::DateTime;
use aws_sdk_backup::types as sdk;

use super::beyond::Notes;
use super::{plan, plans, selection, testing, vault};
use crate::observe::Beyond;
use crate::resources::{
    BackupPlan, BackupSelection, ConditionOperator, Lifecycle, Place, ResourceKind, Resources,
    Settings, TestedPoints, VaultKind, normalise,
};

fn place() -> Place {
    Place {
        account: "111122223333".to_owned(),
        region: "eu-west-1".to_owned(),
        partition: "aws".to_owned(),
    }
}

/// A plan and what of it cannot be said.
fn converted(answer: &GetBackupPlanOutput) -> (BackupPlan, Vec<Beyond>) {
    let mut beyond = Vec::new();
    let mut notes = Notes::of(ResourceKind::Plan, "p", &mut beyond);
    let plan = plan::plan(&place(), answer, &mut notes).unwrap();
    (plan, beyond)
}

fn fields(beyond: &[Beyond]) -> Vec<(&str, &str)> {
    beyond.iter().map(|one| (one.field.as_str(), one.value.as_str())).collect()
}

fn normal(plan: BackupPlan) -> BackupPlan {
    let settings =
        Settings { plans: BTreeMap::from([("p".to_owned(), plan)]), ..Settings::default() };
    let resources = Resources { places: BTreeMap::from([(place(), settings)]) };
    normalise(&resources).places.remove(&place()).unwrap().plans.remove("p").unwrap()
}

fn rule(name: &str) -> sdk::builders::BackupRuleBuilder {
    sdk::BackupRule::builder().rule_name(name).target_backup_vault_name("main")
}

fn answer(rules: Vec<sdk::builders::BackupRuleBuilder>) -> GetBackupPlanOutput {
    let mut plan = sdk::BackupPlan::builder().backup_plan_name("p");
    for rule in rules {
        plan = plan.rules(rule.build().unwrap());
    }
    GetBackupPlanOutput::builder().backup_plan(plan.build().unwrap()).build()
}

fn vault_arn(name: &str) -> String {
    format!("arn:aws:backup:eu-central-1:111122223333:backup-vault:{name}")
}

fn copy(to: &str) -> sdk::CopyAction {
    sdk::CopyAction::builder().destination_backup_vault_arn(vault_arn(to)).build().unwrap()
}

#[test]
fn what_aws_leaves_out_is_what_it_would_fill_in() {
    let explicit = rule("a")
        .schedule_expression("cron(0 5 * * ? *)")
        .schedule_expression_timezone("UTC")
        .start_window_minutes(480)
        .completion_window_minutes(10_080)
        .enable_continuous_backup(false)
        .set_recovery_point_tags(Some([("aws:x".to_owned(), "y".to_owned())].into()))
        .set_copy_actions(Some(Vec::new()))
        .set_index_actions(Some(Vec::new()))
        .lifecycle(
            sdk::Lifecycle::builder().opt_in_to_archive_for_supported_resources(false).build(),
        );
    let (explicit, said) = converted(&answer(vec![explicit]));
    let (absent, unsaid) = converted(&answer(vec![rule("a")]));
    assert_eq!(normal(explicit), normal(absent));
    assert_eq!((said, unsaid), (vec![], vec![]));
}

#[test]
fn the_order_of_rules_and_copies_means_nothing() {
    let two = |a, b| rule("x").copy_actions(copy(a)).copy_actions(copy(b));
    let (one, _) = converted(&answer(vec![rule("b"), two("dr", "far"), rule("a")]));
    let (other, _) = converted(&answer(vec![two("far", "dr"), rule("a"), rule("b")]));
    assert_eq!(normal(one), normal(other));
}

#[test]
fn days_are_days_and_none_is_for_ever() {
    let lifecycle =
        sdk::Lifecycle::builder().move_to_cold_storage_after_days(30).delete_after_days(365);
    let copied = sdk::CopyAction::builder()
        .destination_backup_vault_arn(vault_arn("dr"))
        .lifecycle(lifecycle.clone().build())
        .build()
        .unwrap();
    let with = rule("a").copy_actions(copied);
    let (plan, _) = converted(&answer(vec![with]));
    assert_eq!(plan.rules[0].lifecycle, Lifecycle::default());
    let copied = plan.rules[0].copy_actions[0].lifecycle;
    assert_eq!(copied.delete_after_days, Some(365));
    assert_eq!(copied.move_to_cold_storage_after_days, Some(30));
}

#[test]
fn what_a_policy_cannot_say_of_a_plan_is_noted_if_there_is_any() {
    let scan = sdk::ScanAction::builder()
        .malware_scanner(sdk::MalwareScanner::Guardduty)
        .scan_mode(sdk::ScanMode::FullScan);
    let negative = sdk::Lifecycle::builder().delete_after_days(-1).build();
    let odd = sdk::CopyAction::builder().destination_backup_vault_arn("arn:aws:s3:::b").build();
    let with = rule("a")
        .index_actions(sdk::IndexAction::builder().resource_types("S3").build())
        .index_actions(sdk::IndexAction::builder().build())
        .scan_actions(scan.build())
        .target_logically_air_gapped_backup_vault_arn(vault_arn("gap"))
        .lifecycle(negative)
        .copy_actions(odd.unwrap());
    let (_, beyond) = converted(&answer(vec![with]));
    assert_eq!(
        fields(&beyond),
        [
            ("Rules[a].TargetLogicallyAirGappedBackupVaultArn", vault_arn("gap").as_str()),
            ("Rules[a].IndexActions", "S3"),
            ("Rules[a].ScanActions", "GUARDDUTY FULL_SCAN"),
            ("Rules[a].Lifecycle.DeleteAfterDays", "-1"),
            ("Rules[a].CopyActions.DestinationBackupVaultArn", "arn:aws:s3:::b"),
        ]
    );
    assert!(beyond.iter().all(|one| one.kind == ResourceKind::Plan && one.name == "p"));
}

#[test]
fn advanced_settings_stand_beside_the_plan() {
    let setting = sdk::AdvancedBackupSetting::builder()
        .resource_type("EC2")
        .backup_options("WindowsVSS", "enabled")
        .build();
    let mut answer = answer(vec![rule("a")]);
    answer.advanced_backup_settings = Some(vec![setting]);
    answer.backup_plan.as_mut().unwrap().advanced_backup_settings = Some(Vec::new());
    let (plan, _) = converted(&answer);
    assert_eq!(plan.advanced_backup_settings[0].backup_options["WindowsVSS"], "enabled");
}

#[test]
fn an_answer_without_a_plan_is_none() {
    let mut beyond = Vec::new();
    let mut notes = Notes::of(ResourceKind::Plan, "p", &mut beyond);
    assert_eq!(plan::plan(&place(), &GetBackupPlanOutput::builder().build(), &mut notes), None);
}

#[test]
fn of_plans_with_one_name_the_oldest_keeps_it() {
    let member = |id: &str, born: i64| {
        sdk::BackupPlansListMember::builder()
            .backup_plan_id(id)
            .backup_plan_name("p")
            .creation_date(DateTime::from_secs(born))
    };
    let gone = member("gone", 0).deletion_date(DateTime::from_secs(9)).build();
    let named = plans::named(vec![member("b", 2).build(), gone, member("a", 1).build()]);
    let names: Vec<_> = named.iter().map(|plan| (plan.id.as_str(), plan.name.as_str())).collect();
    assert_eq!(names, [("a", "p"), ("b", "p [b]")]);
}

fn selected(selection: &sdk::BackupSelection) -> (BackupSelection, Vec<Beyond>) {
    let mut beyond = Vec::new();
    let mut notes = Notes::of(ResourceKind::Selection, "p/s", &mut beyond);
    (selection::selection(selection, &mut notes), beyond)
}

fn sdk_selection() -> sdk::builders::BackupSelectionBuilder {
    sdk::BackupSelection::builder().selection_name("s").iam_role_arn("arn:aws:iam::1:role/b")
}

#[test]
fn four_empty_lists_of_conditions_are_none() {
    let empty = sdk::Conditions::builder()
        .set_string_equals(Some(vec![]))
        .set_string_not_like(Some(vec![]))
        .build();
    let full = sdk_selection().conditions(empty).set_not_resources(Some(vec![])).build().unwrap();
    assert_eq!(selected(&full), selected(&sdk_selection().build().unwrap()));
}

#[test]
fn tags_are_compared_whatever_the_case_of_their_operator() {
    let tag = |operator: &str| {
        sdk::Condition::builder()
            .condition_type(operator.into())
            .condition_key("backup")
            .condition_value("daily")
            .build()
            .unwrap()
    };
    for operator in ["STRINGEQUALS", "StringEquals"] {
        let (found, beyond) =
            selected(&sdk_selection().list_of_tags(tag(operator)).build().unwrap());
        assert_eq!((found.list_of_tags[0].value.as_str(), beyond.len()), ("daily", 0));
    }
    let (found, beyond) =
        selected(&sdk_selection().list_of_tags(tag("STRINGLIKE")).build().unwrap());
    assert_eq!(found.list_of_tags, []);
    assert_eq!(fields(&beyond), [("ListOfTags[backup]", "STRINGLIKE daily")]);
}

#[test]
fn conditions_are_about_tags_or_noted() {
    let parameter = |key: &str| {
        sdk::ConditionParameter::builder().condition_key(key).condition_value("v").build()
    };
    let conditions = sdk::Conditions::builder()
        .string_like(parameter("aws:ResourceTag/team"))
        .string_not_equals(parameter("team"))
        .build();
    let (found, beyond) = selected(&sdk_selection().conditions(conditions).build().unwrap());
    assert_eq!(found.conditions[0].operator, ConditionOperator::Like);
    assert_eq!((found.conditions[0].key.as_str(), found.conditions.len()), ("team", 1));
    assert_eq!(fields(&beyond), [("Conditions.StringNotEquals[team]", "v")]);
}

fn described(
    answer: &DescribeBackupVaultOutput,
) -> (crate::resources::BackupVault, Option<crate::observe::LockInForce>, Vec<Beyond>) {
    let mut beyond = Vec::new();
    let mut notes = Notes::of(ResourceKind::Vault, "v", &mut beyond);
    let (vault, lock) = vault::vault(answer, &mut notes);
    (vault, lock, beyond)
}

#[test]
fn a_lock_is_told_by_its_date_and_never_by_days() {
    let locked = DescribeBackupVaultOutput::builder().locked(true).min_retention_days(7);
    let (vault, lock, _) = described(&locked.clone().build());
    assert_eq!(vault.lock.unwrap().min_retention_days, Some(7));
    assert_eq!(lock.unwrap().lock_date, None);
    let compliance = locked.lock_date(DateTime::from_millis(1_795_323_600_500)).build();
    let (vault, lock, _) = described(&compliance);
    assert_eq!(vault.lock.unwrap().changeable_for_days, None);
    assert_eq!(lock.unwrap().lock_date.as_deref(), Some("2026-11-22T05:00:00Z"));
}

#[test]
fn a_vault_without_a_lock_has_none_and_one_without_bounds_has_one() {
    let unlocked = DescribeBackupVaultOutput::builder().locked(false).build();
    assert_eq!((described(&unlocked).0.lock, described(&unlocked).1), (None, None));
    let silent = DescribeBackupVaultOutput::builder().build();
    assert_eq!(described(&silent).0.lock, None);
    let boundless = DescribeBackupVaultOutput::builder().locked(true).build();
    assert!(described(&boundless).0.lock.is_some());
}

#[test]
fn an_air_gapped_vault_is_locked_by_nature() {
    let answer = DescribeBackupVaultOutput::builder()
        .vault_type(sdk::VaultType::LogicallyAirGappedBackupVault)
        .vault_state(sdk::VaultState::Failed)
        .min_retention_days(7)
        .max_retention_days(35)
        .build();
    let (vault, lock, beyond) = described(&answer);
    let kind = VaultKind::AirGapped { min_retention_days: 7, max_retention_days: 35 };
    assert_eq!((vault.kind, vault.lock), (kind, None));
    assert!(lock.is_some());
    assert_eq!(fields(&beyond), [("VaultState", "FAILED")]);
}

#[test]
fn notifications_without_events_or_topic_are_none() {
    let with = GetBackupVaultNotificationsOutput::builder()
        .sns_topic_arn("arn:t")
        .backup_vault_events(sdk::BackupVaultEvent::CopyJobFailed)
        .backup_vault_events("A_NEW_EVENT".into());
    let found = vault::notifications(with.build()).unwrap();
    assert_eq!(found.backup_vault_events, ["COPY_JOB_FAILED", "A_NEW_EVENT"]);
    let topic = GetBackupVaultNotificationsOutput::builder().sns_topic_arn("arn:t").build();
    assert_eq!(vault::notifications(topic), None);
    assert_eq!(vault::notifications(GetBackupVaultNotificationsOutput::builder().build()), None);
}

#[test]
fn a_restore_testing_plan_has_the_defaults_of_aws() {
    let plan = sdk::RestoreTestingPlanForGet::builder()
        .restore_testing_plan_name("t")
        .restore_testing_plan_arn("arn:t")
        .creation_time(DateTime::from_secs(0))
        .schedule_expression("cron(0 5 ? * * *)")
        .start_window_hours(0)
        .recovery_point_selection(
            sdk::RestoreTestingRecoveryPointSelection::builder()
                .algorithm(sdk::RestoreTestingRecoveryPointSelectionAlgorithm::RandomWithinWindow)
                .include_vaults("*")
                .exclude_vaults(vault_arn("old"))
                .build(),
        )
        .build()
        .unwrap();
    let mut beyond = Vec::new();
    let mut notes = Notes::of(ResourceKind::RestoreTestingPlan, "t", &mut beyond);
    let found = testing::plan(&plan, &mut notes);
    assert_eq!((found.start_window_hours, found.selection_window_days), (24, 30));
    assert_eq!(found.schedule_expression_timezone, "Etc/UTC");
    assert_eq!(found.algorithm, TestedPoints::Random);
    assert_eq!(fields(&beyond), [("RecoveryPointSelection.ExcludeVaults", &*vault_arn("old"))]);
}

#[test]
fn a_tested_selection_keeps_its_hours() {
    let pair = sdk::KeyValue::builder().key("aws:ResourceTag/x").value("y").build().unwrap();
    let selection = sdk::RestoreTestingSelectionForGet::builder()
        .creation_time(DateTime::from_secs(0))
        .restore_testing_plan_name("t")
        .restore_testing_selection_name("s")
        .iam_role_arn("arn:aws:iam::1:role/r")
        .protected_resource_type("DynamoDB")
        .protected_resource_arns("*")
        .protected_resource_conditions(
            sdk::ProtectedResourceConditions::builder().string_equals(pair).build(),
        )
        .validation_window_hours(6)
        .build()
        .unwrap();
    let mut beyond = Vec::new();
    let mut notes = Notes::of(ResourceKind::RestoreTestingPlan, "t", &mut beyond);
    let found = testing::selection(&selection, &mut notes);
    assert_eq!((found.validation_window_hours, &*found.protected_resource_arns[0]), (6, "*"));
    let field = "Selections[s].ProtectedResourceConditions.StringEquals[aws:ResourceTag/x]";
    assert_eq!(fields(&beyond), [(field, "y")]);
}

#[test]
fn a_continuous_point_ends_now_whenever_it_was_begun() {
    let resource = "arn:aws:s3:::documents".to_owned();
    let point = |arn: &str, born: i64| {
        sdk::RecoveryPointByBackupVault::builder()
            .recovery_point_arn(arn)
            .resource_arn(&resource)
            .status(sdk::RecoveryPointStatus::Completed)
            .creation_date(DateTime::from_secs(born))
            .build()
    };
    let asked = [resource.clone()].into();
    let now = "2026-11-21T08:00:00Z";
    let mut found = BTreeMap::new();
    let own = "arn:aws:backup:eu-west-1:1:recovery-point:documents-1";
    super::points::add(&mut found, &asked, &point(own, 1_795_150_800), now);
    let continuous = "arn:aws:backup:eu-west-1:1:recovery-point:continuous:documents-2";
    super::points::add(&mut found, &asked, &point(continuous, 1_795_064_400), now);
    let points = &found[&resource];
    assert_eq!((points.count, points.newest.as_str()), (2, now));
    assert_eq!(points.oldest, "2026-11-19T05:00:00Z");
}
