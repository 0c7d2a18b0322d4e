//! The runs of a cron expression in a zone, and the days they fall on.

use jiff::Timestamp;
use jiff::civil;

use super::clock::{Clock, DAY, Run, day_number};
use super::cron::Cron;
use super::gap::{ALL_DAYS, FIRST_DAY};
use super::zone::Zone;
use crate::units::Duration;

/// The runs of `cron` from `from` on, before `until`, in order.
///
/// Every run has its own instant: where clocks change, local times that fall
/// together are one run.
#[must_use]
pub fn occurrences<'a>(
    cron: &'a Cron,
    zone: &Zone,
    from: Timestamp,
    until: Timestamp,
) -> Occurrences<'a> {
    let (first, last) = (from.as_second().min(until.as_second()), until.as_second());
    let clock = Clock::new(zone.rules(), first, last);
    let days = |instant: i64| clock.local(instant).div_euclid(DAY);
    // A run may fall on the day after the one that names it.
    let (first_day, last_day) = (days(first) - 2, days(last) + 2);
    let times = cron.seconds_of_day();
    Occurrences {
        days: MatchingDays::new(cron, first_day, last_day),
        times,
        clock,
        from: first,
        until: last,
        ready: Vec::new(),
    }
}

/// Runs that are walked for a span: 28 years of a daily run.
const RUNS_WALKED: usize = 12_000;

/// The shortest time that so many gaps between runs span from 2026 on; none if
/// there are not so many.
#[must_use]
pub fn shortest_span(cron: &Cron, zone: &Zone, gaps: usize) -> Option<Duration> {
    let day = |number: i64| Timestamp::from_second(number * DAY).ok();
    let runs = occurrences(cron, zone, day(FIRST_DAY)?, day(FIRST_DAY + ALL_DAYS)?);
    let instants: Vec<i64> =
        runs.take(RUNS_WALKED.saturating_add(gaps)).map(|run| run.at.as_second()).collect();
    let spans = instants.iter().zip(instants.iter().skip(gaps));
    let shortest = spans.map(|(from, to)| to - from).min()?;
    u64::try_from(shortest).ok().map(Duration::seconds)
}

/// The iterator of [`occurrences`].
#[derive(Clone, Debug)]
pub struct Occurrences<'a> {
    days: MatchingDays<'a>,
    times: Vec<i64>,
    clock: Clock,
    from: i64,
    until: i64,
    /// Runs of the days read so far, the next one last.
    ready: Vec<i64>,
}

impl Iterator for Occurrences<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        loop {
            // Runs within a day of one that comes later are certain to be sorted.
            let settled = self.days.peek().map_or(i64::MAX, |day| (day - 1) * DAY);
            if let Some(instant) =
                self.ready.last().copied().filter(|instant| self.clock.local(*instant) < settled)
            {
                self.ready.pop();
                if (self.from..self.until).contains(&instant) {
                    return Some(Run::new(&self.clock, instant));
                }
                continue;
            }
            let day = self.days.next()?;
            self.ready.extend(self.times.iter().map(|time| self.clock.instant(day * DAY + time)));
            self.ready.sort_unstable_by(|a, b| b.cmp(a));
            self.ready.dedup();
        }
    }
}

/// The days that a cron expression names, as days since 1970-01-01.
#[derive(Clone, Debug)]
pub(super) struct MatchingDays<'a> {
    cron: &'a Cron,
    first: i64,
    last: i64,
    /// The first of the next month; none after the last month.
    next_month: Option<civil::Date>,
    /// The day before the first of the month whose days are left in `set`.
    before: i64,
    /// Days still to come; bit n is day n of the month.
    set: u32,
}

impl<'a> MatchingDays<'a> {
    /// The matching days from `first` to `last`, both included.
    pub(super) fn new(cron: &'a Cron, first: i64, last: i64) -> Self {
        let date = Timestamp::from_second(first.saturating_mul(DAY))
            .ok()
            .map(|at| jiff::tz::TimeZone::UTC.to_datetime(at).date());
        MatchingDays {
            cron,
            first,
            last,
            next_month: date.map(civil::Date::first_of_month),
            before: 0,
            set: 0,
        }
    }

    /// The day that comes next, without taking it.
    pub(super) fn peek(&mut self) -> Option<i64> {
        loop {
            if self.set != 0 {
                let day = self.before + i64::from(self.set.trailing_zeros());
                if day > self.last {
                    return None;
                }
                if day >= self.first {
                    return Some(day);
                }
                self.set &= self.set - 1;
                continue;
            }
            let month = self.next_month?;
            self.before = day_number(month) - 1;
            if self.before >= self.last {
                return None;
            }
            self.set = self.cron.days_in(month.year(), month.month());
            self.next_month = month.last_of_month().tomorrow().ok();
        }
    }
}

impl Iterator for MatchingDays<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let day = self.peek()?;
        self.set &= self.set - 1;
        Some(day)
    }
}
