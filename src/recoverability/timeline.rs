//! The points that can be restored at one moment, mechanism by mechanism.
//!
//! It is the steady state by the calendar: everything has run for as long as it
//! looks back, and every job is done when it is due. What nobody says is told
//! as such and never drawn. Points are told where they are made: what a
//! longer-kept tier makes instead of another is the longer-kept tier's.

use jiff::Timestamp;

use crate::resolved::{Mechanism, Points, Resource, Scheduled};
use crate::schedule::{Cron, Schedule, Zone, occurrences};
use crate::units::{Duration, Retention};

use super::evidence::Evidence;
use super::history::{Reach, reach};
use super::kept::{Length, length};

/// One mechanism of a resource with its points of a moment.
#[derive(Debug, Clone)]
pub struct Timeline<'a> {
    /// The mechanism.
    pub mechanism: &'a Mechanism,
    /// What can be restored.
    pub left: Restorables,
    /// How long points are kept.
    pub kept: Length,
    /// How far back it reaches by itself, at every moment.
    pub reach: Reach,
}

/// What can be restored, by the age of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restorables {
    /// One state for each of these ages, the newest first.
    Points {
        /// The ages.
        ages: Vec<Duration>,
        /// There are older ones, which are too many to list.
        more: bool,
    },
    /// Any moment between two ages.
    AnyMoment {
        /// The age of the newest; none if nobody says how far it lies behind.
        newest: Option<Duration>,
        /// The age of the oldest; none is for ever.
        oldest: Option<Duration>,
    },
    /// The newest state alone.
    Newest {
        /// How far it lies behind, if that is known.
        behind: Option<Duration>,
    },
    /// Nothing, or nothing that can be placed in time, for this reason.
    Unplaced(&'static str),
}

/// Points are listed up to this age, in days: twelve years.
pub const LISTED_DAYS: u64 = 12 * 365 + 3;
/// So many points of a mechanism are listed.
const MOST: usize = 100_000;

const PLANNED: &str = "it is planned, and switched off";
const UNSAID: &str = "nobody says how long its points are kept";
const NO_SCHEDULE: &str = "nobody says when it runs";
const BY_HAND: &str = "it is made by hand";
const NEVER: &str = "it never runs";

/// What each mechanism of a resource can restore at a moment.
#[must_use]
pub fn timelines<'e>(
    evidence: &'e Evidence<'_>,
    resource: &Resource,
    now: Timestamp,
) -> Vec<Timeline<'e>> {
    let all = evidence.of_resource(&resource.at.key);
    all.map(|(number, mechanism)| {
        let looking = Looking { evidence, now: now.as_second() };
        let kept = kept_for(mechanism);
        Timeline {
            left: looking.left(number, mechanism, kept),
            kept,
            reach: reach(evidence, mechanism),
            mechanism,
        }
    })
    .collect()
}

fn kept_for(mechanism: &Mechanism) -> Length {
    let retention = match &mechanism.points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, lag: _ }
        | Points::OnChange { retention, keep_newest: _ } => retention.as_ref(),
        Points::Replica { lag: _ } => return Length::Unsaid,
    };
    length(mechanism, retention.map(|retention| &retention.value))
}

struct Looking<'e, 'p> {
    evidence: &'e Evidence<'p>,
    now: i64,
}

impl Looking<'_, '_> {
    fn left(&self, number: usize, mechanism: &Mechanism, kept: Length) -> Restorables {
        if mechanism.planned {
            return Restorables::Unplaced(PLANNED);
        }
        match &mechanism.points {
            Points::Replica { lag } => Restorables::Newest { behind: lag.bound.or(lag.typical) },
            Points::Continuous { lag, retention: _ } => any_moment(lag.bound.or(lag.typical), kept),
            Points::OnChange { .. } => any_moment(Some(Duration::ZERO), kept),
            Points::Scheduled(points) => self.scheduled(number, mechanism, points, kept),
        }
    }

    fn scheduled(
        &self,
        number: usize,
        mechanism: &Mechanism,
        points: &Scheduled,
        kept: Length,
    ) -> Restorables {
        let Some(schedule) = points.schedule.as_ref().map(|schedule| &schedule.value) else {
            return Restorables::Unplaced(NO_SCHEDULE);
        };
        let one = points.is_overwritten();
        let back = match kept {
            Length::For(length) => length.min(Duration::days(LISTED_DAYS)),
            Length::Forever => Duration::days(LISTED_DAYS),
            Length::Unsaid if one => Duration::days(LISTED_DAYS),
            Length::Unsaid => return Restorables::Unplaced(UNSAID),
        };
        let from = self.now.saturating_sub(i64::try_from(back.as_seconds()).unwrap_or(i64::MAX));
        let made = match (schedule, self.evidence.own_series(number, mechanism)) {
            (Schedule::Manual, _) => return Restorables::Unplaced(BY_HAND),
            (Schedule::OnChange, _) => return any_moment(Some(Duration::ZERO), kept),
            (Schedule::Interval(every), _) => return spaced(*every, back, one),
            (Schedule::Cron { cron, .. }, None) => self.copied(points, cron, from),
            (Schedule::Cron { .. }, Some(series)) => {
                let lane = self.evidence.lane(series.lane);
                lane.map(|lane| lane.runs.instants(&series.tiers, from + 1, self.now))
                    .unwrap_or_default()
            }
        };
        self.aged(&made, limit(points, one))
    }

    /// Points that wait for a copy job of their own: each job takes the newest.
    fn copied(&self, points: &Scheduled, made: &Cron, from: i64) -> Vec<i64> {
        let copied = points.copied.as_ref();
        let schedule = copied.and_then(|copied| copied.schedule.as_ref());
        let (Some(copied), Some(copies)) =
            (copied, schedule.and_then(|schedule| schedule.value.cron()))
        else {
            return Vec::new();
        };
        let made = runs(made, &points.zone, from, self.now);
        let copies = runs(copies, &copied.zone, from, self.now);
        let newest = |copy: &i64| made.get(made.partition_point(|at| at < copy).checked_sub(1)?);
        let mut taken: Vec<i64> = copies.iter().filter_map(newest).copied().collect();
        taken.dedup();
        taken
    }

    /// The ages of the newest of these instants.
    fn aged(&self, made: &[i64], limit: usize) -> Restorables {
        let age = |at: &i64| Duration::seconds(u64::try_from(self.now - at).unwrap_or_default());
        let ages: Vec<Duration> = made.iter().rev().take(limit.min(MOST)).map(age).collect();
        match ages.is_empty() {
            true => Restorables::Unplaced(NEVER),
            false => Restorables::Points { more: made.len().min(limit) > ages.len(), ages },
        }
    }
}

/// How many of the newest points are kept.
fn limit(points: &Scheduled, one: bool) -> usize {
    match points.retention.as_ref().map(|retention| &retention.value) {
        _ if one => 1,
        Some(Retention::Copies(count)) => usize::try_from(*count).unwrap_or(usize::MAX),
        Some(Retention::For(_) | Retention::Forever) | None => usize::MAX,
    }
}

fn runs(cron: &Cron, zone: &Zone, from: i64, until: i64) -> Vec<i64> {
    let (Ok(from), Ok(until)) = (Timestamp::from_second(from), Timestamp::from_second(until))
    else {
        return Vec::new();
    };
    occurrences(cron, zone, from, until).map(|run| run.at.as_second()).collect()
}

fn any_moment(newest: Option<Duration>, kept: Length) -> Restorables {
    match kept {
        Length::For(length) => Restorables::AnyMoment { newest, oldest: Some(length) },
        Length::Forever => Restorables::AnyMoment { newest, oldest: None },
        Length::Unsaid => Restorables::Unplaced(UNSAID),
    }
}

/// Points at an interval, of which nobody knows the first: each is taken as old
/// as it can be.
fn spaced(every: Duration, back: Duration, one: bool) -> Restorables {
    let count = back.as_seconds().checked_div(every.as_seconds()).unwrap_or_default();
    let listed = if one { 1 } else { count.min(u64::try_from(MOST).unwrap_or(u64::MAX)) };
    let ages: Vec<Duration> = (1..=listed).map(|n| every.times(n)).collect();
    match ages.is_empty() {
        true => Restorables::Unplaced(NEVER),
        false => Restorables::Points { ages, more: !one && count > listed },
    }
}
