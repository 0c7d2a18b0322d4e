//! Restore testing plans with their selections.

use aws_sdk_backup::types as sdk;

use super::beyond::Notes;
use super::defaults;
use crate::resources::{
    RestoreTestingPlan, RestoreTestingSelection, RoleRef, TestedPointType, TestedPoints,
};

/// The plan, without its tags and selections; `notes` takes what one of ours
/// cannot say.
pub(super) fn plan(
    plan: &sdk::RestoreTestingPlanForGet,
    notes: &mut Notes<'_>,
) -> RestoreTestingPlan {
    let points = plan.recovery_point_selection.as_ref();
    let excluded = points.map(|points| points.exclude_vaults()).unwrap_or_default();
    if !excluded.is_empty() {
        notes.note("RecoveryPointSelection.ExcludeVaults", &excluded.join(", "));
    }
    let zone = plan.schedule_expression_timezone.clone().filter(|zone| !zone.is_empty());
    RestoreTestingPlan {
        schedule_expression: plan.schedule_expression.clone(),
        schedule_expression_timezone: zone
            .unwrap_or_else(|| defaults::text("RestoreTestingPlan.ScheduleExpressionTimezone")),
        start_window_hours: positive(
            plan.start_window_hours,
            "RestoreTestingPlan.StartWindowHours",
        ),
        algorithm: algorithm(points, notes),
        include_vaults: points.map(|points| points.include_vaults().to_vec()).unwrap_or_default(),
        recovery_point_types: types(points, notes),
        selection_window_days: positive(
            points.map_or(0, |points| points.selection_window_days),
            "RestoreTestingPlan.RecoveryPointSelection.SelectionWindowDays",
        ),
        tags: crate::resources::Tags::new(),
        selections: std::collections::BTreeMap::new(),
    }
}

/// The SDK reads what is absent as zero, which AWS takes for neither.
fn positive(value: i32, field: &str) -> u32 {
    let value = u32::try_from(value).ok().filter(|value| *value > 0);
    value.unwrap_or_else(|| defaults::number(field))
}

type Points = sdk::RestoreTestingRecoveryPointSelection;

fn algorithm(points: Option<&Points>, notes: &mut Notes<'_>) -> TestedPoints {
    use sdk::RestoreTestingRecoveryPointSelectionAlgorithm as Algorithm;
    match points.and_then(|points| points.algorithm.as_ref()) {
        Some(Algorithm::RandomWithinWindow) => TestedPoints::Random,
        None | Some(Algorithm::LatestWithinWindow) => TestedPoints::Latest,
        Some(other) => {
            notes.note("RecoveryPointSelection.Algorithm", other.as_str());
            TestedPoints::Latest
        }
    }
}

fn types(points: Option<&Points>, notes: &mut Notes<'_>) -> Vec<TestedPointType> {
    use sdk::RestoreTestingRecoveryPointType as Type;
    let mut types = Vec::new();
    for one in points.map(|points| points.recovery_point_types()).unwrap_or_default() {
        match one {
            Type::Continuous => types.push(TestedPointType::Continuous),
            Type::Snapshot => types.push(TestedPointType::Snapshot),
            other => notes.note("RecoveryPointSelection.RecoveryPointTypes", other.as_str()),
        }
    }
    types
}

/// The selection; `notes`, of the plan, takes what one of ours cannot say.
pub(super) fn selection(
    selection: &sdk::RestoreTestingSelectionForGet,
    notes: &mut Notes<'_>,
) -> RestoreTestingSelection {
    let name = &selection.restore_testing_selection_name;
    if let Some(conditions) = &selection.protected_resource_conditions {
        let lists = [
            ("StringEquals", conditions.string_equals()),
            ("StringNotEquals", conditions.string_not_equals()),
        ];
        for (operator, pair) in
            lists.into_iter().flat_map(|(o, list)| list.iter().map(move |p| (o, p)))
        {
            let field =
                format!("Selections[{name}].ProtectedResourceConditions.{operator}[{}]", pair.key);
            notes.note(&field, &pair.value);
        }
    }
    let hours = selection.validation_window_hours;
    RestoreTestingSelection {
        protected_resource_type: selection.protected_resource_type.clone(),
        protected_resource_arns: selection.protected_resource_arns().to_vec(),
        iam_role: RoleRef::Existing(selection.iam_role_arn.clone()),
        validation_window_hours: u32::try_from(hours).unwrap_or_default(),
    }
}
