//! Restore testing plans and their selections: what they miss nobody tries.

use crate::resolved::RestoreTesting;
use crate::resources::{
    ResourceKind, RestoreTestingPlan, RestoreTestingSelection, TestedPointType, TestedPoints,
};
use crate::source::Span;

use super::comparing::Here;
use super::found::{Found, Raw, Stated};
use super::{vault, whereabouts, words};

impl Here<'_> {
    pub(super) fn testing_plans(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, expected) in &self.expected().restore_testing_plans {
            let kind = ResourceKind::RestoreTestingPlan;
            let Some(label) = self.label(kind, name) else { continue };
            let plan = self.policy().plans.get(&label.key);
            let Some(testing) = plan.and_then(|plan| plan.restore_testing.as_ref()) else {
                continue;
            };
            let own = Stated::at(testing.path.clone(), testing.span);
            let missing = || {
                let when = when(expected);
                Raw::new("", "restore testing plan", "RestoreTestingPlanName")
                    .stated(own.clone())
                    .values(Some(format!("{name}, {when}")), None)
                    .note("nobody tries whether backups can be restored")
            };
            found.push(self.judged(
                (kind, name),
                own.clone(),
                self.seen().restore_testing_plans.get(name),
                |actual| differences(testing, expected, actual),
                missing,
            ));
        }
        found
    }
}

fn when(plan: &RestoreTestingPlan) -> String {
    words::schedule(&plan.schedule_expression, &plan.schedule_expression_timezone)
}

fn hours(hours: u32) -> String {
    words::minutes(u64::from(hours) * 60)
}

fn differences(
    testing: &RestoreTesting,
    expected: &RestoreTestingPlan,
    actual: &RestoreTestingPlan,
) -> Vec<Raw> {
    let at = |key: &str, own: Option<Span>| whereabouts::of(&testing.path, testing.span, key, own);
    let mut raws = Vec::new();
    let mut add =
        |setting, what: &str, field: &str, stated: Stated, wanted: String, found: String| {
            if wanted != found {
                let raw = Raw::new(setting, what, field).stated(stated);
                raws.push(raw.values(Some(wanted), Some(found)));
            }
        };
    let span = testing.schedule.as_ref().map(|schedule| schedule.span);
    let parts = |plan: &RestoreTestingPlan| {
        (plan.schedule_expression.clone(), plan.schedule_expression_timezone.clone())
    };
    if parts(expected) != parts(actual) {
        let stated = at("schedule", span);
        let field = "ScheduleExpression";
        add("schedule_expression", "schedule", field, stated, when(expected), when(actual));
    }
    let stated = at("start_window", testing.start_window.as_ref().map(|own| own.span));
    let (wanted, found) = (hours(expected.start_window_hours), hours(actual.start_window_hours));
    add("start_window_hours", "start window", "StartWindowHours", stated, wanted, found);
    let stated = at("points", testing.points.as_ref().map(|own| own.span));
    let (wanted, found) = (algorithm(expected.algorithm), algorithm(actual.algorithm));
    let field = "RecoveryPointSelection.Algorithm";
    add("algorithm", "points", field, stated, wanted, found);
    let vaults = testing.vaults.as_ref().and_then(|vaults| vaults.first());
    let stated = at("vaults", vaults.map(|own| own.span));
    let (wanted, found) = (expected.include_vaults.join(", "), actual.include_vaults.join(", "));
    let field = "RecoveryPointSelection.IncludeVaults";
    add("include_vaults", "vaults", field, stated, wanted, found);
    let field = "RecoveryPointSelection.RecoveryPointTypes";
    add(
        "recovery_point_types",
        "kinds of points",
        field,
        at("", None),
        types(expected),
        types(actual),
    );
    let stated = at("from_last", testing.from_last.as_ref().map(|own| own.span));
    let window = |plan: &RestoreTestingPlan| words::days(plan.selection_window_days);
    let field = "RecoveryPointSelection.SelectionWindowDays";
    add("selection_window_days", "age of points", field, stated, window(expected), window(actual));
    let stated = |_: &str| at("", None);
    raws.extend(vault::tags("Tags", &expected.tags, &actual.tags, false, stated));
    raws.extend(selections(testing, expected, actual));
    raws
}

fn types(plan: &RestoreTestingPlan) -> String {
    let all = plan.recovery_point_types.iter().map(|kind| point_type(*kind));
    all.collect::<Vec<_>>().join(", ")
}

fn algorithm(points: TestedPoints) -> String {
    match points {
        TestedPoints::Latest => "latest".to_owned(),
        TestedPoints::Random => "random".to_owned(),
    }
}

fn point_type(kind: TestedPointType) -> &'static str {
    match kind {
        TestedPointType::Continuous => "continuous",
        TestedPointType::Snapshot => "snapshot",
    }
}

/// Selections by name, with one difference for each that is not as it should be.
fn selections(
    testing: &RestoreTesting,
    expected: &RestoreTestingPlan,
    actual: &RestoreTestingPlan,
) -> Vec<Raw> {
    let names = expected.selections.keys().chain(actual.selections.keys());
    let names: std::collections::BTreeSet<&String> = names.collect();
    let mut raws = Vec::new();
    for name in names {
        let (wanted, found) = (expected.selections.get(name), actual.selections.get(name));
        let same = match (wanted, found) {
            (Some(wanted), Some(found)) => same(wanted, found),
            _ => false,
        };
        if !same {
            raws.push(
                Raw::new("selections", format!("selection {name}"), format!("Selections[{name}]"))
                    .stated(Stated::at(testing.path.clone(), testing.span))
                    .values(wanted.map(selection), found.map(selection)),
            );
        }
    }
    raws
}

fn same(wanted: &RestoreTestingSelection, found: &RestoreTestingSelection) -> bool {
    let RestoreTestingSelection {
        protected_resource_type,
        protected_resource_arns,
        iam_role,
        validation_window_hours,
    } = wanted;
    *protected_resource_type == found.protected_resource_type
        && *protected_resource_arns == found.protected_resource_arns
        && iam_role.arn() == found.iam_role.arn()
        && *validation_window_hours == found.validation_window_hours
}

fn selection(selection: &RestoreTestingSelection) -> String {
    let RestoreTestingSelection {
        protected_resource_type,
        protected_resource_arns,
        iam_role,
        validation_window_hours,
    } = selection;
    let arns = protected_resource_arns.join(", ");
    let kept = hours(*validation_window_hours);
    format!("{protected_resource_type} {arns}, by {}, kept {kept}", iam_role.arn())
}
