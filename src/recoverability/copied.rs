//! Which rules copy to which vault, where runs that are lost leave their copies
//! to others.

use std::collections::BTreeMap;

use crate::resolved::{Plan, Policy, Tier, Vault};
use crate::resources::Lowered;

/// A copy that a rule makes, its own or one that it took over.
#[derive(Debug, Clone, Copy)]
pub(super) struct CopyMade {
    /// The tier of the rule.
    pub(super) tier: usize,
    /// How long it is kept, in days; none is for ever.
    pub(super) days: Option<u32>,
}

/// The vaults of a policy by the name that AWS knows.
pub(super) struct VaultsByName<'a>(BTreeMap<&'a str, Vec<&'a Vault>>);

impl<'a> VaultsByName<'a> {
    pub(super) fn of(policy: &'a Policy) -> Self {
        let mut names: BTreeMap<&str, Vec<&Vault>> = BTreeMap::new();
        for vault in policy.vaults.values() {
            names.entry(&vault.aws_name.value).or_default().push(vault);
        }
        Self(names)
    }

    /// Which rules copy to which vault, as they are lowered.
    pub(super) fn merged_copies(
        &self,
        lowered: &Lowered,
        plan: &Plan,
        tiers: &[&Tier],
    ) -> BTreeMap<String, Vec<CopyMade>> {
        let mut copies: BTreeMap<String, Vec<CopyMade>> = BTreeMap::new();
        let settings = lowered.resources.places.values();
        let plans = settings.filter_map(|settings| settings.plans.get(&plan.aws_name.value));
        for rule in plans.flat_map(|plan| &plan.rules) {
            let Some(id) = tiers.iter().position(|tier| tier.at.key == rule.rule_name) else {
                continue;
            };
            for action in &rule.copy_actions {
                let to = &action.destination_backup_vault;
                let named = self.0.get(to.name.as_str()).into_iter().flatten();
                for vault in named.filter(|vault| vault.place.as_ref() == Some(&to.place)) {
                    let days = action.lifecycle.delete_after_days;
                    let made = CopyMade { tier: id, days };
                    copies.entry(vault.at.key.clone()).or_default().push(made);
                }
            }
        }
        copies
    }
}
