//! Names inside the module: provider aliases and resource addresses.
//!
//! # Provider alias
//! `<region>_<account>` with underscores, such as `us_east_1_111122223333`. It
//! depends on its place alone, so that a place added later renames nothing; it
//! begins with the Region because that is what tells two aliases apart at a
//! glance; and it is one-to-one because an account always has the same length.
//!
//! # Resource address
//! The key in the policy. In a key a lone `-` becomes `_`, `/` (and the `.` of a
//! bucket's name) becomes `__`, and a `-` beside another `-` or at an end
//! becomes `H`. Keys and bucket names have neither capitals nor `_`, so two of
//! them never meet in one address.
//!
//! A key that stands for a thing in several places (a plan whose resources live
//! in two Regions) keeps the plain address at home; elsewhere the address ends
//! in `__in__<alias>`. What one key names several times (buckets, tables,
//! databases) takes its AWS name instead of the key.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use crate::resources::{Lowered, Place, ResourceId, ResourceKind};

/// An identifier of HCL: a letter or `_`, then letters, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ident(String);

impl Ident {
    /// The alias of a place's provider.
    pub(super) fn alias(place: &Place) -> Self {
        Self::encode(&format!("{}-{}", place.region, place.account))
    }

    /// A key or AWS name as an identifier.
    pub(super) fn encode(name: &str) -> Self {
        let chars: Vec<char> = name.chars().collect();
        let beside = |at: Option<usize>| {
            at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphanumeric)
        };
        let mut out = String::with_capacity(name.len());
        for (at, c) in chars.iter().enumerate() {
            match c {
                c if c.is_ascii_alphanumeric() => out.push(*c),
                '/' | '.' => out.push_str("__"),
                '-' if beside(at.checked_sub(1)) && beside(at.checked_add(1)) => out.push('_'),
                '-' => out.push('H'),
                _ => out.push('_'),
            }
        }
        if !out.starts_with(|c: char| c.is_ascii_alphabetic()) {
            out.insert(0, '_');
        }
        Self(out)
    }

    /// The address of a part, below that of the whole.
    pub(super) fn part(&self, name: &str) -> Self {
        Self(format!("{self}__{}", Self::encode(name).0.trim_start_matches('_')))
    }

    /// The name behind a word of ours.
    pub(super) fn prefixed(&self, prefix: &'static str) -> Self {
        Self(format!("{prefix}_{}", self.0.trim_start_matches('_')))
    }

    fn at(&self, place: &Place) -> Self {
        Self(format!("{self}__in__{}", Self::alias(place)))
    }
}

impl std::fmt::Display for Ident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Ident {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Type and name of a resource or data source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// Terraform's type.
    pub(super) kind: &'static str,
    /// The name within the module.
    pub(super) name: Ident,
}

impl Address {
    /// An address of this type.
    pub(super) fn new(kind: &'static str, name: &Ident) -> Self {
        Self { kind, name: name.clone() }
    }
}

/// The name of every resource within the module.
#[derive(Debug)]
pub(super) struct Names {
    names: BTreeMap<ResourceId, Named>,
    taken: BTreeSet<(ResourceKind, Ident)>,
}

#[derive(Debug)]
struct Named {
    name: Ident,
    elsewhere: bool,
}

impl Names {
    /// Names all resources of an environment.
    pub(super) fn new(lowered: &Lowered) -> Self {
        let ids = ids(lowered);
        let mut sharing: BTreeMap<(ResourceKind, Ident), usize> = BTreeMap::new();
        for id in &ids {
            *sharing.entry((id.kind, plain(lowered, id))).or_default() += 1;
        }
        let mut this = Self { names: BTreeMap::new(), taken: BTreeSet::new() };
        for id in ids {
            let plain = plain(lowered, &id);
            let alone = sharing.get(&(id.kind, plain.clone())) == Some(&1);
            let elsewhere = !alone && lowered.home.as_ref() != Some(&id.place);
            let name = if elsewhere { plain.at(&id.place) } else { plain };
            let name = this.free(id.kind, &name);
            this.names.insert(id, Named { name, elsewhere });
        }
        this
    }

    /// The name of a resource.
    pub(super) fn of(&self, place: &Place, kind: ResourceKind, name: &str) -> Ident {
        let id = ResourceId { place: place.clone(), kind, name: name.to_owned() };
        self.names.get(&id).map_or_else(|| Ident::encode(name), |named| named.name.clone())
    }

    /// The name that a resource had under a former key.
    pub(super) fn former(&self, id: &ResourceId, key: &str) -> Ident {
        let plain = Ident::encode(key);
        if self.names.get(id).is_some_and(|named| named.elsewhere) {
            return plain.at(&id.place);
        }
        plain
    }

    /// Whether a resource of this kind has the name now.
    pub(super) fn is_taken(&self, kind: ResourceKind, name: &Ident) -> bool {
        self.taken.contains(&(kind, name.clone()))
    }

    /// Numbers a name that another resource has: only AWS names can meet, in
    /// characters that keys do not have.
    fn free(&mut self, kind: ResourceKind, name: &Ident) -> Ident {
        let mut free = name.clone();
        let mut number = 1_u32;
        while !self.taken.insert((kind, free.clone())) {
            number += 1;
            free = Ident(format!("{name}__{number}"));
        }
        free
    }
}

/// The name before its place is considered.
fn plain(lowered: &Lowered, id: &ResourceId) -> Ident {
    let ResourceId { place: _, kind, name } = id;
    match (kind, lowered.labels.get(id)) {
        (
            ResourceKind::Key
            | ResourceKind::Role
            | ResourceKind::Vault
            | ResourceKind::Plan
            | ResourceKind::Selection
            | ResourceKind::RestoreTestingPlan,
            Some(label),
        ) => Ident::encode(&label.key),
        _ => Ident::encode(name),
    }
}

/// Every resource that can have an address, home first.
fn ids(lowered: &Lowered) -> Vec<ResourceId> {
    let mut ids = Vec::new();
    for (place, settings) in &lowered.resources.places {
        let mut add = |kind, name: String| {
            ids.push(ResourceId { place: place.clone(), kind, name });
        };
        settings.keys.keys().for_each(|name| add(ResourceKind::Key, name.clone()));
        settings.roles.keys().for_each(|name| add(ResourceKind::Role, name.clone()));
        settings.vaults.keys().for_each(|name| add(ResourceKind::Vault, name.clone()));
        settings.plans.keys().for_each(|name| add(ResourceKind::Plan, name.clone()));
        for (plan, selection) in settings.selections.keys() {
            add(ResourceKind::Selection, format!("{plan}/{selection}"));
        }
        for name in settings.restore_testing_plans.keys() {
            add(ResourceKind::RestoreTestingPlan, name.clone());
        }
        settings.buckets.keys().for_each(|name| add(ResourceKind::Bucket, name.clone()));
        settings.db_instances.keys().for_each(|name| add(ResourceKind::DbInstance, name.clone()));
        settings.db_clusters.keys().for_each(|name| add(ResourceKind::DbCluster, name.clone()));
        settings.tables.keys().for_each(|name| add(ResourceKind::Table, name.clone()));
        settings.cache_groups.keys().for_each(|name| add(ResourceKind::CacheGroup, name.clone()));
    }
    ids.sort_by_key(|id| (lowered.home.as_ref() != Some(&id.place), id.clone()));
    ids
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_read_as_they_are_written() {
        let encode = |key: &str| Ident::encode(key).to_string();
        assert_eq!(encode("main"), "main");
        assert_eq!(encode("before-release"), "before_release");
        assert_eq!(encode("core/tables"), "core__tables");
        assert_eq!(encode("logs.example.com"), "logs__example__com");
        assert_eq!(encode("2024-logs"), "_2024_logs");
    }

    #[test]
    fn two_keys_never_meet_in_one_address() {
        let letters = ["a", "b", "-"];
        let mut keys = vec![String::from("a"), String::from("b")];
        for length in 1..5 {
            let longer: Vec<String> = keys
                .iter()
                .filter(|key| key.len() == length)
                .flat_map(|key| letters.iter().map(move |letter| format!("{key}{letter}")))
                .collect();
            keys.extend(longer);
        }
        let pairs = keys.iter().flat_map(|a| keys.iter().map(move |b| format!("{a}/{b}")));
        let all: Vec<String> = keys.iter().cloned().chain(pairs).collect();
        let addresses: BTreeSet<Ident> = all.iter().map(|key| Ident::encode(key)).collect();
        assert_eq!(addresses.len(), all.len());
    }

    #[test]
    fn an_alias_depends_on_its_place_alone() {
        let place = Place {
            account: "111122223333".into(),
            region: "us-gov-east-1".into(),
            partition: "aws-us-gov".into(),
        };
        assert_eq!(Ident::alias(&place).to_string(), "us_gov_east_1_111122223333");
    }
}
