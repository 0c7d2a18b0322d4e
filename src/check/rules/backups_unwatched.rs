//! Backups that can stop without anybody being told.

use std::collections::BTreeSet;

use crate::check::storage::stored;
use crate::check::watch::{alarms, rpo};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{DISRUPTIONS, Policy, Protection, ProtectionKind, Referent, Resource};

pub(super) static RULE: Rule = Rule {
    name: "backups-unwatched",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "backups that can stop without anybody being told",
    explanation: include_str!("backups-unwatched.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let watched: BTreeSet<&Referent> = alarms(policy)
        .flat_map(|alarm| &alarm.watches)
        .flat_map(|reference| &reference.means)
        .collect();
    for resource in policy.resources.values() {
        let promised = DISRUPTIONS.iter().any(|disruption| rpo(resource, *disruption).is_some());
        let protected = !resource.plans.is_empty() || resource.protections.iter().any(can_stop);
        if promised && protected && !is_watched(policy, resource, &watched) {
            let name = &resource.at.key;
            findings.push(
                RULE.finding(resource.at.span, format!("nobody is told if the backups of `{name}` stop"))
                    .path(&resource.at.path)
                    .help("add an alarm that watches them, such as `when: { age_over: 26h }`, or `notifications` to the vault"),
            );
        }
    }
}

/// True for a protection that is on and works by jobs or by following; versions
/// and standbys of AWS are there as long as the setting is.
const fn can_stop(protection: &Protection) -> bool {
    let setting = matches!(protection.kind, ProtectionKind::Versioning | ProtectionKind::MultiAz);
    !protection.planned && !setting
}

/// True if an alarm or a vault tells of any backup of the resource.
fn is_watched(policy: &Policy, resource: &Resource, watched: &BTreeSet<&Referent>) -> bool {
    let key = &resource.at.key;
    let has = |referent: Referent| watched.contains(&referent);
    if has(Referent::Resource(key.clone())) {
        return true;
    }
    let native = resource.protections.iter();
    let repository = |p| stored(p).and_then(|stored| stored.to.clone());
    if native.into_iter().any(|p| {
        has(Referent::Mechanism(p.reference.clone()))
            || repository(p).is_some_and(|to| has(Referent::Repository(to.value)))
    }) {
        return true;
    }
    let tells = |vault: &String| {
        let vault = policy.vaults.get(vault);
        vault.is_some_and(|vault| vault.notifications.is_some())
    };
    let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value));
    plans.into_iter().any(|plan| {
        has(Referent::Plan(plan.at.key.clone()))
            || plan.tiers.values().any(|tier| {
                let (plan, name) = (plan.at.key.clone(), tier.at.key.clone());
                let vaults = tier.vault.iter().chain(tier.copies.iter().map(|copy| &copy.to));
                has(Referent::Tier { plan, tier: name })
                    || tier.copies.iter().any(|copy| has(Referent::Mechanism(copy.path.clone())))
                    || vaults.into_iter().any(|vault| {
                        tells(&vault.value) || has(Referent::Vault(vault.value.clone()))
                    })
            })
    })
}
