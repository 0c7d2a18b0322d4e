//! What has been taken over so far, and where a resource belongs.

use std::collections::{BTreeMap, BTreeSet};

use super::arn::place_of;
use super::values::{Fault, Known, Values};
use crate::observe::{Answers, Beyond, Observation, Reason, Source, Subject, Unread, Wanted};
use crate::resources::{Place, ResourceKind, Settings};

/// A resource of a state or a plan.
#[derive(Debug, Clone)]
pub(super) struct Resource<'a> {
    /// Its address, to speak of it.
    pub(super) address: &'a str,
    /// Terraform's type.
    pub(super) kind: &'a str,
    pub(super) values: Values<'a>,
    /// Account and Region of its provider, where a plan says so.
    pub(super) provider: Option<Place>,
}

impl Resource<'_> {
    /// Where an ARN says that it is, else where its provider works.
    pub(super) fn place(&self, arn: Option<&str>) -> Known<Place> {
        let by_provider = || Some(self.in_its_region(self.provider.clone()?));
        arn.and_then(place_of).or_else(by_provider).ok_or(Fault::Unknown)
    }

    /// The place of its provider, but for the Region that a resource of provider 6
    /// may name for itself.
    pub(super) fn in_its_region(&self, place: Place) -> Place {
        match self.values.text("region").ok().flatten() {
            Some(region) => Place { region: region.to_owned(), ..place },
            None => place,
        }
    }
}

/// A setting that can be unknown by itself.
type Apart = (Place, ResourceKind, String, &'static str);

/// Observations that are being made of a state.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    wanted: &'a [Wanted],
    /// When a plan was made.
    at: Option<String>,
    seen: BTreeMap<Place, Observation>,
    /// Place and name of each plan, by its id.
    pub(super) plans: BTreeMap<String, (Place, String)>,
    /// Places of restore testing plans, by name.
    pub(super) testing: BTreeMap<String, Vec<Place>>,
    /// Settings that Terraform keeps apart from what they are set on.
    apart: BTreeSet<Apart>,
    /// Those of them that were there.
    found: BTreeSet<Apart>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(wanted: &'a [Wanted], at: Option<String>) -> Self {
        Self {
            wanted,
            at,
            seen: BTreeMap::new(),
            plans: BTreeMap::new(),
            testing: BTreeMap::new(),
            apart: BTreeSet::new(),
            found: BTreeSet::new(),
        }
    }

    /// The observation of a place.
    pub(super) fn at(&mut self, place: &Place) -> &mut Observation {
        let at = &self.at;
        self.seen.entry(place.clone()).or_insert_with(|| Observation {
            place: place.clone(),
            source: Source::Terraform,
            at: at.clone(),
            caller: None,
            settings: Settings::default(),
            beyond: Vec::new(),
            listed: BTreeSet::new(),
            absent: BTreeSet::new(),
            unread: Vec::new(),
            answers: Answers::default(),
            activity: None,
        })
    }

    /// A setting that another resource of Terraform may hold.
    pub(super) fn apart(
        &mut self,
        place: &Place,
        kind: ResourceKind,
        name: &str,
        field: &'static str,
    ) {
        self.apart.insert((place.clone(), kind, name.to_owned(), field));
    }

    /// The resource that holds such a setting.
    pub(super) fn found(
        &mut self,
        place: &Place,
        kind: ResourceKind,
        name: &str,
        field: &'static str,
    ) {
        self.found.insert((place.clone(), kind, name.to_owned(), field));
    }

    pub(super) fn beyond(
        &mut self,
        place: &Place,
        kind: ResourceKind,
        name: &str,
        field: &str,
        value: &str,
    ) {
        let [name, field, value] = [name, field, value].map(str::to_owned);
        self.at(place).beyond.push(Beyond { kind, name, field, value });
    }

    /// Selections of a restore testing plan that cannot be told apart.
    pub(super) fn of_testing(&mut self, plan: &str) -> Known<()> {
        for place in self.testing.get(plan).cloned().unwrap_or_default() {
            self.apart(&place, ResourceKind::RestoreTestingPlan, plan, "selections");
        }
        Ok(())
    }

    /// Places that are wanted or seen, and fit.
    pub(super) fn places_where(&self, fits: impl Fn(&Place) -> bool) -> BTreeSet<Place> {
        let wanted = self.wanted.iter().map(|wanted| &wanted.place);
        wanted.chain(self.seen.keys()).filter(|place| fits(place)).cloned().collect()
    }

    /// The places that fit, if they are all of one account.
    pub(super) fn only_account_of(&self, fits: impl Fn(&Place) -> bool) -> BTreeSet<Place> {
        let places = self.places_where(fits);
        let accounts: BTreeSet<&str> = places.iter().map(|place| place.account.as_str()).collect();
        if accounts.len() == 1 { places } else { BTreeSet::new() }
    }

    /// Where something is looked for by its name: what has no place in its ARN.
    pub(super) fn wanted_at(
        &self,
        kind: ResourceKind,
        name: &str,
        fits: impl Fn(&Place) -> bool,
    ) -> Vec<Place> {
        let is_wanted =
            |wanted: &&Wanted| wanted.names.get(&kind).is_some_and(|names| names.contains(name));
        let places = self.wanted.iter().filter(is_wanted).map(|wanted| wanted.place.clone());
        places.filter(|place| fits(place)).collect()
    }

    /// The observations, in the order of their places.
    pub(super) fn into_observations(mut self) -> Vec<Observation> {
        for (place, kind, name, field) in self.apart.difference(&self.found) {
            let unread = Unread {
                subject: Subject::Setting(*kind, name.clone(), field),
                operation: String::new(),
                permission: None,
                reason: Reason::NotInSource,
                request_id: None,
            };
            if let Some(seen) = self.seen.get_mut(place) {
                seen.unread.push(unread);
            }
        }
        self.seen.into_values().collect()
    }
}
