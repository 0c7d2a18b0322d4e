//! A schedule as a policy writes it, in parts or in one text.

use std::fmt;

use super::cron::Cron;
use super::phrase;
use super::recurrence_parse;
use super::within_day;
use super::zone::Zone;
use crate::units::problem::refuse_blanks;
use crate::units::{Duration, Problem, TimeOfDay};

/// The parts of a schedule as written: `{ every: week, weekday: sunday, at: "03:00" }`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts<'a> {
    /// `hour`, `2h`, `30m`, `day`, `week`, `month`, `year`, `3mo`, `2w`.
    pub every: Option<&'a str>,
    /// `sunday`; with `every: week`.
    pub weekday: Option<&'a str>,
    /// `1` to `31` or `last`; with months and years.
    pub day: Option<&'a str>,
    /// `january`; with `every: year`, and the first month of `every: 3mo`.
    pub month: Option<&'a str>,
    /// `03:00`; the first run where there are several a day.
    pub at: Option<&'a str>,
    /// `08:00-18:00`, both ends included; with hours and minutes.
    pub between: Option<&'a str>,
}

/// One of the [`Parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `every`.
    Every,
    /// `weekday`.
    Weekday,
    /// `day`.
    Day,
    /// `month`.
    Month,
    /// `at`.
    At,
    /// `between`.
    Between,
}

impl Part {
    /// The key a policy writes.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Part::Every => "every",
            Part::Weekday => "weekday",
            Part::Day => "day",
            Part::Month => "month",
            Part::At => "at",
            Part::Between => "between",
        }
    }
}

/// A problem of one part; its bytes are within the text of that part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartProblem {
    /// The part to change. One that is missing has the empty range `0..0`.
    pub part: Part,
    /// What is wrong with it.
    pub problem: Problem,
}

/// When something runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// By the calendar, in a way AWS's cron can say.
    Cron {
        /// When it fires; what `open` lists holds a placeholder.
        cron: Cron,
        /// The time of day stated as `at`; none for a cron text.
        at: Option<TimeOfDay>,
        /// The parts the policy left open: no `at` (the cron holds 00:00), no
        /// `weekday` (Sunday), no `day` (the first), no `month` (January). Good
        /// enough for gaps; whoever renders asks for them.
        open: Vec<Part>,
    },
    /// Once in so long, in a way cron cannot say (`45m`, `5h`, `2w`); months
    /// and years at their longest. Only what is stated may run like this.
    Interval(Duration),
    /// By hand: `manual`.
    Manual,
    /// With every change: `on_change`.
    OnChange,
}

impl Schedule {
    /// Reads `cron(...)`, `manual` or `on_change`.
    ///
    /// # Errors
    /// As [`Cron::parse`], and for other words.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        refuse_blanks(text, "cron(0 5 ? * * *)").map_err(|problem| vec![problem])?;
        match text {
            "manual" => Ok(Schedule::Manual),
            "on_change" => Ok(Schedule::OnChange),
            _ if text.contains(['(', '*', '?']) => {
                Cron::parse(text).map(|cron| Schedule::Cron { cron, at: None, open: Vec::new() })
            }
            _ => Err(vec![not_a_schedule(text)]),
        }
    }

    /// Reads the parts of a schedule.
    ///
    /// # Errors
    /// Every part that cannot be read, that is missing (`every`), or that does
    /// not go with `every`.
    pub fn from_parts(parts: &Parts<'_>) -> Result<Self, Vec<PartProblem>> {
        recurrence_parse::parse(parts)
    }

    /// The cron expression; none for what cron cannot say.
    #[must_use]
    pub fn cron(&self) -> Option<&Cron> {
        match self {
            Schedule::Cron { cron, at: _, open: _ } => Some(cron),
            Schedule::Interval(_) | Schedule::Manual | Schedule::OnChange => None,
        }
    }

    /// The parts the policy left open, which the cron fills with placeholders.
    #[must_use]
    pub fn open(&self) -> &[Part] {
        match self {
            Schedule::Cron { cron: _, at: _, open } => open,
            Schedule::Interval(_) | Schedule::Manual | Schedule::OnChange => &[],
        }
    }

    /// For an interval that cron cannot say: the longest one not above it that
    /// cron can, as a policy writes it (`every: 4h` for `5h`).
    #[must_use]
    pub fn nearest_cron(&self) -> Option<String> {
        let Schedule::Interval(length) = self else {
            return None;
        };
        Some(format!("every: {}", within_day::nearest_period(*length)))
    }

    /// The phrase with its zone: "every day at 03:00 Europe/Berlin".
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> String {
        match self {
            Schedule::Cron { .. } => format!("{self} {zone}"),
            Schedule::Interval(_) | Schedule::Manual | Schedule::OnChange => self.to_string(),
        }
    }
}

/// Prints what a person would say: "every day at 03:00", or `cron(...)` where
/// that has no short phrase.
impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Schedule::Cron { cron, at: _, open } => f.write_str(&phrase::phrase(cron, open)),
            Schedule::Interval(length) => write!(f, "every {length}"),
            Schedule::Manual => f.write_str("by hand"),
            Schedule::OnChange => f.write_str("with every change"),
        }
    }
}

fn not_a_schedule(text: &str) -> Problem {
    let problem = Problem::whole(text, format!("`{text}` is not a schedule"));
    match text.to_lowercase().replace('-', "_").as_str() {
        "manual" | "manually" | "by hand" | "on_demand" | "never" => {
            problem.with_help("write `manual`")
        }
        "on_change" | "onchange" | "continuous" | "on change" => {
            problem.with_help("write `on_change`")
        }
        _ => problem.with_help(
            "write `{ every: day, at: \"03:00\" }`, `cron(0 5 ? * * *)`, `manual` or `on_change`",
        ),
    }
}
