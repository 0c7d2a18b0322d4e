//! Shares of time that something must be available.

use std::fmt;

use super::duration::Duration;
use super::problem::{Problem, refuse_blanks};

/// A share of time that something must be available, such as `99.9%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Availability {
    /// In millionths of a percent.
    millionths: u64,
}

const PERCENT: u64 = 1_000_000;
const DECIMALS: usize = 6;

/// The shortest month, over which the budget is smallest.
const SHORTEST_MONTH: Duration = Duration::days(28);

impl Availability {
    /// Reads a percentage with at most six decimals: `99%`, `99.95%`.
    ///
    /// # Errors
    /// A missing `%`, blanks, signs, and more than 100%.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "99.9%")?;
        let malformed = || {
            Problem::whole(text, format!("`{text}` is not an availability"))
                .with_help("write a percentage such as `99.9%`")
        };
        let number = text.strip_suffix('%').ok_or_else(malformed)?;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole)
            || !digits(decimals)
            || decimals.len() > DECIMALS
            || whole.len() > 3
            || (whole.len() > 1 && whole.starts_with('0'))
        {
            return Err(malformed());
        }
        let padded = format!("{decimals:0<DECIMALS$}");
        let (Ok(whole), Ok(parts)) = (whole.parse::<u64>(), padded.parse::<u64>()) else {
            return Err(malformed());
        };
        let millionths = whole.saturating_mul(PERCENT).saturating_add(parts);
        if millionths > 100 * PERCENT {
            return Err(Problem::whole(text, format!("`{text}` is more than all the time"))
                .with_help("write a percentage up to `100%`, such as `99.9%`"));
        }
        Ok(Availability { millionths })
    }

    /// The time it may be down in the shortest month, rounded down to seconds.
    ///
    /// `99%` leaves 6 h 43 min 12 s of 28 days;
    /// [`Duration::rounded_down`] prints it as "6h 43m".
    #[must_use]
    pub fn downtime_budget(self) -> Duration {
        let down = (100 * PERCENT).saturating_sub(self.millionths);
        // OK because both factors are far below 2^32.
        Duration::seconds(SHORTEST_MONTH.as_seconds().saturating_mul(down) / (100 * PERCENT))
    }
}

/// Prints "99.9%" without trailing zeros.
impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, parts) = (self.millionths / PERCENT, self.millionths % PERCENT);
        if parts == 0 {
            return write!(f, "{whole}%");
        }
        let decimals = format!("{parts:06}");
        write!(f, "{whole}.{}%", decimals.trim_end_matches('0'))
    }
}
