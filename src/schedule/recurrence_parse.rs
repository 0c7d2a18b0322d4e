//! Turns the parts of a schedule into cron, or into an interval.

use super::cron::{ALL_MONTHS, Cron, Days};
use super::recurrence::{Part, PartProblem, Parts, Schedule};
use super::within_day::within_day;
use crate::units::problem::refuse_blanks;
use crate::units::quantity::quantities;
use crate::units::{CalendarDays, DailyWindow, Duration, Problem, TimeOfDay, Weekday};

pub(super) const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How often, by what the calendar counts it in.
#[derive(Clone, Copy, Debug)]
enum Period {
    /// Less than a day.
    Time(Duration),
    Day,
    Week,
    /// Months that divide a year, fewer than twelve.
    Months(u8),
    Year,
    /// What cron cannot say, with the parts that may go with it.
    Odd(Duration, &'static [Part]),
}

impl Period {
    fn takes(self, part: Part) -> bool {
        let parts: &[Part] = match self {
            Period::Time(_) => &[Part::At, Part::Between],
            Period::Day => &[Part::At],
            Period::Week => &[Part::Weekday, Part::At],
            Period::Months(1) => &[Part::Day, Part::At],
            Period::Months(_) | Period::Year => &[Part::Day, Part::Month, Part::At],
            Period::Odd(_, parts) => parts,
        };
        part == Part::Every || parts.contains(&part)
    }
}

/// The parts after `every`, each read if it was written.
#[derive(Default)]
struct Read {
    weekday: Option<Weekday>,
    day: Option<DayOfMonth>,
    month: Option<u8>,
    at: Option<TimeOfDay>,
    between: Option<DailyWindow>,
}

#[derive(Clone, Copy)]
enum DayOfMonth {
    Number(u8),
    Last,
}

pub(super) fn parse(parts: &Parts<'_>) -> Result<Schedule, Vec<PartProblem>> {
    let Parts { every, weekday, day, month, at, between } = *parts;
    let mut problems = Vec::new();
    let period = match every {
        Some(text) => keep(&mut problems, Part::Every, Some(text), period),
        None => {
            let problem = Problem::new(0..0, "`every` is missing")
                .with_help("say how often, such as `every: day`");
            problems.push(PartProblem { part: Part::Every, problem });
            None
        }
    };
    let read = Read {
        weekday: keep(&mut problems, Part::Weekday, weekday, Weekday::parse),
        day: keep(&mut problems, Part::Day, day, day_of_month),
        month: keep(&mut problems, Part::Month, month, month_number),
        at: keep(&mut problems, Part::At, at, TimeOfDay::parse),
        between: keep(&mut problems, Part::Between, between, DailyWindow::parse),
    };
    let written = [
        (Part::Weekday, weekday),
        (Part::Day, day),
        (Part::Month, month),
        (Part::At, at),
        (Part::Between, between),
    ];
    if let (Some(period), Some(every)) = (period, every) {
        let misplaced = written.into_iter().filter(|(part, _)| !period.takes(*part));
        problems.extend(
            misplaced.filter_map(|(part, text)| text.map(|text| does_not_go(part, text, every))),
        );
    }
    let (Some(period), true) = (period, problems.is_empty()) else {
        problems.sort_by_key(|found| found.part);
        return Err(problems);
    };
    schedule(period, &read, parts).map_err(|problem| vec![problem])
}

/// What `read` makes of a part that was written, its problem put aside.
fn keep<T>(
    problems: &mut Vec<PartProblem>,
    part: Part,
    text: Option<&str>,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Option<T> {
    read(text?).map_err(|problem| problems.push(PartProblem { part, problem })).ok()
}

fn does_not_go(part: Part, text: &str, every: &str) -> PartProblem {
    let key = part.key();
    let help = match part {
        Part::Weekday => "`weekday` goes with `every: week`",
        Part::Day => "`day` goes with `every: month` and `every: year`",
        Part::Month => "`month` goes with `every: year`, and with `every: 3mo` for the first month",
        Part::Between => "`between` goes with hours and minutes, such as `every: 2h`",
        Part::At | Part::Every => "leave it out",
    };
    let problem = Problem::whole(text, format!("`{key}` does not go with `every: {every}`"))
        .with_help(format!("{help}; or leave it out"));
    PartProblem { part, problem }
}

fn period(text: &str) -> Result<Period, Problem> {
    refuse_blanks(text, "day")?;
    match text {
        "minute" => return Ok(Period::Time(Duration::minutes(1))),
        "hour" => return Ok(Period::Time(Duration::hours(1))),
        "day" => return Ok(Period::Day),
        "week" => return Ok(Period::Week),
        "month" => return Ok(Period::Months(1)),
        "year" => return Ok(Period::Year),
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(
            Problem::whole(text, format!("`{text}` is not a period")).with_help(word_meant(text))
        );
    }
    let parts = quantities(text, "2h")?;
    let period = match parts.as_slice() {
        [part] if part.unit == "mo" => months(part.number, text)?,
        [part] if part.unit == "y" => months(part.number.saturating_mul(12), text)?,
        _ => exact_period(Duration::parse(text)?),
    };
    let none = matches!(period, Period::Time(length) | Period::Odd(length, _) if length.is_zero());
    if none {
        return Err(Problem::whole(text, format!("`{text}` is no time at all"))
            .with_help("write for example `2h`"));
    }
    Ok(period)
}

fn word_meant(text: &str) -> String {
    let word = match text.to_lowercase().as_str() {
        "hourly" | "hours" => "hour",
        "daily" | "days" | "nightly" => "day",
        "weekly" | "weeks" => "week",
        "biweekly" | "fortnight" | "fortnightly" => "2w",
        "monthly" | "months" => "month",
        "quarter" | "quarterly" => "3mo",
        "yearly" | "years" | "annual" | "annually" => "year",
        _ => return "write `hour`, `day`, `week`, `month`, `year`, or a number of them such as `2h`, `2w`, `3mo`".to_owned(),
    };
    format!("write `{word}`")
}

fn months(count: u64, text: &str) -> Result<Period, Problem> {
    let period = match count {
        12 => Period::Year,
        1 => Period::Months(1),
        2 => Period::Months(2),
        3 => Period::Months(3),
        4 => Period::Months(4),
        6 => Period::Months(6),
        _ => Period::Odd(
            Duration::days(u64::from(CalendarDays::parse(text)?.most)),
            &[Part::Day, Part::Month, Part::At],
        ),
    };
    Ok(period)
}

fn exact_period(length: Duration) -> Period {
    let (day, week) = (Duration::days(1), Duration::weeks(1));
    if length == day {
        return Period::Day;
    }
    if length == week {
        return Period::Week;
    }
    if length < day {
        return Period::Time(length);
    }
    let whole_weeks = length.as_seconds().is_multiple_of(week.as_seconds());
    Period::Odd(length, if whole_weeks { &[Part::Weekday, Part::At] } else { &[Part::At] })
}

fn day_of_month(text: &str) -> Result<DayOfMonth, Problem> {
    refuse_blanks(text, "15")?;
    if text == "last" {
        return Ok(DayOfMonth::Last);
    }
    let number = if text.starts_with(['0', '+']) { None } else { text.parse::<u8>().ok() };
    number.filter(|day| (1..=31).contains(day)).map(DayOfMonth::Number).ok_or_else(|| {
        Problem::whole(text, format!("`{text}` is not a day of the month"))
            .with_help("write `1` to `31`, or `last`")
    })
}

fn month_number(text: &str) -> Result<u8, Problem> {
    refuse_blanks(text, "january")?;
    if let Some(found) = (1_u8..).zip(MONTH_NAMES).find(|(_, name)| *name == text) {
        return Ok(found.0);
    }
    let lower = text.to_lowercase();
    let start = lower.get(..3).unwrap_or_default();
    let meant = MONTH_NAMES.into_iter().find(|name| !start.is_empty() && name.starts_with(start));
    let by_number =
        text.parse::<usize>().ok().and_then(|n| MONTH_NAMES.into_iter().nth(n.checked_sub(1)?));
    let help = meant.or(by_number).map_or_else(
        || "write a month in full, such as `january`".to_owned(),
        |name| format!("write `{name}`"),
    );
    Err(Problem::whole(text, format!("`{text}` is not a month")).with_help(help))
}

fn schedule(period: Period, read: &Read, parts: &Parts<'_>) -> Result<Schedule, PartProblem> {
    let at = read.at;
    let (days, months, mut open) = match period {
        Period::Odd(length, _) => return Ok(Schedule::Interval(length)),
        Period::Time(length) => return within_day(length, at, read.between, parts),
        Period::Day => (Days::Every, ALL_MONTHS, Vec::new()),
        Period::Week => {
            let day = read.weekday.unwrap_or(Weekday::Sunday);
            (
                Days::OfWeek(1 << day.since_sunday()),
                ALL_MONTHS,
                left_open(&[(Part::Weekday, read.weekday.is_none())]),
            )
        }
        Period::Months(step) => (
            days_of(read.day),
            every_months(read.month.unwrap_or(1), step),
            left_open(&[(Part::Day, read.day.is_none())]),
        ),
        Period::Year => {
            let open =
                left_open(&[(Part::Day, read.day.is_none()), (Part::Month, read.month.is_none())]);
            (days_of(read.day), 1 << read.month.unwrap_or(1), open)
        }
    };
    open.extend(left_open(&[(Part::At, at.is_none())]));
    let time = at.unwrap_or(TimeOfDay::MIDNIGHT);
    let cron = Cron::from_sets(1 << time.minute(), 1 << time.hour(), days, months);
    Ok(Schedule::Cron { cron, at, open })
}

fn left_open(parts: &[(Part, bool)]) -> Vec<Part> {
    parts.iter().filter(|(_, missing)| *missing).map(|(part, _)| *part).collect()
}

fn days_of(day: Option<DayOfMonth>) -> Days {
    match day {
        Some(DayOfMonth::Last) => Days::LastOfMonth,
        Some(DayOfMonth::Number(day)) => Days::OfMonth(1 << day),
        None => Days::OfMonth(1 << 1),
    }
}

/// Every `step` months around the year, one of them being `first`.
fn every_months(first: u8, step: u8) -> u16 {
    (1..=12_u8).filter(|month| month % step == first % step).fold(0, |set, month| set | 1 << month)
}
