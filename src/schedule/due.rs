//! The instants at which a cron expression is due, one after the other.

use super::clock::{Clock, DAY};
use super::cron::Cron;
use super::occurrences::MatchingDays;

/// Instants in order, each once, in seconds since 1970-01-01. Where clocks
/// change, local times that fall together are one.
#[derive(Clone, Debug)]
pub(super) struct Due<'a> {
    days: MatchingDays<'a>,
    times: Vec<i64>,
    /// Instants of days that were read, ascending, of which so many are told.
    ready: Vec<i64>,
    told: usize,
    /// The offset that days have, as long as they end by this instant.
    steady: Option<(i64, i64)>,
}

impl<'a> Due<'a> {
    /// The instants of the local days from `first` to `last`, both included, in
    /// days since 1970-01-01.
    pub(super) fn new(cron: &'a Cron, first: i64, last: i64) -> Self {
        Self {
            days: MatchingDays::new(cron, first, last),
            times: cron.seconds_of_day(),
            ready: Vec::new(),
            told: 0,
            steady: None,
        }
    }

    /// The next instant by a clock, which is the same each time.
    pub(super) fn next(&mut self, clock: &Clock) -> Option<i64> {
        loop {
            if let Some(at) = self.ready.get(self.told) {
                self.told += 1;
                return Some(*at);
            }
            self.read(clock)?;
        }
    }

    /// Reads the next day, or all days around a change of clocks, whose times
    /// may come out of order.
    fn read(&mut self, clock: &Clock) -> Option<()> {
        self.ready.clear();
        self.told = 0;
        let day = self.days.next()?;
        if let Some(offset) = self.offset(day, clock) {
            self.ready.extend(self.times.iter().map(|time| day * DAY + time - offset));
            return Some(());
        }
        let mut day = day;
        loop {
            self.ready.extend(self.times.iter().map(|time| clock.instant(day * DAY + time)));
            match self.days.peek() {
                Some(next) if self.offset(next, clock).is_none() => day = self.days.next()?,
                _ => break,
            }
        }
        self.ready.sort_unstable();
        self.ready.dedup();
        Some(())
    }

    /// The offset of a day far from any change of clocks.
    fn offset(&mut self, day: i64, clock: &Clock) -> Option<i64> {
        let (from, until) = ((day - 2) * DAY, (day + 3) * DAY);
        if self.steady.is_none_or(|(_, end)| end < until) {
            self.steady = clock.steady(from, until);
        }
        self.steady.map(|(offset, _)| offset)
    }
}
