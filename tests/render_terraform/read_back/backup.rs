//! Vaults, plans, selections and restore tests.

use policy::resources::iam::copy_from_accounts;
use policy::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, BackupSelection, BackupVault, Condition,
    ConditionOperator, CopyAction, Lifecycle, Notifications, Resources, RestoreTestingPlan,
    RestoreTestingSelection, TagEquals, TestedPointType, TestedPoints, VaultKind, VaultLock,
    VaultRef,
};
use serde_json::json;

use super::module::{Module, Node, map, number, text, texts};
use super::{key_ref, role_ref, vault_ref};

pub(super) fn read(module: &Module, resources: &mut Resources) -> Vec<&'static str> {
    vaults(module, resources);
    vault_settings(module, resources);
    plans(module, resources);
    selections(module, resources);
    restore_tests(module, resources);
    vec![
        "aws_backup_vault",
        "aws_backup_logically_air_gapped_vault",
        "aws_backup_vault_lock_configuration",
        "aws_backup_vault_policy",
        "aws_backup_vault_notifications",
        "aws_backup_plan",
        "aws_backup_selection",
        "aws_backup_restore_testing_plan",
        "aws_backup_restore_testing_selection",
    ]
}

fn vaults(module: &Module, resources: &mut Resources) {
    for terraform_type in ["aws_backup_vault", "aws_backup_logically_air_gapped_vault"] {
        for (place, mut node) in module.resources(terraform_type) {
            let name = text(node.take("name"));
            let kind = match number(node.take("min_retention_days")) {
                None => VaultKind::Standard,
                Some(min_retention_days) => VaultKind::AirGapped {
                    min_retention_days,
                    max_retention_days: number(node.take("max_retention_days")).unwrap(),
                },
            };
            let vault = BackupVault {
                kind,
                encryption_key: node.take("kms_key_arn").as_ref().map(key_ref),
                tags: map(node.take("tags")),
                lock: None,
                access: None,
                notifications: None,
            };
            node.finish_protected();
            resources.places.entry(place).or_default().vaults.insert(name, vault);
        }
    }
}

fn vault_settings(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_backup_vault_lock_configuration") {
        let name = text(node.take("backup_vault_name"));
        let lock = VaultLock {
            min_retention_days: number(node.take("min_retention_days")),
            max_retention_days: number(node.take("max_retention_days")),
            changeable_for_days: number(node.take("changeable_for_days")),
        };
        node.finish();
        let vaults = &mut resources.places.get_mut(&place).unwrap().vaults;
        vaults.get_mut(&name).unwrap().lock = Some(lock);
    }
    for (place, mut node) in module.resources("aws_backup_vault_policy") {
        let name = text(node.take("backup_vault_name"));
        let policy = serde_json::from_value(node.take("policy").unwrap()).unwrap();
        let access = copy_from_accounts(&place, &policy).unwrap();
        node.finish();
        let vaults = &mut resources.places.get_mut(&place).unwrap().vaults;
        vaults.get_mut(&name).unwrap().access = Some(access);
    }
    for (place, mut node) in module.resources("aws_backup_vault_notifications") {
        let name = text(node.take("backup_vault_name"));
        let notifications = Notifications {
            sns_topic_arn: text(node.take("sns_topic_arn")),
            backup_vault_events: texts(node.take("backup_vault_events")),
        };
        node.finish();
        let vaults = &mut resources.places.get_mut(&place).unwrap().vaults;
        vaults.get_mut(&name).unwrap().notifications = Some(notifications);
    }
}

fn plans(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_backup_plan") {
        let name = text(node.take("name"));
        let rules = node.blocks("rule").into_iter();
        let advanced = node.blocks("advanced_backup_setting").into_iter();
        let plan = BackupPlan {
            rules: rules.map(|rule| backup_rule(&place, rule)).collect(),
            advanced_backup_settings: advanced.map(advanced_setting).collect(),
            tags: map(node.take("tags")),
        };
        node.finish();
        resources.places.entry(place).or_default().plans.insert(name, plan);
    }
}

fn advanced_setting(mut node: Node<'_>) -> AdvancedBackupSetting {
    let setting = AdvancedBackupSetting {
        resource_type: text(node.take("resource_type")),
        backup_options: map(node.take("backup_options")),
    };
    node.finish();
    setting
}

fn backup_rule(place: &policy::resources::Place, mut node: Node<'_>) -> BackupRule {
    let minutes = |node: &mut Node<'_>, name| u64::from(number(node.take(name)).unwrap());
    let copies = node.blocks("copy_action").into_iter();
    let rule = BackupRule {
        rule_name: text(node.take("rule_name")),
        target_backup_vault: VaultRef {
            place: place.clone(),
            name: text(node.take("target_vault_name")),
        },
        schedule_expression: text(node.take("schedule")),
        schedule_expression_timezone: text(node.take("schedule_expression_timezone")),
        start_window_minutes: minutes(&mut node, "start_window"),
        completion_window_minutes: minutes(&mut node, "completion_window"),
        lifecycle: lifecycle(node.block("lifecycle")),
        enable_continuous_backup: node.take("enable_continuous_backup") == Some(json!(true)),
        recovery_point_tags: map(node.take("recovery_point_tags")),
        copy_actions: copies
            .map(|mut copy| {
                let action = CopyAction {
                    destination_backup_vault: vault_ref(&text(copy.take("destination_vault_arn"))),
                    lifecycle: lifecycle(copy.block("lifecycle")),
                };
                copy.finish();
                action
            })
            .collect(),
    };
    node.finish();
    rule
}

fn lifecycle(node: Option<Node<'_>>) -> Lifecycle {
    let Some(mut node) = node else { return Lifecycle::default() };
    let archive = node.take("opt_in_to_archive_for_supported_resources");
    let lifecycle = Lifecycle {
        move_to_cold_storage_after_days: number(node.take("cold_storage_after")),
        delete_after_days: number(node.take("delete_after")),
        opt_in_to_archive_for_supported_resources: archive == Some(json!(true)),
    };
    node.finish();
    lifecycle
}

fn selections(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_backup_selection") {
        let key = (text(node.take("plan_id")), text(node.take("name")));
        node.expression("depends_on");
        let tags = node.blocks("selection_tag").into_iter();
        let selection = BackupSelection {
            iam_role: role_ref(&node.take("iam_role_arn").unwrap()),
            resources: texts(node.take("resources")),
            not_resources: texts(node.take("not_resources")),
            list_of_tags: tags
                .map(|mut tag| {
                    assert_eq!(text(tag.take("type")), "STRINGEQUALS");
                    let (key, value) = pair(tag);
                    TagEquals { key, value }
                })
                .collect(),
            conditions: node.block("condition").map(conditions).unwrap_or_default(),
        };
        node.finish();
        resources.places.entry(place).or_default().selections.insert(key, selection);
    }
}

fn conditions(mut node: Node<'_>) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for (name, operator) in [
        ("string_equals", ConditionOperator::Equals),
        ("string_not_equals", ConditionOperator::NotEquals),
        ("string_like", ConditionOperator::Like),
        ("string_not_like", ConditionOperator::NotLike),
    ] {
        for block in node.blocks(name) {
            let (key, value) = pair(block);
            let key = key.strip_prefix("aws:ResourceTag/").unwrap().to_owned();
            conditions.push(Condition { operator, key, value });
        }
    }
    node.finish();
    conditions
}

fn pair(mut node: Node<'_>) -> (String, String) {
    let pair = (text(node.take("key")), text(node.take("value")));
    node.finish();
    pair
}

fn restore_tests(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_backup_restore_testing_plan") {
        let name = text(node.take("name"));
        let mut points = node.block("recovery_point_selection").unwrap();
        let kinds = texts(points.take("recovery_point_types"));
        let plan = RestoreTestingPlan {
            schedule_expression: text(node.take("schedule_expression")),
            schedule_expression_timezone: text(node.take("schedule_expression_timezone")),
            start_window_hours: number(node.take("start_window_hours")).unwrap(),
            algorithm: match text(points.take("algorithm")).as_str() {
                "LATEST_WITHIN_WINDOW" => TestedPoints::Latest,
                _ => TestedPoints::Random,
            },
            include_vaults: texts(points.take("include_vaults")),
            recovery_point_types: kinds.iter().map(|kind| point_type(kind)).collect(),
            selection_window_days: number(points.take("selection_window_days")).unwrap(),
            tags: map(node.take("tags")),
            selections: std::collections::BTreeMap::new(),
        };
        points.finish();
        node.finish();
        resources.places.entry(place).or_default().restore_testing_plans.insert(name, plan);
    }
    for (place, mut node) in module.resources("aws_backup_restore_testing_selection") {
        let plan = text(node.take("restore_testing_plan_name"));
        let name = text(node.take("name"));
        node.expression("depends_on");
        let selection = RestoreTestingSelection {
            protected_resource_type: text(node.take("protected_resource_type")),
            protected_resource_arns: texts(node.take("protected_resource_arns")),
            iam_role: role_ref(&node.take("iam_role_arn").unwrap()),
            validation_window_hours: number(node.take("validation_window_hours")).unwrap_or(0),
        };
        node.finish();
        let plans = &mut resources.places.get_mut(&place).unwrap().restore_testing_plans;
        plans.get_mut(&plan).unwrap().selections.insert(name, selection);
    }
}

fn point_type(name: &str) -> TestedPointType {
    match name {
        "CONTINUOUS" => TestedPointType::Continuous,
        _ => TestedPointType::Snapshot,
    }
}
