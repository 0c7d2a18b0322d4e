//! Sizes of data.

use std::fmt;

use super::problem::Problem;
use super::quantity::{Quantity, quantities};

/// A size in bytes. The units are binary, as S3 counts: 128KB is 131072 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes {
    count: u64,
}

const UNITS: [(&str, u64); 6] =
    [("PB", 1 << 50), ("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1)];

/// An exabyte: larger than anyone means, and far below an overflow.
const LARGEST: u64 = 1 << 60;

impl Bytes {
    /// `count` bytes.
    #[must_use]
    pub const fn new(count: u64) -> Self {
        Bytes { count }
    }

    /// The count of bytes.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Reads a whole number with `B KB MB GB TB PB`: `128KB`, `12TB`.
    ///
    /// # Errors
    /// Blanks, fractions, other units, several units, and sizes beyond 1024PB.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let parts = quantities(text, "128KB")?;
        let [part] = parts.as_slice() else {
            return Err(Problem::whole(text, format!("`{text}` has several units"))
                .with_help("write one number and one unit, such as `128KB`"));
        };
        let Some((_, factor)) = UNITS.iter().find(|(unit, _)| *unit == part.unit) else {
            return Err(unknown_unit(part));
        };
        let count = part.number.saturating_mul(*factor);
        if count > LARGEST {
            return Err(Problem::whole(text, format!("`{text}` is too large to be meant")));
        }
        Ok(Bytes { count })
    }
}

/// Prints the largest unit that is exact: "128KB", "1025B".
impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact =
            UNITS.iter().find(|(_, factor)| self.count > 0 && self.count.is_multiple_of(*factor));
        let (unit, factor) = exact.unwrap_or(&("B", 1));
        write!(f, "{}{unit}", self.count / factor)
    }
}

fn unknown_unit(part: &Quantity<'_>) -> Problem {
    let Quantity { number, unit, unit_at, at: _ } = part;
    let upper = unit.to_uppercase();
    let letter = upper.chars().next().unwrap_or_default();
    let help = match (letter, upper.as_str()) {
        ('K' | 'M' | 'G' | 'T' | 'P', _)
            if matches!(upper.trim_start_matches(letter), "" | "B" | "IB") =>
        {
            format!("write `{number}{letter}B`, which counts by 1024 as S3 does")
        }
        (_, "BYTE" | "BYTES" | "B") => format!("write `{number}B`"),
        _ => "the units are `B`, `KB`, `MB`, `GB`, `TB` and `PB`, such as `128KB`".to_owned(),
    };
    Problem::new(unit_at.clone(), format!("`{unit}` is not a unit of size")).with_help(help)
}
