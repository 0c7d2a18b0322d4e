//! Which names an environment has, and which a resource must not have.

use crate::document::Policy as Document;
use crate::source::Map;

use super::context::Context;
use super::cut::belongs;
use super::environment::Policy;
use super::reference::{Names, Referent};
use super::rules;

/// The keys at the top of a policy: a path that begins with one means it.
pub const SECTIONS: [&str; 20] = [
    "version",
    "name",
    "accounts",
    "environments",
    "defaults",
    "objectives",
    "keys",
    "roles",
    "vaults",
    "account_settings",
    "plans",
    "resources",
    "repositories",
    "deleters",
    "recovery",
    "drills",
    "alarms",
    "claims",
    "ignore_drift",
    "lint",
];

/// Everything that can be referred to.
///
/// Sections 1 to 3 are taken from what is resolved; of the others only the
/// names are needed.
pub(super) fn names(policy: &Policy, document: &Document) -> Names {
    let mut names = Names::default();
    for section in [
        "keys",
        "roles",
        "vaults",
        "plans",
        "repositories",
        "recovery",
        "drills",
        "alarms",
        "deleters",
    ] {
        names.add_mapping(section);
    }
    let named =
        |names: &mut Names, section: &str, key: &String, referent: fn(String) -> Referent| {
            names.add(&format!("{section}.{key}"), referent(key.clone()));
        };
    policy.keys.keys().for_each(|key| named(&mut names, "keys", key, Referent::Key));
    policy.roles.keys().for_each(|key| named(&mut names, "roles", key, Referent::Role));
    policy.vaults.keys().for_each(|key| named(&mut names, "vaults", key, Referent::Vault));
    for key in policy.repositories.keys() {
        named(&mut names, "repositories", key, Referent::Repository);
    }
    if policy.account_settings.is_some() {
        names.add("account_settings", Referent::AccountSettings);
    }
    plans(&mut names, policy);
    resources(&mut names, policy);
    surroundings(&mut names, policy, document);
    names
}

fn plans(names: &mut Names, policy: &Policy) {
    for (key, plan) in &policy.plans {
        names.add(&format!("plans.{key}"), Referent::Plan(key.clone()));
        for (name, tier) in &plan.tiers {
            let referent = Referent::Tier { plan: key.clone(), tier: name.clone() };
            names.add(&tier.at.path, referent);
            for copy in &tier.copies {
                names.add(&copy.path, Referent::Mechanism(copy.path.clone()));
            }
        }
    }
}

fn resources(names: &mut Names, policy: &Policy) {
    for (key, resource) in &policy.resources {
        // A section's name is reported, and means the section.
        if SECTIONS.contains(&key.as_str()) {
            continue;
        }
        names.add(key, Referent::Resource(key.clone()));
        for protection in &resource.protections {
            let referent = Referent::Mechanism(protection.reference.clone());
            names.add(&protection.reference, referent);
        }
        for class in resource.data_classes.keys() {
            let referent = Referent::DataClass { resource: key.clone(), class: class.clone() };
            names.add(&format!("{key}.data_classes.{class}"), referent);
        }
    }
    for (key, repository) in &policy.repositories {
        for copy in &repository.copies {
            let referent = Referent::Mechanism(copy.path.clone());
            names.add(&format!("repositories.{key}.copies"), referent);
        }
    }
}

fn surroundings(names: &mut Names, policy: &Policy, document: &Document) {
    let environment = &policy.environment.name;
    let here = |only: &Option<Vec<crate::document::NameText>>| belongs(only.as_ref(), environment);
    fn all<T>(
        names: &mut Names,
        section: &str,
        entries: &Map<T>,
        here: impl Fn(&T) -> bool,
        referent: fn(String) -> Referent,
    ) {
        for (key, _) in entries.iter().filter(|(_, entry)| here(entry)) {
            names.add(&format!("{section}.{}", key.value), referent(key.value.clone()));
        }
    }
    all(names, "recovery", &document.recovery, |s| here(&s.only), Referent::Scenario);
    all(names, "drills", &document.drills, |d| here(&d.only), Referent::Drill);
    all(names, "alarms", &document.alarms, |a| here(&a.only), Referent::Alarm);
    all(names, "deleters", &document.deleters, |d| here(&d.only), Referent::Deleter);
}

impl Context<'_> {
    /// A resource must not be named like a section: a path would mean both.
    pub(super) fn reserved_names(&mut self, document: &Document) {
        for name in document.resources.keys() {
            if SECTIONS.contains(&name.value.as_str()) {
                let message =
                    format!("the resource `{0}` is named like the section `{0}`", name.value);
                let finding = rules::RESERVED_NAME
                    .finding(name.span, message)
                    .path(format!("resources.{}", name.value));
                self.report(finding.help(format!(
                    "a reference `{}` would mean the section: give the resource another name",
                    name.value
                )));
            }
        }
    }
}
