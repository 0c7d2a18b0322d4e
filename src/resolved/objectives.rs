//! Objectives as they hold for one resource: every figure of every disruption,
//! each with where it was stated.

use std::collections::BTreeMap;

use crate::document::Disruption;
use crate::source::{Span, Spanned, Text};
use crate::units::{Availability, CalendarDays, Duration};

/// What must be recoverable, after each disruption.
#[derive(Debug, Clone)]
pub struct Objectives {
    /// The figures after each of the six disruptions.
    pub disruptions: BTreeMap<Disruption, DisruptionObjectives>,
    /// Share of time that every RTO must fit.
    pub availability: Objective<Availability>,
}

/// The figures after one disruption.
#[derive(Debug, Clone)]
pub struct DisruptionObjectives {
    /// How much of the newest data may be lost, in time.
    pub rpo: Objective<Duration>,
    /// How long recovery may take.
    pub rto: Objective<Duration>,
    /// How far back a usable point always exists.
    pub history: Objective<History>,
    /// How late the disruption may be noticed.
    pub found_within: Objective<Duration>,
}

/// One figure.
#[derive(Debug, Clone)]
pub enum Objective<T> {
    /// It must be met.
    Stated(T, Origin),
    /// `none`: there is no objective, said so.
    NoObjective(Origin),
    /// The loss is accepted, for this reason.
    Accepted(Text, Origin),
    /// Nobody said anything.
    Absent,
}

/// Where a figure was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its path, such as `resources.database.objectives.region.history`.
    pub path: String,
    /// Its place.
    pub span: Span,
}

/// How far back: one length, or a ladder of spacings.
///
/// Both are set only where several plans state different forms: then both must
/// be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// A usable point at least this old.
    pub reach: Option<Spanned<HistoryLength>>,
    /// Points of each spacing, by the spacing.
    pub rungs: BTreeMap<Rung, Spanned<CalendarDays>>,
}

/// How far back in one length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryLength {
    /// Less than a day, or a count of hours.
    Hours(Duration),
    /// A calendar length.
    Days(CalendarDays),
}

/// The spacing of a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// A point for every hour.
    Hour,
    /// A point for every day.
    Day,
    /// A point for every week.
    Week,
    /// A point for every month.
    Month,
    /// A point for every year.
    Year,
}

/// The six disruptions, in the order of every report.
pub const DISRUPTIONS: [Disruption; 6] = [
    Disruption::Corruption,
    Disruption::Deletion,
    Disruption::Hardware,
    Disruption::Zone,
    Disruption::Region,
    Disruption::Account,
];

/// The key of a disruption, as the language writes it.
#[must_use]
pub const fn disruption_key(disruption: Disruption) -> &'static str {
    match disruption {
        Disruption::Corruption => "corruption",
        Disruption::Deletion => "deletion",
        Disruption::Hardware => "hardware",
        Disruption::Zone => "zone",
        Disruption::Region => "region",
        Disruption::Account => "account",
    }
}

/// A disruption as a noun in a sentence: `the loss of us-east-1`. `region` is
/// the Region of the environment, as far as it is known.
#[must_use]
pub fn disruption_noun(disruption: Disruption, region: Option<&str>) -> String {
    match disruption {
        Disruption::Corruption => "corruption".to_owned(),
        Disruption::Deletion => "deletion".to_owned(),
        Disruption::Hardware => "a hardware failure".to_owned(),
        Disruption::Zone => "the loss of an Availability Zone".to_owned(),
        Disruption::Region => format!("the loss of {}", region.unwrap_or("the Region")),
        Disruption::Account => "the loss of the account to a hostile administrator".to_owned(),
    }
}

impl Objectives {
    /// The figures after a disruption.
    #[must_use]
    pub fn after(&self, disruption: Disruption) -> Option<&DisruptionObjectives> {
        self.disruptions.get(&disruption)
    }
}

impl<T> Objective<T> {
    /// The figure, if it must be met.
    pub const fn stated(&self) -> Option<&T> {
        match self {
            Self::Stated(value, _) => Some(value),
            Self::NoObjective(_) | Self::Accepted(..) | Self::Absent => None,
        }
    }

    /// Where it was said, whatever was said.
    pub const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Stated(_, origin) | Self::NoObjective(origin) | Self::Accepted(_, origin) => {
                Some(origin)
            }
            Self::Absent => None,
        }
    }
}

impl HistoryLength {
    /// The length at its longest: history is a promise.
    #[must_use]
    pub fn longest(&self) -> Duration {
        match self {
            Self::Hours(hours) => *hours,
            Self::Days(days) => Duration::days(u64::from(days.most)),
        }
    }
}

/// Prints what was written.
impl std::fmt::Display for HistoryLength {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hours(hours) => hours.fmt(f),
            Self::Days(days) => days.fmt(f),
        }
    }
}

impl Rung {
    /// The key of the rung: `day`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}
