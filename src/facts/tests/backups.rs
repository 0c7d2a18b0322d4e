//! Plans, types, vaults and the services' own backups.

use std::collections::BTreeSet;

use super::super::defaults::{Compare, absent, read_back};
use super::super::resource_types::RESOURCE_TYPES;
use super::super::{
    Cell, Confidence, Feature, audit_manager, backup_plan, fact, iam, native, not_supported,
    recovery_times, resource_type, restore_testing, s3_lifecycle, selection, vault, vault_lock,
};

#[test]
fn the_published_examples_of_cold_storage_pass_the_90_day_rule() {
    for (cold, delete) in [(180, 270), (30, 120), (7, 97), (2, 92)] {
        assert!(delete - cold >= backup_plan::COLD_LEAST_DAYS.value, "{cold}/{delete}");
    }
    assert!(119 - 30 < backup_plan::COLD_LEAST_DAYS.value);
}

#[test]
fn retention_is_1_to_36500_days_and_35_when_continuous() {
    let days = backup_plan::DELETE_AFTER_DAYS.value;
    assert_eq!([0, 1, 36_500, 36_501].map(|n| days.contains(&n)), [false, true, true, false]);
    let days = backup_plan::CONTINUOUS_RETENTION_DAYS.value;
    assert_eq!([0, 1, 35, 36].map(|n| days.contains(&n)), [false, true, true, false]);
}

#[test]
fn a_start_window_below_an_hour_is_not_accepted_and_the_default_is() {
    let minutes = backup_plan::START_WINDOW_MINUTES.value;
    assert!(!minutes.contains(&59) && minutes.contains(&60));
    assert!(minutes.contains(&backup_plan::START_WINDOW_DEFAULT_MINUTES.value));
}

#[test]
fn a_name_with_a_dot_suits_a_plan_but_not_a_vault() {
    assert!(backup_plan::PLAN_NAME.value.accepts("core.daily_1-a"));
    assert_eq!(backup_plan::VAULT_NAME.value.offending("core.daily"), Some('.'));
    assert_eq!(backup_plan::PLAN_NAME.value.offending("kern für"), Some(' '));
}

#[test]
fn names_are_accepted_up_to_their_length_and_not_beyond() {
    let (plan, vault) = (backup_plan::PLAN_NAME.value, backup_plan::VAULT_NAME.value);
    assert!(plan.accepts("a") && !plan.accepts(""));
    assert!(!vault.accepts("a") && vault.accepts("ab"));
    for rule in [plan, vault] {
        assert!(rule.accepts(&"x".repeat(50)) && !rule.accepts(&"x".repeat(51)));
    }
}

#[test]
fn a_framework_name_begins_with_a_letter_and_has_no_hyphen() {
    let name = audit_manager::FRAMEWORK_NAME.value;
    assert!(name.accepts("orders_production"));
    assert_eq!(name.offending("1orders"), Some('1'));
    assert_eq!(name.offending("orders-production"), Some('-'));
    assert_eq!(restore_testing::PLAN_NAME.value.offending("a-b"), Some('-'));
}

#[test]
fn every_type_has_its_own_name_and_a_known_opt_in() {
    let mut seen = BTreeSet::new();
    for row in RESOURCE_TYPES.value {
        assert!(seen.insert(row.name), "`{}` twice", row.name);
        assert!(selection::OPT_IN_NAMES.value.contains(&row.opt_in), "{}", row.name);
    }
    for opt_in in selection::OPT_IN_NAMES.value {
        assert!(RESOURCE_TYPES.value.iter().any(|row| row.opt_in == *opt_in), "{opt_in}");
    }
}

#[test]
fn every_arn_shape_is_made_of_its_parts() {
    for row in RESOURCE_TYPES.value {
        let place = if row.name == "s3" { "::" } else { "{r}:{a}" };
        let head = format!("arn:{{p}}:{}:{place}:{}", row.arn.service, row.arn.prefix);
        let head = if row.name == "s3" { "arn:{p}:s3:::".to_owned() } else { head };
        assert!(row.arn.template.starts_with(&head), "{}: {head}", row.name);
        assert!(row.arn.template.ends_with("{name}"), "{}", row.name);
    }
}

#[test]
fn a_type_is_restored_in_tests_exactly_if_restore_testing_knows_its_name() {
    for row in RESOURCE_TYPES.value {
        let listed = restore_testing::TYPES.value.contains(&row.opt_in);
        assert_eq!(row.features.restore_testing == Cell::Yes, listed, "{}", row.name);
    }
}

#[test]
fn types_without_any_copy_are_those_that_aws_leaves_out() {
    let without: Vec<_> = RESOURCE_TYPES
        .value
        .iter()
        .filter(|row| !row.features.any_copy())
        .map(|row| row.name)
        .collect();
    assert_eq!(without, ["rds_cluster", "fsx", "fsx_ontap", "redshift", "redshift_serverless"]);
}

#[test]
fn no_type_without_copies_reaches_an_air_gapped_vault() {
    for row in RESOURCE_TYPES.value {
        if !row.features.any_copy() {
            assert!(!row.features.air_gapped.possible(), "{}", row.name);
        }
    }
}

#[test]
fn fully_managed_types_are_those_with_ticks_in_the_matrix() {
    let managed: BTreeSet<_> = RESOURCE_TYPES
        .value
        .iter()
        .filter(|row| row.features.of(Feature::FullyManaged) == Cell::Yes)
        .map(|row| row.name)
        .collect();
    let expected = ["dsql", "efs", "eks", "s3", "sap_hana", "timestream", "virtual_machine"];
    assert_eq!(managed, BTreeSet::from(expected));
}

#[test]
fn continuous_backup_works_for_four_types() {
    let continuous =
        RESOURCE_TYPES.value.iter().filter(|row| row.features.point_in_time.possible());
    let names: Vec<_> = continuous.map(|row| row.name).collect();
    assert_eq!(names, ["rds_instance", "aurora", "s3", "sap_hana"]);
}

#[test]
fn only_listed_types_go_cold_and_s3_never_does() {
    let cold = RESOURCE_TYPES.value.iter().filter(|row| row.features.cold_storage.possible());
    let names: BTreeSet<_> = cold.map(|row| row.name).collect();
    let expected =
        ["cloudformation", "dynamodb", "ebs", "efs", "sap_hana", "timestream", "virtual_machine"];
    assert_eq!(names, BTreeSet::from(expected));
    assert_eq!(resource_type("dsql").unwrap().features.cold_storage, Cell::Unclear);
}

#[test]
fn dynamodb_has_its_basic_and_its_advanced_side_in_one_row() {
    let features = resource_type("dynamodb").unwrap().features;
    let setting = Cell::WithOptIn(selection::DYNAMODB_ADVANCED_SETTING.value);
    for feature in [
        Feature::CrossRegionCopy,
        Feature::CrossAccountCopy,
        Feature::ColdStorage,
        Feature::AirGapped,
        Feature::FullyManaged,
    ] {
        assert_eq!(features.of(feature), setting, "{feature:?}");
    }
    assert_eq!(features.point_in_time, Cell::No);
    assert_eq!(features.incremental, Cell::No);
}

#[test]
fn cells_show_the_setting_they_need() {
    let lines = fact("resource-types").unwrap().lines();
    let ebs = lines.iter().find(|line| line.starts_with("ebs ")).unwrap();
    assert!(ebs.contains("ColdStorage: with OptInToArchiveForSupportedResources"), "{ebs}");
}

#[test]
fn a_service_that_is_not_protected_is_not_a_type() {
    for service in not_supported::SERVICES.value {
        assert!(resource_type(service).is_none(), "{service}");
        assert!(not_supported::not_supported(service));
    }
    assert!(!not_supported::not_supported("s3"));
}

#[test]
fn a_compliance_lock_can_be_changed_for_at_least_3_days() {
    let days = vault_lock::LOCK_CHANGEABLE_FOR_DAYS.value;
    assert!(!days.contains(&2) && days.contains(&3));
}

#[test]
fn deprecated_events_are_known_and_marked() {
    assert!(vault::event("BACKUP_JOB_FAILED").unwrap().deprecated);
    assert!(!vault::event("COPY_JOB_FAILED").unwrap().deprecated);
    assert!(vault::event("BACKUP_JOB_COMPLETE").is_none());
}

#[test]
fn only_some_services_switch_their_backups_off_with_0() {
    let off: Vec<_> = native::RETENTION
        .value
        .iter()
        .filter(|row| row.zero_is_off)
        .map(|row| row.resource_type)
        .collect();
    assert!(off.contains(&"rds_instance") && off.contains(&"elasticache"));
    assert!(!off.contains(&"aurora") && !off.contains(&"dynamodb"));
}

#[test]
fn the_table_of_native_retention_agrees_with_the_single_facts() {
    let pairs = [
        ("rds_instance", native::RDS_RETENTION_DAYS.value),
        ("rds_cluster", native::RDS_CLUSTER_RETENTION_DAYS.value),
        ("aurora", native::RDS_CLUSTER_RETENTION_DAYS.value),
        ("documentdb", native::DOCUMENTDB_RETENTION_DAYS.value),
        ("neptune", native::NEPTUNE_RETENTION_DAYS.value),
        ("dynamodb", native::DYNAMODB_PITR_DAYS.value),
        ("elasticache", native::ELASTICACHE_RETENTION_DAYS.value),
        ("fsx_windows", native::FSX_RETENTION_DAYS.value),
        ("redshift", native::REDSHIFT_RETENTION_DAYS.value),
    ];
    for (name, days) in pairs {
        assert_eq!(native::native_retention(name).unwrap().days, days, "{name}");
    }
}

#[test]
fn point_in_time_recovery_lags_5_minutes_and_s3_lags_15() {
    let seconds = |name| recovery_times::typical_lag(name).unwrap().seconds;
    assert_eq!(seconds("rds-point-in-time"), 300);
    assert_eq!(seconds("dynamodb-point-in-time"), 300);
    assert_eq!(seconds("s3-continuous"), 900);
    let weak = recovery_times::typical_lag("aurora-continuous").unwrap();
    assert_eq!(weak.confidence, Confidence::Low);
}

#[test]
fn no_recovery_time_rests_on_weak_evidence() {
    let mut seen = BTreeSet::new();
    for row in recovery_times::RECOVERY_TIMES.value {
        assert!(row.confidence >= Confidence::Medium, "{}", row.mechanism);
        assert!(seen.insert(row.mechanism), "{} twice", row.mechanism);
    }
}

#[test]
fn managed_policies_of_s3_lie_outside_the_service_role_path() {
    for policy in iam::BACKUP_POLICIES.value.iter().chain(iam::RESTORE_POLICIES.value) {
        assert!(policy.starts_with("arn:{p}:iam::aws:policy/"), "{policy}");
        assert_eq!(policy.contains("S3"), !policy.contains("/service-role/"), "{policy}");
    }
}

#[test]
fn left_out_fields_read_as_the_facts_say() {
    let minutes = backup_plan::START_WINDOW_DEFAULT_MINUTES.value.to_string();
    assert_eq!(absent("BackupRule.StartWindowMinutes"), Some(minutes.as_str()));
    let minutes = backup_plan::COMPLETION_WINDOW_DEFAULT_MINUTES.value.to_string();
    assert_eq!(absent("BackupRule.CompletionWindowMinutes"), Some(minutes.as_str()));
    let schedule = absent("BackupRule.ScheduleExpression");
    assert_eq!(schedule, Some(backup_plan::DEFAULT_SCHEDULE.value));
    let zone = absent("BackupRule.ScheduleExpressionTimezone");
    assert_eq!(zone, Some(backup_plan::DEFAULT_TIMEZONE.value));
    let small = absent("LifecycleConfiguration.TransitionDefaultMinimumObjectSize");
    assert_eq!(small, Some(s3_lifecycle::SMALL_OBJECTS_STAY.value));
    assert_eq!(absent("BackupRule.RuleId"), None);
}

#[test]
fn a_field_may_have_several_rules_of_comparison() {
    let rules: Vec<_> = read_back("BackupRule.CopyActions").map(|row| row.compare).collect();
    assert_eq!(rules, [Compare::AbsentIsEmpty, Compare::KeyedBy("DestinationBackupVaultArn")]);
    assert_eq!(read_back("BackupRule.RuleName").count(), 0);
}
