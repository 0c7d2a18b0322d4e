//! Prints cron expressions in normal form.

use super::cron::{Cron, Days, FIRST_YEAR, LAST_YEAR};

pub(super) const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
pub(super) const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// The one spelling of a schedule.
pub(super) fn normalised(cron: &Cron) -> String {
    let Cron { written: _, minutes, hours, days, months, years } = cron;
    let minutes = set(0, 59, |n| minutes >> n & 1 == 1, number);
    let hours = set(0, 23, |n| hours >> n & 1 == 1, number);
    let (day_of_month, day_of_week) = day_fields(*days);
    let months = set(1, 12, |n| months >> n & 1 == 1, number);
    let first = FIRST_YEAR.unsigned_abs();
    let years = set(
        first,
        LAST_YEAR.unsigned_abs(),
        |n| i16::try_from(n).is_ok_and(|n| years.has(n)),
        number,
    );
    format!("cron({minutes} {hours} {day_of_month} {months} {day_of_week} {years})")
}

fn day_fields(days: Days) -> (String, String) {
    let free = || "?".to_owned();
    match days {
        Days::Every => (free(), "*".to_owned()),
        Days::OfMonth(days) => (set(1, 31, |n| days >> n & 1 == 1, number), free()),
        Days::LastOfMonth => ("L".to_owned(), free()),
        Days::LastWorkday => ("LW".to_owned(), free()),
        Days::NearestWorkday(day) => (format!("{day}W"), free()),
        Days::OfWeek(days) => (free(), week_set(days)),
        Days::Nth { weekday, nth } => (free(), format!("{}#{nth}", weekday + 1)),
        Days::LastOfWeekday(weekday) => (free(), format!("{}L", weekday + 1)),
    }
}

fn number(n: u16) -> String {
    n.to_string()
}

/// Days of the week by name; AWS documents no steps here.
fn week_set(days: u8) -> String {
    let name =
        |n: u16| WEEKDAYS.get(usize::from(n)).map_or_else(String::new, |name| (*name).to_owned());
    let members: Vec<u16> = (0..7_u16).filter(|n| days >> n & 1 == 1).collect();
    runs(&members, name)
}

/// The values from `first` to `last` that are `wanted`, as AWS writes sets.
fn set(first: u16, last: u16, wanted: impl Fn(u16) -> bool, name: fn(u16) -> String) -> String {
    let members: Vec<u16> = (first..=last).filter(|n| wanted(*n)).collect();
    if members.len() == usize::from(last - first) + 1 {
        return "*".to_owned();
    }
    stepped(&members, first, last).unwrap_or_else(|| runs(&members, name))
}

/// `0/15` or `8-18/2` where the members are evenly apart by more than one.
fn stepped(members: &[u16], first: u16, last: u16) -> Option<String> {
    let (start, end) = (*members.first()?, *members.last()?);
    let step = *members.get(1)? - start;
    let even = members.iter().zip(members.iter().skip(1)).all(|(a, b)| b - a == step);
    if step == 1 || !even {
        return None;
    }
    let open = end + step > last;
    // Two members are a pattern only if they halve the field: `0/30`, not `5/17`.
    if members.len() == 2 {
        return (open && step * 2 == last - first + 1).then(|| format!("{start}/{step}"));
    }
    Some(if open { format!("{start}/{step}") } else { format!("{start}-{end}/{step}") })
}

/// A list of single members and of ranges of three or more.
fn runs(members: &[u16], name: impl Fn(u16) -> String) -> String {
    let mut written: Vec<String> = Vec::new();
    let mut rest = members;
    while let Some((start, after)) = rest.split_first() {
        let more = after
            .iter()
            .zip(start + 1..)
            .take_while(|(member, expected)| *member == expected)
            .count();
        if more >= 2 {
            written.push(format!(
                "{}-{}",
                name(*start),
                name(start + u16::try_from(more).unwrap_or_default())
            ));
            rest = after.get(more..).unwrap_or_default();
        } else {
            written.push(name(*start));
            rest = after;
        }
    }
    written.join(",")
}
