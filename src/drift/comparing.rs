//! The comparison itself: place by place, kind by kind.

mod backup;
mod beyond;
mod matters;

use std::collections::{BTreeMap, BTreeSet};

use crate::observe::{Observation, Reason, Source, Subject, Unread};
use crate::resolved::Policy;
use crate::resources::{
    KeyRef, Label, Place, ResourceId, ResourceKind, Resources, Settings, normalise,
};
use crate::units::Date;

pub(super) use beyond::{is_usable, unusable};

use super::effect::Proving;
use super::found::{Found, Raw, Stated};
use super::unmanaged::Foreign;
use super::{Drift, Drifted, Known, Looked, Observed, Options, Ours, Status, Weight};
use super::{assumed, follows, ignored, kept, previews, unmanaged, unsaid};

/// Compares one environment with what its accounts hold. `known` is what the
/// others of the run have, whose places it may share: what belongs to another one
/// is not unmanaged.
#[must_use]
pub fn compare(own: Ours<'_>, known: &Known, observed: &Observed, options: &Options) -> Drift {
    let comparing = Comparing {
        own,
        observed,
        expected: normalise(&own.lowered.resources),
        seen: seen(own, observed),
        as_of: options.as_of,
    };
    let places: Vec<&Place> = own.lowered.resources.places.keys().collect();
    let mut found = Vec::new();
    for place in &places {
        found.extend(comparing.here(place).resources());
    }
    follows::under_roots(&comparing, &mut found);
    for found in &mut found {
        ignored::leave_out(found, &own.policy.ignore_drift, options.as_of);
    }
    let assumptions = assumed::answered(&comparing, &found);
    let unread = unsaid::unread(&comparing, known, &found, &assumptions);
    let Foreign { found: foreign, other_plans } = unmanaged::foreign(&comparing, known);
    found.extend(foreign);
    let in_sync = found.iter().filter(|found| found.status == Status::InSync).count();
    let proving = Proving::new(own, options.as_of);
    let told = |found: &Found| found.status != Status::InSync || !found.ignored.is_empty();
    let differ = found.into_iter().filter(told);
    let mut resources: Vec<Drifted> = differ.map(|found| drifted(found, &proving)).collect();
    resources.sort_by(|a, b| order(a).cmp(&order(b)));
    Drift {
        places: places.iter().map(|place| looked(place, comparing.observation(place))).collect(),
        resources,
        in_sync,
        other_plans,
        assumptions,
        kept: kept::kept(&comparing, known),
        disagreements: previews::disagreements(&comparing),
        unread,
        ..Drift::empty(&own.lowered.policy, &own.lowered.environment)
    }
}

/// What one environment is compared with.
pub(super) struct Comparing<'a> {
    pub(super) own: Ours<'a>,
    pub(super) observed: &'a Observed,
    /// What is wanted, in normal form.
    pub(super) expected: Resources,
    /// What was seen, in normal form.
    pub(super) seen: BTreeMap<&'a Place, &'a Settings>,
    pub(super) as_of: Date,
}

/// One account and Region of the environment.
pub(super) struct Here<'a> {
    pub(super) all: &'a Comparing<'a>,
    pub(super) place: &'a Place,
    pub(super) observation: Option<&'a Observation>,
}

static NOTHING: Settings = Settings {
    vaults: BTreeMap::new(),
    plans: BTreeMap::new(),
    selections: BTreeMap::new(),
    restore_testing_plans: BTreeMap::new(),
    keys: BTreeMap::new(),
    roles: BTreeMap::new(),
    buckets: BTreeMap::new(),
    db_instances: BTreeMap::new(),
    db_clusters: BTreeMap::new(),
    tables: BTreeMap::new(),
    cache_groups: BTreeMap::new(),
    account: None,
};

fn seen<'a>(own: Ours<'a>, observed: &'a Observed) -> BTreeMap<&'a Place, &'a Settings> {
    let here = own.lowered.resources.places.keys();
    here.filter_map(|place| Some((place, &observed.get(place)?.settings))).collect()
}

fn looked(place: &Place, observation: Option<&Observation>) -> Looked {
    Looked {
        place: place.clone(),
        source: observation.map(|seen| seen.source),
        at: observation.and_then(|seen| seen.at.clone()),
        caller: observation.and_then(|seen| seen.caller.clone()),
    }
}

fn drifted(found: Found, proving: &Proving<'_>) -> Drifted {
    let Found { id, stated, status, raws, unread, follows, ignored } = found;
    let differences = raws.into_iter().map(|raw| proving.difference(raw));
    let mut differences: Vec<_> = differences.collect();
    differences.sort_by(|a, b| (a.weight, &a.field).cmp(&(b.weight, &b.field)));
    let Stated { path, span } = stated;
    Drifted { id, path, span, status, differences, unread, follows, ignored }
}

/// What weighs most first; of what weighs the same what is gone.
fn order(drifted: &Drifted) -> (u8, Option<Weight>, Status, &ResourceId) {
    let weight = drifted.differences.iter().map(|difference| difference.weight).min();
    let rank = match drifted.status {
        Status::InSync => 2,
        _ => u8::from(weight.is_none()),
    };
    (rank, weight, drifted.status, &drifted.id)
}

impl<'a> Comparing<'a> {
    pub(super) fn here(&'a self, place: &'a Place) -> Here<'a> {
        Here { all: self, place, observation: self.observation(place) }
    }

    pub(super) fn observation(&self, place: &Place) -> Option<&'a Observation> {
        self.observed.get(place).map(|seen| &***seen)
    }
}

impl<'a> Here<'a> {
    pub(super) fn policy(&self) -> &'a Policy {
        self.all.own.policy
    }

    pub(super) fn expected(&self) -> &'a Settings {
        self.all.expected.places.get(self.place).unwrap_or(&NOTHING)
    }

    pub(super) fn seen(&self) -> &'a Settings {
        self.all.seen.get(self.place).copied().unwrap_or(&NOTHING)
    }

    pub(super) fn label(&self, kind: ResourceKind, name: &str) -> Option<&'a Label> {
        self.all.own.lowered.label(self.place, kind, name)
    }

    pub(super) fn id(&self, kind: ResourceKind, name: &str) -> ResourceId {
        ResourceId { place: self.place.clone(), kind, name: name.to_owned() }
    }

    /// True if a state or a plan of Terraform is all that is known.
    pub(super) fn is_of_terraform(&self) -> bool {
        self.observation.is_some_and(|seen| seen.source == Source::Terraform)
    }

    /// Whether both are the same key: either side may name it by an alias where
    /// the other has its ARN. None where nothing says which key an alias is of.
    pub(super) fn same_key(&self, expected: &KeyRef, actual: Option<&KeyRef>) -> Option<bool> {
        let Some(actual) = actual else { return Some(false) };
        let [wanted, found] = [expected.clone(), actual.clone()].map(KeyName::of);
        if wanted == found {
            return Some(true);
        }
        Some(self.key_arn(wanted)? == self.key_arn(found)?)
    }

    fn key_arn(&self, key: KeyName) -> Option<String> {
        match key {
            KeyName::Arn(arn) => Some(arn),
            KeyName::Alias(place, alias) => {
                self.all.observation(&place)?.answers.aliases.get(&alias).cloned()
            }
        }
    }

    /// The moment from which nobody can loosen the lock of a vault.
    pub(super) fn lock_date(&self, vault: &str) -> Option<&'a str> {
        self.observation?.answers.locks.get(vault)?.lock_date.as_deref()
    }

    /// Whether a compliance lock can still be removed.
    pub(super) fn lock_note(&self, vault: &str) -> Option<String> {
        let date = self.lock_date(vault)?.get(..10)?;
        let until = Date::parse(date).ok()?;
        Some(match until > self.all.as_of {
            true => format!("it can be removed until {date}, when its cooling-off period ends"),
            false => format!("nobody can remove or loosen it since {date}"),
        })
    }

    /// What could not be read of a resource as a whole.
    fn unread(&self, kind: ResourceKind, name: &str) -> Vec<Unread> {
        let Some(seen) = self.observation else { return vec![nothing_seen()] };
        let of = |unread: &&Unread| match &unread.subject {
            Subject::Everything => true,
            Subject::Kind(own) => *own == kind,
            Subject::Resource(own, of) => *own == kind && of == name,
            Subject::Setting(..) | Subject::Answer(_) | Subject::Activity => false,
        };
        seen.unread.iter().filter(of).cloned().collect()
    }

    /// What could not be read of its settings.
    fn unread_settings(&self, kind: ResourceKind, name: &str) -> Vec<Unread> {
        let all = self.observation.map(|seen| seen.unread.as_slice()).unwrap_or_default();
        let of = |unread: &&Unread| match &unread.subject {
            Subject::Setting(own, of, _) => *own == kind && of == name,
            _ => false,
        };
        let all = all.iter().filter(of).filter(|unread| self.matters(kind, name, unread));
        all.cloned().collect()
    }

    /// A resource that is there, or is not.
    pub(super) fn judged<T>(
        &self,
        (kind, name): (ResourceKind, &str),
        stated: Stated,
        actual: Option<&T>,
        differences: impl FnOnce(&T) -> Vec<Raw>,
        missing: impl FnOnce() -> Raw,
    ) -> Found {
        let id = self.id(kind, name);
        let mut unread = self.unread(kind, name);
        let mut found = Found {
            id,
            stated,
            status: Status::InSync,
            raws: Vec::new(),
            unread: Vec::new(),
            follows: Vec::new(),
            ignored: Vec::new(),
        };
        let lacks = self.observation.is_some_and(|seen| seen.lacks(kind, name));
        match actual {
            None if unread.is_empty() && lacks => {
                found.status = Status::Missing;
                found.raws.push(missing());
            }
            None => {
                found.status = Status::NotChecked;
                if unread.is_empty() {
                    unread.push(not_in_source(kind, name));
                }
            }
            Some(actual) => {
                unread.extend(self.unread_settings(kind, name));
                let mut raws = differences(actual);
                raws.retain(|raw| !is_unread(raw, &unread));
                self.beyond(&found.id, &found.stated, &mut raws);
                let (unknown, raws): (Vec<Raw>, Vec<Raw>) =
                    raws.into_iter().partition(|raw| raw.unknown);
                let fields: BTreeSet<&str> = unknown.iter().map(|raw| raw.setting).collect();
                unread.extend(fields.into_iter().map(|field| not_held(kind, name, field)));
                found.raws = raws;
                for raw in found.raws.iter_mut().filter(|raw| raw.stated.path.is_none()) {
                    raw.stated = found.stated.clone();
                }
                found.status = match (found.raws.is_empty(), unread.is_empty()) {
                    (false, _) => Status::Changed,
                    (true, false) => Status::NotChecked,
                    (true, true) => Status::InSync,
                };
            }
        }
        found.unread = unread;
        found
    }
}

fn is_unread(raw: &Raw, unread: &[Unread]) -> bool {
    let fields: BTreeSet<&str> = unread
        .iter()
        .filter_map(|unread| match &unread.subject {
            Subject::Setting(_, _, field) => Some(*field),
            _ => None,
        })
        .collect();
    fields.contains(raw.setting)
}

/// A key as one side names it.
#[derive(PartialEq, Eq)]
enum KeyName {
    Arn(String),
    Alias(Place, String),
}

impl KeyName {
    fn of(key: KeyRef) -> Self {
        match key {
            KeyRef::Created { place, alias } => Self::Alias(place, alias),
            KeyRef::Existing(arn) => alias_of(&arn).unwrap_or(Self::Arn(arn)),
        }
    }
}

/// The alias of an ARN such as `arn:aws:kms:us-east-1:111122223333:alias/orders`.
fn alias_of(arn: &str) -> Option<KeyName> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "kms", region, account, resource] = *parts else { return None };
    let [account, region, partition] = [account, region, partition].map(str::to_owned);
    let alias = resource.strip_prefix("alias/")?.to_owned();
    Some(KeyName::Alias(Place { account, region, partition }, alias))
}

fn nothing_seen() -> Unread {
    Unread {
        subject: Subject::Everything,
        operation: String::new(),
        permission: None,
        reason: Reason::NotInSource,
        request_id: None,
    }
}

fn not_held(kind: ResourceKind, name: &str, field: &'static str) -> Unread {
    Unread { subject: Subject::Setting(kind, name.to_owned(), field), ..nothing_seen() }
}

fn not_in_source(kind: ResourceKind, name: &str) -> Unread {
    Unread { subject: Subject::Resource(kind, name.to_owned()), ..nothing_seen() }
}

impl Drift {
    fn empty(policy: &str, environment: &str) -> Self {
        Self {
            policy: policy.to_owned(),
            environment: environment.to_owned(),
            places: Vec::new(),
            resources: Vec::new(),
            in_sync: 0,
            other_plans: 0,
            assumptions: Vec::new(),
            kept: Vec::new(),
            unread: Vec::new(),
            disagreements: Vec::new(),
        }
    }
}
