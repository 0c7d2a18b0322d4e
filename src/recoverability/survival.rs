//! Whether a mechanism survives a disruption.
//!
//! A mechanism survives if its place and its key are outside of what is hit,
//! if it does not repeat the mistake, and if nobody inside can delete it.
//! Whether it is switched on is not asked here.

use std::borrow::Cow;
use std::fmt;

use crate::document::Disruption;
use crate::resolved::{
    DiesWithSource, Mechanism, MechanismKey, Points, Policy, Resource, Restorable, Whereabouts,
    ZoneSpread,
};
use crate::source::SharedText;

use super::account;

/// Where the resource itself is, which is what a disruption hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// Its place; the zone is known of servers of one's own only.
    pub place: Whereabouts,
    /// It runs on a server of one's own, so that others may lie on its machine.
    pub own_server: bool,
}

/// What becomes of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Survival {
    /// All of it is left.
    Survives,
    /// One point of the moment of deletion is left.
    LeavesOnePoint {
        /// How many days it is kept; `None` is for ever.
        days: Option<u32>,
    },
    /// It may be lost, and the policy does not say: it counts as lost.
    Unknown(Reason),
    /// It is lost.
    Lost(Reason),
}

/// Why a mechanism is lost, or may be: a sentence without its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(Cow<'static, str>);

impl Home {
    /// The place of a resource in its environment.
    #[must_use]
    pub fn of(policy: &Policy, resource: &Resource) -> Self {
        let environment = &policy.environment;
        let name = |name: &crate::source::Text| name.value.clone();
        let host = resource.host.as_ref();
        let zone = host.and_then(|host| host.zone.as_ref());
        Self {
            place: Whereabouts {
                account: environment.account.as_ref().map(|account| account.value.clone()),
                region: environment.region.as_ref().map(|region| region.value.clone()),
                zone: zone.map_or(ZoneSpread::Unknown, |zone| ZoneSpread::One(name(zone))),
                host: host.and_then(|host| host.name.as_ref()).map(name),
            },
            own_server: host.is_some(),
        }
    }
}

impl Survival {
    /// True if at least a point is certainly left.
    #[must_use]
    pub const fn leaves_something(&self) -> bool {
        matches!(self, Self::Survives | Self::LeavesOnePoint { .. })
    }

    pub(super) fn lost(reason: &'static str) -> Self {
        Self::Lost(Reason(Cow::Borrowed(reason)))
    }

    pub(super) fn unknown(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Unknown(Reason(reason.into()))
    }

    /// The worse of two: lost, unknown, one point, everything.
    pub(super) fn and(self, other: Self) -> Self {
        let rank = |survival: &Self| match survival {
            Self::Survives => 0,
            Self::LeavesOnePoint { .. } => 1,
            Self::Unknown(_) => 2,
            Self::Lost(_) => 3,
        };
        if rank(&other) > rank(&self) { other } else { self }
    }
}

impl Reason {
    /// A reason in words of this program.
    pub(super) const fn new(reason: &'static str) -> Self {
        Self(Cow::Borrowed(reason))
    }
}

/// Prints the sentence.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the mechanism survives, with what it rests on among `all`.
#[must_use]
pub fn survival<'m>(
    mechanism: &Mechanism,
    all: impl IntoIterator<Item = &'m Mechanism>,
    home: &Home,
    disruption: Disruption,
) -> Survival {
    let own = by_itself(mechanism, home, disruption);
    if mechanism.rests_on.is_empty() || matches!(own, Survival::Lost(_)) {
        return own;
    }
    // The base backups themselves, and whatever holds copies of them.
    let is_base = |other: &&Mechanism| {
        let named = |reference: &SharedText| mechanism.rests_on.contains(reference);
        other.resource == mechanism.resource
            && !other.planned
            && (named(&other.reference) || other.made_from.as_ref().is_some_and(named))
    };
    let bases: Vec<Survival> =
        all.into_iter().filter(is_base).map(|base| by_itself(base, home, disruption)).collect();
    if bases.contains(&Survival::Survives) {
        return own;
    }
    let unsure = bases.iter().any(|base| matches!(base, Survival::Unknown(_)));
    own.and(match unsure {
        true => Survival::unknown("whether its base backups are left is not known"),
        false => Survival::lost("no base backup is left that it can be replayed on"),
    })
}

fn by_itself(mechanism: &Mechanism, home: &Home, disruption: Disruption) -> Survival {
    if let Restorable::No(reason) = mechanism.restorable {
        return Survival::lost(reason);
    }
    match disruption {
        Disruption::Corruption => corruption(mechanism),
        Disruption::Deletion => deletion(mechanism),
        Disruption::Hardware => hardware(&mechanism.place, home),
        Disruption::Zone => zone(&mechanism.place, &home.place),
        Disruption::Region => region(mechanism, &home.place),
        Disruption::Account => account::survival(mechanism, home.place.account.as_deref()),
    }
}

/// Points in time stay good when later writes are bad, even in a mirror of
/// their repository; a replica has the newest state alone.
fn corruption(mechanism: &Mechanism) -> Survival {
    let replica = matches!(mechanism.points, Points::Replica { .. });
    match mechanism.replays_writes && replica {
        true => Survival::lost("bad writes reach it as they reach the resource"),
        false => Survival::Survives,
    }
}

fn deletion(mechanism: &Mechanism) -> Survival {
    let replica = matches!(mechanism.points, Points::Replica { .. });
    if mechanism.replays_deletion && replica {
        return Survival::lost("deletions reach it as they reach the resource");
    }
    match mechanism.dies_with_source {
        DiesWithSource::No => Survival::Survives,
        DiesWithSource::Yes => Survival::lost("it is deleted together with the resource"),
        DiesWithSource::LeavesOnePoint { days } => Survival::LeavesOnePoint { days },
    }
}

/// Machines of AWS are not those that hold its backups; a server of one's own
/// may hold anything that is not spread over zones.
fn hardware(place: &Whereabouts, home: &Home) -> Survival {
    if !home.own_server || place.zone == ZoneSpread::Several {
        return Survival::Survives;
    }
    match (&place.host, &home.place.host) {
        (Some(there), Some(here)) if there == here => {
            Survival::lost("it lies on the machine of the resource")
        }
        (Some(_), Some(_)) => Survival::Survives,
        (None, _) | (_, None) if zone(place, &home.place) == Survival::Survives => {
            Survival::Survives
        }
        (None, _) | (_, None) => Survival::unknown("nobody says on which machine it lies"),
    }
}

fn zone(place: &Whereabouts, home: &Whereabouts) -> Survival {
    let elsewhere =
        matches!((&place.region, &home.region), (Some(there), Some(here)) if there != here);
    match (&place.zone, &home.zone) {
        (ZoneSpread::Several, _) => Survival::Survives,
        (ZoneSpread::One(there), ZoneSpread::One(here)) if there == here => {
            Survival::lost("it lies in the Availability Zone of the resource")
        }
        (ZoneSpread::One(_), ZoneSpread::One(_)) => Survival::Survives,
        _ if elsewhere => Survival::Survives,
        (ZoneSpread::One(_) | ZoneSpread::Unknown, _) => {
            Survival::unknown("nobody says that it lies in another Availability Zone")
        }
    }
}

/// A key of the source lies, for what is in another Region, in that Region:
/// KMS decrypts within its Region alone.
fn region(mechanism: &Mechanism, home: &Whereabouts) -> Survival {
    let place = match (&mechanism.place.region, &home.region) {
        (Some(there), Some(here)) if there == here => {
            Survival::lost("it lies in the Region of the resource")
        }
        (Some(_), Some(_)) => Survival::Survives,
        (None, _) | (_, None) => Survival::unknown("nobody says in which Region it lies"),
    };
    place.and(match &mechanism.key {
        MechanismKey::InPlace | MechanismKey::OfSource => Survival::Survives,
        MechanismKey::Customer { name, account: _, region } => match (region, &home.region) {
            (Some(there), Some(here)) if there == here => {
                Survival::lost("its key lies in the Region of the resource")
            }
            (Some(_), Some(_)) => Survival::Survives,
            (None, _) | (_, None) => {
                Survival::unknown(format!("nobody says in which Region the key `{name}` lies"))
            }
        },
    })
}
