//! Logical ids: what CloudFormation knows a resource by.
//!
//! Changing a logical id replaces the resource, so ids come from the policy's
//! own keys and depend on nothing else in the template. A key without its `-`
//! is unique in the policy, and capitals mark where one key ends and the next
//! begins. Buckets take their AWS names: one key may stand for several buckets,
//! and a bucket with another name is another bucket anyway.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::resources::{Lowered, Place, ResourceKind, Settings};

/// What an id stands for, as the beginning of the id.
pub(super) type IdKind = &'static str;
pub(super) const KEY: IdKind = "Key";
pub(super) const ALIAS: IdKind = "Alias";
pub(super) const ROLE: IdKind = "Role";
pub(super) const VAULT: IdKind = "Vault";
pub(super) const PLAN: IdKind = "Plan";
pub(super) const SELECTION: IdKind = "Selection";
pub(super) const RESTORE_TESTING: IdKind = "RestoreTesting";
pub(super) const RESTORE_TESTING_SELECTION: IdKind = "RestoreTestingSelection";
pub(super) const BUCKET: IdKind = "Bucket";
pub(super) const BUCKET_POLICY: IdKind = "PolicyOfBucket";

/// The logical ids of what one template creates.
#[derive(Debug, Default)]
pub(super) struct Ids {
    by_name: BTreeMap<(IdKind, String), String>,
    taken: BTreeSet<String>,
}

impl Ids {
    /// The ids of everything that the policy creates in a place.
    pub(super) fn of(lowered: &Lowered, place: &Place, settings: &Settings) -> Self {
        let mut ids = Self::default();
        let mut add = |prefix: IdKind, kind: ResourceKind, name: &str| {
            if !lowered.is_existing(place, kind, name) {
                let label = lowered.label(place, kind, name).map(|label| label.key.as_str());
                ids.add(prefix, name, &from_key(label.unwrap_or(name)));
            }
        };
        for name in settings.keys.keys() {
            add(KEY, ResourceKind::Key, name);
            add(ALIAS, ResourceKind::Key, name);
        }
        for name in settings.roles.keys() {
            add(ROLE, ResourceKind::Role, name);
        }
        for name in settings.vaults.keys() {
            add(VAULT, ResourceKind::Vault, name);
        }
        for name in settings.plans.keys() {
            add(PLAN, ResourceKind::Plan, name);
        }
        for (plan, name) in settings.selections.keys() {
            add(SELECTION, ResourceKind::Selection, &within(plan, name));
        }
        for name in settings.restore_testing_plans.keys() {
            add(RESTORE_TESTING, ResourceKind::RestoreTestingPlan, name);
        }
        ids.add_restore_testing_selections(lowered, place, settings);
        for (name, bucket) in settings.buckets.iter().filter(|(_, bucket)| bucket.created) {
            ids.add(BUCKET, name, &from_bucket(name));
            if !bucket.replicated_from.is_empty() {
                ids.add(BUCKET_POLICY, name, &from_bucket(name));
            }
        }
        ids
    }

    fn add_restore_testing_selections(
        &mut self,
        lowered: &Lowered,
        place: &Place,
        settings: &Settings,
    ) {
        for (plan, tested) in &settings.restore_testing_plans {
            let label = lowered.label(place, ResourceKind::RestoreTestingPlan, plan);
            if label.is_some_and(|label| label.existing) {
                continue;
            }
            let key = label.map_or(plan.as_str(), |label| label.key.as_str());
            for name in tested.selections.keys() {
                let id = from_key(&within(key, name));
                self.add(RESTORE_TESTING_SELECTION, &within(plan, name), &id);
            }
        }
    }

    /// The id of a resource that this template creates.
    pub(super) fn get(&self, kind: IdKind, name: &str) -> Option<&str> {
        self.by_name.get(&(kind, name.to_owned())).map(String::as_str)
    }

    fn add(&mut self, kind: IdKind, name: &str, rest: &str) {
        let mut id = format!("{kind}{rest}");
        if self.taken.contains(&id) {
            // Only names that differ in nothing but separators come here.
            let hash = Sha256::digest(name.as_bytes());
            id.extend(hash.iter().take(4).map(|byte| format!("{byte:02X}")));
        }
        self.taken.insert(id.clone());
        self.by_name.insert((kind, name.to_owned()), id);
    }
}

/// A selection's name within its plan.
pub(super) fn within(plan: &str, selection: &str) -> String {
    format!("{plan}/{selection}")
}

/// Each key of a path without separators and with a capital in front.
pub(super) fn from_key(key: &str) -> String {
    key.split('/').map(capitalised).collect()
}

fn from_bucket(name: &str) -> String {
    name.split(['-', '.']).map(capitalised).collect()
}

fn capitalised(part: &str) -> String {
    let mut letters = part.chars().filter(char::is_ascii_alphanumeric);
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_show_where_one_key_ends_and_the_next_begins() {
        assert_eq!(from_key("core/tables"), "CoreTables");
        assert_eq!(from_key("a-b/c"), "AbC");
        assert_eq!(from_key("a/b-c"), "ABc");
    }

    #[test]
    fn buckets_whose_names_differ_in_separators_only_keep_apart() {
        let mut ids = Ids::default();
        ids.add(BUCKET, "a-1", &from_bucket("a-1"));
        ids.add(BUCKET, "a1", &from_bucket("a1"));
        assert_eq!(ids.get(BUCKET, "a-1"), Some("BucketA1"));
        assert_eq!(ids.get(BUCKET, "a1"), Some("BucketA1F55FF16F"));
    }
}
