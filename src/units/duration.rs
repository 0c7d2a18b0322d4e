//! Exact lengths of time in seconds.

use std::fmt;

use super::problem::Problem;
use super::quantity::{Quantity, quantities, refuse_disorder};

/// An exact length of time, in whole seconds.
///
/// Months and years have no exact length and are
/// [`CalendarDays`](super::CalendarDays).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    seconds: u64,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// A thousand leap years: longer than anyone means.
const LONGEST: u64 = 366_000 * DAY;

/// From here on messages count in days ("3d 1h"); below, in hours ("71h").
const DAYS_FROM: u64 = 3 * DAY;

impl Duration {
    /// No time at all.
    pub const ZERO: Duration = Duration { seconds: 0 };

    /// `n` seconds.
    #[must_use]
    pub const fn seconds(n: u64) -> Self {
        Duration { seconds: n }
    }

    /// `n` minutes; the largest duration where that overflows.
    #[must_use]
    pub const fn minutes(n: u64) -> Self {
        Duration { seconds: n.saturating_mul(MINUTE) }
    }

    /// `n` hours; the largest duration where that overflows.
    #[must_use]
    pub const fn hours(n: u64) -> Self {
        Duration { seconds: n.saturating_mul(HOUR) }
    }

    /// `n` days of 24 hours; the largest duration where that overflows.
    #[must_use]
    pub const fn days(n: u64) -> Self {
        Duration { seconds: n.saturating_mul(DAY) }
    }

    /// `n` weeks; the largest duration where that overflows.
    #[must_use]
    pub const fn weeks(n: u64) -> Self {
        Duration { seconds: n.saturating_mul(WEEK) }
    }

    /// The whole length in seconds.
    #[must_use]
    pub const fn as_seconds(self) -> u64 {
        self.seconds
    }

    /// The length in minutes, a begun minute counted whole.
    #[must_use]
    pub const fn minutes_up(self) -> u64 {
        self.seconds.div_ceil(MINUTE)
    }

    /// The length in whole minutes, a begun minute left out.
    #[must_use]
    pub const fn minutes_down(self) -> u64 {
        self.seconds / MINUTE
    }

    /// The length in whole minutes if it is exactly that.
    #[must_use]
    pub const fn whole_minutes(self) -> Option<u64> {
        if self.seconds.is_multiple_of(MINUTE) { Some(self.seconds / MINUTE) } else { None }
    }

    /// The length in days, a begun day counted whole: for what is kept.
    #[must_use]
    pub const fn days_up(self) -> u64 {
        self.seconds.div_ceil(DAY)
    }

    /// The length in whole days, a begun day left out: for what limits.
    #[must_use]
    pub const fn days_down(self) -> u64 {
        self.seconds / DAY
    }

    /// True for no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.seconds == 0
    }

    /// The sum; the largest duration where that overflows.
    #[must_use]
    pub const fn plus(self, other: Duration) -> Self {
        Duration { seconds: self.seconds.saturating_add(other.seconds) }
    }

    /// The difference; zero where `other` is longer.
    #[must_use]
    pub const fn minus(self, other: Duration) -> Self {
        Duration { seconds: self.seconds.saturating_sub(other.seconds) }
    }

    /// `n` times this; the largest duration where that overflows.
    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        Duration { seconds: self.seconds.saturating_mul(n) }
    }

    /// How often `other` fits, a begun one counted whole; none for zero.
    #[must_use]
    pub const fn divided_up(self, other: Duration) -> Option<u64> {
        if other.seconds == 0 { None } else { Some(self.seconds.div_ceil(other.seconds)) }
    }

    /// Rounded up for a figure reached: to minutes from one hour on.
    #[must_use]
    pub const fn rounded_up(self) -> Self {
        if self.seconds < HOUR { self } else { Duration::minutes(self.minutes_up()) }
    }

    /// Rounded down for a budget: to minutes from one hour on.
    #[must_use]
    pub const fn rounded_down(self) -> Self {
        if self.seconds < HOUR { self } else { Duration::minutes(self.minutes_down()) }
    }

    /// Reads `s m h d w`, also several of them from the largest down: `1h30m`.
    ///
    /// # Errors
    /// Blanks, fractions, other units (months and years have no exact length)
    /// and lengths beyond a thousand years.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read(text, "1h30m", |part| match part.unit {
            "s" | "m" | "h" | "d" | "w" => Ok(()),
            _ => Err(unknown_unit(part, "`s`, `m`, `h`, `d` and `w`")),
        })
    }

    /// Reads an RPO or RTO, which takes only `s m h d`.
    ///
    /// # Errors
    /// As [`Duration::parse`], and for weeks.
    pub fn parse_objective(text: &str) -> Result<Self, Problem> {
        read(text, "4h", |part| match part.unit {
            "s" | "m" | "h" | "d" => Ok(()),
            "w" => Err(Problem::new(part.unit_at.clone(), "an RPO or RTO is not counted in weeks")
                .with_help(format!("write `{}d`", part.number.saturating_mul(7)))),
            _ => Err(unknown_unit(part, "`s`, `m`, `h` and `d`")),
        })
    }

    /// The spelling a policy takes, such as `29h40m`.
    #[must_use]
    pub fn as_text(self) -> String {
        self.to_string().replace(' ', "")
    }
}

/// Prints the tightest exact form of messages: "5m", "29h 40m", "36d".
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, rest) = if self.seconds < DAYS_FROM {
            (0, self.seconds)
        } else {
            (self.seconds / DAY, self.seconds % DAY)
        };
        let parts =
            [(days, "d"), (rest / HOUR, "h"), (rest % HOUR / MINUTE, "m"), (rest % MINUTE, "s")];
        let mut blank = "";
        for (number, unit) in parts.into_iter().filter(|(number, _)| *number > 0) {
            write!(f, "{blank}{number}{unit}")?;
            blank = " ";
        }
        if self.is_zero() { f.write_str("0s") } else { Ok(()) }
    }
}

fn read(
    text: &str,
    example: &str,
    accept: impl Fn(&Quantity<'_>) -> Result<(), Problem>,
) -> Result<Duration, Problem> {
    let parts = quantities(text, example)?;
    parts.iter().try_for_each(accept)?;
    refuse_disorder(&parts, |unit| u32::try_from(seconds_of(unit)).unwrap_or(u32::MAX))?;
    let seconds = parts.iter().fold(0_u64, |sum, part| {
        sum.saturating_add(part.number.saturating_mul(seconds_of(part.unit)))
    });
    if seconds > LONGEST {
        return Err(Problem::whole(text, format!("`{text}` is too long to be meant")));
    }
    Ok(Duration { seconds })
}

const fn seconds_of(unit: &str) -> u64 {
    match unit.as_bytes() {
        b"s" => 1,
        b"m" => MINUTE,
        b"h" => HOUR,
        b"d" => DAY,
        _ => WEEK,
    }
}

fn unknown_unit(part: &Quantity<'_>, units: &str) -> Problem {
    let Quantity { number, unit, unit_at, at: _ } = part;
    let lower = unit.to_lowercase();
    let help = match lower.as_str() {
        "mo" | "mon" | "month" | "months" => format!(
            "a month has no exact length: write it in days, such as `{}d`",
            number.saturating_mul(31)
        ),
        "y" | "yr" | "year" | "years" => format!(
            "a year has no exact length: write it in days, such as `{}d`",
            number.saturating_mul(366)
        ),
        "sec" | "secs" | "second" | "seconds" | "s" => format!("write `{number}s`"),
        "min" | "mins" | "minute" | "minutes" | "m" => format!("write `{number}m`"),
        "hr" | "hrs" | "hour" | "hours" | "h" => format!("write `{number}h`"),
        "day" | "days" | "d" => format!("write `{number}d`"),
        "week" | "weeks" | "w" => format!("write `{}d`", number.saturating_mul(7)),
        _ => format!("the units are {units}, such as `4h`"),
    };
    Problem::new(unit_at.clone(), format!("`{unit}` is not a unit here")).with_help(help)
}
