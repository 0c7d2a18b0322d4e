//! Alarms with what they watch.

use crate::document::Disruption;
use crate::resolved::{
    Alarm, Mechanism, Objective, Origin, Policy, Reference, Referent, Resource, disruption_key,
};
use crate::schedule::{Schedule, Zone, longest_gap};
use crate::source::Spanned;
use crate::units::Duration;

/// The longest time between two runs; nothing for what has no schedule.
pub(crate) fn longest(schedule: &Spanned<Schedule>, zone: &Zone) -> Option<Duration> {
    longest_gap(&schedule.value, zone).map(|gap| gap.length)
}

/// The alarms that are switched on.
pub(crate) fn alarms(policy: &Policy) -> impl Iterator<Item = &Alarm> {
    policy.alarms.values().filter(|alarm| !alarm.planned)
}

/// True if one of the references means this mechanism of the resource, or all
/// of the resource.
pub(crate) fn mean(references: &[Reference], resource: &str, reference: &str) -> bool {
    let mechanism = Referent::Mechanism(reference.to_owned());
    let whole = Referent::Resource(resource.to_owned());
    let mut means = references.iter().flat_map(|reference| &reference.means);
    means.any(|referent| *referent == mechanism || *referent == whole)
}

/// The shortest age of data or of a backup at which an alarm goes off.
pub(crate) fn threshold(alarm: &Alarm) -> Option<&Spanned<Duration>> {
    let when = &alarm.when.as_ref()?.value;
    when.age_over.iter().chain(&when.lag_over).min_by_key(|age| age.value)
}

/// An RPO with where it is stated and the disruption it is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rpo<'a> {
    pub(crate) value: Duration,
    pub(crate) origin: &'a Origin,
    /// The key of the disruption.
    pub(crate) after: &'static str,
}

/// The RPO that is stated for a resource after a disruption.
pub(crate) fn rpo(resource: &Resource, disruption: Disruption) -> Option<Rpo<'_>> {
    match &resource.objectives.after(disruption)?.rpo {
        Objective::Stated(value, origin) => {
            Some(Rpo { value: *value, origin, after: disruption_key(disruption) })
        }
        Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
    }
}

/// The RPOs that a mechanism can serve by its place, whatever else it lacks:
/// that of a lost Region only from another one, that of a hostile administrator
/// only from another account.
pub(crate) fn served<'a>(
    policy: &Policy,
    resource: &'a Resource,
    mechanism: &Mechanism,
) -> Vec<Rpo<'a>> {
    let home = &policy.environment;
    let elsewhere = |there: &Option<String>, here: Option<&Spanned<String>>| matches!((there, here), (Some(there), Some(here)) if *there != here.value);
    let mut disruptions =
        vec![Disruption::Corruption, Disruption::Deletion, Disruption::Hardware, Disruption::Zone];
    if elsewhere(&mechanism.place.region, home.region.as_ref()) {
        disruptions.push(Disruption::Region);
    }
    if elsewhere(&mechanism.place.account, home.account.as_ref()) {
        disruptions.push(Disruption::Account);
    }
    disruptions.into_iter().filter_map(|disruption| rpo(resource, disruption)).collect()
}
