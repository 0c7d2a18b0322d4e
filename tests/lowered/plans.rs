//! Plans with every kind of rule, their selections and restore tests.

use std::collections::BTreeMap;

use policy::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, BackupSelection, Condition, ConditionOperator,
    CopyAction, Lifecycle, Place, RestoreTestingPlan, RestoreTestingSelection, RoleRef, TagEquals,
    TestedPointType, TestedPoints, VaultRef,
};

use super::{HOSTILE, hostile_tags, tags};

fn vault(place: Place, name: &str) -> VaultRef {
    VaultRef { place, name: name.into() }
}

fn days(delete_after_days: u32) -> Lifecycle {
    Lifecycle { delete_after_days: Some(delete_after_days), ..Lifecycle::default() }
}

fn rule(name: &str, schedule: &str, vault: VaultRef, lifecycle: Lifecycle) -> BackupRule {
    BackupRule {
        rule_name: name.into(),
        target_backup_vault: vault,
        schedule_expression: schedule.into(),
        schedule_expression_timezone: "Etc/UTC".into(),
        start_window_minutes: 60,
        completion_window_minutes: 240,
        lifecycle,
        enable_continuous_backup: false,
        recovery_point_tags: tags(&[]),
        copy_actions: vec![],
    }
}

fn plan(rules: Vec<BackupRule>) -> BackupPlan {
    BackupPlan { rules, advanced_backup_settings: vec![], tags: tags(&[]) }
}

fn advanced(resource_type: &str, options: &[(&str, &str)]) -> AdvancedBackupSetting {
    AdvancedBackupSetting { resource_type: resource_type.into(), backup_options: tags(options) }
}

/// Copies everywhere, cold storage, continuous backup, a vault of other code.
pub(super) fn home() -> BTreeMap<String, BackupPlan> {
    let main = || vault(super::home(), "orders-production-main");
    let daily = BackupRule {
        schedule_expression_timezone: "Europe/Berlin".into(),
        recovery_point_tags: hostile_tags(),
        copy_actions: vec![
            CopyAction {
                destination_backup_vault: vault(super::home(), "orders-production-safe"),
                lifecycle: days(30),
            },
            CopyAction {
                destination_backup_vault: vault(super::west(), "orders-production-west"),
                lifecycle: days(35),
            },
            CopyAction {
                destination_backup_vault: vault(super::backup(), "orders-production-dr"),
                lifecycle: days(35),
            },
        ],
        ..rule("daily", "cron(0 3 * * ? *)", main(), days(35))
    };
    let monthly = Lifecycle {
        move_to_cold_storage_after_days: Some(30),
        delete_after_days: Some(366),
        opt_in_to_archive_for_supported_resources: true,
    };
    let monthly = rule("monthly", "cron(0 8 1 * ? *)", main(), monthly);
    let odd_vault = vault(super::home(), "Default");
    let odd = rule("odd", "cron(0 22 ? * 2#1 *)", odd_vault, Lifecycle::default());
    let pitr = BackupRule {
        enable_continuous_backup: true,
        ..rule("pitr", "cron(0 1 * * ? *)", main(), days(35))
    };
    let core = BackupPlan {
        advanced_backup_settings: vec![advanced("EC2", &[("WindowsVSS", "enabled")])],
        tags: hostile_tags(),
        ..plan(vec![daily, monthly])
    };
    let options = [("BackupACLs", "disabled"), ("BackupObjectTags", "enabled")];
    let files =
        BackupPlan { advanced_backup_settings: vec![advanced("S3", &options)], ..plan(vec![pitr]) };
    let shared_vault = vault(super::home(), "orders-production-gov-2");
    let shared = plan(vec![rule("daily", "cron(0 4 * * ? *)", shared_vault, days(7))]);
    BTreeMap::from([
        ("orders-production-core".to_owned(), core),
        ("orders-production-core-odd".to_owned(), plan(vec![odd])),
        ("orders-production-files".to_owned(), files),
        ("shared".to_owned(), shared),
    ])
}

/// Copies back to the vault that copies here.
pub(super) fn west() -> BTreeMap<String, BackupPlan> {
    let west = vault(super::west(), "orders-production-west");
    let daily = BackupRule {
        copy_actions: vec![CopyAction {
            destination_backup_vault: vault(super::home(), "orders-production-main"),
            lifecycle: Lifecycle {
                move_to_cold_storage_after_days: Some(10),
                delete_after_days: Some(100),
                opt_in_to_archive_for_supported_resources: false,
            },
        }],
        ..rule("daily", "cron(0 5 * * ? *)", west, days(100))
    };
    BTreeMap::from([("orders-production-west".to_owned(), plan(vec![daily]))])
}

fn created(name: &str) -> RoleRef {
    RoleRef::Created { place: super::home(), name: name.into() }
}

fn selection(iam_role: RoleRef, resources: &[&str]) -> BackupSelection {
    BackupSelection {
        iam_role,
        resources: resources.iter().map(|&arn| arn.to_owned()).collect(),
        not_resources: vec![],
        list_of_tags: vec![],
        conditions: vec![],
    }
}

/// By ARN, by tag with all operators, and under a plan of other code.
pub(super) fn home_selections() -> BTreeMap<(String, String), BackupSelection> {
    let tables = selection(
        created("orders-production-backup"),
        &["arn:aws:dynamodb:us-east-1:111122223333:table/orders"],
    );
    let condition = |operator, key: &str, value: &str| Condition {
        operator,
        key: key.into(),
        value: value.into(),
    };
    let mut conditions: Vec<_> = HOSTILE
        .iter()
        .map(|value| condition(ConditionOperator::Equals, "env", value))
        .chain([
            condition(ConditionOperator::NotEquals, "kind", "scratch"),
            condition(ConditionOperator::Like, "team", "orders-*"),
            condition(ConditionOperator::NotLike, "kind", "tmp-*"),
        ])
        .collect();
    conditions.sort();
    let volumes = BackupSelection {
        not_resources: vec!["arn:aws:ec2:*:*:volume/vol-1".into()],
        list_of_tags: vec![
            TagEquals { key: "backup".into(), value: "gold".into() },
            TagEquals { key: "backup".into(), value: "silver".into() },
        ],
        conditions,
        ..selection(
            RoleRef::Existing("arn:aws:iam::111122223333:role/service/backup".into()),
            &["arn:aws:ec2:*:*:volume/*"],
        )
    };
    let documents =
        selection(created("orders-production-backup"), &["arn:aws:s3:::orders-documents"]);
    let drafts = selection(created("orders-production-backup"), &["arn:aws:s3:::orders-drafts"]);
    let key = |plan: &str, name: &str| (plan.to_owned(), name.to_owned());
    BTreeMap::from([
        (key("orders-production-core", "tables"), tables),
        (key("orders-production-core", "volumes"), volumes),
        (key("orders-production-files", "documents"), documents),
        (key("shared", "drafts"), drafts),
    ])
}

/// Uses the role that the home Region's artifacts create.
pub(super) fn west_selections() -> BTreeMap<(String, String), BackupSelection> {
    let key = ("orders-production-west".to_owned(), "volumes".to_owned());
    let selection =
        selection(created("orders-production-backup"), &["arn:aws:ec2:us-west-2:*:volume/*"]);
    BTreeMap::from([(key, selection)])
}

/// Both algorithms' members, with and without ARNs.
pub(super) fn restore_testing() -> BTreeMap<String, RestoreTestingPlan> {
    let tested = |resource_type: &str, arns: &[&str]| RestoreTestingSelection {
        protected_resource_type: resource_type.into(),
        protected_resource_arns: arns.iter().map(|&arn| arn.to_owned()).collect(),
        iam_role: created("orders-production-restore"),
        validation_window_hours: 4,
    };
    let plan = RestoreTestingPlan {
        schedule_expression: "cron(0 9 L * ? *)".into(),
        schedule_expression_timezone: "Etc/UTC".into(),
        start_window_hours: 24,
        algorithm: TestedPoints::Latest,
        include_vaults: vec![
            vault(super::home(), "orders-production-main").arn(),
            vault(super::west(), "orders-production-west").arn(),
        ],
        recovery_point_types: vec![TestedPointType::Continuous, TestedPointType::Snapshot],
        selection_window_days: 30,
        tags: hostile_tags(),
        selections: BTreeMap::from([
            (
                "tables".to_owned(),
                tested("DynamoDB", &["arn:aws:dynamodb:us-east-1:111122223333:table/orders"]),
            ),
            ("volumes".to_owned(), tested("EBS", &["*"])),
        ]),
    };
    BTreeMap::from([("orders_production_core".to_owned(), plan)])
}
