//! Restore testing of a plan's recovery points.

use std::collections::{BTreeMap, BTreeSet};

use super::identities::role_ref;
use super::plans::zone_name;
use super::selections::identifier_arns;
use super::vaults::vault_ref;
use super::{Lowering, label};
use crate::document::TestedPoints as Points;
use crate::facts::restore_testing::{
    SELECTION_WINDOW_DEFAULT_DAYS, START_WINDOW_DEFAULT_HOURS, TYPES,
};
use crate::resolved::{Plan, Resource, RestoreTesting, default_aws_name};
use crate::resources::{
    Label, Place, ResourceKind, RestoreTestingPlan, RestoreTestingSelection, TestedPointType,
    TestedPoints,
};
use crate::source::Spanned;
use crate::units::Duration;

impl Lowering<'_> {
    pub(super) fn restore_testing(&mut self, home: &Place) {
        for plan in self.policy.plans.values() {
            let testing = plan.restore_testing.as_ref().filter(|t| !t.planned && !plan.planned);
            let lowered = testing.and_then(|testing| self.testing_plan(plan, testing, home));
            let Some(lowered) = lowered else { continue };
            let name = underscored(&default_aws_name(
                &self.policy.name.value,
                &self.policy.environment.name,
                plan.at.naming_key(),
            ));
            let own =
                Label { origin: format!("{}.restore_testing", plan.at.path), ..label(&plan.at) };
            self.label(home, ResourceKind::RestoreTestingPlan, &name, own);
            self.settings(home).restore_testing_plans.insert(name, lowered);
        }
    }

    fn testing_plan(
        &self,
        plan: &Plan,
        testing: &RestoreTesting,
        home: &Place,
    ) -> Option<RestoreTestingPlan> {
        let cron = testing.schedule.as_ref()?.value.cron()?;
        let own =
            plan.tiers.values().filter(|tier| !tier.planned).filter_map(|tier| tier.vault.as_ref());
        let vaults: Vec<&Spanned<String>> = match &testing.vaults {
            Some(vaults) => vaults.iter().collect(),
            None => own.collect(),
        };
        let arns = vaults.iter().filter_map(|vault| vault_ref(self.policy, &vault.value));
        let arns: BTreeSet<String> = arns.map(|vault| vault.arn()).collect();
        let continuous = plan.tiers.values().any(|tier| !tier.planned && tier.continuous.is_some());
        let continuous = continuous.then_some(TestedPointType::Continuous);
        Some(RestoreTestingPlan {
            schedule_expression: cron.as_written().to_owned(),
            schedule_expression_timezone: zone_name(&testing.zone.value),
            start_window_hours: hours(
                testing.start_window.as_ref(),
                START_WINDOW_DEFAULT_HOURS.value,
            ),
            algorithm: match testing.points.map(|points| points.value) {
                Some(Points::Random) => TestedPoints::Random,
                Some(Points::Latest) | None => TestedPoints::Latest,
            },
            include_vaults: arns.into_iter().collect(),
            recovery_point_types: continuous
                .into_iter()
                .chain([TestedPointType::Snapshot])
                .collect(),
            selection_window_days: testing
                .from_last
                .as_ref()
                .map_or(SELECTION_WINDOW_DEFAULT_DAYS.value, |days| days.value.most),
            tags: self.tags(&crate::resolved::SpannedTags::new()),
            selections: self.testing_selections(plan, testing, home),
        })
    }

    /// One selection per resource and type that AWS can restore in a test.
    fn testing_selections(
        &self,
        plan: &Plan,
        testing: &RestoreTesting,
        home: &Place,
    ) -> BTreeMap<String, RestoreTestingSelection> {
        let mut selections = BTreeMap::new();
        let role = testing.role.as_ref().and_then(|role| role_ref(self.policy, &role.value, home));
        let Some(role) = role else { return selections };
        let protects =
            |resource: &&Resource| resource.plans.iter().any(|name| name.value == plan.at.key);
        for resource in self.policy.resources.values().filter(protects) {
            let types: BTreeSet<&str> = resource.types.iter().map(|row| row.value.opt_in).collect();
            for opt_in in types.iter().filter(|name| TYPES.value.contains(name)) {
                let key = underscored(&resource.at.key);
                let name =
                    if types.len() == 1 { key } else { format!("{key}_{}", opt_in.to_lowercase()) };
                selections.insert(
                    name,
                    RestoreTestingSelection {
                        protected_resource_type: (*opt_in).to_owned(),
                        protected_resource_arns: tested_arns(resource, home),
                        iam_role: role.clone(),
                        validation_window_hours: hours(testing.keep_restored_for.as_ref(), 0),
                    },
                );
            }
        }
        selections
    }
}

/// The resource's own ARNs, or all where a formula selects.
fn tested_arns(resource: &Resource, home: &Place) -> Vec<String> {
    let arns = identifier_arns(resource, home);
    if resource.selection.is_some() || arns.is_empty() { vec!["*".to_owned()] } else { arns }
}

/// AWS allows no `-` in these names.
fn underscored(name: &str) -> String {
    name.replace('-', "_")
}

fn hours(stated: Option<&Spanned<Duration>>, default: u32) -> u32 {
    stated.map_or(default, |stated| {
        u32::try_from(stated.value.minutes_up().div_ceil(60)).unwrap_or(u32::MAX)
    })
}
