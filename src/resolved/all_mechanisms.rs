//! The mechanisms of a policy, derived once and found by name.
//!
//! References, alarms, claims and scenarios name what protects; looking each
//! up costs no more than what it finds, however long the policy is.

use std::collections::BTreeMap;

use super::environment::Policy;
use super::mechanism::{Mechanism, TierName};
use super::mechanisms::mechanisms;
use super::reference::{Reference, Referent};
use crate::source::SharedText;

/// Numbers of mechanisms in their list, ascending.
type Numbers = Vec<usize>;

/// Every mechanism of a policy, with an index of what can be said to mean it.
#[derive(Debug, Clone, Default)]
pub struct Mechanisms {
    all: Vec<Mechanism>,
    resources: BTreeMap<String, Numbers>,
    plans: BTreeMap<String, Numbers>,
    tiers: BTreeMap<TierName, Numbers>,
    /// By their own reference, as far as they are none of a tier.
    references: BTreeMap<SharedText, Numbers>,
    vaults: BTreeMap<String, Numbers>,
    repositories: BTreeMap<String, Numbers>,
}

impl Mechanisms {
    /// The mechanisms of a policy as it is written.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        Self::new(mechanisms(policy))
    }

    /// These mechanisms.
    #[must_use]
    pub fn new(all: Vec<Mechanism>) -> Self {
        let mut index = Self::default();
        for (number, mechanism) in all.iter().enumerate() {
            note(&mut index.resources, &mechanism.resource, number);
            match &mechanism.tier {
                Some(tier) => {
                    note(&mut index.plans, &tier.plan, number);
                    note(&mut index.tiers, tier, number);
                }
                None => note(&mut index.references, &mechanism.reference, number),
            }
            if let Some(vault) = &mechanism.vault {
                note(&mut index.vaults, vault, number);
            }
            if let Some(repository) = &mechanism.repository {
                note(&mut index.repositories, repository, number);
            }
        }
        Self { all, ..index }
    }

    /// All of them: in the order of the resources' names, native ones first.
    #[must_use]
    pub fn all(&self) -> &[Mechanism] {
        &self.all
    }

    /// One by its number in the list.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Mechanism> {
        self.all.get(number)
    }

    /// Those of a resource, with their numbers.
    pub fn of_resource(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (usize, &Mechanism)> + Clone + use<'_> {
        let numbers = self.resources.get(name).into_iter().flatten();
        numbers.filter_map(|number| Some((*number, self.all.get(*number)?)))
    }

    /// Those that answer to a name, as [`Mechanism::answers_to`] says.
    pub fn answering_to(&self, referent: &Referent) -> impl Iterator<Item = &Mechanism> {
        self.numbers(referent).iter().filter_map(|number| self.all.get(*number))
    }

    /// Those that one of these references means, each once and in the order of
    /// the list.
    #[must_use]
    pub fn meant_by<'r>(
        &self,
        references: impl IntoIterator<Item = &'r Reference>,
    ) -> Vec<&Mechanism> {
        let referents = references.into_iter().flat_map(|reference| &reference.means);
        let mut numbers: Numbers =
            referents.flat_map(|referent| self.numbers(referent)).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|number| self.all.get(number)).collect()
    }

    fn numbers(&self, referent: &Referent) -> &[usize] {
        let found = match referent {
            Referent::Resource(name) => self.resources.get(name),
            Referent::Plan(name) => self.plans.get(name),
            Referent::Tier { plan, tier } => {
                self.tiers.get(&TierName { plan: plan.clone(), tier: tier.clone() })
            }
            Referent::Mechanism(name) => self.references.get(name.as_str()),
            Referent::Vault(name) => self.vaults.get(name),
            Referent::Repository(name) => self.repositories.get(name),
            Referent::DataClass { .. }
            | Referent::Key(_)
            | Referent::Role(_)
            | Referent::Scenario(_)
            | Referent::Drill(_)
            | Referent::Alarm(_)
            | Referent::Deleter(_)
            | Referent::AccountSettings
            | Referent::Setting { .. } => None,
        };
        found.map_or(&[], Vec::as_slice)
    }
}

/// Names repeat: only the first of each is copied.
fn note<K: Ord + Clone>(index: &mut BTreeMap<K, Numbers>, name: &K, number: usize) {
    match index.get_mut(name) {
        Some(numbers) => numbers.push(number),
        None => {
            index.insert(name.clone(), vec![number]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    const POLICY: &str = r#"
version: 1
name: shop
accounts: { main: "111122223333" }
environments: { production: { account: main, region: eu-central-1 } }
vaults: { main: {}, dr: { region: eu-west-1 } }
roles: { backup: { create: true } }
plans:
  core:
    vault: main
    role: backup
    tiers:
      daily: { schedule: { every: day, at: "03:00" }, retention: 35d, copies: [ { to: dr } ] }
      weekly: { schedule: { every: week, weekday: sunday, at: "06:00" }, retention: 12w }
resources:
  a: { type: dynamodb, tables: [a], plans: [core], point_in_time_recovery: { retention: 35d } }
  b: { type: dynamodb, tables: [b], plans: [core] }
"#;

    fn of(text: &str) -> Mechanisms {
        let read = document::read(text);
        let (root, document) = (read.root.unwrap(), read.policy.unwrap());
        let resolved = crate::resolved::resolve(text, &root, &document, "production");
        Mechanisms::of(&resolved.policy.unwrap())
    }

    #[test]
    fn the_index_finds_what_each_mechanism_answers_to() {
        let all = of(POLICY);
        let named: Vec<Referent> = all.all().iter().flat_map(Mechanism::referents).collect();
        assert!(named.len() > 20);
        for referent in &named {
            let found: Vec<String> =
                all.answering_to(referent).map(|one| one.reference.to_string()).collect();
            let expected: Vec<String> = all
                .all()
                .iter()
                .filter(|one| one.answers_to(referent))
                .map(|one| one.reference.to_string())
                .collect();
            assert_eq!(found, expected, "{referent:?}");
        }
    }
}
