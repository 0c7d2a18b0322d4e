//! The resources and vaults of policies as AWS names them, and what selects them.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::resource_types::resource_type;
use crate::resources::{
    BackupSelection, Condition, ConditionOperator, Lowered, Place, Settings, Tags, VaultRef,
};

use super::super::Observed;
use super::super::selection::matches;
use super::any_matches;

/// Tags of resources, as far as they were asked for.
type ByArn = BTreeMap<String, Tags>;

/// What is ours in AWS.
#[derive(Debug, Default)]
pub(in super::super) struct Arns {
    /// ARNs of resources by place, each with its tags where they are known.
    by_place: BTreeMap<Place, BTreeMap<String, Option<Tags>>>,
    pub(super) vaults: BTreeSet<VaultRef>,
}

impl Arns {
    pub(super) fn of(own: &Lowered, observed: &Observed) -> Self {
        let mut arns = Self::default();
        arns.add_of(own, observed, |_| true);
        arns
    }

    /// Adds the vaults of an environment, and its resources in some places.
    pub(in super::super) fn add_of(
        &mut self,
        own: &Lowered,
        observed: &Observed,
        matters: impl Fn(&Place) -> bool,
    ) {
        self.vaults(own);
        for (place, settings) in &own.resources.places {
            if matters(place) {
                let tags = observed.get(place).map(|seen| &seen.answers.tags);
                self.selected_by(place, settings, tags);
                self.natives(place, settings, tags);
            }
        }
    }

    fn vaults(&mut self, lowered: &Lowered) {
        for (place, settings) in &lowered.resources.places {
            let vault = |name: &String| VaultRef { place: place.clone(), name: name.clone() };
            // A vault that other code creates is theirs to write to as well.
            let created = settings.vaults.keys().filter(|name| {
                !lowered.is_existing(place, crate::resources::ResourceKind::Vault, name)
            });
            self.vaults.extend(created.map(vault));
        }
    }

    /// What selections name, and what they select by tags of those that were asked for.
    fn selected_by(&mut self, place: &Place, settings: &Settings, tags: Option<&ByArn>) {
        for selection in settings.selections.values() {
            let named = selection.resources.iter().filter(|arn| !arn.contains('*'));
            for arn in named {
                self.add(place, arn.clone(), tags);
            }
            for (arn, own) in tags.into_iter().flatten() {
                if selects(selection, arn, Some(own)) == Some(true) {
                    self.add(place, arn.clone(), tags);
                }
            }
        }
    }

    fn natives(&mut self, place: &Place, settings: &Settings, tags: Option<&ByArn>) {
        let named = [
            ("dynamodb", settings.tables.keys().collect::<Vec<_>>()),
            ("rds_instance", settings.db_instances.keys().collect()),
            ("aurora", settings.db_clusters.keys().collect()),
            ("s3", settings.buckets.keys().collect()),
        ];
        for (kind, names) in named {
            let Some(row) = resource_type(kind) else { continue };
            for name in names {
                let Place { account, region, partition } = place;
                let arn = row.arn.template.replace("{p}", partition);
                let arn = arn.replace("{r}", region).replace("{a}", account);
                self.add(place, arn.replace("{name}", name), tags);
            }
        }
    }

    fn add(&mut self, place: &Place, arn: String, tags: Option<&ByArn>) {
        let own = tags.and_then(|tags| tags.get(&arn)).cloned();
        self.by_place.entry(place.clone()).or_default().insert(arn, own);
    }

    /// The ARNs of ours in a place that a selection takes, or may take.
    pub(super) fn selected<'a>(
        &'a self,
        selection: &'a BackupSelection,
        place: &Place,
    ) -> impl Iterator<Item = &'a str> {
        let all = self.by_place.get(place).into_iter().flatten();
        all.filter(|(arn, tags)| selects(selection, arn, tags.as_ref()) != Some(false))
            .map(|(arn, _)| arn.as_str())
    }
}

/// Whether a selection takes a resource; none if that depends on tags that are
/// not known.
///
/// AWS's formula: (resources or tags) and all conditions, minus the exceptions.
pub(in super::super) fn selects(
    selection: &BackupSelection,
    arn: &str,
    tags: Option<&Tags>,
) -> Option<bool> {
    let BackupSelection { iam_role: _, resources, not_resources, list_of_tags, conditions } =
        selection;
    if any_matches(not_resources, arn) {
        return Some(false);
    }
    let named = any_matches(resources, arn);
    let by_tags = match (tags, list_of_tags.is_empty()) {
        (_, true) => Some(false),
        (Some(tags), false) => {
            Some(list_of_tags.iter().any(|tag| tags.get(&tag.key) == Some(&tag.value)))
        }
        // Whose tags are not known is not taken for theirs: only what is named counts.
        (None, false) => Some(false),
    };
    let meets = match (tags, conditions.is_empty()) {
        (_, true) => Some(true),
        (Some(tags), false) => Some(conditions.iter().all(|condition| holds(condition, tags))),
        (None, false) => None,
    };
    match (named || by_tags?, meets) {
        (false, _) => Some(false),
        (true, meets) => meets,
    }
}

/// A tag that is not there equals nothing and is like nothing.
fn holds(condition: &Condition, tags: &Tags) -> bool {
    let Condition { operator, key, value } = condition;
    let own = tags.get(key);
    match operator {
        ConditionOperator::Equals => own == Some(value),
        ConditionOperator::NotEquals => own != Some(value),
        ConditionOperator::Like => own.is_some_and(|own| matches(value, own)),
        ConditionOperator::NotLike => !own.is_some_and(|own| matches(value, own)),
    }
}
