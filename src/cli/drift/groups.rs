//! Which environments of a run are looked at together.
//!
//! What is ours is decided over everything that shares an account and Region.
//! Environments that share none need to know nothing of each other; of those that
//! do only what they share is held: memory does not grow with the number of
//! accounts, even if all of them copy to one vault.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::Opened;
use crate::resources::{Lowered, Place};

/// An environment by the number of its file and its own.
pub(super) type Key = (usize, usize);

/// Environments that share accounts and Regions, in the order of the run.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<Key>,
    /// Where more than one of them has settings.
    pub(super) shared: BTreeSet<Place>,
}

/// The environments of a run.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) groups: Vec<Group>,
    /// Environments that cannot be looked for, and why.
    pub(super) lost: BTreeMap<Key, Lost>,
}

/// Why an environment cannot be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// Its override makes it no policy.
    Broken,
    /// It names no account or no Region.
    Nowhere,
}

/// The accounts and Regions that an environment has settings in, its own first.
pub(super) fn places(lowered: &Lowered) -> BTreeSet<Place> {
    let of_settings = lowered.resources.places.keys();
    of_settings.chain(&lowered.home).filter(|place| is_known(place)).cloned().collect()
}

/// The places of an environment. Most are known by their own lines: they are
/// opened when their turn comes, and the broken among them lost then.
fn places_of(opened: &Opened, name: &str) -> Result<BTreeSet<Place>, Lost> {
    if let Some(place) = opened.only_place(name).filter(is_known) {
        return Ok(BTreeSet::from([place]));
    }
    let one = opened.environment(name).ok_or(Lost::Broken)?;
    match one.lowered.home.as_ref().is_some_and(is_known) {
        true => Ok(places(&one.lowered)),
        false => Err(Lost::Nowhere),
    }
}

fn is_known(place: &Place) -> bool {
    !place.account.is_empty() && !place.region.is_empty()
}

/// Groups the environments that are asked for.
pub(super) fn groups(files: &[Opened], wanted: Option<&str>) -> Groups {
    let mut found = Groups::default();
    // The first member of each place, and whether it is not the only one.
    let mut of_place: BTreeMap<Place, (usize, bool)> = BTreeMap::new();
    let mut joined: Vec<usize> = Vec::new();
    let mut members: Vec<Key> = Vec::new();
    for (file, opened) in files.iter().enumerate() {
        for (number, name) in opened.environments().enumerate() {
            if wanted.is_some_and(|wanted| wanted != name) {
                continue;
            }
            let key = (file, number);
            let places = match places_of(opened, name) {
                Ok(places) => places,
                Err(why) => {
                    found.lost.insert(key, why);
                    continue;
                }
            };
            let own = joined.len();
            joined.push(own);
            members.push(key);
            for place in places {
                let (other, shared) = of_place.entry(place).or_insert((own, false));
                *shared |= *other != own;
                join(&mut joined, own, *other);
            }
        }
    }
    let mut numbered: BTreeMap<usize, Group> = BTreeMap::new();
    for (number, key) in members.into_iter().enumerate() {
        numbered.entry(root(&joined, number)).or_default().members.push(key);
    }
    for (place, (first, shared)) in of_place {
        let group = numbered.get_mut(&root(&joined, first)).filter(|_| shared);
        group.into_iter().for_each(|group| {
            group.shared.insert(place.clone());
        });
    }
    found.groups = numbered.into_values().collect();
    found
}

/// The least member of a set: every member points at a lesser one, or itself.
fn root(joined: &[usize], mut member: usize) -> usize {
    while let Some(above) = joined.get(member).filter(|above| **above != member) {
        member = *above;
    }
    member
}

fn join(joined: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(joined, one), root(joined, other));
    let (least, most) = (one.min(other), one.max(other));
    if let Some(above) = joined.get_mut(most) {
        *above = least;
    }
}
