//! The runs of the next month as a calendar.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date as Day;
use serde::Serialize;

use crate::recoverability::{Agenda, Due, Evidence, Line, Outcome, Owner, agenda};
use crate::units::Date;

use super::words::joined;

/// More runs of one schedule on one day are told in one line.
const LISTED: usize = 3;

/// The month of one plan, or of something else that runs.
#[derive(Debug, Serialize)]
pub(super) struct Month {
    title: String,
    /// What it is, and whose data it holds.
    about: String,
    /// The zones of its clocks that are not UTC.
    zones: Vec<String>,
    /// How many runs there are, and what becomes of them.
    totals: Vec<Total>,
    days: Vec<DayOfMonth>,
    /// It runs on most days.
    busy: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Total {
    count: usize,
    kind: Kind,
}

#[derive(Debug, Serialize)]
struct DayOfMonth {
    date: String,
    /// "Sat 21 Nov".
    label: String,
    /// 1 is Monday: the column of the calendar.
    weekday: i8,
    runs: Vec<Runs>,
}

/// Runs of one schedule on one day that have the same fate.
#[derive(Debug, Serialize)]
struct Runs {
    name: String,
    /// "02:00", or "00:00–23:00".
    local: String,
    /// The same in UTC, where that differs.
    utc: Option<String>,
    count: usize,
    kind: Kind,
    /// The tier that runs instead.
    other: Option<String>,
}

/// What becomes of a run, by the class of the style sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Kind {
    key: &'static str,
    symbol: &'static str,
    word: &'static str,
}

/// The month from a day on. None after the years that plans are followed for.
pub(super) fn months(evidence: &Evidence<'_>, as_of: Date) -> Option<(Vec<Month>, String)> {
    let from = as_of.civil();
    let until = from.checked_add(jiff::Span::new().months(1)).ok()?;
    if !(2026..2055).contains(&from.year()) {
        return None;
    }
    let found = agenda(evidence, instant(from)?, instant(until)?);
    let last = until.yesterday().ok()?;
    let months = found.iter().map(month).collect();
    Some((months, format!("{} to {}", label(from, true), label(last, true))))
}

/// Midnight in UTC.
pub(super) fn instant(day: Day) -> Option<Timestamp> {
    day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn month(agenda: &Agenda) -> Month {
    let (title, about) = match &agenda.of {
        Owner::Plan(plan) => (plan.clone(), "plan of AWS Backup".to_owned()),
        Owner::RestoreTests(plan) => (plan.clone(), "restore tests of the plan".to_owned()),
        Owner::Other { reference, resources } => {
            let names: Vec<&str> = resources.iter().map(String::as_str).collect();
            (reference.clone(), format!("runs beside the plans, for {}", joined(&names)))
        }
    };
    let mut zones: Vec<String> = agenda
        .lines
        .iter()
        .filter(|line| !line.zone.is_utc())
        .map(|line| line.zone.name().to_owned())
        .collect();
    zones.sort();
    zones.dedup();
    let days = days(&agenda.lines);
    Month { title, about, zones, totals: totals(&agenda.lines), busy: days.len() > 6, days }
}

fn totals(lines: &[Line]) -> Vec<Total> {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for due in lines.iter().flat_map(|line| &line.due) {
        *counts.entry(bare(&due.outcome)).or_default() += 1;
    }
    let total = |(outcome, count): (Outcome, usize)| Total { count, kind: kind(&outcome) };
    counts.into_iter().map(total).collect()
}

/// The outcome without the other tier.
fn bare(outcome: &Outcome) -> Outcome {
    match outcome {
        Outcome::Made => Outcome::Made,
        Outcome::Absorbed(_) => Outcome::Absorbed(String::new()),
        Outcome::Displaced(_) => Outcome::Displaced(String::new()),
        Outcome::Tied(_) => Outcome::Tied(String::new()),
    }
}

const fn kind(outcome: &Outcome) -> Kind {
    let (key, symbol, word) = match outcome {
        Outcome::Made => ("made", "●", "runs"),
        Outcome::Absorbed(_) => ("absorbed", "◐", "absorbed by"),
        Outcome::Displaced(_) => ("displaced", "✕", "displaced by"),
        Outcome::Tied(_) => ("tied", "?", "AWS does not say whether it or"),
    };
    Kind { key, symbol, word }
}

fn days(lines: &[Line]) -> Vec<DayOfMonth> {
    let mut by_day: BTreeMap<Day, Vec<(&Line, Vec<&Due>)>> = BTreeMap::new();
    for line in lines {
        for due in &line.due {
            let lines = by_day.entry(due.run.local.date()).or_default();
            match lines.last_mut() {
                Some((last, same)) if std::ptr::eq(*last, line) => same.push(due),
                _ => lines.push((line, vec![due])),
            }
        }
    }
    let day = |(day, lines): (Day, Vec<(&Line, Vec<&Due>)>)| {
        let mut runs: Vec<(Timestamp, Runs)> =
            lines.iter().flat_map(|(line, due)| runs(line, due)).collect();
        runs.sort_by_key(|(first, _)| *first);
        DayOfMonth {
            date: day.to_string(),
            label: label(day, false),
            weekday: day.weekday().to_monday_one_offset(),
            runs: runs.into_iter().map(|(_, runs)| runs).collect(),
        }
    };
    by_day.into_iter().map(day).collect()
}

/// The runs of one schedule on one day: one by one where they are few.
fn runs(line: &Line, due: &[&Due]) -> Vec<(Timestamp, Runs)> {
    let mut groups: Vec<Vec<&Due>> = Vec::new();
    for one in due {
        let same = |group: &&mut Vec<&Due>| {
            group.first().is_some_and(|first| first.outcome == one.outcome)
        };
        match groups.iter_mut().find(same) {
            Some(group) if due.len() > LISTED => group.push(one),
            _ => groups.push(vec![one]),
        }
    }
    groups.iter().filter_map(|group| told(line, group)).collect()
}

fn told(line: &Line, group: &[&Due]) -> Option<(Timestamp, Runs)> {
    let (first, last) = (group.first()?, group.last()?);
    let span = |of: &dyn Fn(&Due) -> String| match group.len() {
        1 => of(first),
        _ => format!("{}–{}", of(first), of(last)),
    };
    let utc = |due: &Due| {
        let shown = jiff::tz::TimeZone::UTC.to_datetime(due.run.at);
        let other_day = shown.date() != due.run.local.date();
        let form = if other_day { "%d %b %H:%M" } else { "%H:%M" };
        shown.strftime(form).to_string()
    };
    let other = match &first.outcome {
        Outcome::Made => None,
        Outcome::Absorbed(by) | Outcome::Displaced(by) | Outcome::Tied(by) => Some(by.clone()),
    };
    let runs = Runs {
        name: line.name.clone(),
        local: span(&|due| due.run.local.strftime("%H:%M").to_string()),
        utc: (!line.zone.is_utc()).then(|| span(&utc)),
        count: group.len(),
        kind: kind(&first.outcome),
        other,
    };
    Some((first.run.at, runs))
}

fn label(day: Day, with_year: bool) -> String {
    day.strftime(if with_year { "%-d %B %Y" } else { "%a %-d %b" }).to_string()
}
