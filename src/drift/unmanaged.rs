//! What is in no policy of the run, and acts on what is ours or bears our tags.

mod arns;

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::backup_plan::FOREIGN_PLAN_IDS;
use crate::resources::{
    BackupPlan, BackupSelection, OWN_TAGS, Place, ResourceId, ResourceKind, Settings, Tags,
};

use super::comparing::Comparing;
use super::found::{Found, Raw, Stated};
use super::selection::matches;
use super::{Known, Status, words};

pub(super) use arns::{Arns, selects};

/// What nobody asked for in the places of an environment.
pub(super) struct Foreign {
    /// What touches what is ours, or bears our tags.
    pub(super) found: Vec<Found>,
    /// Plans that do neither.
    pub(super) other_plans: usize,
}

/// Looks through the places of the environment that is compared. `known` is what
/// the other environments of the run have.
pub(super) fn foreign(comparing: &Comparing<'_>, known: &Known) -> Foreign {
    let own = Arns::of(comparing.own.lowered, comparing.observed);
    let mut foreign = Foreign { found: Vec::new(), other_plans: 0 };
    for (place, settings) in &comparing.seen {
        let looking = Looking { comparing, known, own: &own, place, settings };
        looking.plans(&mut foreign);
        looking.selections(&mut foreign);
        looking.tagged(&mut foreign);
    }
    foreign
}

/// One place.
struct Looking<'a> {
    comparing: &'a Comparing<'a>,
    known: &'a Known,
    own: &'a Arns,
    place: &'a Place,
    settings: &'a Settings,
}

impl Looking<'_> {
    fn id(&self, kind: ResourceKind, name: &str) -> ResourceId {
        ResourceId { place: self.place.clone(), kind, name: name.to_owned() }
    }

    fn is_known(&self, kind: ResourceKind, name: &str) -> bool {
        let id = self.id(kind, name);
        self.comparing.own.lowered.labels.contains_key(&id) || self.known.has(&id)
    }

    fn plans(&self, foreign: &mut Foreign) {
        for (name, plan) in &self.settings.plans {
            let by_aws = FOREIGN_PLAN_IDS.value.iter().any(|prefix| name.starts_with(prefix));
            if by_aws || self.is_known(ResourceKind::Plan, name) {
                continue;
            }
            if let Some(twin) = self.twin(name) {
                foreign.found.push(self.found(ResourceKind::Plan, name, second(twin, plan)));
                continue;
            }
            let touched = self.touched(name, plan, self.own);
            if let Some(raw) = self.touching(plan, &touched) {
                foreign.found.push(self.found(ResourceKind::Plan, name, raw));
            } else if self.tagged_here(&plan.tags) {
                let raw = tagged("plan", &plan.tags).values(None, plan_words(plan));
                foreign.found.push(self.found(ResourceKind::Plan, name, raw));
            } else if self.touched(name, plan, self.known.arns()).is_none() {
                foreign.other_plans += 1;
            }
        }
    }

    /// The plan of this environment whose name another one bears, followed by an id.
    fn twin<'n>(&self, name: &'n str) -> Option<&'n str> {
        let (own, id) = name.rsplit_once(['[', '('])?;
        let own = own.trim_end();
        let here =
            self.comparing.own.lowered.labels.contains_key(&self.id(ResourceKind::Plan, own));
        (here && id.ends_with([']', ')'])).then_some(own)
    }

    /// What of ours a plan acts on.
    fn touched(&self, name: &str, plan: &BackupPlan, ours: &Arns) -> Touched {
        let of_plan = self.settings.selections.iter().filter(|((plan, _), _)| plan == name);
        let resources: BTreeSet<&str> =
            of_plan.flat_map(|(_, selection)| ours.selected(selection, self.place)).collect();
        let targets = plan.rules.iter().flat_map(|rule| {
            let copies = rule.copy_actions.iter().map(|copy| &copy.destination_backup_vault);
            std::iter::once(&rule.target_backup_vault).chain(copies)
        });
        let into = targets.filter(|vault| ours.vaults.contains(*vault));
        Touched {
            resources: resources.into_iter().map(str::to_owned).collect(),
            vaults: into.map(|vault| words::vault(self.comparing.own.policy, vault)).collect(),
        }
    }

    fn touching(&self, plan: &BackupPlan, touched: &Touched) -> Option<Raw> {
        let Touched { resources, vaults } = touched;
        let names = |all: &BTreeSet<String>| words::list(&all.iter().collect::<Vec<_>>());
        let what = match (resources.len(), vaults.len()) {
            (0, 0) => return None,
            (0, _) => "writes to a vault of ours".to_owned(),
            (1, _) => "acts on 1 resource of ours".to_owned(),
            (count, _) => format!("acts on {count} resources of ours"),
        };
        let mut raw = Raw::new("", what, "BackupPlan").values(None, plan_words(plan));
        raw.notes.extend(names(resources).map(|names| format!("backs up {names}")));
        raw.notes.extend(names(vaults).map(|names| format!("writes to {names}")));
        let continuous = plan.rules.iter().any(|rule| rule.enable_continuous_backup);
        Some(match continuous && !resources.is_empty() {
            true => raw
                .doubted()
                .note("AWS keeps continuous backups of a resource in one vault, and falls back to snapshots in others"),
            false => raw,
        })
    }

    /// Selections that nobody asked for in a plan of this environment.
    fn selections(&self, foreign: &mut Foreign) {
        for ((plan, name), selection) in &self.settings.selections {
            let id = format!("{plan}/{name}");
            let own = self.id(ResourceKind::Plan, plan);
            let label = self.comparing.own.lowered.labels.get(&own);
            // Of a plan that other code creates the selections are its own too.
            let here = label.is_some_and(|label| !label.existing);
            if !here || self.is_known(ResourceKind::Selection, &id) {
                continue;
            }
            let raw = Raw::new("", "selects in a plan of ours", "BackupSelection")
                .values(None, selection_words(selection))
                .note("what it selects is backed up by the plan of the policy");
            foreign.found.push(self.found(ResourceKind::Selection, &id, raw));
        }
    }

    /// Other things that bear our tags.
    fn tagged(&self, foreign: &mut Foreign) {
        let Settings {
            vaults,
            plans: _,
            selections: _,
            restore_testing_plans,
            keys,
            roles,
            buckets,
            db_instances: _,
            db_clusters: _,
            tables: _,
            cache_groups: _,
            account: _,
        } = self.settings;
        let mut all: Vec<(ResourceKind, &str, &str, &Tags)> = Vec::new();
        all.extend(
            vaults
                .iter()
                .map(|(name, own)| (ResourceKind::Vault, "vault", name.as_str(), &own.tags)),
        );
        let testing = restore_testing_plans.iter();
        all.extend(testing.map(|(name, own)| {
            (ResourceKind::RestoreTestingPlan, "restore testing plan", name.as_str(), &own.tags)
        }));
        all.extend(
            keys.iter().map(|(name, own)| (ResourceKind::Key, "key", name.as_str(), &own.tags)),
        );
        all.extend(
            roles.iter().map(|(name, own)| (ResourceKind::Role, "role", name.as_str(), &own.tags)),
        );
        all.extend(
            buckets
                .iter()
                .map(|(name, own)| (ResourceKind::Bucket, "bucket", name.as_str(), &own.tags)),
        );
        for (kind, word, name, tags) in all {
            if !self.is_known(kind, name) && self.tagged_here(tags) {
                foreign.found.push(self.found(kind, name, tagged(word, tags)));
            }
        }
    }

    /// True if the tags say that something belongs to the environment that is
    /// compared: or to one of its policy that the policy no longer has, which the
    /// first of its environments in this place reports.
    fn tagged_here(&self, tags: &Tags) -> bool {
        let [name, environment] = OWN_TAGS.map(|key| tags.get(key));
        let own = self.comparing.own.lowered;
        if name != Some(&own.policy) {
            return false;
        }
        if environment == Some(&own.environment) {
            return true;
        }
        let exists = environment.is_some_and(|name| self.known.has_environment(&own.policy, name));
        !exists && self.known.is_first(own, self.place)
    }

    fn found(&self, kind: ResourceKind, name: &str, raw: Raw) -> Found {
        Found {
            id: self.id(kind, name),
            stated: Stated::default(),
            status: Status::Unmanaged,
            raws: vec![raw],
            unread: Vec::new(),
            follows: Vec::new(),
            ignored: Vec::new(),
        }
    }
}

/// What of ours something acts on.
struct Touched {
    /// ARNs.
    resources: BTreeSet<String>,
    vaults: BTreeSet<String>,
}

impl Touched {
    fn is_none(&self) -> bool {
        self.resources.is_empty() && self.vaults.is_empty()
    }
}

fn tagged(word: &str, tags: &Tags) -> Raw {
    let [policy, environment] = OWN_TAGS.map(|key| tags.get(key).map_or("", String::as_str));
    let of = match environment {
        "" => format!("`{policy}`"),
        environment => format!("`{policy}`, {environment}"),
    };
    Raw::new("", format!("{word} of ours in no policy"), OWN_TAGS.join(", "))
        .note(format!("its tags say that it belongs to {of}"))
}

fn second(twin: &str, plan: &BackupPlan) -> Raw {
    Raw::new("", format!("a second plan named {twin}"), "BackupPlanName")
        .values(None, plan_words(plan))
        .doubted()
        .note("AWS runs both: whatever both select is backed up twice")
}

fn plan_words(plan: &BackupPlan) -> Option<String> {
    let rules: Vec<String> = plan.rules.iter().map(words::rule).collect();
    match rules.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, rest @ ..] => Some(format!("{first}, and {} more", rest.len())),
    }
}

fn selection_words(selection: &BackupSelection) -> Option<String> {
    let tags: BTreeMap<String, String> =
        selection.list_of_tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
    let parts: Vec<String> =
        selection.resources.iter().cloned().chain(words::tags(&tags)).collect();
    words::list(&parts)
}

/// Whether any of these patterns matches.
fn any_matches(patterns: &[String], arn: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, arn))
}
