//! Vaults and plans of one place.

use crate::resources::ResourceKind;

use super::super::found::{Found, Stated};
use super::super::plan::{self, PlanPart};
use super::super::{vault, whereabouts};
use super::Here;

impl Here<'_> {
    /// Everything that is expected here.
    pub(super) fn resources(&self) -> Vec<Found> {
        let mut found = self.keys();
        found.extend(self.roles());
        found.extend(self.vaults());
        found.extend(self.plans());
        found.extend(self.selections());
        found.extend(self.testing_plans());
        found.extend(self.buckets());
        found.extend(self.natives());
        found
    }

    fn vaults(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, expected) in &self.expected().vaults {
            let kind = ResourceKind::Vault;
            let Some(label) = self.label(kind, name) else { continue };
            let Some(vault) = self.policy().vaults.get(&label.key) else { continue };
            found.push(self.judged(
                (kind, name),
                Stated::at(vault.at.path.clone(), vault.at.span),
                self.seen().vaults.get(name),
                |actual| vault::differences(self, name, vault, expected, actual),
                || vault::missing(vault, self.place),
            ));
        }
        found
    }

    fn plans(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, expected) in &self.expected().plans {
            let kind = ResourceKind::Plan;
            let Some(label) = self.label(kind, name) else { continue };
            let (key, alone) = whereabouts::part(&label.key);
            let Some(plan) = self.policy().plans.get(key) else { continue };
            let part = PlanPart { plan, alone };
            let stated = match alone.and_then(|tier| plan.tiers.get(tier)) {
                Some(tier) => Stated::at(tier.at.path.clone(), tier.at.span),
                None => Stated::at(plan.at.path.clone(), plan.at.span),
            };
            found.push(self.judged(
                (kind, name),
                stated,
                self.seen().plans.get(name),
                |actual| plan::differences(self, &part, expected, actual),
                || plan::missing(&part, name, self.place, expected.rules.len()),
            ));
        }
        found
    }
}
