//! Names of the old version in the words of the new one, by `was`.

use std::collections::BTreeMap;

use crate::resolved::{At, Policy};

/// Old names of a section to new ones, where they differ.
type Renamed = BTreeMap<String, String>;

/// What is named otherwise now.
#[derive(Debug, Default)]
pub(super) struct Renames {
    plans: Renamed,
    /// By the old name of the plan.
    tiers: BTreeMap<String, Renamed>,
    vaults: Renamed,
    resources: Renamed,
    repositories: Renamed,
    keys: Renamed,
    scenarios: Renamed,
}

impl Renames {
    pub(super) fn of(old: &Policy, new: &Policy) -> Self {
        let plans = renamed(&old.plans, &new.plans, |plan| &plan.at);
        let tiers = old.plans.iter().filter_map(|(name, plan)| {
            let now = new.plans.get(plans.get(name).unwrap_or(name))?;
            Some((name.clone(), renamed(&plan.tiers, &now.tiers, |tier| &tier.at)))
        });
        Self {
            tiers: tiers.collect(),
            vaults: renamed(&old.vaults, &new.vaults, |vault| &vault.at),
            resources: renamed(&old.resources, &new.resources, |resource| &resource.at),
            repositories: renamed(&old.repositories, &new.repositories, |found| &found.at),
            keys: renamed(&old.keys, &new.keys, |key| &key.at),
            scenarios: renamed(&old.recovery, &new.recovery, |scenario| &scenario.at),
            plans,
        }
    }

    pub(super) fn plan<'n>(&'n self, name: &'n str) -> &'n str {
        self.plans.get(name).map_or(name, String::as_str)
    }

    pub(super) fn vault<'n>(&'n self, name: &'n str) -> &'n str {
        self.vaults.get(name).map_or(name, String::as_str)
    }

    pub(super) fn resource<'n>(&'n self, name: &'n str) -> &'n str {
        self.resources.get(name).map_or(name, String::as_str)
    }

    pub(super) fn repository<'n>(&'n self, name: &'n str) -> &'n str {
        self.repositories.get(name).map_or(name, String::as_str)
    }

    pub(super) fn key<'n>(&'n self, name: &'n str) -> &'n str {
        self.keys.get(name).map_or(name, String::as_str)
    }

    pub(super) fn scenario<'n>(&'n self, name: &'n str) -> &'n str {
        self.scenarios.get(name).map_or(name, String::as_str)
    }

    /// A path or a reference in the new names.
    pub(super) fn path(&self, path: &str) -> String {
        let parts: Vec<&str> = path.split('.').collect();
        let nothing = Renamed::new();
        let plan = parts.get(1).copied().unwrap_or_default();
        let tiers = self.tiers.get(plan).unwrap_or(&nothing);
        let renames: &[(usize, &Renamed)] = match parts.first().copied().unwrap_or_default() {
            "plans" => &[(1, &self.plans), (3, tiers)],
            "vaults" => &[(1, &self.vaults)],
            "repositories" => &[(1, &self.repositories)],
            "resources" => &[(1, &self.resources)],
            _ => &[(0, &self.resources)],
        };
        let named = parts.iter().enumerate().map(|(number, part)| {
            let renamed = renames.iter().find(|(at, _)| *at == number);
            renamed.and_then(|(_, names)| names.get(*part)).map_or(*part, String::as_str)
        });
        named.collect::<Vec<_>>().join(".")
    }
}

/// Old names that stand under another one now: the new entry says so, or the
/// old one did when it was named so before.
fn renamed<T>(
    old: &BTreeMap<String, T>,
    new: &BTreeMap<String, T>,
    at: impl Fn(&T) -> &At,
) -> Renamed {
    let mut found = Renamed::new();
    for (name, entry) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        let was =
            |(now, entry): &(&String, &T)| !old.contains_key(*now) && at(entry).was.contains(name);
        let back = |now: &&String| new.contains_key(*now) && !old.contains_key(*now);
        let now = new.iter().find(was).map(|(now, _)| now);
        if let Some(now) = now.or_else(|| at(entry).was.iter().rev().find(back)) {
            found.insert(name.clone(), now.clone());
        }
    }
    found
}
