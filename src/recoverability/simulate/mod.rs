//! What is left at one moment, where the proof says what is left at every moment.
//!
//! The same mechanisms, the same survival and the same runs as in the proof,
//! looked at on one day of the calendar. Two readings: *on schedule*, every job
//! was done when it was due; *at worst*, every job took as long as it may, so
//! that a point whose job may still be running is not usable. What is lost on
//! schedule is never more than the nominal figure of the proof, and at worst
//! never more than the guaranteed one.

mod chained;
mod event;
mod happened;
mod held;
mod look;
mod newest;
mod outcome;
mod runs;

pub use event::{Event, Known, Lost, known};
pub use held::{Count, Newest, Oldest, PointAt};
pub use outcome::{Gone, Judged, Loss, Outcome, WayBack, Why};
pub use runs::{Left, NextRun, RunFate, next_runs};

use jiff::Timestamp;

use crate::resolved::{Policy, Whereabouts};
use crate::units::{Date, Duration};

use super::evidence::Evidence;

/// When something happens, and when data is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When it happens.
    pub at: Timestamp,
    /// How much later it is noticed.
    pub found_after: Duration,
    /// Since when the policy is in force; for as long as it looks back if not
    /// stated.
    pub since: Option<Timestamp>,
}

/// What becomes of the resources of one environment.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// Name of the policy.
    pub policy: String,
    /// Name of the environment; empty in a policy without environments.
    pub environment: String,
    /// Its place.
    pub place: Whereabouts,
    /// What happens.
    pub event: Event,
    /// When.
    pub moment: Moment,
    /// What becomes of each resource that the event may touch, by name.
    pub outcomes: Vec<Outcome>,
}

impl Moment {
    /// 2026-01-01, before which no run is followed.
    pub const FIRST: i64 = super::evidence::CYCLE_START;
    /// 2056-01-01, from which on no run is followed.
    pub const END: i64 = super::evidence::CYCLE_START + 10_957 * 86_400;

    /// When data is asked for again.
    #[must_use]
    pub fn needed(&self) -> Timestamp {
        Timestamp::from_second(self.needed_second()).unwrap_or(Timestamp::MAX)
    }

    /// True if the calendar of runs covers it.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.at.as_second() >= Self::FIRST && self.needed_second() < Self::END
    }

    fn second(&self) -> i64 {
        self.at.as_second()
    }

    fn needed_second(&self) -> i64 {
        self.second().saturating_add(seconds(self.found_after))
    }

    /// The day on which data is asked for again.
    fn day(&self) -> Date {
        Date::from(jiff::tz::TimeZone::UTC.to_datetime(self.needed()).date())
    }
}

/// What an event leaves of everything that it may touch.
#[must_use]
pub fn simulate(policy: &Policy, event: &Event, moment: Moment) -> Simulation {
    simulate_with(&Evidence::new(policy), event, moment)
}

/// The same by evidence that is at hand.
#[must_use]
pub fn simulate_with(evidence: &Evidence<'_>, event: &Event, moment: Moment) -> Simulation {
    let policy = evidence.policy;
    let touched = policy.resources.values().filter(|resource| event.touches(resource));
    let name = |name: &crate::source::Text| name.value.clone();
    let environment = &policy.environment;
    Simulation {
        policy: policy.name.value.clone(),
        environment: environment.name.clone(),
        place: Whereabouts {
            account: environment.account.as_ref().map(name),
            region: environment.region.as_ref().map(name),
            ..Whereabouts::default()
        },
        event: event.clone(),
        moment,
        outcomes: touched.map(|one| look::of(evidence, one, event, moment)).collect(),
    }
}

impl Simulation {
    /// True if something that has an RPO cannot be brought back within it.
    #[must_use]
    pub fn misses(&self) -> bool {
        self.outcomes.iter().any(Outcome::misses)
    }
}

/// A length in the seconds of instants.
fn seconds(length: Duration) -> i64 {
    i64::try_from(length.as_seconds()).unwrap_or(i64::MAX)
}

/// The length between two instants in seconds; none if they are in the other order.
fn between(from: i64, to: i64) -> Duration {
    Duration::seconds(u64::try_from(to.saturating_sub(from)).unwrap_or_default())
}

fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or_default()
}
