//! Restore testing plans with their selections.

use serde::Serialize;

use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::Module;
use crate::render::terraform::names::{Address, Ident};
use crate::resources::{
    Place, ResourceKind, RestoreTestingPlan, RestoreTestingSelection, Settings, Tags,
    TestedPointType, TestedPoints,
};

/// Terraform's type of a restore testing plan.
pub(super) const PLAN: &str = "aws_backup_restore_testing_plan";
/// Terraform's type of a selection of a restore testing plan.
pub(super) const SELECTION: &str = "aws_backup_restore_testing_selection";

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct RestoreTestingView {
    address: Ident,
    provider: Expr,
    name: String,
    schedule_expression: String,
    schedule_expression_timezone: String,
    start_window_hours: u32,
    algorithm: &'static str,
    include_vaults: Vec<Hcl>,
    recovery_point_types: Vec<&'static str>,
    selection_window_days: u32,
    tags: Tags,
    /// The plan's own name, for its selections.
    plan_name: Expr,
    selections: Vec<TestedView>,
}

#[derive(Debug, Serialize)]
struct TestedView {
    address: Ident,
    name: String,
    protected_resource_type: String,
    protected_resource_arns: Vec<Hcl>,
    iam_role_arn: Hcl,
    /// Left out at zero, which is AWS's default and which the provider refuses.
    validation_window_hours: Option<u32>,
    depends_on: Vec<Expr>,
}

pub(super) fn views(
    module: &Module<'_>,
    place: &Place,
    settings: &Settings,
) -> Vec<RestoreTestingView> {
    let ours = settings
        .restore_testing_plans
        .iter()
        .filter(|(name, _)| !module.is_existing(place, ResourceKind::RestoreTestingPlan, name));
    ours.map(|(name, plan)| view(module, place, name, plan)).collect()
}

fn view(
    module: &Module<'_>,
    place: &Place,
    name: &str,
    plan: &RestoreTestingPlan,
) -> RestoreTestingView {
    let RestoreTestingPlan {
        schedule_expression,
        schedule_expression_timezone,
        start_window_hours,
        algorithm,
        include_vaults,
        recovery_point_types,
        selection_window_days,
        tags,
        selections,
    } = plan;
    let address = module.names.of(place, ResourceKind::RestoreTestingPlan, name);
    let own = Address::new(PLAN, &address);
    let tested = |(selection, tested): (&String, &RestoreTestingSelection)| {
        tested_view(module, address.part(selection), selection, tested)
    };
    RestoreTestingView {
        provider: Module::provider(place),
        name: name.to_owned(),
        schedule_expression: schedule_expression.clone(),
        schedule_expression_timezone: schedule_expression_timezone.clone(),
        start_window_hours: *start_window_hours,
        algorithm: algorithm_name(*algorithm),
        include_vaults: include_vaults.iter().map(|arn| module.arn(arn)).collect(),
        recovery_point_types: recovery_point_types.iter().copied().map(type_name).collect(),
        selection_window_days: *selection_window_days,
        tags: tags.clone(),
        plan_name: Expr::resource(&own).get("name"),
        selections: selections.iter().map(tested).collect(),
        address,
    }
}

fn tested_view(
    module: &Module<'_>,
    address: Ident,
    name: &str,
    selection: &RestoreTestingSelection,
) -> TestedView {
    let RestoreTestingSelection {
        protected_resource_type,
        protected_resource_arns,
        iam_role,
        validation_window_hours,
    } = selection;
    TestedView {
        address,
        name: name.to_owned(),
        protected_resource_type: protected_resource_type.clone(),
        protected_resource_arns: protected_resource_arns
            .iter()
            .map(|arn| module.arn(arn))
            .collect(),
        iam_role_arn: module.role_arn(iam_role),
        validation_window_hours: Some(*validation_window_hours).filter(|hours| *hours > 0),
        depends_on: module.role_permissions(iam_role),
    }
}

const fn algorithm_name(algorithm: TestedPoints) -> &'static str {
    match algorithm {
        TestedPoints::Latest => "LATEST_WITHIN_WINDOW",
        TestedPoints::Random => "RANDOM_WITHIN_WINDOW",
    }
}

const fn type_name(point_type: TestedPointType) -> &'static str {
    match point_type {
        TestedPointType::Continuous => "CONTINUOUS",
        TestedPointType::Snapshot => "SNAPSHOT",
    }
}
