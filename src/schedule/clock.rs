//! From local times to instants and back, in whole seconds.
//!
//! This is the one place that decides what happens when clocks change. AWS does
//! not publish what its scheduler does then, so the customary reading is taken:
//! a local time that is skipped fires as much later as the clock jumps, and one
//! that comes twice fires the first time only.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use super::zone::Zone;

pub(super) const DAY: i64 = 86_400;

/// A stretch of time in which a zone keeps one distance to UTC.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Its first instant.
    from: i64,
    /// The first instant after it.
    until: i64,
    /// Local time minus UTC.
    offset: i64,
}

/// The stretches of one zone over some years.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    stretches: Vec<Stretch>,
}

impl Clock {
    /// The clock of a zone, exact for local times from `from` to `until`.
    pub(super) fn new(rules: &TimeZone, from: i64, until: i64) -> Self {
        let start = Timestamp::from_second(from.saturating_sub(2 * DAY)).unwrap_or(Timestamp::MIN);
        let end = until.saturating_add(2 * DAY);
        let first = Stretch {
            from: i64::MIN,
            until: i64::MAX,
            offset: i64::from(rules.to_offset(start).seconds()),
        };
        let mut stretches = vec![first];
        let changes =
            rules.following(start).take_while(|change| change.timestamp().as_second() <= end);
        for change in changes {
            let (from, offset) =
                (change.timestamp().as_second(), i64::from(change.offset().seconds()));
            // A change of name or of the daylight flag alone moves no clock.
            if let Some(last) = stretches.last_mut().filter(|last| last.offset != offset) {
                last.until = from;
                stretches.push(Stretch { from, until: i64::MAX, offset });
            }
        }
        Clock { stretches }
    }

    /// The instant at which a local time, in seconds as if it were UTC, fires.
    pub(super) fn instant(&self, local: i64) -> i64 {
        let index =
            self.stretches.partition_point(|stretch| local - stretch.offset >= stretch.until);
        let at = |index: usize| {
            self.stretches
                .get(index)
                .map_or((local, i64::MIN), |stretch| (local - stretch.offset, stretch.from))
        };
        let (instant, from) = at(index);
        // Skipped: counted by the clock as it was before the jump.
        if instant < from { at(index.saturating_sub(1)).0 } else { instant }
    }

    /// The local time shown at an instant, in seconds as if it were UTC.
    pub(super) fn local(&self, instant: i64) -> i64 {
        let index = self.stretches.partition_point(|stretch| stretch.until <= instant);
        instant + self.stretches.get(index).map_or(0, |stretch| stretch.offset)
    }

    /// The offset from `from` to `until`, and the end of its stretch; none where
    /// a clock changes among them.
    pub(super) fn steady(&self, from: i64, until: i64) -> Option<(i64, i64)> {
        let index = self.stretches.partition_point(|stretch| stretch.until <= from);
        self.stretches
            .get(index)
            .filter(|stretch| until <= stretch.until)
            .map(|stretch| (stretch.offset, stretch.until))
    }

    /// Every distance to UTC, some of them several times.
    pub(super) fn offsets(&self) -> impl Iterator<Item = i64> + '_ {
        self.stretches.iter().map(|stretch| stretch.offset)
    }

    /// The local times that no clock ever shows: the first of each stretch, and
    /// the first after it.
    pub(super) fn skipped(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        let changes = self.stretches.iter().zip(self.stretches.iter().skip(1));
        changes
            .map(|(before, after)| (after.from + before.offset, after.from + after.offset))
            .filter(|(first, until)| first < until)
    }

    /// The instants at which the clock changes, ascending.
    pub(super) fn changes(&self) -> impl Iterator<Item = i64> + '_ {
        self.stretches.iter().skip(1).map(|stretch| stretch.from)
    }
}

/// One run of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it is due.
    pub at: Timestamp,
    /// What the clock of the schedule's zone shows then.
    pub local: civil::DateTime,
}

impl Run {
    pub(super) fn new(clock: &Clock, instant: i64) -> Self {
        let at = Timestamp::from_second(instant).unwrap_or_default();
        let shown = Timestamp::from_second(clock.local(instant)).unwrap_or_default();
        Run { at, local: TimeZone::UTC.to_datetime(shown) }
    }
}

impl Run {
    /// The run of a schedule in this zone at an instant, in seconds since
    /// 1970-01-01.
    #[must_use]
    pub fn in_zone(zone: &Zone, instant: i64) -> Self {
        Self::new(zone.horizon(), instant)
    }
}

impl PartialOrd for Run {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Earlier runs come first.
impl Ord for Run {
    fn cmp(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at).then_with(|| self.local.cmp(&other.local))
    }
}

/// The days from 1970-01-01 to a date.
pub(super) fn day_number(date: civil::Date) -> i64 {
    date.duration_since(civil::date(1970, 1, 1)).as_secs().div_euclid(DAY)
}
