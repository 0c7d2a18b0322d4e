//! From the resolved policy to the settings of AWS.
//!
//! Lowering never fails, never guesses and never moves a time, a window or a
//! lifecycle. What is missing in the policy is left out here and reported by
//! `check`; calendar lengths that keep data are lowered at their longest.

mod buckets;
mod identities;
mod native;
mod overlap;
mod plans;
mod selections;
mod testing;
mod vaults;

use std::collections::{BTreeMap, BTreeSet};

pub use overlap::absorbs;
pub use selections::identifier_arns;

use super::{Irreversible, Label, Lowered, Place, ResourceId, ResourceKind, Settings, Tags};
use crate::diagnostic::Finding;
use crate::resolved::{At, Policy, SpannedTags};

/// Lowers the policy of one environment.
///
/// An environment whose account or Region is unknown has no settings.
pub fn lower(policy: &Policy) -> (Lowered, Vec<Finding>) {
    let mut lowering = Lowering { policy, out: empty(policy), findings: Vec::new() };
    if let Some(home) = policy.environment.place.clone() {
        lowering.keys();
        lowering.vaults();
        lowering.plans(&home);
        lowering.selections(&home);
        lowering.restore_testing(&home);
        lowering.natives(&home);
        lowering.buckets(&home);
        lowering.roles(&home);
        lowering.out.protected = protected(policy, &home);
    }
    lowering.out.irreversible.sort();
    (lowering.out, lowering.findings)
}

/// What plans protect; a pattern names nothing.
fn protected(policy: &Policy, home: &Place) -> BTreeSet<String> {
    let planned = policy.resources.values().filter(|resource| !resource.plans.is_empty());
    let arns = planned.flat_map(|resource| identifier_arns(resource, home));
    arns.filter(|arn| !arn.contains('*')).collect()
}

fn empty(policy: &Policy) -> Lowered {
    Lowered {
        policy: policy.name.value.clone(),
        environment: policy.environment.name.clone(),
        home: policy.environment.place.clone(),
        ..Lowered::default()
    }
}

/// The settings so far.
struct Lowering<'a> {
    policy: &'a Policy,
    out: Lowered,
    findings: Vec<Finding>,
}

/// The tags that everything created gets beside its own: whose it is.
pub const OWN_TAGS: [&str; 2] = ["policy:name", "policy:environment"];

impl Lowering<'_> {
    fn settings(&mut self, place: &Place) -> &mut Settings {
        self.out.resources.places.entry(place.clone()).or_default()
    }

    fn label(&mut self, place: &Place, kind: ResourceKind, name: &str, label: Label) {
        self.out.labels.insert(id(place, kind, name), label);
    }

    fn irreversible(&mut self, resource: ResourceId, effect: String, agreed: Option<&str>) {
        let agreed = agreed.map(str::to_owned);
        self.out.irreversible.push(Irreversible { resource, effect, agreed });
    }

    /// Tags of a resource that the policy creates: its own, and whose it is.
    fn tags(&self, own: &SpannedTags) -> Tags {
        let mut tags = plain_tags(own);
        let [name, environment] = OWN_TAGS.map(str::to_owned);
        tags.insert(name, self.policy.name.value.clone());
        tags.insert(environment, self.policy.environment.name.clone());
        tags
    }
}

fn id(place: &Place, kind: ResourceKind, name: &str) -> ResourceId {
    ResourceId { place: place.clone(), kind, name: name.to_owned() }
}

fn label(at: &At) -> Label {
    Label { key: at.key.clone(), was: at.was.clone(), origin: at.path.clone(), existing: false }
}

fn plain_tags(tags: &SpannedTags) -> Tags {
    let pair = |(key, value): (&crate::source::Text, &crate::source::Spanned<String>)| {
        (key.value.clone(), value.value.clone())
    };
    tags.iter().map(pair).collect::<BTreeMap<_, _>>()
}
