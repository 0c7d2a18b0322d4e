//! What happens, and what it takes away.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Disruption;
use crate::resolved::{
    DeletableBy, Mechanism, MechanismKey, Party, Policy, Resource, ZoneSpread, mechanisms,
};

use crate::recoverability::survival::{Home, Reason, Survival, survival};

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something that resources and backups lie in is lost.
    Lose(Lost),
    /// A resource is deleted, with all that dies with it.
    Delete(String),
    /// Bad data is written to a resource.
    Corrupt(String),
}

/// What is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// A Region.
    Region(String),
    /// An account, by its id: an administrator of it deletes what can be
    /// deleted, keys included.
    Account(String),
    /// An Availability Zone.
    Zone(String),
    /// The machine of each resource.
    Hardware,
}

/// What an event can name in one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Regions in which something lies.
    pub regions: BTreeSet<String>,
    /// Ids of accounts in which something lies.
    pub accounts: BTreeSet<String>,
    /// Availability Zones that are stated.
    pub zones: BTreeSet<String>,
    /// Resources.
    pub resources: BTreeSet<String>,
}

/// Everything in a policy that an event can name.
#[must_use]
pub fn known(policy: &Policy) -> Known {
    let mut known =
        Known { resources: policy.resources.keys().cloned().collect(), ..Known::default() };
    let environment = &policy.environment;
    known.regions.extend(environment.region.iter().map(|region| region.value.clone()));
    known.accounts.extend(environment.account.iter().map(|account| account.value.clone()));
    for mechanism in mechanisms(policy) {
        known.regions.extend(mechanism.place.region);
        known.accounts.extend(mechanism.place.account);
        if let ZoneSpread::One(zone) = mechanism.place.zone {
            known.zones.insert(zone);
        }
        if let MechanismKey::Customer { name: _, account, region } = mechanism.key {
            known.regions.extend(region);
            known.accounts.extend(account);
        }
    }
    let hosts = policy.resources.values().filter_map(|resource| resource.host.as_ref());
    known.zones.extend(hosts.filter_map(|host| Some(host.zone.as_ref()?.value.clone())));
    known
}

/// The Region of an Availability Zone: its name without the last letter.
pub(super) fn region_of_zone(zone: &str) -> &str {
    zone.trim_end_matches(|c: char| c.is_ascii_lowercase())
}

impl Event {
    /// True if it may touch the resource or its backups.
    pub(super) fn touches(&self, resource: &Resource) -> bool {
        match self {
            Self::Lose(_) => true,
            Self::Delete(name) | Self::Corrupt(name) => *name == resource.at.key,
        }
    }

    /// What it is to the resource itself, with the place that is hit; none if
    /// the resource goes on.
    pub(super) fn hits(&self, policy: &Policy, resource: &Resource) -> Option<(Disruption, Home)> {
        let mut home = Home::of(policy, resource);
        let disruption = match self {
            Self::Delete(_) => Disruption::Deletion,
            Self::Corrupt(_) => Disruption::Corruption,
            Self::Lose(Lost::Hardware) => Disruption::Hardware,
            Self::Lose(Lost::Region(region)) => {
                if home.place.region.as_ref().is_some_and(|here| here != region) {
                    return None;
                }
                Disruption::Region
            }
            Self::Lose(Lost::Account(account)) => {
                if home.place.account.as_ref().is_some_and(|here| here != account) {
                    return None;
                }
                Disruption::Account
            }
            Self::Lose(Lost::Zone(zone)) => {
                let here = match &home.place.zone {
                    ZoneSpread::One(here) => here == zone,
                    ZoneSpread::Several => false,
                    ZoneSpread::Unknown => {
                        let region = home.place.region.as_deref();
                        region.is_none_or(|region| region == region_of_zone(zone))
                    }
                };
                if !here {
                    return None;
                }
                home.place.zone = ZoneSpread::One(zone.clone());
                Disruption::Zone
            }
        };
        Some((disruption, home))
    }

    /// What becomes of a mechanism of a resource that goes on itself.
    pub(super) fn beside(&self, mechanism: &Mechanism, all: &[Mechanism], home: &Home) -> Survival {
        let mut home = home.clone();
        match self {
            Self::Delete(_) | Self::Corrupt(_) | Self::Lose(Lost::Hardware) => Survival::Survives,
            Self::Lose(Lost::Region(region)) => {
                home.place.region = Some(region.clone());
                let lies = mechanism.place.region.as_ref() == Some(region);
                elsewhere(
                    survival(mechanism, all, &home, Disruption::Region),
                    if lies { "it lies in the lost Region" } else { NOT_WITHOUT },
                )
            }
            Self::Lose(Lost::Account(account)) => {
                home.place.account = Some(account.clone());
                match is_of_account(mechanism, account) {
                    true => elsewhere(
                        survival(mechanism, all, &home, Disruption::Account),
                        "an administrator of the lost account can delete it or its key",
                    ),
                    false => Survival::Survives,
                }
            }
            Self::Lose(Lost::Zone(zone)) => {
                let there = mechanism.place.region.as_deref();
                if there.is_some_and(|there| there != region_of_zone(zone)) {
                    return Survival::Survives;
                }
                home.place.zone = ZoneSpread::One(zone.clone());
                home.place.region = there.map(str::to_owned);
                elsewhere(
                    survival(mechanism, all, &home, Disruption::Zone),
                    "it lies in the lost Availability Zone",
                )
            }
        }
    }
}

const NOT_WITHOUT: &str = "its key, or what it is replayed on, lies in the lost Region";

/// A loss in words that do not speak of the resource.
fn elsewhere(survival: Survival, reason: &'static str) -> Survival {
    match survival {
        Survival::Lost(_) => Survival::Lost(Reason::new(reason)),
        Survival::Survives | Survival::LeavesOnePoint { .. } | Survival::Unknown(_) => survival,
    }
}

/// True if the account holds the mechanism or its key, or has someone who can
/// delete it.
fn is_of_account(mechanism: &Mechanism, account: &str) -> bool {
    let key = matches!(
        &mechanism.key,
        MechanismKey::Customer { name: _, account: Some(owner), region: _ } if owner == account
    );
    let party = match &mechanism.deletable_by {
        DeletableBy::Nobody { .. } | DeletableBy::Unknown => false,
        DeletableBy::Parties(parties) => parties
            .iter()
            .any(|party| matches!(party, Party::Administrator(other) if other == account)),
    };
    key || party || mechanism.place.account.as_deref() == Some(account)
}

impl Known {
    /// Takes over what another environment knows.
    pub fn extend(&mut self, other: Self) {
        let Self { regions, accounts, zones, resources } = other;
        self.regions.extend(regions);
        self.accounts.extend(accounts);
        self.zones.extend(zones);
        self.resources.extend(resources);
    }

    /// True if the event names something of this environment.
    #[must_use]
    pub fn names(&self, event: &Event) -> bool {
        match event {
            Event::Delete(name) | Event::Corrupt(name) => self.resources.contains(name),
            Event::Lose(Lost::Hardware) => true,
            Event::Lose(Lost::Region(region)) => self.regions.contains(region),
            Event::Lose(Lost::Account(account)) => self.accounts.contains(account),
            Event::Lose(Lost::Zone(zone)) => {
                self.zones.contains(zone) || self.regions.contains(region_of_zone(zone))
            }
        }
    }
}

/// Words of reports for everything that is lost, by what it is.
impl Event {
    /// What happens, in words.
    #[must_use]
    pub fn words(&self, accounts: &BTreeMap<String, String>) -> String {
        match self {
            Self::Delete(name) => format!("`{name}` is deleted"),
            Self::Corrupt(name) => format!("bad data is written to `{name}`"),
            Self::Lose(Lost::Region(region)) => format!("Region {region} is lost"),
            Self::Lose(Lost::Zone(zone)) => format!("Availability Zone {zone} is lost"),
            Self::Lose(Lost::Hardware) => "the machine of each resource is lost".to_owned(),
            Self::Lose(Lost::Account(id)) => match accounts.get(id) {
                Some(name) => format!("account {name} ({id}) is in hostile hands"),
                None => format!("account {id} is in hostile hands"),
            },
        }
    }
}
