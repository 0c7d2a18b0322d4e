//! Measured times: a range, and a time that grows with the data's age.

use std::fmt;

use super::duration::Duration;
use super::problem::{Problem, refuse_blanks};

/// A time that was measured, or the range of several measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The shortest time measured.
    pub low: Duration,
    /// The longest time measured.
    pub high: Duration,
}

impl TimeRange {
    /// Reads `40m`, or `30m..45m` from the shorter to the longer.
    ///
    /// # Errors
    /// As [`Duration::parse`], and for a range that runs backwards.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let Some((low_text, high_text)) = text.split_once("..") else {
            let both = Duration::parse(text)?;
            return Ok(TimeRange { low: both, high: both });
        };
        let low = Duration::parse(low_text)?;
        let high_start = low_text.len() + 2;
        let high = Duration::parse(high_text).map_err(|problem| problem.shifted(high_start))?;
        if low > high {
            return Err(Problem::whole(
                text,
                format!("`{text}` runs from the longer to the shorter time"),
            )
            .with_help(format!("write `{high_text}..{low_text}`")));
        }
        Ok(TimeRange { low, high })
    }

    /// The end that judges: the longest time.
    #[must_use]
    pub fn worse(self) -> Duration {
        self.high
    }
}

/// Prints "40m", or "30m..45m" for a range.
impl fmt::Display for TimeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high {
            return self.high.fmt(f);
        }
        write!(f, "{}..{}", self.low, self.high)
    }
}

/// A time that grows with the age of the data: `2h/1d` takes 2 h a day of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The time taken.
    pub takes: Duration,
    /// The age of data it is taken for; never zero.
    pub per: Duration,
}

impl Rate {
    /// Reads `2h/1d`.
    ///
    /// # Errors
    /// As [`Duration::parse`] for either side, and for an age of zero.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "2h/1d")?;
        let Some((takes_text, per_text)) = text.split_once('/') else {
            return Err(Problem::whole(text, format!("`{text}` is not a rate")).with_help(
                "write the time taken, then the age of data it is for, such as `2h/1d`",
            ));
        };
        let takes = Duration::parse(takes_text)?;
        let per_start = takes_text.len() + 1;
        let per = Duration::parse(per_text).map_err(|problem| problem.shifted(per_start))?;
        if per.is_zero() {
            return Err(Problem::new(
                per_start..text.len(),
                format!("`{per_text}` is no age of data"),
            )
            .with_help("write for example `2h/1d`"));
        }
        Ok(Rate { takes, per })
    }

    /// The time taken for data of this age, rounded up.
    #[must_use]
    pub fn for_age(self, age: Duration) -> Duration {
        let product =
            u128::from(self.takes.as_seconds()).saturating_mul(u128::from(age.as_seconds()));
        let seconds = product.div_ceil(u128::from(self.per.as_seconds().max(1)));
        Duration::seconds(u64::try_from(seconds).unwrap_or(u64::MAX))
    }
}

/// Prints "2h/24h".
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.takes, self.per)
    }
}
