//! Which tiers take runs from which: what one tier gains another may lose.

use std::collections::BTreeSet;

use crate::recoverability::evidence::tier_runs;
use crate::resolved::{Policy, Tier};
use crate::schedule::{TierRuns, plan_runs};

use super::{Comparing, Direction};

/// The tier that loses runs and the one that takes them, by their paths of now.
pub(super) type Taken = (String, String);

impl Comparing<'_> {
    /// Runs that are lost now and were not, or the other way round, of tiers of
    /// the plans of a resource.
    pub(super) fn displaced(&self, resource: &str, direction: Direction) -> BTreeSet<Taken> {
        let path = |path: &str| self.renames.path(path);
        let was = |name: &&String| self.renames.resource(name) == resource;
        let old = self.old.policy.resources.keys().find(was);
        let before = old.map(|old| taken(self.old.policy, old, path)).unwrap_or_default();
        let now = taken(self.new.policy, resource, str::to_owned);
        match direction {
            Direction::Worse => now.difference(&before).cloned().collect(),
            Direction::Better => before.difference(&now).cloned().collect(),
            Direction::Neither => BTreeSet::new(),
        }
    }
}

fn taken(policy: &Policy, resource: &str, name: impl Fn(&str) -> String) -> BTreeSet<Taken> {
    let Some(resource) = policy.resources.get(resource) else { return BTreeSet::new() };
    let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value));
    let mut found = BTreeSet::new();
    for plan in plans.filter(|plan| !plan.planned) {
        let tiers: Vec<&Tier> =
            plan.tiers.values().filter(|tier| !tier.planned && !tier.separate_plan).collect();
        let runs: Vec<TierRuns<'_>> =
            tiers.iter().enumerate().filter_map(|(id, tier)| tier_runs(id, tier)).collect();
        for overlap in plan_runs(&runs).overlaps() {
            if let (Some(loser), Some(winner)) =
                (tiers.get(overlap.loser), tiers.get(overlap.winner))
            {
                found.insert((name(&loser.at.path), name(&winner.at.path)));
            }
        }
    }
    found
}
