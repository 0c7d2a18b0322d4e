//! Splits texts such as `1h30m` into numbers and units, with their bytes.

use std::ops::Range;

use super::problem::{Problem, refuse_blanks};

/// One number with its unit, as written.
#[derive(Clone, Debug)]
pub(crate) struct Quantity<'a> {
    /// The number; 12 digits at most, so products stay far below an overflow.
    pub number: u64,
    /// The letters after the number; never empty.
    pub unit: &'a str,
    /// The bytes of number and unit.
    pub at: Range<usize>,
    /// The bytes of the unit.
    pub unit_at: Range<usize>,
}

/// More digits than any duration or size anyone means.
const MOST_DIGITS: usize = 12;

/// The quantities of `text`, each a whole number directly followed by letters.
///
/// `example` is what help suggests.
pub(crate) fn quantities<'a>(text: &'a str, example: &str) -> Result<Vec<Quantity<'a>>, Problem> {
    refuse_blanks(text, example)?;
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let (quantity, after) = quantity(text, start, rest, example)?;
        found.push(quantity);
        rest = after;
    }
    Ok(found)
}

fn quantity<'a>(
    text: &str,
    start: usize,
    rest: &'a str,
    example: &str,
) -> Result<(Quantity<'a>, &'a str), Problem> {
    let (digits, after) = split(rest, |c| c.is_ascii_digit());
    let digits_at = start..start + digits.len();
    if digits.is_empty() {
        return Err(no_number(text, start, rest, example));
    }
    if digits.len() > 1 && digits.starts_with('0') {
        let kept = digits.trim_start_matches('0');
        let kept = if kept.is_empty() { "0" } else { kept };
        return Err(Problem::new(digits_at, format!("`{digits}` starts with a zero"))
            .with_help(format!("write `{kept}`")));
    }
    let (unit, after) = split(after, |c| c.is_alphabetic());
    if unit.is_empty() {
        return Err(no_unit(text, digits_at, after, example));
    }
    let (true, Ok(number)) = (digits.len() <= MOST_DIGITS, digits.parse()) else {
        return Err(Problem::new(digits_at, format!("`{digits}` is too large to be meant")));
    };
    let at = start..start + digits.len() + unit.len();
    let unit_at = digits_at.end..at.end;
    Ok((Quantity { number, unit, at, unit_at }, after))
}

fn no_number(text: &str, start: usize, rest: &str, example: &str) -> Problem {
    let first = rest.chars().next().unwrap_or_default();
    let at = start..start + first.len_utf8();
    let message = match first {
        '-' | '+' => format!("`{text}` has a sign"),
        '.' | ',' => format!("`{text}` is not a whole number"),
        c if c.is_whitespace() => format!("`{text}` has a blank inside"),
        _ => format!("`{text}` does not start with a number"),
    };
    let at = if start == 0 && first.is_alphabetic() { 0..text.len() } else { at };
    Problem::new(at, message).with_help(format!(
        "write whole numbers with their units and nothing between, such as `{example}`"
    ))
}

fn no_unit(text: &str, digits_at: Range<usize>, after: &str, example: &str) -> Problem {
    match after.chars().next() {
        None => Problem::new(digits_at, format!("`{text}` has no unit"))
            .with_help(format!("say what it counts, such as `{example}`")),
        Some('.' | ',') => Problem::new(0..text.len(), format!("`{text}` is not a whole number"))
            .with_help(format!("write whole numbers with a smaller unit, such as `{example}`")),
        Some(c) if c.is_whitespace() => Problem::new(
            digits_at.end..digits_at.end + c.len_utf8(),
            format!("`{text}` has a blank inside"),
        )
        .with_help(format!("write the unit directly after the number, such as `{example}`")),
        Some(c) => Problem::new(
            digits_at.end..digits_at.end + c.len_utf8(),
            format!("`{c}` is not a unit"),
        )
        .with_help(format!("write for example `{example}`")),
    }
}

/// Splits `text` after the longest start of which every character is `wanted`.
fn split(text: &str, wanted: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !wanted(c)).unwrap_or(text.len());
    // OK because `end` was found at a character's start.
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Checks that units come from the largest down, each at most once.
///
/// `rank` gives larger units larger numbers.
pub(crate) fn refuse_disorder(
    parts: &[Quantity<'_>],
    rank: impl Fn(&str) -> u32,
) -> Result<(), Problem> {
    for (before, after) in parts.iter().zip(parts.iter().skip(1)) {
        if rank(before.unit) > rank(after.unit) {
            continue;
        }
        let message = if before.unit == after.unit {
            format!("the unit `{}` is written twice", after.unit)
        } else {
            format!("the larger unit `{}` comes after `{}`", after.unit, before.unit)
        };
        return Err(Problem::new(after.at.clone(), message)
            .with_help("write each unit once, the largest first, such as `1h30m`"));
    }
    Ok(())
}
