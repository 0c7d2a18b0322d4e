//! Scenarios: what is restored from where, in which steps.

use std::collections::BTreeMap;

use crate::document::{self, Disruption};
use crate::source::{Map, Span, Spanned, Text};

use super::context::{At, Context, at};
use super::cut::belongs;
use super::objective_layers::of_scenario;
use super::objectives::DisruptionObjectives;
use super::reference::Reference;
use super::times::{TakesPer, Time};

/// One way of recovering.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Where it stands.
    pub at: At,
    /// The disruption it recovers from.
    pub disruption: Option<Spanned<Disruption>>,
    /// Its own objectives, which are about its disruption; absent figures are
    /// those of the resources. None if it names no disruption.
    pub objectives: Option<DisruptionObjectives>,
    /// What each resource is restored from, by the resource.
    pub restores: BTreeMap<String, Restore>,
    /// What must survive for it to work.
    pub needs: Vec<Reference>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

/// What one resource is restored from.
#[derive(Debug, Clone)]
pub struct Restore {
    /// The resource, where it is named.
    pub resource: Text,
    /// The path of the restore.
    pub path: String,
    /// The mechanism.
    pub from: Reference,
    /// How.
    pub method: Option<Text>,
    /// What must be set again afterwards.
    pub reapply: Vec<Text>,
    /// How long it takes here.
    pub restore_time: Option<Time>,
}

/// One step of a scenario.
#[derive(Debug, Clone)]
pub struct Step {
    /// The whole step.
    pub span: Span,
    /// Its path, such as `recovery.region-loss.steps[1]`.
    pub path: String,
    /// What is done.
    pub action: Option<Text>,
    /// How long it takes.
    pub takes: Option<Time>,
    /// Time that grows with the data lost.
    pub takes_per: Option<TakesPer>,
    /// Resources restored one after another.
    pub restore: Vec<Text>,
    /// Steps done at the same time.
    pub parallel: Vec<Step>,
}

impl Context<'_> {
    pub(super) fn scenarios(
        &mut self,
        scenarios: &Map<document::Scenario>,
        resources: &BTreeMap<String, ()>,
    ) -> BTreeMap<String, Scenario> {
        let mut resolved = BTreeMap::new();
        for (name, scenario) in scenarios {
            if belongs(scenario.only.as_ref(), &self.placeholders.environment) {
                resolved.insert(name.value.clone(), self.scenario(name, scenario, resources));
            }
        }
        resolved
    }

    fn scenario(
        &mut self,
        name: &Text,
        scenario: &document::Scenario,
        resources: &BTreeMap<String, ()>,
    ) -> Scenario {
        let document::Scenario { disruption, objectives, restores, needs, steps, only: _ } =
            scenario;
        let at = at(name, "recovery", &[]);
        let layer = self.layer(objectives.as_ref(), &format!("{}.objectives", at.path));
        let mut restored = BTreeMap::new();
        for (resource, restore) in restores {
            let path = format!("{}.restores.{}", at.path, resource.value);
            if self.known(resource, "resources", resources, &path).is_some() {
                let restore = self.restore(resource, restore, path);
                restored.insert(resource.value.clone(), restore);
            }
        }
        let named = restores.keys().map(|name| (name.value.clone(), ())).collect();
        Scenario {
            disruption: *disruption,
            objectives: disruption.map(|disruption| of_scenario(&layer, disruption.value)),
            restores: restored,
            needs: self.references(needs, &format!("{}.needs", at.path)),
            steps: self.steps(steps, &format!("{}.steps", at.path), &at.path, &named),
            at,
        }
    }

    fn restore(&mut self, resource: &Text, restore: &document::Restore, path: String) -> Restore {
        let document::Restore { from, method, reapply, restore_time } = restore;
        Restore {
            resource: resource.clone(),
            from: self.reference(from, &format!("{path}.from")),
            method: method.as_ref().map(|method| method.0.clone()),
            reapply: reapply.iter().map(|what| what.0.clone()).collect(),
            restore_time: self.time(restore_time.as_ref(), &format!("{path}.restore_time")),
            path,
        }
    }

    /// Steps in order; `restore` names what the scenario restores.
    fn steps(
        &mut self,
        steps: &[Spanned<document::Step>],
        path: &str,
        scenario: &str,
        restores: &BTreeMap<String, ()>,
    ) -> Vec<Step> {
        let section = format!("{scenario}.restores");
        let mut resolved = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let document::Step { action, takes, takes_per, restore, parallel } = &step.value;
            let path = format!("{path}[{index}]");
            let restored =
                restore.iter().filter(|name| self.known(name, &section, restores, &path).is_some());
            let restore = restored.map(|name| name.0.clone()).collect();
            resolved.push(Step {
                span: step.span,
                action: action.as_ref().map(|action| action.0.clone()),
                takes: self.time(takes.as_ref(), &format!("{path}.takes")),
                takes_per: self.takes_per(takes_per.as_ref(), &path),
                restore,
                parallel: self.steps(parallel, &format!("{path}.parallel"), scenario, restores),
                path,
            });
        }
        resolved
    }
}
