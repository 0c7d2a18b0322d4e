//! Calendar lengths: intervals of days, because months and years vary.

use std::fmt;

use super::problem::Problem;
use super::quantity::{Quantity, quantities, refuse_disorder};

/// A calendar length as the days it may last.
///
/// `1mo` is 28 to 31 days, `7y` 2556 to 2557. There is no plain conversion to
/// days: what we keep takes `most`, what threatens or limits takes `least`, and
/// only the caller knows which. Two lengths are equal if they last the same.
#[derive(Clone, Debug)]
pub struct CalendarDays {
    /// The fewest days it may last: for what threatens or limits.
    pub least: u32,
    /// The most days it may last: for what is kept.
    pub most: u32,
    written: String,
}

/// A thousand years in months: longer than anyone means.
const LONGEST_MONTHS: u64 = 12_000;

/// A thousand leap years in days.
const LONGEST_DAYS: u64 = 366_000;

/// The months of four years of which the third is a leap year.
const FOUR_YEARS: [u32; 48] = [
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, //
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, //
    31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, //
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
];

impl CalendarDays {
    /// Exactly `n` days.
    #[must_use]
    pub fn days(n: u32) -> Self {
        CalendarDays { least: n, most: n, written: format!("{n}d") }
    }

    /// Reads `d w mo y`, also several of them from the largest down: `1y6mo`.
    ///
    /// # Errors
    /// Blanks, fractions, `m` (minutes or months?), other units, and lengths
    /// beyond a thousand years.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let parts = quantities(text, "35d")?;
        parts.iter().try_for_each(known_unit)?;
        refuse_disorder(&parts, rank).map_err(|problem| {
            problem.with_help("write each unit once, the largest first, such as `1y6mo`")
        })?;
        let (mut months, mut days) = (0_u64, 0_u64);
        for part in &parts {
            match part.unit {
                "y" => months = months.saturating_add(part.number.saturating_mul(12)),
                "mo" => months = months.saturating_add(part.number),
                "w" => days = days.saturating_add(part.number.saturating_mul(7)),
                _ => days = days.saturating_add(part.number),
            }
        }
        let (true, true, Ok(days)) =
            (months <= LONGEST_MONTHS, days <= LONGEST_DAYS, u32::try_from(days))
        else {
            return Err(Problem::whole(text, format!("`{text}` is too long to be meant")));
        };
        let (least, most) = days_of_months(months);
        Ok(CalendarDays {
            least: least.saturating_add(days),
            most: most.saturating_add(days),
            written: text.to_owned(),
        })
    }

    /// The text it was read from.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Both spellings at the longest, such as "`7y` (2557 days)".
    #[must_use]
    pub fn longest(&self) -> String {
        self.spelled(self.most)
    }

    /// Both spellings at the shortest, such as "`7y` (2556 days)".
    #[must_use]
    pub fn shortest(&self) -> String {
        self.spelled(self.least)
    }

    fn spelled(&self, days: u32) -> String {
        let written = &self.written;
        if *written == format!("{days}d") {
            return format!("`{written}`");
        }
        let plural = if days == 1 { "" } else { "s" };
        format!("`{written}` ({days} day{plural})")
    }
}

impl PartialEq for CalendarDays {
    fn eq(&self, other: &Self) -> bool {
        (self.least, self.most) == (other.least, other.most)
    }
}

impl Eq for CalendarDays {}

/// Prints the text it was read from.
impl fmt::Display for CalendarDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The fewest and most days of `months` months, whatever month they start in.
fn days_of_months(months: u64) -> (u32, u32) {
    // OK because callers cap `months` at a thousand years.
    let cycles = u32::try_from(months / 48).unwrap_or(u32::MAX);
    let rest = usize::try_from(months % 48).unwrap_or_default();
    let whole = cycles.saturating_mul(FOUR_YEARS.iter().sum());
    if rest == 0 {
        return (whole, whole);
    }
    // From each month to the next start, one month leaves the length and one enters.
    let mut length: u32 = FOUR_YEARS.iter().take(rest).sum();
    let (mut least, mut most) = (length, length);
    for (leaves, enters) in FOUR_YEARS.iter().zip(FOUR_YEARS.iter().cycle().skip(rest)) {
        length = length + enters - leaves;
        (least, most) = (least.min(length), most.max(length));
    }
    (whole.saturating_add(least), whole.saturating_add(most))
}

fn rank(unit: &str) -> u32 {
    match unit {
        "y" => 3,
        "mo" => 2,
        "w" => 1,
        _ => 0,
    }
}

fn known_unit(part: &Quantity<'_>) -> Result<(), Problem> {
    let Quantity { number, unit, unit_at, at: _ } = part;
    if matches!(*unit, "d" | "w" | "mo" | "y") {
        return Ok(());
    }
    if *unit == "m" {
        return Err(Problem::new(
            unit_at.clone(),
            "`m` means minutes, but this is counted in days",
        )
        .with_help(format!("did you mean `{number}mo`")));
    }
    let help = match unit.to_lowercase().as_str() {
        "d" | "day" | "days" => format!("write `{number}d`"),
        "w" | "wk" | "week" | "weeks" => format!("write `{number}w`"),
        "m" | "mo" | "mon" | "mth" | "month" | "months" => format!("write `{number}mo`"),
        "y" | "yr" | "yrs" | "year" | "years" => format!("write `{number}y`"),
        "h" | "hour" | "hours" if number.is_multiple_of(24) => {
            format!("this is counted in days: write `{}d`", number / 24)
        }
        "h" | "s" | "hour" | "hours" | "min" | "minutes" | "seconds" => {
            "this is counted in days: write for example `1d`".to_owned()
        }
        _ => "the units are `d`, `w`, `mo` and `y`, such as `35d`".to_owned(),
    };
    Err(Problem::new(unit_at.clone(), format!("`{unit}` is not a unit here")).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_last_as_long_as_the_shortest_and_the_longest_stretch_of_them() {
        for months in 0..=48_u64 {
            let stretch = |start| {
                FOUR_YEARS
                    .iter()
                    .cycle()
                    .skip(start)
                    .take(usize::try_from(months).unwrap())
                    .sum::<u32>()
            };
            let least = (0..48).map(stretch).min().unwrap();
            let most = (0..48).map(stretch).max().unwrap();
            assert_eq!(days_of_months(months), (least, most), "{months} months");
        }
    }
}
