//! Says in words when a cron expression fires.

use super::cron::{ALL_MONTHS, Cron, Days};
use super::recurrence::Part;
use super::recurrence_parse::MONTH_NAMES;
use crate::units::{Duration, TimeOfDay, Weekday};

/// More times than these are no phrase anyone reads.
const MOST_LISTED: usize = 4;

/// "every day at 03:00", or the expression itself where words would be longer.
/// What is open is left out.
pub(super) fn phrase(cron: &Cron, open: &[Part]) -> String {
    let (Some(days), Some(times)) = (days(cron, open), times(cron)) else {
        return cron.normalised();
    };
    if cron.leaves_out_years(i16::MIN) {
        return cron.normalised();
    }
    if open.contains(&Part::At) {
        return days;
    }
    match (times, days.as_str()) {
        (Times::Repeated(times), "every day") => times,
        (Times::Repeated(times), _) => format!("{days}, {times}"),
        (Times::Listed(times), _) => format!("{days} {times}"),
    }
}

enum Times {
    /// "every 2h from 08:00 to 18:00".
    Repeated(String),
    /// "at 03:00".
    Listed(String),
}

fn times(cron: &Cron) -> Option<Times> {
    let times: Vec<TimeOfDay> = cron.times().collect();
    if let Some(repeated) = repeated(&times) {
        return Some(Times::Repeated(repeated));
    }
    let listed: Vec<String> = times.iter().map(ToString::to_string).collect();
    (listed.len() <= MOST_LISTED).then(|| Times::Listed(format!("at {}", list(&listed))))
}

/// Times that are evenly apart, all day or from one to another, over midnight
/// too.
fn repeated(times: &[TimeOfDay]) -> Option<String> {
    let day = 24 * 60;
    let minutes = || times.iter().map(|time| time.minute_of_day());
    let after = minutes().cycle().skip(1);
    let distances: Vec<u16> = minutes().zip(after).map(|(a, b)| (b + day - a) % day).collect();
    let (step, longest) = (*distances.iter().min()?, *distances.iter().max()?);
    let every = match step {
        0 => return None,
        1 => "every minute".to_owned(),
        60 => "every hour".to_owned(),
        step => format!("every {}", Duration::minutes(u64::from(step))),
    };
    if step == longest {
        let first = *times.first()?;
        return Some(if first == TimeOfDay::MIDNIGHT {
            every
        } else {
            format!("{every} from {first}")
        });
    }
    let breaks = distances.iter().filter(|distance| **distance != step).count();
    if breaks != 1 || times.len() < 3 {
        return None;
    }
    let last = distances.iter().position(|distance| *distance == longest)?;
    let (first, last) = (times.iter().cycle().nth(last + 1)?, times.get(last)?);
    Some(format!("{every} from {first} to {last}"))
}

fn days(cron: &Cron, open: &[Part]) -> Option<String> {
    let of = months(cron.months)?;
    let is_open = |part: Part| open.contains(&part);
    if is_open(Part::Month) {
        return Some("every year".to_owned());
    }
    Some(match cron.days {
        Days::Every if cron.months == ALL_MONTHS => "every day".to_owned(),
        Days::Every => format!("every day of {of}"),
        Days::OfWeek(_) if is_open(Part::Weekday) => "every week".to_owned(),
        Days::OfWeek(days) if cron.months == ALL_MONTHS => format!("every {}", weekdays(days)),
        Days::OfWeek(days) => format!("every {} of {of}", weekdays(days)),
        Days::OfMonth(_) if is_open(Part::Day) && cron.months == ALL_MONTHS => of,
        Days::OfMonth(_) if is_open(Part::Day) => format!("in {of}"),
        Days::OfMonth(days) if days.count_ones() == 1 => {
            format!("on day {} of {of}", days.trailing_zeros())
        }
        Days::OfMonth(_) => return None,
        Days::LastOfMonth => format!("on the last day of {of}"),
        Days::LastWorkday => format!("on the last day from Monday to Friday of {of}"),
        Days::NearestWorkday(day) => {
            format!("on the day from Monday to Friday nearest to day {day} of {of}")
        }
        Days::Nth { weekday, nth } => {
            format!("on the {} {} of {of}", ordinal(nth), weekdays(1 << weekday))
        }
        Days::LastOfWeekday(weekday) => format!("on the last {} of {of}", weekdays(1 << weekday)),
    })
}

fn months(set: u16) -> Option<String> {
    if set == ALL_MONTHS {
        return Some("every month".to_owned());
    }
    let named: Vec<String> = (1..)
        .zip(MONTH_NAMES)
        .filter(|(n, _)| set >> n & 1 == 1)
        .map(|(_, name)| capitalised(name))
        .collect();
    (named.len() <= MOST_LISTED).then(|| list(&named))
}

fn weekdays(set: u8) -> String {
    let named: Vec<String> = Weekday::ALL
        .into_iter()
        .filter(|day| set >> day.since_sunday() & 1 == 1)
        .map(|day| capitalised(day.name()))
        .collect();
    list(&named)
}

fn ordinal(nth: u8) -> &'static str {
    match nth {
        1 => "first",
        2 => "second",
        3 => "third",
        4 => "fourth",
        _ => "fifth",
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "a", "a and b", "a, b and c".
fn list(items: &[String]) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}
