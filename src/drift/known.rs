//! What the comparison of one environment has to know of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

use crate::observe::Observation;
use crate::resources::{Lowered, Place, ResourceId, Resources, normalise};

use super::unmanaged::Arns;

/// What was seen in an account and Region, with its settings in normal form.
#[derive(Debug, Clone)]
pub struct Seen(Observation);

impl Seen {
    /// Brings the settings into normal form.
    #[must_use]
    pub fn new(mut observation: Observation) -> Self {
        let settings = std::mem::take(&mut observation.settings);
        let places = BTreeMap::from([(observation.place.clone(), settings)]);
        let mut normal = normalise(&Resources { places }).places;
        // OK because without any settings there is no place.
        observation.settings = normal.remove(&observation.place).unwrap_or_default();
        Self(observation)
    }
}

impl Deref for Seen {
    type Target = Observation;

    fn deref(&self) -> &Observation {
        &self.0
    }
}

/// What was seen, by place. Environments that share a place share what was seen.
pub type Observed = BTreeMap<Place, Rc<Seen>>;

/// What belongs to the environments of a run, as far as it matters to another
/// one: what is theirs in places that they share, and their vaults, which a plan
/// may write to from anywhere. Nothing else of them has to be held.
#[derive(Debug, Default)]
pub struct Known {
    /// The accounts and Regions that more than one environment has settings in.
    shared: BTreeSet<Place>,
    ids: BTreeSet<ResourceId>,
    arns: Arns,
    /// Environments by policy.
    environments: BTreeMap<String, BTreeSet<String>>,
    /// The first environment of a policy in a shared place.
    first: BTreeMap<(String, Place), String>,
    activity: bool,
}

impl Known {
    /// Of no environment yet. An environment that shares no place need not be
    /// added: of itself everything is known when it is compared.
    #[must_use]
    pub fn sharing(shared: BTreeSet<Place>) -> Self {
        Self { shared, ..Self::default() }
    }

    /// Takes in an environment, and what was seen in the places that it shares.
    pub fn add(&mut self, own: &Lowered, observed: &Observed) {
        let labels = own.labels.keys().filter(|id| self.shared.contains(&id.place));
        self.ids.extend(labels.cloned());
        self.arns.add_of(own, observed, |place| self.shared.contains(place));
        self.environments.entry(own.policy.clone()).or_default().insert(own.environment.clone());
        let places = own.resources.places.keys().filter(|place| self.shared.contains(*place));
        for place in places {
            let first = self.first.entry((own.policy.clone(), place.clone()));
            first.or_insert_with(|| own.environment.clone());
        }
        self.see(observed);
    }

    /// Notes whether recovery points and jobs were asked for.
    pub fn see(&mut self, observed: &Observed) {
        self.activity |= observed.values().any(|seen| seen.activity.is_some());
    }

    /// Whether recovery points and jobs were asked for anywhere.
    #[must_use]
    pub const fn has_activity(&self) -> bool {
        self.activity
    }

    /// Whether an environment has this in a shared place.
    pub(super) fn has(&self, id: &ResourceId) -> bool {
        self.ids.contains(id)
    }

    /// What environments have in shared places, and all of their vaults.
    pub(super) const fn arns(&self) -> &Arns {
        &self.arns
    }

    /// Whether a policy has this environment.
    pub(super) fn has_environment(&self, policy: &str, environment: &str) -> bool {
        self.environments.get(policy).is_some_and(|all| all.contains(environment))
    }

    /// Whether an environment is the first of its policy in a place of its own.
    pub(super) fn is_first(&self, own: &Lowered, place: &Place) -> bool {
        let first = self.first.get(&(own.policy.clone(), place.clone()));
        first.is_none_or(|first| *first == own.environment)
    }
}
