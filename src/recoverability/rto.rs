//! How long a recovery takes.
//!
//! What was measured counts; an estimate never proves, and what AWS says of
//! its own speed only refutes: nothing is faster than its floor.

use std::fmt;

use crate::facts::Confidence;
use crate::facts::recovery_times::recovery_time;
use crate::facts::storage_class;
use crate::resolved::{
    Colder, Mechanism, MechanismKind, Native, Resource, TakesPer, Time, TimeFigure,
};
use crate::source::{SharedText, Span};
use crate::units::{Date, Duration};

use super::figure::Counted;
use super::left::{LeftPoints, Way};
use super::verdict::Verdict;

/// How long a recovery by one mechanism or scenario takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rto {
    /// The mechanism or the scenario.
    pub by: Counted,
    /// The time, rounded up; none if nothing is known of it.
    pub value: Option<Duration>,
    /// What the time is worth.
    pub kind: RtoKind,
    /// It is not faster than this, for this reason.
    pub floor: Option<Floor>,
    /// What was measured of it, where other parts are not known: it takes at
    /// least as long.
    pub measured_part: Duration,
}

/// What a time is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RtoKind {
    /// It was measured, stated here.
    Measured(Span),
    /// AWS recovers by itself and documents how long that usually takes.
    Typical,
    /// Someone's guess, stated here.
    Estimated(Span),
    /// It is not known, and this is what is missing.
    Unproven(MissingTime),
}

/// Why the time of a recovery is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingTime {
    /// No `restore_time` is measured for this mechanism.
    Restore(SharedText),
    /// Another reason: a sentence without its period; empty if there is no way
    /// at all.
    Because(String),
}

/// Prints the reason.
impl fmt::Display for MissingTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Restore(mechanism) => {
                write!(f, "no `restore_time` is measured for `{mechanism}`")
            }
            Self::Because(reason) => f.write_str(reason),
        }
    }
}

/// Why nothing is faster than a floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FloorReason {
    /// AWS documents it so.
    Usual {
        /// `at least` or `up to`.
        bound: &'static str,
        /// The time.
        time: Duration,
        /// What takes it.
        works_as: &'static str,
    },
    /// Another reason, as a sentence.
    Because(String),
}

/// Prints the sentence.
impl fmt::Display for FloorReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual { bound, time, works_as } => {
                write!(f, "it usually takes {bound} {time}: {works_as}")
            }
            Self::Because(reason) => f.write_str(reason),
        }
    }
}

/// What AWS is not faster than.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// How long it takes at least.
    pub time: Duration,
    /// Why, as a sentence.
    pub why: FloorReason,
    /// How firmly that is known.
    pub confidence: Confidence,
}

/// A measurement proves nothing any more after this: a year.
const STALE_AFTER_DAYS: i64 = 366;
/// A measurement of less than one part in so many of the data proves nothing.
const MUCH_SMALLER: u64 = 2;

/// What a recovery is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) resource: &'a Resource,
    /// How much later than the disruption data is asked for.
    pub(super) found_within: Option<Duration>,
    /// The day that counts as today.
    pub(super) as_of: Option<Date>,
}

impl Rto {
    /// Judges the time against an objective; equal is met.
    #[must_use]
    pub fn verdict(&self, objective: Duration) -> Verdict {
        let floor = self.floor.as_ref();
        if let Some(floor) = floor.filter(|floor| floor.time > objective) {
            return match floor.confidence {
                Confidence::High => Verdict::Missed,
                Confidence::Medium | Confidence::Low => Verdict::Unproven(floor.why.to_string()),
            };
        }
        match (&self.kind, self.value) {
            (RtoKind::Measured(_) | RtoKind::Typical, Some(value)) => match value <= objective {
                true => Verdict::Met,
                false => Verdict::Missed,
            },
            (RtoKind::Estimated(_), _) => {
                Verdict::Unproven("its time is an estimate; measure it".to_owned())
            }
            (RtoKind::Measured(_) | RtoKind::Typical, None) => {
                Verdict::Unproven("its time is not known".to_owned())
            }
            (RtoKind::Unproven(_), _) if self.measured_part > objective => Verdict::Missed,
            (RtoKind::Unproven(reason), _) => Verdict::Unproven(reason.to_string()),
        }
    }

    /// What it takes at least, where that is more than nothing: by its floor, or
    /// by the parts of it that were measured.
    #[must_use]
    pub fn soonest(&self) -> Option<Duration> {
        let floor = self.floor.as_ref().map(|floor| floor.time);
        let part = Some(self.measured_part).filter(|part| !part.is_zero());
        floor.max(part)
    }

    /// True if it was measured.
    #[must_use]
    pub const fn is_measured(&self) -> bool {
        matches!(self.kind, RtoKind::Measured(_))
    }
}

/// How long a recovery by what is left of a mechanism takes. `loss` is how old
/// the newest data is.
pub(super) fn rto(way: &Way<'_>, loss: Option<Duration>, asked: &Asked<'_>) -> Rto {
    of_points(way.mechanism, matches!(way.points, LeftPoints::One(_)), loss, asked)
}

/// The same, by the points of a mechanism or the `one` that a deletion leaves.
pub(super) fn of_points(
    mechanism: &Mechanism,
    one: bool,
    loss: Option<Duration>,
    asked: &Asked<'_>,
) -> Rto {
    let age = asked.found_within.unwrap_or_default().plus(loss.unwrap_or_default());
    let cold = coldest(mechanism, age);
    let floor = cold
        .and_then(|cold| of_cold(cold, asked.resource))
        .or_else(|| of_archived(mechanism.kind, asked.resource))
        .or_else(|| of_kind(mechanism.kind, one, asked.resource));
    let time = mechanism.times.restore.as_ref().filter(|_| !one);
    let (value, kind) = match (time, by_itself(mechanism.kind, asked.resource)) {
        (Some(time), _) => stated(time, loss, asked),
        (None, Some(usual)) => (Some(usual), RtoKind::Typical),
        (None, None) => {
            (None, RtoKind::Unproven(MissingTime::Restore(mechanism.reference.clone())))
        }
    };
    Rto { by: Counted::of(mechanism), value, kind, floor, measured_part: Duration::ZERO }
}

/// A stated time: measured and still good, or not.
pub(super) fn stated(
    time: &Time,
    loss: Option<Duration>,
    asked: &Asked<'_>,
) -> (Option<Duration>, RtoKind) {
    let grown = |grows: Option<&TakesPer>| match (grows, loss) {
        (None, _) => Some(Duration::ZERO),
        (Some(grows), Some(loss)) => Some(growth(grows, loss)),
        (Some(_), None) => None,
    };
    let Some(more) = grown(time.takes_per.as_ref()) else {
        let reason = "it grows with the data that is lost, and nothing bounds that";
        return (None, RtoKind::Unproven(MissingTime::Because(reason.to_owned())));
    };
    match time.figure {
        Some(TimeFigure::Measured(range)) => {
            let value = Some(range.value.worse().plus(more).rounded_up());
            match doubt(time, asked) {
                Some(reason) => (value, RtoKind::Unproven(MissingTime::Because(reason))),
                None => (value, RtoKind::Measured(range.span)),
            }
        }
        Some(TimeFigure::Estimated(range)) => {
            let value = Some(range.value.worse().plus(more).rounded_up());
            (value, RtoKind::Estimated(range.span))
        }
        None => (Some(more.rounded_up()), RtoKind::Measured(time.span)),
    }
}

/// The time that comes with so much data lost, a begun part counted whole.
pub(super) fn growth(grows: &TakesPer, loss: Duration) -> Duration {
    let rate = grows.rate.value;
    let seconds = |time: Duration| u128::from(time.as_seconds());
    let product = seconds(loss).saturating_mul(seconds(rate.takes));
    let whole = product.div_ceil(seconds(rate.per).max(1));
    Duration::seconds(u64::try_from(whole).unwrap_or(u64::MAX))
}

/// Why a measurement proves nothing any more.
fn doubt(time: &Time, asked: &Asked<'_>) -> Option<String> {
    if let (Some(at), Some(as_of)) = (&time.at, asked.as_of)
        && as_of.days_since(at.value) > STALE_AFTER_DAYS
    {
        return Some(format!("it was measured on {}, more than a year ago", at.value));
    }
    let (measured, now) = (time.size.as_ref()?.value, asked.resource.size.as_ref()?.value);
    let small = measured.count().saturating_mul(MUCH_SMALLER) < now.count();
    small.then(|| format!("it was measured with {measured} of the {now} there are now"))
}

/// The class of storage that a point of this age lies in, if it is a colder one.
pub(super) fn coldest(mechanism: &Mechanism, age: Duration) -> Option<&Colder> {
    let there = mechanism
        .colder
        .iter()
        .filter(|colder| Duration::days(u64::from(colder.after.value.least)) <= age);
    there.max_by_key(|colder| colder.after.value.least)
}

/// What retrieval from a colder class takes.
fn of_cold(cold: &Colder, resource: &Resource) -> Option<Floor> {
    let Some(class) = &cold.storage_class else {
        // The only cold storage of AWS Backup with a published time.
        let archive = resource.types.iter().any(|row| row.value.name == "ebs");
        return of_fact("ebs-archive", true).filter(|_| archive);
    };
    let hours = storage_class(&class.value)?.retrieval?.standard_hours;
    Some(Floor {
        time: Duration::hours(u64::from(hours)),
        why: FloorReason::Because(format!(
            "objects in `{class}` can be read after up to {hours} h",
            class = class.value
        )),
        confidence: Confidence::High,
    })
}

/// What retrieval takes of objects that were archived before they were
/// superseded: they stay in the class that they had. Whether such objects are
/// among those that must be back is not known, so that it refutes nothing.
fn of_archived(kind: MechanismKind, resource: &Resource) -> Option<Floor> {
    let Native::Bucket(bucket) = &resource.native else { return None };
    let rules = bucket.lifecycle.iter().flatten().filter(|rule| !rule.planned);
    let current = rules.filter_map(|rule| rule.current.as_ref());
    let transitions = current.flat_map(|current| &current.value.transitions);
    let slow = transitions.filter_map(|transition| {
        let hours = storage_class(&transition.storage_class.value)?.retrieval?.standard_hours;
        Some((hours, transition))
    });
    let (hours, transition) =
        slow.max_by_key(|(hours, _)| *hours).filter(|_| kind == MechanismKind::Versioning)?;
    Some(Floor {
        time: Duration::hours(u64::from(hours)),
        why: FloorReason::Because(format!(
            "older objects lie in `{}` and can be read after up to {hours} h",
            transition.storage_class.value
        )),
        confidence: Confidence::Medium,
    })
}

/// How long a recovery that AWS makes by itself usually takes, at its longest.
fn by_itself(kind: MechanismKind, resource: &Resource) -> Option<Duration> {
    let rds = resource.type_name.value == "rds_instance";
    let row = recovery_time("rds-multi-az").filter(|_| rds && kind == MechanismKind::MultiAz)?;
    row.usual_seconds.map(|usual| Duration::seconds(u64::from(usual.most)))
}

/// What AWS says of the speed of a mechanism.
fn of_kind(kind: MechanismKind, one: bool, resource: &Resource) -> Option<Floor> {
    let kind_of = |name: &str| resource.types.iter().any(|row| row.value.name == name);
    let type_name = resource.type_name.value.as_str();
    let rds = kind_of("rds_instance") || matches!(type_name, "rds_instance" | "rds_cluster");
    let name = match kind {
        MechanismKind::MultiAz if rds => "rds-multi-az",
        MechanismKind::ReadReplica if rds => "rds-remote-replica",
        MechanismKind::RecoveryPoints
        | MechanismKind::Copy
        | MechanismKind::ManualSnapshots
        | MechanismKind::AutomatedBackups
            if rds && (one || kind != MechanismKind::AutomatedBackups) =>
        {
            "rds-snapshot"
        }
        MechanismKind::CacheSnapshots => "elasticache-snapshot",
        _ => return None,
    };
    of_fact(name, false)
}

/// The least time of a fact, or its greatest where AWS bounds it so.
fn of_fact(name: &str, greatest: bool) -> Option<Floor> {
    let row = recovery_time(name)?;
    let usual = row.usual_seconds?;
    let seconds = if greatest { usual.most } else { usual.least };
    let time = Duration::seconds(u64::from(seconds));
    let bound = if greatest { "up to" } else { "at least" };
    (seconds > 0).then_some(Floor {
        time,
        why: FloorReason::Usual { bound, time, works_as: row.works_as },
        confidence: row.confidence,
    })
}
