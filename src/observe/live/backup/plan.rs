//! A plan of the SDK as a plan of ours.

use aws_sdk_backup::operation::get_backup_plan::GetBackupPlanOutput;
use aws_sdk_backup::types as sdk;

use super::beyond::Notes;
use super::defaults;
use crate::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, CopyAction, Lifecycle, Place, VaultRef,
};

/// The plan that an answer describes, without its tags; `notes` takes what a
/// plan of ours cannot say. None if the answer holds no plan.
pub(super) fn plan(
    place: &Place,
    answer: &GetBackupPlanOutput,
    notes: &mut Notes<'_>,
) -> Option<BackupPlan> {
    let plan = answer.backup_plan.as_ref()?;
    let sdk::BackupPlan { rules, scan_settings, .. } = plan;
    let rules = rules.iter().map(|one| rule(place, one, notes)).collect();
    for setting in scan_settings.iter().flatten() {
        notes.note("ScanSettings", &scan_setting(setting));
    }
    // AWS leaves those inside the plan empty and returns them beside it.
    let beside = answer.advanced_backup_settings.as_deref().unwrap_or_default();
    let inside = plan.advanced_backup_settings.as_deref().unwrap_or_default();
    let advanced = if beside.is_empty() { inside } else { beside };
    Some(BackupPlan {
        rules,
        advanced_backup_settings: advanced.iter().map(advanced_setting).collect(),
        tags: crate::resources::Tags::new(),
    })
}

fn advanced_setting(setting: &sdk::AdvancedBackupSetting) -> AdvancedBackupSetting {
    AdvancedBackupSetting {
        resource_type: setting.resource_type.clone().unwrap_or_default(),
        backup_options: defaults::tags(setting.backup_options.iter().flatten()),
    }
}

fn scan_setting(setting: &sdk::ScanSetting) -> String {
    let scanner = setting.malware_scanner.as_ref().map_or("", sdk::MalwareScanner::as_str);
    format!("{scanner} {}", setting.resource_types().join(", "))
}

fn rule(place: &Place, rule: &sdk::BackupRule, notes: &mut Notes<'_>) -> BackupRule {
    let name = &rule.rule_name;
    if let Some(arn) = &rule.target_logically_air_gapped_backup_vault_arn {
        notes.note(&format!("Rules[{name}].TargetLogicallyAirGappedBackupVaultArn"), arn);
    }
    let indexed: Vec<String> =
        rule.index_actions().iter().flat_map(|action| action.resource_types().to_vec()).collect();
    if !indexed.is_empty() {
        notes.note(&format!("Rules[{name}].IndexActions"), &indexed.join(", "));
    }
    for action in rule.scan_actions() {
        let scanner = action.malware_scanner.as_ref().map_or("", sdk::MalwareScanner::as_str);
        let mode = action.scan_mode.as_ref().map_or("", sdk::ScanMode::as_str);
        notes.note(&format!("Rules[{name}].ScanActions"), &format!("{scanner} {mode}"));
    }
    let field = |field: &str| format!("Rules[{name}].{field}");
    let minutes = |value: Option<i64>, default: &str| {
        value
            .and_then(|minutes| u64::try_from(minutes).ok())
            .unwrap_or_else(|| defaults::number(default))
    };
    let lifecycle = lifecycle(rule.lifecycle.as_ref(), &field("Lifecycle"), notes);
    let copies = rule.copy_actions().iter();
    BackupRule {
        rule_name: name.clone(),
        target_backup_vault: VaultRef {
            place: place.clone(),
            name: rule.target_backup_vault_name.clone(),
        },
        schedule_expression: stated(&rule.schedule_expression, "BackupRule.ScheduleExpression"),
        schedule_expression_timezone: stated(
            &rule.schedule_expression_timezone,
            "BackupRule.ScheduleExpressionTimezone",
        ),
        start_window_minutes: minutes(rule.start_window_minutes, "BackupRule.StartWindowMinutes"),
        completion_window_minutes: minutes(
            rule.completion_window_minutes,
            "BackupRule.CompletionWindowMinutes",
        ),
        lifecycle,
        enable_continuous_backup: rule.enable_continuous_backup.unwrap_or_default(),
        recovery_point_tags: defaults::tags(rule.recovery_point_tags.iter().flatten()),
        copy_actions: copies.filter_map(|copy| copy_action(copy, name, notes)).collect(),
    }
}

fn stated(value: &Option<String>, field: &str) -> String {
    value.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| defaults::text(field))
}

fn copy_action(copy: &sdk::CopyAction, rule: &str, notes: &mut Notes<'_>) -> Option<CopyAction> {
    let arn = &copy.destination_backup_vault_arn;
    let field = format!("Rules[{rule}].CopyActions[{arn}]");
    let Some(destination_backup_vault) = VaultRef::of_arn(arn) else {
        notes.note(&format!("Rules[{rule}].CopyActions.DestinationBackupVaultArn"), arn);
        return None;
    };
    let lifecycle = lifecycle(copy.lifecycle.as_ref(), &format!("{field}.Lifecycle"), notes);
    Some(CopyAction { destination_backup_vault, lifecycle })
}

/// Absent, empty and all null is to keep warm and for ever.
fn lifecycle(lifecycle: Option<&sdk::Lifecycle>, field: &str, notes: &mut Notes<'_>) -> Lifecycle {
    let Some(lifecycle) = lifecycle else { return Lifecycle::default() };
    let mut days = |value: Option<i64>, name: &str| {
        let value = value?;
        let days = u32::try_from(value).ok();
        if days.is_none() {
            notes.note(&format!("{field}.{name}"), &value.to_string());
        }
        days
    };
    Lifecycle {
        move_to_cold_storage_after_days: days(
            lifecycle.move_to_cold_storage_after_days,
            "MoveToColdStorageAfterDays",
        ),
        delete_after_days: days(lifecycle.delete_after_days, "DeleteAfterDays"),
        opt_in_to_archive_for_supported_resources: lifecycle
            .opt_in_to_archive_for_supported_resources
            .unwrap_or_default(),
    }
}
