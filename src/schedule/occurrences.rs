//! The runs of a cron expression in a zone, and the days they fall on.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::clock::{Clock, DAY, Run};
use super::cron::{Cron, LAST_YEAR};
use super::due::Due;
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
    Occurrences { instants: Instants::new(cron, zone, first, last) }
}

/// The instants of the runs of `cron` from `from` on, before `until`, in order,
/// each once; all in seconds since 1970-01-01.
#[must_use]
pub fn instants<'a>(cron: &'a Cron, zone: &Zone, from: i64, until: i64) -> Instants<'a> {
    Instants::new(cron, zone, from, until)
}

/// Runs that are walked for a span: 28 years of a daily run.
const RUNS_WALKED: usize = 12_000;

/// The shortest time that so many gaps between runs span from 2026 on; none if
/// there are not so many.
#[must_use]
pub fn shortest_span(cron: &Cron, zone: &Zone, gaps: usize) -> Option<Duration> {
    let (first, last) = (FIRST_DAY * DAY, (FIRST_DAY + ALL_DAYS) * DAY);
    let instants: Vec<i64> =
        instants(cron, zone, first, last).take(RUNS_WALKED.saturating_add(gaps)).collect();
    let spans = instants.iter().zip(instants.iter().skip(gaps));
    let shortest = spans.map(|(from, to)| to - from).min()?;
    u64::try_from(shortest).ok().map(Duration::seconds)
}

/// The iterator of [`occurrences`].
#[derive(Clone, Debug)]
pub struct Occurrences<'a> {
    instants: Instants<'a>,
}

impl Iterator for Occurrences<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let at = self.instants.next()?;
        Some(Run::new(&self.instants.clock, at))
    }
}

/// The iterator of [`instants`].
#[derive(Clone, Debug)]
pub struct Instants<'a> {
    due: Due<'a>,
    clock: Clock,
    from: i64,
    until: i64,
}

impl<'a> Instants<'a> {
    fn new(cron: &'a Cron, zone: &Zone, from: i64, until: i64) -> Self {
        let clock = Clock::new(zone.rules(), from, until);
        let days = |instant: i64| clock.local(instant).div_euclid(DAY);
        // A run may fall on the day after the one that names it.
        let due = Due::new(cron, days(from) - 2, days(until) + 2);
        Self { due, clock, from, until }
    }
}

impl Iterator for Instants<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        loop {
            let at = self.due.next(&self.clock).filter(|at| *at < self.until)?;
            if at >= self.from {
                return Some(at);
            }
        }
    }
}

/// The days that a cron expression names, as days since 1970-01-01.
#[derive(Clone, Debug)]
pub(super) struct MatchingDays<'a> {
    cron: &'a Cron,
    first: i64,
    last: i64,
    /// The next month; none after the last one.
    next_month: Option<Month>,
    /// The day before the first of the month whose days are left in `set`.
    before: i64,
    /// Days still to come; bit n is day n of the month.
    set: u32,
}

/// A month with the day that it begins on.
#[derive(Clone, Copy, Debug)]
struct Month {
    year: i16,
    month: i8,
    first: i64,
}

impl Month {
    /// The month of a day; none outside of the years that there are dates for.
    fn of(day: i64) -> Option<Self> {
        let at = Timestamp::from_second(day.checked_mul(DAY)?).ok()?;
        let date = TimeZone::UTC.to_datetime(at).date();
        let first = day - i64::from(date.day()) + 1;
        Some(Self { year: date.year(), month: date.month(), first })
    }

    fn length(self) -> u8 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The next month; none after the last year of the dialect.
    fn next(self) -> Option<Self> {
        let first = self.first + i64::from(self.length());
        let (year, month) =
            if self.month == 12 { (self.year + 1, 1) } else { (self.year, self.month + 1) };
        (year <= LAST_YEAR).then_some(Self { year, month, first })
    }
}

impl<'a> MatchingDays<'a> {
    /// The matching days from `first` to `last`, both included.
    pub(super) fn new(cron: &'a Cron, first: i64, last: i64) -> Self {
        Self { cron, first, last, next_month: Month::of(first), before: 0, set: 0 }
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
            self.before = month.first - 1;
            if self.before >= self.last {
                return None;
            }
            let Month { year, month: number, first } = month;
            self.set = self.cron.days_of(year, number, month.length(), first);
            self.next_month = month.next();
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
