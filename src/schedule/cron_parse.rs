//! Reads AWS's cron dialect, field by field.

use super::cron::{Cron, Days, FIRST_YEAR, LAST_YEAR, Years};
use super::cron_days::days;
use super::cron_print::MONTHS;
use crate::units::Problem;
use crate::units::problem::refuse_blanks;

const EXAMPLE: &str = "cron(0 5 ? * * *)";

/// What one field may hold.
pub(super) struct Kind {
    pub name: &'static str,
    pub first: u16,
    pub last: u16,
    /// Names of the values from `first` on.
    pub names: &'static [&'static str],
    pub steps: bool,
}

const MINUTE: Kind = Kind { name: "minute", first: 0, last: 59, names: &[], steps: true };
const HOUR: Kind = Kind { name: "hour", first: 0, last: 23, names: &[], steps: true };
const MONTH: Kind = Kind { name: "month", first: 1, last: 12, names: &MONTHS, steps: true };
const YEAR: Kind = Kind {
    name: "year",
    first: FIRST_YEAR.unsigned_abs(),
    last: LAST_YEAR.unsigned_abs(),
    names: &[],
    steps: true,
};

/// A piece of the text with the byte it starts at.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub start: usize,
}

impl<'a> Piece<'a> {
    pub(super) fn problem(self, message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem::new(self.start..self.start + self.text.len(), message).with_help(help)
    }

    /// The pieces before and after the first `separator`.
    pub(super) fn cut(self, separator: char) -> Option<(Piece<'a>, Piece<'a>)> {
        let (before, after) = self.text.split_once(separator)?;
        let after_start = self.start + before.len() + separator.len_utf8();
        Some((Piece { text: before, start: self.start }, Piece { text: after, start: after_start }))
    }

    fn split(self, separator: char) -> Vec<Piece<'a>> {
        let mut start = self.start;
        let piece = |text: &'a str| {
            let piece = Piece { text, start };
            start += text.len() + separator.len_utf8();
            piece
        };
        self.text.split(separator).map(piece).collect()
    }
}

/// Reads a whole expression, reporting every field that is wrong.
pub(super) fn parse(text: &str) -> Result<Cron, Vec<Problem>> {
    let inside = inside(text).map_err(|problem| vec![problem])?;
    let fields: Vec<Piece<'_>> =
        inside.split(' ').into_iter().filter(|field| !field.text.is_empty()).collect();
    let [minute, hour, day_of_month, month, day_of_week, year] = fields.as_slice() else {
        return Err(vec![wrong_count(inside, &fields)]);
    };
    let mut problems = Vec::new();
    let mut keep = |result: Result<Vec<u16>, Problem>| {
        result.unwrap_or_else(|problem| {
            problems.push(problem);
            Vec::new()
        })
    };
    let minutes = keep(values(*minute, &MINUTE));
    let hours = keep(values(*hour, &HOUR));
    let months = keep(values(*month, &MONTH));
    let years = keep(values(*year, &YEAR));
    let days = days(*day_of_month, *day_of_week).unwrap_or_else(|problem| {
        problems.push(problem);
        Days::Every
    });
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.at.start);
        return Err(problems);
    }
    Ok(Cron {
        written: text.to_owned(),
        minutes: minutes.iter().fold(0, |set, n| set | 1 << n),
        hours: hours.iter().fold(0, |set, n| set | 1 << n),
        days: days.normalised(),
        months: months.iter().fold(0, |set, n| set | 1 << n),
        years: years.iter().filter_map(|n| i16::try_from(*n).ok()).fold(Years::NONE, Years::with),
    })
}

/// What stands between `cron(` and `)`.
fn inside(text: &str) -> Result<Piece<'_>, Problem> {
    refuse_blanks(text, EXAMPLE)?;
    if text.starts_with("rate(") {
        return Err(Problem::whole(text, "AWS Backup takes no `rate(...)`")
            .with_help(format!("write `every: day` and `at`, or cron, such as `{EXAMPLE}`")));
    }
    if let Some(odd) = text.char_indices().find(|(_, c)| c.is_whitespace() && *c != ' ') {
        return Err(Problem::new(
            odd.0..odd.0 + odd.1.len_utf8(),
            "only blanks may stand between the fields",
        )
        .with_help(format!("write for example `{EXAMPLE}`")));
    }
    if let Some(inner) = text.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Piece { text: inner, start: "cron(".len() });
    }
    let help = if text.starts_with("cron") || text.contains('(') || text.split(' ').count() < 5 {
        format!("write for example `{EXAMPLE}`")
    } else {
        format!("put the fields into `cron(...)`, such as `{EXAMPLE}`")
    };
    Err(Problem::whole(text, format!("`{text}` is not `cron(...)`")).with_help(help))
}

fn wrong_count(inside: Piece<'_>, fields: &[Piece<'_>]) -> Problem {
    let count = fields.len();
    let texts: Vec<&str> = fields.iter().map(|field| field.text).collect();
    let help = match texts.as_slice() {
        [minute, hour, day, month, "*" | "?"] if *day != "?" && *day != "*" => format!("add the year: `cron({minute} {hour} {day} {month} ? *)`"),
        [minute, hour, "*" | "?", month, "*" | "?"] => format!("add the year: `cron({minute} {hour} ? {month} * *)`"),
        [_, _, _, _, _] => "add the year `*` at the end, put `?` into one day field, and count weekdays from 1 = SUN, such as `cron(0 5 ? * MON *)`".to_owned(),
        _ => format!("write minute, hour, day of month, month, day of week and year, such as `{EXAMPLE}`"),
    };
    inside.problem(format!("AWS cron has six fields, not {count}"), help)
}

/// The values of a field that may hold lists, ranges and steps.
pub(super) fn values(field: Piece<'_>, kind: &Kind) -> Result<Vec<u16>, Problem> {
    let items: Vec<Vec<u16>> = field
        .split(',')
        .into_iter()
        .map(|item| item_values(field, item, kind))
        .collect::<Result<_, _>>()?;
    Ok(items.concat())
}

fn item_values(field: Piece<'_>, item: Piece<'_>, kind: &Kind) -> Result<Vec<u16>, Problem> {
    let name = kind.name;
    if item.text.is_empty() {
        return Err(field.problem(
            format!("an entry of the {name} is missing between commas"),
            format!("write for example `{EXAMPLE}`"),
        ));
    }
    if item.text == "?" {
        return Err(item.problem(
            format!("`?` cannot be the {name}"),
            "write `*`; `?` stands alone in one of the two day fields",
        ));
    }
    let (base, step) = match item.cut('/') {
        Some((base, step)) => (base, Some(step)),
        None => (item, None),
    };
    let (first, last) = bounds(base, step.is_some(), kind)?;
    let step = step.map_or(Ok(1), |step| step_size(item, step, kind))?;
    Ok((first..=last).step_by(usize::from(step)).collect())
}

/// The first and last value an item reaches.
fn bounds(base: Piece<'_>, stepped: bool, kind: &Kind) -> Result<(u16, u16), Problem> {
    if base.text == "*" {
        return Ok((kind.first, kind.last));
    }
    let Some((low, high)) = base.cut('-') else {
        let first = value(base, kind)?;
        return Ok((first, if stepped { kind.last } else { first }));
    };
    let (first, last) = (value(low, kind)?, value(high, kind)?);
    if first > last {
        let end =
            kind.names.last().map_or_else(|| kind.last.to_string(), |name| (*name).to_owned());
        let start =
            kind.names.first().map_or_else(|| kind.first.to_string(), |name| (*name).to_owned());
        return Err(base.problem(
            format!("AWS does not say whether `{}` wraps around", base.text),
            format!("write two parts: `{}-{end},{start}-{}`", low.text, high.text),
        ));
    }
    Ok((first, last))
}

fn step_size(item: Piece<'_>, step: Piece<'_>, kind: &Kind) -> Result<u16, Problem> {
    if !kind.steps {
        return Err(item.problem(
            format!("AWS takes no steps in the {}", kind.name),
            "list the days, such as `MON,WED,FRI`",
        ));
    }
    let span = kind.last - kind.first;
    let size = if is_number(step.text) { step.text.parse::<u16>().ok() } else { None };
    match size {
        Some(size) if size >= 1 && size <= span => Ok(size),
        Some(0) => Err(step.problem("a step of `0` never advances", "write 1 or more after `/`, such as `0/15`")),
        Some(size) => Err(step.problem(
            format!("a step of `{size}` is longer than the {} goes", kind.name),
            format!("a step ends with its field and never carries over: write 1 to {span} after `/`, or the start alone"),
        )),
        None => Err(step.problem(format!("`{}` is not a step", step.text), "write a whole number after `/`, such as `0/15`")),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// One value, as a number or as a name such as `MON`.
pub(super) fn value(piece: Piece<'_>, kind: &Kind) -> Result<u16, Problem> {
    let Kind { name, first, last, names, steps: _ } = kind;
    let upper = piece.text.to_ascii_uppercase();
    if let Some(index) = names.iter().position(|name| *name == upper) {
        return Ok(first + u16::try_from(index).unwrap_or_default());
    }
    let number = if is_number(piece.text) { piece.text.parse::<u16>().ok() } else { None };
    if let Some(number) = number.filter(|number| (first..=last).contains(&number)) {
        return Ok(number);
    }
    let help = match (piece.text, names.first(), names.last()) {
        ("0", Some(_), _) if *last == 7 => {
            "AWS counts weekdays from 1 = SUN to 7 = SAT: write `SUN`".to_owned()
        }
        (_, Some(first_name), Some(last_name)) => {
            format!("write {first} to {last} or `{first_name}` to `{last_name}`")
        }
        _ => format!("write {first} to {last}"),
    };
    let article = if *name == "hour" { "an" } else { "a" };
    Err(piece.problem(format!("`{}` is not {article} {name}", piece.text), help))
}
