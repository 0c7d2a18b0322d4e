//! Backup selections.

use serde::Serialize;

use crate::facts::selection::CONDITION_KEY_PREFIX;
use crate::render::Gap;
use crate::render::gaps::{THE_SELECTION, gap, other_plan};
use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::{Module, types};
use crate::render::terraform::names::Ident;
use crate::resources::{
    BackupSelection, Condition, ConditionOperator, Place, ResourceKind, Settings, TagEquals,
};

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct SelectionView {
    address: Ident,
    provider: Expr,
    name: String,
    plan_id: Expr,
    iam_role_arn: Hcl,
    resources: Vec<Hcl>,
    not_resources: Vec<Hcl>,
    selection_tags: Vec<KeyValue>,
    condition: Option<ConditionView>,
    depends_on: Vec<Expr>,
}

/// The one `condition` block: two would overwrite each other.
#[derive(Debug, Serialize)]
struct ConditionView {
    string_equals: Vec<KeyValue>,
    string_not_equals: Vec<KeyValue>,
    string_like: Vec<KeyValue>,
    string_not_like: Vec<KeyValue>,
}

#[derive(Debug, Serialize)]
struct KeyValue {
    key: String,
    value: String,
}

pub(super) fn views(
    module: &Module<'_>,
    place: &Place,
    settings: &Settings,
    gaps: &mut Vec<Gap>,
) -> Vec<SelectionView> {
    let mut views = Vec::new();
    for ((plan, name), selection) in &settings.selections {
        let full_name = format!("{plan}/{name}");
        if module.is_existing(place, ResourceKind::Selection, &full_name) {
            continue;
        }
        let ours = settings.plans.contains_key(plan)
            && !module.is_existing(place, ResourceKind::Plan, plan);
        if !ours {
            gaps.push(gap(
                place,
                ResourceKind::Selection,
                &full_name,
                THE_SELECTION,
                other_plan(plan),
            ));
            continue;
        }
        views.push(view(module, place, plan, name, selection));
    }
    views
}

fn view(
    module: &Module<'_>,
    place: &Place,
    plan: &str,
    name: &str,
    selection: &BackupSelection,
) -> SelectionView {
    let BackupSelection { iam_role, resources, not_resources, list_of_tags, conditions } =
        selection;
    let plan_address = module.address(types::PLAN, place, ResourceKind::Plan, plan);
    let tag =
        |TagEquals { key, value }: &TagEquals| KeyValue { key: key.clone(), value: value.clone() };
    SelectionView {
        address: module.names.of(place, ResourceKind::Selection, &format!("{plan}/{name}")),
        provider: Module::provider(place),
        name: name.to_owned(),
        plan_id: Expr::resource(&plan_address).get("id"),
        iam_role_arn: module.role_arn(iam_role),
        resources: resources.iter().map(|arn| module.arn(arn)).collect(),
        not_resources: not_resources.iter().map(|arn| module.arn(arn)).collect(),
        selection_tags: list_of_tags.iter().map(tag).collect(),
        condition: condition_view(conditions),
        depends_on: module.role_permissions(iam_role),
    }
}

fn condition_view(conditions: &[Condition]) -> Option<ConditionView> {
    let of = |wanted: ConditionOperator| {
        conditions
            .iter()
            .filter(|condition| condition.operator == wanted)
            .map(|Condition { operator: _, key, value }| KeyValue {
                key: format!("{}{key}", CONDITION_KEY_PREFIX.value),
                value: value.clone(),
            })
            .collect()
    };
    (!conditions.is_empty()).then(|| ConditionView {
        string_equals: of(ConditionOperator::Equals),
        string_not_equals: of(ConditionOperator::NotEquals),
        string_like: of(ConditionOperator::Like),
        string_not_like: of(ConditionOperator::NotLike),
    })
}
