//! Civil dates.

use std::fmt;

use super::problem::{Problem, refuse_blanks};

/// A day of the calendar, without a zone: `2026-11-20`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2026-11-20`.
    ///
    /// # Errors
    /// Any other form, and days that do not exist.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "2026-11-20")?;
        let malformed = || {
            Problem::whole(text, format!("`{text}` is not a date"))
                .with_help("write year, month and day, such as `2026-11-20`")
        };
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(malformed());
        }
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| part.parse::<i16>().ok());
        let month = parts.next().and_then(|part| part.parse::<i8>().ok());
        let day = parts.next().and_then(|part| part.parse::<i8>().ok());
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(malformed());
        };
        jiff::civil::Date::new(year, month, day).map(Date).map_err(|_| {
            Problem::whole(text, format!("`{text}` is not a day of the calendar"))
                .with_help("write a day that exists, such as `2026-11-20`")
        })
    }

    /// The same day for calendar arithmetic.
    #[must_use]
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }

    /// The days from `earlier` to this date; negative if it is later.
    #[must_use]
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.duration_since(earlier.0).as_hours() / 24
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Date(date)
    }
}

/// Prints "2026-11-20".
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
