//! Backup plans with their rules and copies.

use serde::Serialize;

use crate::render::Gap;
use crate::render::gaps::{endless_copies, gap};
use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::Module;
use crate::render::terraform::names::Ident;
use crate::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, CopyAction, Lifecycle, Place, ResourceKind,
    Settings, Tags,
};

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct PlanView {
    address: Ident,
    provider: Expr,
    name: String,
    rules: Vec<RuleView>,
    advanced_backup_settings: Vec<AdvancedView>,
    tags: Tags,
}

#[derive(Debug, Serialize)]
struct RuleView {
    rule_name: String,
    target_vault_name: Hcl,
    schedule: String,
    schedule_expression_timezone: String,
    start_window: u64,
    completion_window: u64,
    enable_continuous_backup: bool,
    recovery_point_tags: Tags,
    lifecycle: Option<LifecycleView>,
    copy_actions: Vec<CopyView>,
}

#[derive(Debug, Serialize)]
struct CopyView {
    destination_vault_arn: Hcl,
    lifecycle: Option<LifecycleView>,
}

#[derive(Debug, Serialize)]
struct LifecycleView {
    cold_storage_after: Option<u32>,
    delete_after: Option<u32>,
    /// Stated wherever there is cold storage: the provider keeps the last value
    /// of an argument that is left out.
    opt_in_to_archive_for_supported_resources: Option<bool>,
}

#[derive(Debug, Serialize)]
struct AdvancedView {
    resource_type: String,
    backup_options: Tags,
}

pub(super) fn views(
    module: &Module<'_>,
    place: &Place,
    settings: &Settings,
    gaps: &mut Vec<Gap>,
) -> Vec<PlanView> {
    let ours = settings
        .plans
        .iter()
        .filter(|(name, _)| !module.is_existing(place, ResourceKind::Plan, name));
    ours.map(|(name, plan)| view(module, place, name, plan, gaps)).collect()
}

fn view(
    module: &Module<'_>,
    place: &Place,
    name: &str,
    plan: &BackupPlan,
    gaps: &mut Vec<Gap>,
) -> PlanView {
    let BackupPlan { rules, advanced_backup_settings, tags } = plan;
    gaps.extend(endless_copies(place, name, rules));
    PlanView {
        address: module.names.of(place, ResourceKind::Plan, name),
        provider: Module::provider(place),
        name: name.to_owned(),
        rules: rules.iter().map(|rule| rule_view(module, rule)).collect(),
        advanced_backup_settings: advanced(place, name, advanced_backup_settings, gaps),
        tags: tags.clone(),
    }
}

fn rule_view(module: &Module<'_>, rule: &BackupRule) -> RuleView {
    let BackupRule {
        rule_name,
        target_backup_vault,
        schedule_expression,
        schedule_expression_timezone,
        start_window_minutes,
        completion_window_minutes,
        lifecycle,
        enable_continuous_backup,
        recovery_point_tags,
        copy_actions,
    } = rule;
    RuleView {
        rule_name: rule_name.clone(),
        target_vault_name: module.vault_name(target_backup_vault),
        schedule: schedule_expression.clone(),
        schedule_expression_timezone: schedule_expression_timezone.clone(),
        start_window: *start_window_minutes,
        completion_window: *completion_window_minutes,
        enable_continuous_backup: *enable_continuous_backup,
        recovery_point_tags: recovery_point_tags.clone(),
        lifecycle: lifecycle_view(*lifecycle),
        copy_actions: copy_actions.iter().map(|copy| copy_view(module, copy)).collect(),
    }
}

fn copy_view(module: &Module<'_>, copy: &CopyAction) -> CopyView {
    let CopyAction { destination_backup_vault, lifecycle } = copy;
    CopyView {
        destination_vault_arn: module.vault_arn(destination_backup_vault),
        lifecycle: lifecycle_view(*lifecycle),
    }
}

/// No block at all keeps for ever: the provider fails on an empty one.
fn lifecycle_view(lifecycle: Lifecycle) -> Option<LifecycleView> {
    let Lifecycle {
        move_to_cold_storage_after_days: cold_storage_after,
        delete_after_days: delete_after,
        opt_in_to_archive_for_supported_resources: archive,
    } = lifecycle;
    let stated = cold_storage_after.is_some() || delete_after.is_some();
    stated.then_some(LifecycleView {
        cold_storage_after,
        delete_after,
        opt_in_to_archive_for_supported_resources: (archive || cold_storage_after.is_some())
            .then_some(archive),
    })
}

/// Resource types that the provider takes in `advanced_backup_setting`.
const ADVANCED_RESOURCE_TYPES: [&str; 1] = ["EC2"];

fn advanced(
    place: &Place,
    plan: &str,
    settings: &[AdvancedBackupSetting],
    gaps: &mut Vec<Gap>,
) -> Vec<AdvancedView> {
    let mut views = Vec::new();
    for AdvancedBackupSetting { resource_type, backup_options } in settings {
        if ADVANCED_RESOURCE_TYPES.contains(&resource_type.as_str()) {
            let backup_options = backup_options.clone();
            views.push(AdvancedView { resource_type: resource_type.clone(), backup_options });
            continue;
        }
        gaps.push(gap(
            place,
            ResourceKind::Plan,
            plan,
            format!("the {resource_type} backup options"),
            "Terraform's AWS provider 5.100 takes options for EC2 only and AWS's defaults would \
             apply: render this plan with the target `cloudformation` or `aws-backup`",
        ));
    }
    views
}
