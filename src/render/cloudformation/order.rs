//! The order in which an environment's templates are deployed.
//!
//! Roles, replica buckets and their keys must exist before what names them, or
//! creation fails. A copy's destination need not: CloudFormation and AWS Backup
//! take its ARN unseen, and only copy jobs fail until the vault is there. So
//! where vaults of two places copy to each other, the places follow one another
//! in the order of their accounts and Regions.

use std::collections::{BTreeMap, BTreeSet};

use crate::resources::{Bucket, KeyRef, Lowered, Place, ResourceKind, RoleRef, Settings};

/// Directed edges: what must come before a node.
#[derive(Debug, Clone)]
struct Graph<T>(BTreeMap<T, BTreeSet<T>>);

impl<T: Ord + Clone> Graph<T> {
    fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn add(&mut self, node: &T, before: &T) {
        self.0.entry(node.clone()).or_default().insert(before.clone());
    }

    fn before(&self, node: &T) -> impl Iterator<Item = &T> {
        self.0.get(node).into_iter().flatten()
    }

    /// Forgets a node: whoever needed it has it.
    fn remove(&mut self, node: &T) {
        self.0.remove(node);
        self.0.values_mut().for_each(|befores| {
            befores.remove(node);
        });
    }

    /// Whether `node` needs `other`, directly or through others.
    fn needs(&self, node: &T, other: &T) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(next) = open.pop() {
            for before in self.before(next) {
                if before == other {
                    return true;
                }
                if seen.insert(before) {
                    open.push(before);
                }
            }
        }
        false
    }
}

/// Places in the order of deployment, and what could not be ordered.
#[derive(Debug)]
pub(super) struct Order {
    /// All places of the environment.
    pub(super) places: Vec<Place>,
    /// Buckets whose replication would need a bucket that needs them.
    pub(super) circular_replication: BTreeSet<(Place, String)>,
    needs: Graph<Place>,
    copies: Graph<Place>,
}

impl Order {
    /// The order for an environment.
    pub(super) fn of(lowered: &Lowered) -> Self {
        let mut needs = Graph::new();
        let mut copies = Graph::new();
        for (place, settings) in &lowered.resources.places {
            for other in role_places(settings).filter(|other| *other != place) {
                needs.add(place, other);
            }
            for other in key_places(settings).filter_map(|key| other_place(key, place)) {
                needs.add(place, other);
            }
            for other in copy_places(lowered, place, settings).filter(|other| *other != place) {
                copies.add(place, other);
            }
        }
        let circular_replication = add_replication(lowered, &mut needs);
        let places = sorted(lowered, &needs, &copies);
        Self { places, circular_replication, needs, copies }
    }

    /// Places that a place needs or copies to.
    pub(super) fn before(&self, place: &Place) -> BTreeSet<&Place> {
        self.needs.before(place).chain(self.copies.before(place)).collect()
    }
}

/// Places of the roles that settings name and the policy creates.
fn role_places(settings: &Settings) -> impl Iterator<Item = &Place> {
    let tests = settings.restore_testing_plans.values().flat_map(|plan| plan.selections.values());
    let replication = settings.buckets.values().filter(|bucket| bucket.created);
    settings
        .selections
        .values()
        .map(|selection| &selection.iam_role)
        .chain(tests.map(|selection| &selection.iam_role))
        .chain(replication.filter_map(|bucket| bucket.replication_role.as_ref()))
        .filter_map(|role| match role {
            RoleRef::Created { place, name: _ } => Some(place),
            RoleRef::Existing(_) => None,
        })
}

/// Keys that encrypt what the policy creates; those of replicas come with them.
fn key_places(settings: &Settings) -> impl Iterator<Item = Option<&KeyRef>> {
    let vaults = settings.vaults.values().map(|vault| vault.encryption_key.as_ref());
    vaults.chain(settings.buckets.values().map(|bucket| bucket.encryption_key.as_ref()))
}

/// Places of the vaults that plans copy to and the policy creates.
fn copy_places<'a>(
    lowered: &'a Lowered,
    place: &'a Place,
    settings: &'a Settings,
) -> impl Iterator<Item = &'a Place> {
    settings
        .plans
        .iter()
        .filter(|(name, _)| !lowered.is_existing(place, ResourceKind::Plan, name))
        .flat_map(|(_, plan)| &plan.rules)
        .flat_map(|rule| &rule.copy_actions)
        .map(|copy| &copy.destination_backup_vault)
        .filter(|vault| !lowered.is_existing(&vault.place, ResourceKind::Vault, &vault.name))
        .map(|vault| &vault.place)
}

/// Adds what replication needs, and returns the buckets that would close a circle.
fn add_replication(lowered: &Lowered, needs: &mut Graph<Place>) -> BTreeSet<(Place, String)> {
    let homes: BTreeMap<&str, &Place> =
        created_buckets(lowered).map(|(place, name, _)| (name, place)).collect();
    let mut buckets = Graph::new();
    let mut circular = BTreeSet::new();
    for (place, name, bucket) in created_buckets(lowered) {
        let (near, far) = replication_needs(place, bucket, &homes);
        let closes = near.iter().any(|other| *other == name || buckets.needs(other, &name))
            || far.iter().any(|other| needs.needs(other, place));
        if closes {
            circular.insert((place.clone(), name.to_owned()));
            continue;
        }
        near.iter().for_each(|other| buckets.add(&name, other));
        far.iter().for_each(|other| needs.add(place, other));
    }
    circular
}

fn created_buckets(lowered: &Lowered) -> impl Iterator<Item = (&Place, &str, &Bucket)> {
    lowered.resources.places.iter().flat_map(|(place, settings)| {
        let created = settings.buckets.iter().filter(|(_, bucket)| bucket.created);
        created.map(move |(name, bucket)| (place, name.as_str(), bucket))
    })
}

/// Buckets here and places elsewhere that must exist before a bucket replicates.
fn replication_needs<'a>(
    place: &'a Place,
    bucket: &'a Bucket,
    homes: &BTreeMap<&'a str, &'a Place>,
) -> (BTreeSet<&'a str>, BTreeSet<&'a Place>) {
    let mut near = BTreeSet::new();
    let mut far = BTreeSet::new();
    let rules = bucket.replication.as_ref().and_then(|setting| setting.if_rendered());
    for rule in rules.into_iter().flatten() {
        match homes.get(rule.destination_bucket.as_str()) {
            Some(&home) if home == place => {
                near.insert(rule.destination_bucket.as_str());
            }
            Some(&home) => {
                far.insert(home);
            }
            None => {}
        }
        far.extend(other_place(rule.replica_key.as_ref(), place));
    }
    (near, far)
}

/// The place of a key that the policy creates elsewhere.
fn other_place<'a>(key: Option<&'a KeyRef>, here: &Place) -> Option<&'a Place> {
    match key? {
        KeyRef::Created { place, alias: _ } => (place != here).then_some(place),
        KeyRef::Existing(_) => None,
    }
}

/// Places so that needs come first, and copies' destinations where possible.
///
/// Where nothing is free of needs, the next place is one of a circle that waits
/// for nothing outside of it, so that as few copies as possible wait.
fn sorted(lowered: &Lowered, needs: &Graph<Place>, copies: &Graph<Place>) -> Vec<Place> {
    let mut both = needs.clone();
    for (place, befores) in &copies.0 {
        befores.iter().for_each(|before| both.add(place, before));
    }
    let mut left: Vec<&Place> = lowered.resources.places.keys().collect();
    let mut places = Vec::new();
    while !left.is_empty() {
        let at = next(&left, &both, needs);
        places.push(left.remove(at).clone());
        if let Some(placed) = places.last() {
            both.remove(placed);
        }
    }
    places
}

/// Index of the place to deploy next.
fn next(left: &[&Place], both: &Graph<Place>, needs: &Graph<Place>) -> usize {
    let waits = |graph: &Graph<Place>, place: &Place| {
        graph.before(place).any(|before| left.contains(&before))
    };
    let in_first_circle = |place: &Place| {
        left.iter().all(|other| !both.needs(place, other) || both.needs(other, place))
    };
    let position = |wanted: &dyn Fn(&Place) -> bool| left.iter().position(|place| wanted(place));
    position(&|place| !waits(both, place))
        .or_else(|| position(&|place| in_first_circle(place) && !waits(needs, place)))
        .or_else(|| position(&in_first_circle))
        .unwrap_or(0)
}
