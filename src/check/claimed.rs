//! What a claim and an exercise speak of.

use std::collections::BTreeSet;

use crate::resolved::{Claim, Drill, Policy, Referent, Resource};

/// The resources that a claim names; all if it names none.
pub(crate) fn resources<'a>(
    policy: &'a Policy,
    claim: &'a Claim,
) -> impl Iterator<Item = &'a Resource> {
    let named: BTreeSet<&str> = claim.resources.iter().map(|name| name.value.as_str()).collect();
    let all = policy.resources.values().filter(|_| claim.resources.is_empty());
    all.chain(named.into_iter().filter_map(|name| policy.resources.get(name)))
}

/// True if the claim speaks of the resource.
pub(crate) fn speaks_of(claim: &Claim, resource: &str) -> bool {
    claim.resources.is_empty() || claim.resources.iter().any(|name| name.value == resource)
}

/// The words of a claim's source, as a message quotes them.
pub(crate) fn quoted(claim: &Claim) -> String {
    format!("\"{}\"", claim.source.value)
}

/// The exercises that take place.
pub(crate) fn drills(policy: &Policy) -> impl Iterator<Item = &Drill> {
    policy.drills.values().filter(|drill| !drill.planned)
}

/// Everything that a drill exercises: what it names, and what its scenarios
/// restore from.
pub(crate) fn exercised<'a>(policy: &'a Policy, drill: &'a Drill) -> Vec<&'a Referent> {
    let named = drill.exercises.iter().flat_map(|reference| &reference.means);
    let scenarios = named.clone().filter_map(|referent| match referent {
        Referent::Scenario(name) => policy.recovery.get(name),
        _ => None,
    });
    let restored = scenarios.flat_map(|scenario| scenario.restores.values());
    named.chain(restored.flat_map(|restore| &restore.from.means)).collect()
}

/// True if what a reference stands for has to do with the resource.
pub(crate) fn touches(policy: &Policy, referent: &Referent, resource: &Resource) -> bool {
    let key = &resource.at.key;
    let begins = |reference: &str| reference.split('.').next() == Some(key.as_str());
    let uses = |plan: &str| resource.plans.iter().any(|own| own.value == plan);
    match referent {
        Referent::Resource(name) | Referent::DataClass { resource: name, class: _ } => name == key,
        Referent::Mechanism(reference) => match reference.strip_prefix("plans.") {
            Some(rest) => rest.split('.').next().is_some_and(uses),
            None => begins(reference) || reference.starts_with("repositories."),
        },
        Referent::Plan(plan) | Referent::Tier { plan, tier: _ } => uses(plan),
        Referent::Scenario(name) => {
            policy.recovery.get(name).is_some_and(|scenario| scenario.restores.contains_key(key))
        }
        Referent::Vault(vault) => {
            let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value));
            plans.into_iter().flat_map(|plan| plan.tiers.values()).any(|tier| {
                let copied = tier.copies.iter().map(|copy| &copy.to);
                tier.vault.iter().chain(copied).any(|to| to.value == *vault)
            })
        }
        Referent::Repository(_) => true,
        Referent::Key(_)
        | Referent::Role(_)
        | Referent::Drill(_)
        | Referent::Alarm(_)
        | Referent::Deleter(_)
        | Referent::AccountSettings
        | Referent::Setting { of: _, setting: _ } => false,
    }
}
