//! Every mechanism of a policy, from its protecting keys.

use std::collections::BTreeMap;

use crate::place::Place;
use crate::source::{Span, Spanned};
use crate::units::{CalendarDays, Duration, Retention};

use super::environment::Policy;
use super::mechanism::{
    DeletableBy, DiesWithSource, Lag, Limit, Mechanism, MechanismKey, MechanismKind, Party, Points,
    Restorable, Scheduled, Timed, Whereabouts, ZoneSpread,
};
use super::protection::Timetable;
use super::reference::Referent;
use super::resource::Resource;
use super::times::Times;
use super::vault::KeySource;

/// Every mechanism of every resource, planned ones included: in the order of
/// the resources' names, native ones first, then tiers with their copies.
#[must_use]
pub fn mechanisms(policy: &Policy) -> Vec<Mechanism> {
    let mut deriving = Deriving::new(policy);
    for (name, resource) in &policy.resources {
        let before = deriving.found.len();
        deriving.native(name, resource);
        deriving.plans(name, resource);
        deriving.repository_copies(before);
    }
    let deleters = deleters(policy);
    if deleters.is_empty() {
        return deriving.found;
    }
    for mechanism in &mut deriving.found {
        let mut referents = mechanism.referents();
        // A mirror loses what is deleted at its source.
        if mechanism.kind == MechanismKind::RepositoryCopy && mechanism.replays_deletion {
            referents.extend(
                mechanism.made_from.as_ref().map(|from| Referent::Mechanism(from.to_string())),
            );
        }
        for referent in referents {
            mechanism.limits.extend(deleters.get(&referent).into_iter().flatten().cloned());
        }
    }
    deriving.found
}

/// What deleters that are switched on delete, by what they say they delete.
fn deleters(policy: &Policy) -> BTreeMap<Referent, Vec<Limit>> {
    let mut limits: BTreeMap<Referent, Vec<Limit>> = BTreeMap::new();
    for deleter in policy.deleters.values().filter(|deleter| !deleter.planned) {
        // Without an age it may delete anything at once.
        let (after, span) = match &deleter.older_than {
            Some(age) => (age.value.clone(), age.span),
            None => (CalendarDays::days(0), deleter.at.span),
        };
        let referents = deleter.deletes.iter().flat_map(|reference| &reference.means);
        for referent in referents {
            let limit = Limit { path: deleter.at.path.clone(), span, after: after.clone() };
            limits.entry(referent.clone()).or_default().push(limit);
        }
    }
    limits
}

/// Collects the mechanisms of a policy.
pub(super) struct Deriving<'a> {
    pub(super) policy: &'a Policy,
    /// Availability Zones of hosts that the policy names.
    pub(super) hosts: BTreeMap<&'a str, &'a str>,
    pub(super) found: Vec<Mechanism>,
}

impl<'a> Deriving<'a> {
    fn new(policy: &'a Policy) -> Self {
        let mut hosts = BTreeMap::new();
        for resource in policy.resources.values() {
            let own = resource.host.iter().map(|host| (&host.name, &host.zone));
            let standbys =
                resource.protections.iter().filter_map(|protection| match &protection.kind {
                    super::protection::ProtectionKind::Standby { host, zone, .. } => {
                        Some((host, zone))
                    }
                    _ => None,
                });
            for (host, zone) in own.chain(standbys) {
                if let (Some(host), Some(zone)) = (host, zone) {
                    hosts.insert(host.as_str(), zone.as_str());
                }
            }
        }
        Self { policy, hosts, found: Vec::new() }
    }

    /// A mechanism of which nothing is known yet but where it is.
    pub(super) fn mechanism(
        &self,
        (reference, resource): (&str, &str),
        span: Span,
        kind: MechanismKind,
        points: Points,
    ) -> Mechanism {
        Mechanism {
            reference: reference.into(),
            resource: resource.to_owned(),
            span,
            kind,
            tier: None,
            vault: None,
            repository: None,
            place: Whereabouts::default(),
            dies_with_source: DiesWithSource::No,
            replays_writes: false,
            replays_deletion: false,
            deletable_by: DeletableBy::Unknown,
            key: MechanismKey::InPlace,
            points,
            limits: Vec::new(),
            colder: Vec::new(),
            times: Times::default(),
            restorable: Restorable::Yes,
            rests_on: Vec::new(),
            made_from: None,
            planned: false,
        }
    }

    /// The environment's place, spread over its Availability Zones.
    pub(super) fn here(&self) -> Whereabouts {
        let environment = &self.policy.environment;
        Whereabouts {
            account: environment.account.as_ref().map(|account| account.value.clone()),
            region: environment.region.as_ref().map(|region| region.value.clone()),
            zone: ZoneSpread::Several,
            host: None,
        }
    }

    /// The environment's place, in another Region if one is stated.
    pub(super) fn in_region(&self, region: Option<&Spanned<String>>) -> Whereabouts {
        let here = self.here();
        let region = region.map(|region| region.value.clone()).or(here.region);
        Whereabouts { region, ..here }
    }

    /// Where a customer managed key is.
    pub(super) fn key(&self, name: &str) -> MechanismKey {
        let source = self.policy.keys.get(name).map(|key| &key.source);
        let (account, region) = match source {
            Some(KeySource::Created(place)) => place
                .as_ref()
                .map(|Place { account, region, partition: _ }| {
                    (Some(account.clone()), Some(region.clone()))
                })
                .unwrap_or_default(),
            Some(KeySource::Existing(arn)) => place_of_arn(&arn.value),
            None => (None, None),
        };
        MechanismKey::Customer { name: name.to_owned(), account, region }
    }
}

/// Account and Region of an ARN: `arn:partition:service:region:account:…`.
fn place_of_arn(arn: &str) -> (Option<String>, Option<String>) {
    let mut parts = arn.split(':').skip(3);
    let stated = |part: Option<&str>| part.filter(|part| !part.is_empty()).map(str::to_owned);
    let region = stated(parts.next());
    (stated(parts.next()), region)
}

/// The administrators of the account of a place.
pub(super) fn administrators(place: &Whereabouts) -> DeletableBy {
    match &place.account {
        Some(account) => DeletableBy::Parties(vec![Party::Administrator(account.clone())]),
        None => DeletableBy::Unknown,
    }
}

/// Points of a schedule without windows.
pub(super) fn scheduled(
    timetable: &Timetable,
    retention: Option<&Spanned<Retention>>,
) -> Scheduled {
    Scheduled {
        schedule: timetable.schedule.clone(),
        zone: timetable.zone.value.clone(),
        retention: retention.cloned(),
        start_window: Duration::ZERO,
        completion_window: None,
        overwrites_last: None,
        leaves_versions: false,
        copied: None,
    }
}

/// The schedule of a job of its own.
pub(super) fn timed(timetable: &Timetable) -> Timed {
    Timed { schedule: timetable.schedule.clone(), zone: timetable.zone.value.clone() }
}

/// A native retention as every other.
pub(super) fn kept(days: Option<&Spanned<CalendarDays>>) -> Option<Spanned<Retention>> {
    days.map(|days| days.with(Retention::For(days.value.clone())))
}

/// The lag that AWS documents for a mechanism.
pub(super) fn typical(mechanism: &str) -> Lag {
    let lag = crate::facts::recovery_times::typical_lag(mechanism);
    Lag { typical: lag.map(|lag| Duration::seconds(u64::from(lag.seconds))), bound: None }
}

/// Every write waits for the replica.
pub(super) const SYNCHRONOUS: Lag =
    Lag { typical: Some(Duration::ZERO), bound: Some(Duration::ZERO) };

impl Resource {
    /// The type as the language writes it; `listed` for several or none.
    pub(super) fn kind(&self) -> &str {
        &self.type_name.value
    }
}
