//! Selections: which resources each plan protects.

use super::identities::role_ref;
use super::plans::{PlanPart, parts};
use super::{Lowering, label};
use crate::facts::resource_types::ResourceTypeRow;
use crate::resolved::{ConditionKind, Resource, Selection, default_aws_name};
use crate::resources::{
    BackupSelection, Condition, ConditionOperator, Label, Place, ResourceKind, RoleRef, TagEquals,
};

impl Lowering<'_> {
    pub(super) fn selections(&mut self, home: &Place) {
        for resource in self.policy.resources.values() {
            let Some(arns) = Positive::of(resource, home) else { continue };
            for plan in resource.plans.iter().filter_map(|plan| self.policy.plans.get(&plan.value))
            {
                let role =
                    plan.role.as_ref().and_then(|role| role_ref(self.policy, &role.value, home));
                let Some(role) = role.filter(|_| !plan.existing) else { continue };
                let name = self.selection_name(resource);
                for part in parts(plan) {
                    let key = format!("{}/{}", part.key(), resource.at.key);
                    let was = former_keys(&part, resource);
                    let label = Label { key, was, ..label(&resource.at) };
                    let id = (part.aws_name(), name.clone());
                    self.label(home, ResourceKind::Selection, &format!("{}/{}", id.0, id.1), label);
                    let lowered = selection(&arns, resource, role.clone());
                    self.settings(home).selections.insert(id, lowered);
                }
            }
        }
    }

    fn selection_name(&self, resource: &Resource) -> String {
        let environment = &self.policy.environment.name;
        default_aws_name(&self.policy.name.value, environment, resource.at.naming_key())
    }
}

/// Former keys of a selection: its resource, its plan or both had another name.
fn former_keys(part: &PlanPart<'_>, resource: &Resource) -> Vec<String> {
    let tier = part.alone.map(|tier| &tier.at);
    let plans = part.plan.at.was.iter().chain([&part.plan.at.key]);
    let plans: Vec<String> = plans
        .flat_map(|plan| match tier {
            None => vec![plan.clone()],
            Some(tier) => {
                tier.was.iter().chain([&tier.key]).map(|tier| format!("{plan}/{tier}")).collect()
            }
        })
        .collect();
    let resources: Vec<&String> = resource.at.was.iter().chain([&resource.at.key]).collect();
    let all =
        plans.iter().flat_map(|plan| resources.iter().map(move |key| format!("{plan}/{key}")));
    let now = format!("{}/{}", part.key(), resource.at.key);
    all.filter(|key| *key != now).collect()
}

/// The positive part of a selection: without one AWS refuses it.
pub(super) struct Positive {
    pub(super) resources: Vec<String>,
    pub(super) tags: Vec<TagEquals>,
}

impl Positive {
    /// From the selection if there is one, else from the identifiers.
    fn of(resource: &Resource, home: &Place) -> Option<Self> {
        let positive = match &resource.selection {
            Some(selection) => Self::of_selection(&selection.value, resource, home),
            None => Self { resources: identifier_arns(resource, home), tags: Vec::new() },
        };
        (!positive.resources.is_empty() || !positive.tags.is_empty()).then_some(positive)
    }

    fn of_selection(selection: &Selection, resource: &Resource, home: &Place) -> Self {
        let Some(any_of) = &selection.any_of else {
            // Conditions alone select nothing: every resource of the stated types is meant.
            let resources =
                if selection.all_of.is_empty() { Vec::new() } else { type_arns(resource, home) };
            return Self { resources, tags: Vec::new() };
        };
        let tag = |(key, value): &(crate::source::Text, crate::source::Spanned<String>)| {
            TagEquals { key: key.value.clone(), value: value.value.clone() }
        };
        let resources = any_of.value.arns.iter().map(|arn| arn.value.clone());
        Self {
            resources: sorted(resources.collect()),
            tags: sorted(any_of.value.tags.iter().map(tag).collect()),
        }
    }
}

/// ARNs of a resource's own identifiers.
#[must_use]
pub fn identifier_arns(resource: &Resource, home: &Place) -> Vec<String> {
    let row = resource.types.first().map(|row| row.value);
    let arn = |identifier: &str| {
        if identifier.starts_with("arn:") {
            return Some(identifier.to_owned());
        }
        row.filter(|_| resource.type_name.value != "listed").map(|row| arn(row, home, identifier))
    };
    sorted(resource.identifiers.iter().filter_map(|id| arn(&id.value)).collect())
}

/// Wildcard ARNs of every type of a resource.
fn type_arns(resource: &Resource, home: &Place) -> Vec<String> {
    if resource.any_type {
        return vec!["*".to_owned()];
    }
    let anywhere = |row: &ResourceTypeRow| {
        let partition = &home.partition;
        let (service, prefix) = (row.arn.service, row.arn.prefix);
        match prefix {
            "" => format!("arn:{partition}:{service}:::*"),
            _ => format!("arn:{partition}:{service}:*:*:{prefix}*"),
        }
    };
    sorted(resource.types.iter().map(|row| anywhere(row.value)).collect())
}

fn arn(row: &ResourceTypeRow, home: &Place, name: &str) -> String {
    row.arn
        .template
        .replace("{p}", &home.partition)
        .replace("{r}", &home.region)
        .replace("{a}", &home.account)
        .replace("{name}", name)
}

fn selection(positive: &Positive, resource: &Resource, iam_role: RoleRef) -> BackupSelection {
    let selection = resource.selection.as_ref().map(|selection| &selection.value);
    let mut conditions = Vec::new();
    for condition in selection.map(|s| s.all_of.as_slice()).unwrap_or_default() {
        for (kind, value) in &condition.tests {
            let operator = match kind {
                ConditionKind::Equals => ConditionOperator::Equals,
                ConditionKind::NotEquals => ConditionOperator::NotEquals,
                ConditionKind::Like => ConditionOperator::Like,
                ConditionKind::NotLike => ConditionOperator::NotLike,
            };
            let key = condition.tag.value.clone();
            conditions.push(Condition { operator, key, value: value.value.clone() });
        }
    }
    let except = selection.map(|s| s.except.as_slice()).unwrap_or_default();
    BackupSelection {
        iam_role,
        resources: positive.resources.clone(),
        not_resources: sorted(except.iter().map(|arn| arn.value.clone()).collect()),
        list_of_tags: positive.tags.clone(),
        conditions: sorted(conditions),
    }
}

fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items.dedup();
    items
}
