//! How long a recovery point is kept.

use std::fmt;

use super::calendar::CalendarDays;
use super::problem::{Problem, refuse_blanks};

/// How long a recovery point is kept, from its creation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Never deleted: `forever`.
    Forever,
    /// Deleted after a calendar length: `35d`, `7y`.
    For(CalendarDays),
    /// The newest so many are kept: `7 copies`.
    Copies(u32),
}

impl Retention {
    /// Reads `forever`, a calendar length such as `35d`, or `7 copies`.
    ///
    /// # Errors
    /// As [`CalendarDays::parse`], and for other words.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "35d")?;
        if text == "forever" {
            return Ok(Retention::Forever);
        }
        if let Some(count) = text.strip_suffix(" copies").or_else(|| text.strip_suffix(" copy")) {
            return copies(text, count);
        }
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Problem::whole(text, format!("`{text}` is not a retention"))
                .with_help(instead_of(text)));
        }
        if text.contains("cop") {
            return Err(Problem::whole(text, format!("`{text}` is not a retention"))
                .with_help("write a count of copies with one blank, such as `7 copies`"));
        }
        CalendarDays::parse(text).map(Retention::For)
    }

    /// The most days a point may be kept; none for `forever` and for counts.
    #[must_use]
    pub fn most_days(&self) -> Option<u32> {
        match self {
            Retention::For(days) => Some(days.most),
            Retention::Forever | Retention::Copies(_) => None,
        }
    }

    /// The fewest days a point may be kept; none for `forever` and for counts.
    #[must_use]
    pub fn least_days(&self) -> Option<u32> {
        match self {
            Retention::For(days) => Some(days.least),
            Retention::Forever | Retention::Copies(_) => None,
        }
    }
}

/// Prints what a policy takes: `forever`, `35d`, `7 copies`.
impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Retention::Forever => f.write_str("forever"),
            Retention::For(days) => days.fmt(f),
            Retention::Copies(1) => f.write_str("1 copy"),
            Retention::Copies(count) => write!(f, "{count} copies"),
        }
    }
}

fn copies(text: &str, count: &str) -> Result<Retention, Problem> {
    let wrong = || {
        Problem::new(0..count.len(), format!("`{count}` is not a number of copies"))
            .with_help("write a whole number and one blank, such as `7 copies`")
    };
    let strict =
        count.bytes().all(|b| b.is_ascii_digit()) && (count == "0" || !count.starts_with('0'));
    if !strict || count.is_empty() {
        return Err(wrong());
    }
    // OK because nine digits fit, and more copies are not meant.
    let number = if count.len() <= 9 { count.parse().ok() } else { None };
    number
        .map(Retention::Copies)
        .ok_or_else(|| Problem::whole(text, format!("`{text}` are too many to be meant")))
}

fn instead_of(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "forever" | "indefinite" | "indefinitely" | "infinite" | "never" | "permanent"
        | "unlimited" | "always" => "write `forever`".to_owned(),
        _ => "write a length such as `35d` or `7y`, a count such as `7 copies`, or `forever`"
            .to_owned(),
    }
}
