//! Backup plans, their selections, and restore testing.

use serde::{Deserialize, Serialize};

use super::builder::Builder;
use super::ids::{self, within};
use super::template::ResourceType;
use super::text::Text;
use crate::render::RenderError;
use crate::render::aws_json::{
    AdvancedBackupSettingView, CopyActionView, LifecycleView, RestoreTestingPlanView,
    RestoreTestingSelectionView, SelectionView, TagView, tag_list,
};
use crate::render::gaps::{THE_SELECTION, endless_copies, other_plan};
use crate::resources::{
    BackupPlan, BackupRule, BackupSelection, CopyAction, ResourceKind, RestoreTestingPlan, Tags,
};

/// Properties of `AWS::Backup::BackupPlan`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PlanProperties {
    pub(super) backup_plan: PlanView,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) backup_plan_tags: Tags,
}

/// `BackupPlanResourceType`
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PlanView {
    pub(super) backup_plan_name: String,
    pub(super) backup_plan_rule: Vec<RuleView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) advanced_backup_settings: Vec<AdvancedBackupSettingView>,
}

/// `BackupRuleResourceType`
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RuleView {
    pub(super) rule_name: String,
    pub(super) target_backup_vault: Text,
    pub(super) schedule_expression: String,
    pub(super) schedule_expression_timezone: String,
    pub(super) start_window_minutes: u64,
    pub(super) completion_window_minutes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lifecycle: Option<LifecycleView>,
    pub(super) enable_continuous_backup: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) copy_actions: Vec<CopyActionView<Text>>,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) recovery_point_tags: Tags,
}

/// Properties of `AWS::Backup::BackupSelection`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SelectionProperties {
    pub(super) backup_plan_id: Text,
    pub(super) backup_selection: SelectionView<Text>,
}

/// Properties of `AWS::Backup::RestoreTestingPlan`, as they are written.
#[derive(Debug, Serialize)]
pub(super) struct RestoreTestingPlanProperties {
    #[serde(flatten)]
    pub(super) plan: RestoreTestingPlanView<Text>,
    #[serde(rename = "Tags", skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<TagView>,
}

/// Properties of `AWS::Backup::RestoreTestingSelection`, as they are written.
#[derive(Debug, Serialize)]
pub(super) struct RestoreTestingSelectionProperties {
    #[serde(rename = "RestoreTestingPlanName")]
    pub(super) plan: Text,
    #[serde(flatten)]
    pub(super) selection: RestoreTestingSelectionView<Text>,
}

/// Adds plans, selections and restore tests of a place.
pub(super) fn add(template: &mut Builder<'_>) -> Result<(), RenderError> {
    let settings = template.settings;
    for (name, plan) in &settings.plans {
        if let Some(id) = template.id(ids::PLAN, name) {
            add_plan(template, &id, name, plan)?;
        }
    }
    for ((plan, name), selection) in &settings.selections {
        if let Some(id) = template.id(ids::SELECTION, &within(plan, name)) {
            add_selection(template, &id, (plan, name), selection)?;
        }
    }
    for (name, plan) in &settings.restore_testing_plans {
        if let Some(id) = template.id(ids::RESTORE_TESTING, name) {
            add_restore_testing(template, &id, name, plan)?;
        }
    }
    Ok(())
}

fn add_plan(
    template: &mut Builder<'_>,
    id: &str,
    name: &str,
    plan: &BackupPlan,
) -> Result<(), RenderError> {
    let BackupPlan { rules, advanced_backup_settings, tags } = plan;
    template.gaps.extend(endless_copies(template.place, name, rules));
    let properties = PlanProperties {
        backup_plan: PlanView {
            backup_plan_name: name.to_owned(),
            backup_plan_rule: rules.iter().map(|rule| rule_view(template, name, rule)).collect(),
            advanced_backup_settings: advanced_backup_settings
                .iter()
                .map(AdvancedBackupSettingView::from)
                .collect(),
        },
        backup_plan_tags: template.tag_map(ResourceKind::Plan, name, "", tags),
    };
    template.add(id, ResourceType::Plan, &properties)
}

fn rule_view(template: &mut Builder<'_>, plan: &str, rule: &BackupRule) -> RuleView {
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
        target_backup_vault: template.vault_name(target_backup_vault),
        schedule_expression: schedule_expression.clone(),
        schedule_expression_timezone: schedule_expression_timezone.clone(),
        start_window_minutes: *start_window_minutes,
        completion_window_minutes: *completion_window_minutes,
        lifecycle: LifecycleView::of(lifecycle),
        enable_continuous_backup: *enable_continuous_backup,
        copy_actions: copy_actions.iter().map(|copy| copy_view(template, copy)).collect(),
        recovery_point_tags: template.tag_map(
            ResourceKind::Plan,
            plan,
            " on recovery points",
            recovery_point_tags,
        ),
    }
}

fn copy_view(template: &Builder<'_>, copy: &CopyAction) -> CopyActionView<Text> {
    let CopyAction { destination_backup_vault, lifecycle } = copy;
    CopyActionView {
        destination_backup_vault_arn: template.vault_arn(destination_backup_vault),
        lifecycle: LifecycleView::of(lifecycle),
    }
}

fn add_selection(
    template: &mut Builder<'_>,
    id: &str,
    (plan, name): (&str, &str),
    selection: &BackupSelection,
) -> Result<(), RenderError> {
    let Some(plan_id) = template.id(ids::PLAN, plan) else {
        let reason = other_plan(plan);
        template.gap(ResourceKind::Selection, &within(plan, name), THE_SELECTION, reason);
        return Ok(());
    };
    let role = template.role(&selection.iam_role);
    let properties = SelectionProperties {
        backup_plan_id: Text::of_resource(&plan_id),
        backup_selection: SelectionView::of(name, selection, role),
    };
    template.add(id, ResourceType::Selection, &properties)
}

fn add_restore_testing(
    template: &mut Builder<'_>,
    id: &str,
    name: &str,
    plan: &RestoreTestingPlan,
) -> Result<(), RenderError> {
    let properties = RestoreTestingPlanProperties {
        plan: RestoreTestingPlanView::of(name, plan, |arn| template.maybe_vault_arn(arn)),
        tags: tag_list(&plan.tags),
    };
    template.add(id, ResourceType::RestoreTestingPlan, &properties)?;
    for (selection_name, selection) in &plan.selections {
        let key = within(name, selection_name);
        let Some(selection_id) = template.id(ids::RESTORE_TESTING_SELECTION, &key) else {
            continue;
        };
        let role = template.role(&selection.iam_role);
        let properties = RestoreTestingSelectionProperties {
            plan: Text::of_resource(id),
            selection: RestoreTestingSelectionView::of(selection_name, selection, role),
        };
        template.add(&selection_id, ResourceType::RestoreTestingSelection, &properties)?;
    }
    Ok(())
}
