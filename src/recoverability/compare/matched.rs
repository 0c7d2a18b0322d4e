//! The mechanisms of both versions under one name each.

use std::collections::{BTreeMap, BTreeSet};

use crate::resolved::{Mechanism, MechanismKind, Policy, mechanisms};
use crate::source::SharedText;

use super::super::figure::Counted;
use super::names::Renames;

/// What makes two mechanisms of two versions one: never its number in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id {
    pub(super) resource: String,
    pub(super) what: String,
}

/// The mechanisms of one version.
#[derive(Debug)]
pub(super) struct Known {
    /// Those that are switched on.
    pub(super) on: BTreeMap<Id, Mechanism>,
    /// Those that are planned.
    pub(super) planned: BTreeMap<Id, Mechanism>,
    /// By the resource's name of now and the reference as it is written.
    named: BTreeMap<(String, SharedText), BTreeSet<Id>>,
    /// Whether a tier can be named without its plan.
    one_plan: bool,
}

impl Known {
    pub(super) fn of(policy: &Policy, renames: &Renames) -> Self {
        let mut known = Self {
            on: BTreeMap::new(),
            planned: BTreeMap::new(),
            named: BTreeMap::new(),
            one_plan: policy.plans.len() == 1,
        };
        for mechanism in mechanisms(policy) {
            let id = id(&mechanism, renames);
            let name = (id.resource.clone(), mechanism.reference.clone());
            known.named.entry(name).or_default().insert(id.clone());
            let map = if mechanism.planned { &mut known.planned } else { &mut known.on };
            map.insert(id, mechanism);
        }
        known
    }

    /// What a figure of a resource counted.
    pub(super) fn counted<'c>(
        &self,
        resource: &str,
        counted: impl IntoIterator<Item = &'c Counted>,
    ) -> BTreeSet<Id> {
        let name = |counted: &Counted| (resource.to_owned(), counted.reference.clone());
        counted.into_iter().filter_map(|c| self.named.get(&name(c))).flatten().cloned().collect()
    }

    /// A mechanism as a reader knows it: `copies of daily to dr`.
    pub(super) fn name(&self, mechanism: &Mechanism) -> String {
        let kind = mechanism.kind.words();
        match (mechanism.kind, &mechanism.vault) {
            (MechanismKind::RecoveryPoints, _) => {
                format!("points of `{}`", self.tier(&mechanism.reference))
            }
            (MechanismKind::Copy, Some(vault)) => {
                let tier = mechanism.made_from.as_deref().unwrap_or(&mechanism.reference);
                format!("copies of `{}` to `{vault}`", self.tier(tier))
            }
            (MechanismKind::ContinuousBackup, _) => {
                format!("{kind} of `{}`", self.tier(&mechanism.reference))
            }
            _ => format!("{kind} {}", alone(mechanism)),
        }
    }

    /// A tier by its path: its name, with the plan's where there are several.
    pub(super) fn tier(&self, path: &str) -> String {
        match path.split('.').collect::<Vec<_>>().as_slice() {
            ["plans", plan, "tiers", tier, ..] if !self.one_plan => format!("{plan}.{tier}"),
            ["plans", _, "tiers", tier, ..] => (*tier).to_owned(),
            _ => path.to_owned(),
        }
    }
}

/// The resource where it has one of this kind, else the reference.
fn alone(mechanism: &Mechanism) -> String {
    match mechanism.kind {
        MechanismKind::PointInTimeRecovery
        | MechanismKind::AutomatedBackups
        | MechanismKind::ReplicatedBackups
        | MechanismKind::CacheSnapshots
        | MechanismKind::MultiAz
        | MechanismKind::Versioning => format!("of `{}`", mechanism.resource),
        MechanismKind::GlobalTableReplica => {
            let region = mechanism.place.region.as_deref().unwrap_or("another Region");
            format!("of `{}` in {region}", mechanism.resource)
        }
        _ => format!("`{}`", mechanism.reference),
    }
}

fn id(mechanism: &Mechanism, renames: &Renames) -> Id {
    let made_from = mechanism.made_from.as_deref().map(|path| renames.path(path));
    let what = match (mechanism.kind, &mechanism.vault, made_from) {
        (MechanismKind::Copy, Some(vault), Some(tier)) => {
            format!("{tier} to {}", renames.vault(vault))
        }
        (_, _, Some(source)) => format!("{} of {source}", renames.path(&mechanism.reference)),
        (MechanismKind::GlobalTableReplica, _, None) => {
            let region = mechanism.place.region.as_deref().unwrap_or_default();
            format!("{} in {region}", renames.path(&mechanism.reference))
        }
        (_, _, None) => renames.path(&mechanism.reference),
    };
    Id { resource: renames.resource(&mechanism.resource).to_owned(), what }
}
