//! Schedules in the cron dialect of AWS: `cron(min hour dom month dow year)`.
//!
//! The dialect is that of the EventBridge page "Cron expressions", to which the
//! AWS Backup guide refers (read 2026-11-20). Where AWS does not say what a
//! spelling means, it is refused with another spelling, never guessed.

use std::fmt;

use jiff::civil;

use super::clock::{DAY, day_number};
use super::cron_parse;
use super::cron_print;
use super::gap::{CYCLE_DAYS, DIALECT_END, FIRST_DAY};
use super::occurrences::MatchingDays;
use crate::units::{Duration, Problem, TimeOfDay};

/// The first year of the dialect.
pub(super) const FIRST_YEAR: i16 = 1970;
/// The last year of the dialect.
pub(super) const LAST_YEAR: i16 = 2199;
pub(super) const ALL_HOURS: u32 = (1 << 24) - 1;
pub(super) const ALL_DAYS: u32 = u32::MAX - 1;
pub(super) const ALL_WEEKDAYS: u8 = (1 << 7) - 1;
pub(super) const ALL_MONTHS: u16 = (1 << 13) - 2;

/// A schedule in AWS's cron dialect.
///
/// Two are equal if they fire at the same times, however they are written.
#[derive(Clone, Debug)]
pub struct Cron {
    pub(super) written: String,
    /// Bit n: minute n.
    pub(super) minutes: u64,
    /// Bit n: hour n.
    pub(super) hours: u32,
    pub(super) days: Days,
    /// Bit n: month n, from 1.
    pub(super) months: u16,
    pub(super) years: Years,
}

/// Which days of a month a cron expression names; both day fields in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Days {
    /// Every day.
    Every,
    /// Days of the month; bit n is day n, from 1.
    OfMonth(u32),
    /// `L` in the day of month: the last day.
    LastOfMonth,
    /// `LW`: the last day from Monday to Friday.
    LastWorkday,
    /// `15W`: the day from Monday to Friday nearest to this one, in its month.
    NearestWorkday(u8),
    /// Days of the week; bit n is n days after Sunday.
    OfWeek(u8),
    /// `6#3`: the third Friday; the weekday as days after Sunday.
    Nth {
        /// Days after Sunday.
        weekday: u8,
        /// 1 to 5; a month without a fifth is left out.
        nth: u8,
    },
    /// `6L`: the last Friday of the month; the weekday as days after Sunday.
    LastOfWeekday(u8),
}

/// A set of the years of the dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Years([u64; 4]);

/// What a cron expression fires by, however it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sets {
    minutes: u64,
    hours: u32,
    days: Days,
    months: u16,
    years: Years,
}

impl Years {
    pub(super) const NONE: Years = Years([0; 4]);

    /// All 230 of them.
    pub(super) const EVERY: Years = Years([u64::MAX, u64::MAX, u64::MAX, (1 << 38) - 1]);

    pub(super) fn with(mut self, year: i16) -> Years {
        let bit = u16::try_from(year - FIRST_YEAR).unwrap_or_default();
        if let Some(word) = self.0.get_mut(usize::from(bit / 64)) {
            *word |= 1 << (bit % 64);
        }
        self
    }

    pub(super) fn has(self, year: i16) -> bool {
        let Some(bit) = year.checked_sub(FIRST_YEAR).and_then(|bit| u16::try_from(bit).ok()) else {
            return false;
        };
        self.0.get(usize::from(bit / 64)).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
}

impl Cron {
    /// Reads `cron(0 5 ? * * *)`.
    ///
    /// # Errors
    /// Every field that is wrong, each with its bytes in `text`: what AWS
    /// refuses (five fields, `rate(...)`, `*` or `?` in both day fields) and
    /// what AWS does not define (ranges that wrap around, `L` in a list).
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        cron_parse::parse(text)
    }

    /// The schedule of these sets, written in normal form.
    pub(super) fn from_sets(minutes: u64, hours: u32, days: Days, months: u16) -> Self {
        let mut cron = Cron {
            written: String::new(),
            minutes,
            hours,
            days: days.normalised(),
            months,
            years: Years::EVERY,
        };
        cron.written = cron.normalised();
        cron
    }

    pub(super) const fn sets(&self) -> Sets {
        let Cron { written: _, minutes, hours, days, months, years } = self;
        Sets { minutes: *minutes, hours: *hours, days: *days, months: *months, years: *years }
    }

    /// The text it was read from, or the normal form where there was none.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// The one spelling of this schedule; equal schedules have the same.
    #[must_use]
    pub fn normalised(&self) -> String {
        cron_print::normalised(self)
    }

    /// Which days it names, normalised: all seven weekdays are `Every`.
    #[must_use]
    pub fn days(&self) -> Days {
        self.days
    }

    /// The times of each matching day, ascending.
    pub fn times(&self) -> impl Iterator<Item = TimeOfDay> + '_ {
        (0..24_u16)
            .filter(|hour| self.hours >> hour & 1 == 1)
            .flat_map(|hour| {
                (0..60_u16)
                    .filter(|minute| self.minutes >> minute & 1 == 1)
                    .map(move |minute| hour * 60 + minute)
            })
            .filter_map(TimeOfDay::from_minute)
    }

    /// How often it fires on a matching day.
    #[must_use]
    pub fn runs_per_day(&self) -> u32 {
        self.minutes.count_ones() * self.hours.count_ones()
    }

    /// True if it may fire in this month, 1 for January.
    #[must_use]
    pub const fn has_month(&self, month: i8) -> bool {
        self.months >> month & 1 == 1
    }

    /// True if it fires in this year at all.
    #[must_use]
    pub fn has_year(&self, year: i16) -> bool {
        self.years.has(year)
    }

    /// True if the year field leaves out a year after this one, so that the
    /// schedule pauses or stops for good.
    #[must_use]
    pub fn leaves_out_years(&self, after: i16) -> bool {
        self.years != Years::EVERY
            && (after.max(FIRST_YEAR)..=LAST_YEAR).any(|year| !self.years.has(year))
    }

    /// True if it runs on every day of every year from 2026 on.
    #[must_use]
    pub fn runs_every_day(&self) -> bool {
        matches!(self.days(), Days::Every) && self.every_month_from(super::gap::FIRST_YEAR)
    }

    /// True if every month of every year from this one on has matching days as
    /// far as the month and year fields go.
    pub(super) fn every_month_from(&self, year: i16) -> bool {
        self.months == ALL_MONTHS && !self.leaves_out_years(year)
    }

    /// The times of each matching day in seconds, ascending.
    pub(super) fn seconds_of_day(&self) -> Vec<i64> {
        self.times().map(|time| i64::from(time.minute_of_day()) * 60).collect()
    }

    /// The shortest time between two runs by the clock on the wall; none if it
    /// fires once at most. A change of clocks may bring two runs closer.
    #[must_use]
    pub fn shortest_spacing(&self) -> Option<Duration> {
        let times = self.seconds_of_day();
        let within = times.iter().zip(times.iter().skip(1)).map(|(a, b)| b - a).min();
        let (first, last) = (times.first()?, times.last()?);
        let between = self.fewest_days_between().map(|days| days * DAY + first - last);
        // OK because later times and days are never negative distances.
        within
            .into_iter()
            .chain(between)
            .min()
            .and_then(|seconds| u64::try_from(seconds).ok())
            .map(Duration::seconds)
    }

    /// The fewest days from one matching day to another.
    fn fewest_days_between(&self) -> Option<i64> {
        let (first, last) = if self.leaves_out_years(i16::MIN) {
            (0, DIALECT_END)
        } else {
            (FIRST_DAY, FIRST_DAY + CYCLE_DAYS)
        };
        let mut fewest = None;
        let mut before = None;
        for day in MatchingDays::new(self, first, last) {
            let distance = before.map(|before| day - before);
            fewest = fewest.into_iter().chain(distance).min();
            if fewest == Some(1) {
                break;
            }
            before = Some(day);
        }
        fewest
    }

    /// True if the day falls on a matching day.
    #[must_use]
    pub fn matches_date(&self, date: civil::Date) -> bool {
        self.days_in(date.year(), date.month()) >> date.day() & 1 == 1
    }

    /// True if the schedule fires at this local time.
    #[must_use]
    pub fn matches(&self, local: civil::DateTime) -> bool {
        self.matches_date(local.date())
            && self.hours >> local.hour() & 1 == 1
            && self.minutes >> local.minute() & 1 == 1
    }

    /// The matching days of a month; bit n is day n, from 1.
    pub(super) fn days_in(&self, year: i16, month: i8) -> u32 {
        if self.months >> month & 1 == 0 || !self.years.has(year) {
            return 0;
        }
        let Ok(first) = civil::Date::new(year, month, 1) else {
            return 0;
        };
        let length = u8::try_from(first.days_in_month()).unwrap_or_default();
        self.days_of(year, month, length, day_number(first))
    }

    /// The same of a month of `length` days that begins on the day `first`, in
    /// days since 1970-01-01.
    pub(super) fn days_of(&self, year: i16, month: i8, length: u8, first: i64) -> u32 {
        if self.months >> month & 1 == 0 || !self.years.has(year) {
            return 0;
        }
        // 1970-01-01 is a Thursday, which is four days after a Sunday.
        let first_weekday = u8::try_from((first + 4).rem_euclid(7)).unwrap_or_default();
        self.days.in_month(length, first_weekday)
    }
}

impl Days {
    pub(super) fn normalised(self) -> Days {
        match self {
            Days::OfMonth(ALL_DAYS) | Days::OfWeek(ALL_WEEKDAYS) => Days::Every,
            other => other,
        }
    }

    /// The matching days of a month of `length` days whose first day is
    /// `first_weekday` days after a Sunday; bit n is day n.
    fn in_month(self, length: u8, first_weekday: u8) -> u32 {
        let existing = ALL_DAYS & low_bits(length);
        let weekday = |day: u8| (first_weekday + day + 6) % 7;
        match self {
            Days::Every => existing,
            Days::OfMonth(days) => days & existing,
            Days::LastOfMonth => 1 << length,
            Days::LastWorkday => match weekday(length) {
                0 => 1 << (length - 2),
                6 => 1 << (length - 1),
                _ => 1 << length,
            },
            Days::NearestWorkday(day) if day > length => 0,
            Days::NearestWorkday(day) => match weekday(day) {
                6 if day == 1 => 1 << 3,
                6 => 1 << (day - 1),
                0 if day == length => 1 << (day - 2),
                0 => 1 << (day + 1),
                _ => 1 << day,
            },
            Days::OfWeek(days) => {
                // Bit n of the pattern: the day n after the first is named.
                let week = u32::from(days) >> first_weekday
                    | u32::from(days) << (7 - first_weekday) & u32::from(ALL_WEEKDAYS);
                let week = week & u32::from(ALL_WEEKDAYS);
                (week << 1 | week << 8 | week << 15 | week << 22 | week << 29) & existing
            }
            Days::Nth { weekday: wanted, nth } => {
                let first = 1 + (7 + wanted - first_weekday) % 7;
                let day = first + 7 * (nth - 1);
                if day > length { 0 } else { 1 << day }
            }
            Days::LastOfWeekday(wanted) => {
                let back = (7 + weekday(length) - wanted) % 7;
                1 << (length - back)
            }
        }
    }
}

/// Bits 0 to `last`.
fn low_bits(last: u8) -> u32 {
    u32::MAX >> (31_u8.saturating_sub(last))
}

impl PartialEq for Cron {
    fn eq(&self, other: &Self) -> bool {
        self.sets() == other.sets()
    }
}

impl Eq for Cron {}

/// Prints the text it was read from.
impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
