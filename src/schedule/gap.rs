//! The longest time between runs, over the real calendar.
//!
//! The calendar repeats its pairing of dates and weekdays every 28 years, and
//! zones change their clocks by weekday; 30 years from a fixed day show every
//! gap without asking what day it is. Schedules that the calendar makes rare
//! (29 February, the fifth Friday of February) or that name years are followed
//! to the last year of the dialect, over 2100, which is no leap year.

use std::collections::VecDeque;

use super::clock::{Clock, DAY, Run};
use super::cron::{Cron, Days};
use super::occurrences::MatchingDays;
use super::recurrence::Schedule;
use super::zone::Zone;
use crate::units::Duration;

/// 2026-01-01, in days since 1970-01-01: the first day looked at.
pub(super) const FIRST_DAY: i64 = 20_454;
/// The days of the years 2026 to 2053, the 28 years that hold every case.
pub(super) const CYCLE_DAYS: i64 = 10_227;
/// The years of [`CYCLE_DAYS`].
pub(super) const CYCLE_YEARS: u64 = 28;
/// The days looked at: two years more, for gaps that reach over the cycle's end.
pub(super) const ALL_DAYS: i64 = 10_957;
/// The year of [`FIRST_DAY`].
pub(super) const FIRST_YEAR: i16 = 2026;
/// 2200-01-01: the first day after the years of the dialect.
pub(super) const DIALECT_END: i64 = 84_006;
/// A schedule that names fewer days than these in 30 years is followed further.
const RARE: usize = 15;

/// The longest time between runs, and the two runs that bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The time from one run to the other.
    pub length: Duration,
    /// The run before the gap: of equal gaps from 2026 on, the first.
    pub from: Run,
    /// The run after it.
    pub to: Run,
}

/// The longest time between two neighbouring runs.
///
/// A daily run in a zone with summer time has 25 hours. None if there is no
/// such time: the schedule never fires, or fires for the last time because of
/// its year field, or runs by hand or with every change. An interval that cron
/// cannot say is its own gap, with runs for example. The time before the first
/// run is no gap: ask [`Cron::leaves_out_years`] where a year field is written.
#[must_use]
pub fn longest_gap(schedule: &Schedule, zone: &Zone) -> Option<Gap> {
    longest_gap_with_failures(schedule, zone, 0)
}

/// The longest time between two runs that succeed if at most `failed` runs in a
/// row fail; otherwise as [`longest_gap`].
#[must_use]
pub fn longest_gap_with_failures(schedule: &Schedule, zone: &Zone, failed: usize) -> Option<Gap> {
    let over = failed.saturating_add(1);
    match schedule {
        Schedule::Cron { cron, at: _, open: _ } => {
            zone.gap(cron, over, || of_cron(cron, zone, over))
        }
        Schedule::Interval(length) => {
            let length = length.times(u64::try_from(over).unwrap_or(u64::MAX));
            let start = FIRST_DAY * DAY;
            let end = start.saturating_add(i64::try_from(length.as_seconds()).unwrap_or(i64::MAX));
            let clock = zone.horizon();
            Some(Gap { length, from: Run::new(clock, start), to: Run::new(clock, end) })
        }
        Schedule::Manual | Schedule::OnChange => None,
    }
}

fn of_cron(cron: &Cron, zone: &Zone, over: usize) -> Option<Gap> {
    let last = FIRST_DAY + ALL_DAYS - 1;
    let years_left_out = cron.leaves_out_years(FIRST_YEAR);
    let rare = MatchingDays::new(cron, FIRST_DAY, last).take(RARE).count() < RARE;
    if !years_left_out && !rare {
        let clock = zone.horizon();
        let (gap, _) = walk(cron, clock, FIRST_DAY, last, over);
        return gap.map(|gap| gap.described(clock, clock)).map(|(gap, _)| gap);
    }
    let clock = Clock::new(zone.rules(), FIRST_DAY * DAY, DIALECT_END * DAY);
    let (gap, newest) = walk(cron, &clock, FIRST_DAY, DIALECT_END - 1, over);
    let (gap, seconds) = gap?.described(&clock, &clock);
    let stops =
        years_left_out && newest.is_none_or(|newest| DIALECT_END * DAY - newest.at > seconds);
    (!stops).then_some(gap)
}

/// The longest gap over `over` steps, and the last run looked at.
fn walk(
    cron: &Cron,
    clock: &Clock,
    first: i64,
    last: i64,
    over: usize,
) -> (Option<Bounds>, Option<Point>) {
    let times = cron.seconds_of_day();
    let plain = DayRuns::new(times.iter().map(|at| Point { at: *at, tier: 0 }).collect(), over);
    let mut fold = GapFold::new(over);
    for (from, until) in stretches(cron, clock, first, last, over) {
        fold.restart();
        // Runs of days on which clocks change, which may come out of order.
        let mut unsteady: Vec<i64> = Vec::new();
        for day in MatchingDays::new(cron, from, until) {
            if let Some((offset, _)) = clock.steady((day - 2) * DAY, (day + 3) * DAY) {
                fold.push_unsorted(&mut unsteady);
                fold.push_day(day * DAY - offset, &plain);
            } else {
                unsteady.extend(times.iter().map(|time| clock.instant(day * DAY + time)));
            }
        }
        fold.push_unsorted(&mut unsteady);
    }
    (fold.best, fold.newest())
}

/// The days to walk. Where every week is like the next, that is one stretch and
/// the surroundings of every change of clocks.
pub(super) fn stretches(
    cron: &Cron,
    clock: &Clock,
    first: i64,
    last: i64,
    over: usize,
) -> Vec<(i64, i64)> {
    if !is_weekly(cron, over) {
        return vec![(first, last)];
    }
    let reach = reach(cron, over);
    let mut found: Vec<(i64, i64)> = vec![(first, first + 2 * reach)];
    for change in clock.changes().map(|change| change.div_euclid(DAY)) {
        let (from, until) = ((change - reach).max(first), (change + reach).min(last));
        match found.last_mut() {
            Some(before) if from <= before.1 + 1 => before.1 = before.1.max(until),
            _ if from <= until => found.push((from, until)),
            _ => {}
        }
    }
    found
}

/// True if every week is like the next, and a walk along the changes of clocks
/// is shorter than one along all days.
pub(super) fn is_weekly(cron: &Cron, over: usize) -> bool {
    let weekly = matches!(cron.days(), Days::Every | Days::OfWeek(_));
    weekly && cron.every_month_from(FIRST_YEAR) && reach(cron, over) <= ALL_DAYS / 4
}

/// The days in which a gap over so many steps shows in full.
fn reach(cron: &Cron, over: usize) -> i64 {
    let step = if cron.days() == Days::Every { 1 } else { 7 };
    i64::try_from(over).unwrap_or(ALL_DAYS).saturating_add(1).saturating_mul(step).saturating_add(3)
}

/// A run as its instant, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    pub at: i64,
    pub tier: usize,
}

/// The two runs that bound a gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub from: Point,
    pub to: Point,
}

impl Bounds {
    /// The gap in words of the interface, and its length in seconds. Each run
    /// is shown by the clock of its own zone.
    pub(super) fn described(self, from_clock: &Clock, to_clock: &Clock) -> (Gap, i64) {
        let seconds = self.to.at - self.from.at;
        let length = Duration::seconds(u64::try_from(seconds).unwrap_or_default());
        (
            Gap {
                length,
                from: Run::new(from_clock, self.from.at),
                to: Run::new(to_clock, self.to.at),
            },
            seconds,
        )
    }
}

/// The runs of one kind of day, counted from the day's start.
#[derive(Clone, Debug)]
pub(super) struct DayRuns {
    points: Vec<Point>,
    /// The longest gap of those that begin and end on the day.
    inner: Option<Bounds>,
}

impl DayRuns {
    /// The runs of a day, in order, with its longest gap over `over` steps.
    pub(super) fn new(points: Vec<Point>, over: usize) -> Self {
        let mut fold = GapFold::new(over);
        points.iter().for_each(|point| fold.push(*point));
        DayRuns { points, inner: fold.best }
    }
}

/// Looks for the longest gap over `over` steps among runs pushed in order.
#[derive(Debug)]
pub(super) struct GapFold {
    over: usize,
    /// The newest runs, at most `over` of them.
    last: VecDeque<Point>,
    /// When there were so many for the first time.
    pub filled: Option<i64>,
    pub best: Option<Bounds>,
}

impl GapFold {
    pub(super) fn new(over: usize) -> Self {
        GapFold { over, last: VecDeque::new(), filled: None, best: None }
    }

    /// The next run does not follow the one before.
    pub(super) fn restart(&mut self) {
        self.last.clear();
    }

    pub(super) fn newest(&self) -> Option<Point> {
        self.last.back().copied()
    }

    pub(super) fn push(&mut self, point: Point) {
        if self.last.len() == self.over
            && let Some(from) = self.last.pop_front()
        {
            self.consider(Bounds { from, to: point });
        }
        self.last.push_back(point);
        if self.filled.is_none() && self.last.len() == self.over {
            self.filled = Some(point.at);
        }
    }

    /// The length of the longest gap so far, in seconds.
    pub(super) fn longest(&self) -> Option<i64> {
        self.best.map(|best| best.to.at - best.from.at)
    }

    /// Pushes all runs of a day that starts at `start`.
    pub(super) fn push_day(&mut self, start: i64, day: &DayRuns) {
        let moved = |point: &Point| Point { at: point.at + start, tier: point.tier };
        if day.points.len() <= 2 * self.over {
            day.points.iter().for_each(|point| self.push(moved(point)));
            return;
        }
        day.points.iter().take(self.over).for_each(|point| self.push(moved(point)));
        if let Some(Bounds { from, to }) = &day.inner {
            self.consider(Bounds { from: moved(from), to: moved(to) });
        }
        self.last.clear();
        let skipped = day.points.len() - self.over;
        self.last.extend(day.points.iter().skip(skipped).map(moved));
    }

    /// Pushes `count` days that are alike, the first of which starts at `start`.
    pub(super) fn push_days(&mut self, start: i64, count: i64, day: &DayRuns) {
        if day.points.is_empty() {
            return;
        }
        // As many days as hold all newest runs show every gap there is; after
        // more of them the newest runs are those of the day before, later.
        let shown = count.min(i64::try_from(self.over).unwrap_or(count).saturating_add(1));
        for number in 0..shown {
            self.push_day(start + number * DAY, day);
        }
        let later = (count - shown) * DAY;
        self.last.iter_mut().for_each(|point| point.at += later);
    }

    /// Pushes runs in any order, and empties them.
    fn push_unsorted(&mut self, instants: &mut Vec<i64>) {
        instants.sort_unstable();
        instants.dedup();
        for at in instants.drain(..) {
            self.push(Point { at, tier: 0 });
        }
    }

    fn consider(&mut self, found: Bounds) {
        let length = |bounds: &Bounds| bounds.to.at - bounds.from.at;
        if self.best.as_ref().is_none_or(|best| length(&found) > length(best)) {
            self.best = Some(found);
        }
    }
}
