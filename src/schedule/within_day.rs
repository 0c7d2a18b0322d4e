//! Schedules with several runs a day, as cron or as an interval.

use super::cron::{ALL_HOURS, ALL_MONTHS, Cron, Days};
use super::recurrence::{Part, PartProblem, Parts, Schedule};
use crate::units::{DailyWindow, Duration, Problem, TimeOfDay};

const DAY_MINUTES: u16 = 24 * 60;

/// Several runs a day; cron says them where hours and minutes are independent.
pub(super) fn within_day(
    length: Duration,
    at: Option<TimeOfDay>,
    between: Option<DailyWindow>,
    parts: &Parts<'_>,
) -> Result<Schedule, PartProblem> {
    if let (Some(_), Some(between_text), Some(at_text)) = (at, parts.between, parts.at) {
        let problem = Problem::whole(
            at_text,
            format!("`between: \"{between_text}\"` already says when the first run is"),
        )
        .with_help("leave `at` out");
        return Err(PartProblem { part: Part::At, problem });
    }
    let step = length.whole_minutes().and_then(|minutes| u16::try_from(minutes).ok());
    let times = match (step, between) {
        (Some(step), Some(window)) => Some(times_between(step, window)),
        (Some(step), None) if DAY_MINUTES.is_multiple_of(step) => {
            let first = at.unwrap_or(TimeOfDay::MIDNIGHT).minute_of_day() % step;
            Some((first..DAY_MINUTES).step_by(usize::from(step)).collect())
        }
        _ => None,
    };
    let single = between.is_some() && times.as_ref().is_some_and(|times| times.len() < 2);
    match times.as_deref().and_then(sets_of) {
        Some((minutes, hours)) if !single => {
            let cron = Cron::from_sets(minutes, hours, Days::Every, ALL_MONTHS);
            Ok(Schedule::Cron { cron, at, open: Vec::new() })
        }
        _ => match (between, parts.between, parts.every) {
            (Some(window), Some(text), Some(every)) => {
                Err(cannot_say_between(length, window, text, every))
            }
            _ => Ok(Schedule::Interval(length)),
        },
    }
}

fn times_between(step: u16, window: DailyWindow) -> Vec<u16> {
    let minutes = u16::try_from(window.length().minutes_down()).unwrap_or_default();
    (0..=minutes)
        .step_by(usize::from(step))
        .map(|after| (window.start.minute_of_day() + after) % DAY_MINUTES)
        .collect()
}

/// Minutes and hours of which every combination is one of the times.
fn sets_of(times: &[u16]) -> Option<(u64, u32)> {
    let minutes = times.iter().fold(0_u64, |set, time| set | 1 << (time % 60));
    let hours = times.iter().fold(0_u32, |set, time| set | 1 << (time / 60)) & ALL_HOURS;
    let combinations =
        usize::try_from(minutes.count_ones() * hours.count_ones()).unwrap_or(usize::MAX);
    (combinations == times.len()).then_some((minutes, hours))
}

fn cannot_say_between(
    length: Duration,
    window: DailyWindow,
    text: &str,
    every: &str,
) -> PartProblem {
    if length > window.length() {
        let problem = Problem::whole(text, format!("`{every}` does not fit into `{text}`"))
            .with_help("write a longer window, or `every: day` with `at`");
        return PartProblem { part: Part::Between, problem };
    }
    let message = format!("cron cannot say `{every}` between `{text}`");
    let step = length
        .whole_minutes()
        .and_then(|minutes| u16::try_from(minutes).ok())
        .filter(|step| 60_u16.is_multiple_of(*step));
    let Some(step) = step else {
        let problem = Problem::new(0..every.len(), message)
            .with_help(format!("write for example `every: {}`", nearest_period(length)));
        return PartProblem { part: Part::Every, problem };
    };
    // Cron repeats the same minutes in every hour it names: fill both end hours.
    let first = window.start.hour() * 60 + window.start.minute() % step;
    let last = window.end.hour() * 60 + window.start.minute() % step + (60 - step);
    let filled = format!("{:02}:{:02}-{:02}:{:02}", first / 60, first % 60, last / 60, last % 60);
    let problem = Problem::whole(text, message)
        .with_help(format!("every hour has the same minutes there: write `{filled}`"));
    PartProblem { part: Part::Between, problem }
}

/// The longest period not above `length` that cron can say; at least a minute.
pub(super) fn nearest_period(length: Duration) -> String {
    let days = |days: u64, word: &str| (Duration::days(days), word.to_owned());
    let hours = [12, 8, 6, 4, 3, 2].map(|n| (Duration::hours(n), format!("{n}h")));
    let minutes =
        [30, 20, 15, 12, 10, 6, 5, 4, 3, 2].map(|n| (Duration::minutes(n), format!("{n}m")));
    let mut known = vec![
        days(366, "year"),
        days(184, "6mo"),
        days(123, "4mo"),
        days(92, "3mo"),
        days(62, "2mo"),
        days(31, "month"),
        days(7, "week"),
        days(1, "day"),
    ];
    known.extend(hours);
    known.push((Duration::hours(1), "hour".to_owned()));
    known.extend(minutes);
    known
        .into_iter()
        .find(|(period, _)| *period <= length)
        .map_or_else(|| "1m".to_owned(), |(_, text)| text)
}
