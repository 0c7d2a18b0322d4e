//! How far back, how finely, and which rungs: both versions side by side.

use std::collections::BTreeSet;

use crate::recoverability::{Band, Counted, History, Reach, RungVerdict};
use crate::units::Duration;

use super::Direction;

/// What orders two reaches; more is better.
pub(super) fn worth(reach: Reach) -> (u8, Duration) {
    match reach {
        Reach::None => (0, Duration::ZERO),
        Reach::Unproven(_) => (1, Duration::ZERO),
        Reach::Back(back) => (2, back),
        Reach::Forever => (3, Duration::ZERO),
    }
}

/// Two reaches that no reader tells apart: years that differ by hours.
pub(super) fn near(old: Reach, new: Reach) -> bool {
    match (old, new) {
        (Reach::Back(old), Reach::Back(new)) => {
            let differ = old.minus(new).plus(new.minus(old));
            old == new || old.min(new) > YEARS_FROM && differ < DAY
        }
        _ => old == new,
    }
}

/// Both reaches in words, in the shortest form that tells them apart.
pub(super) fn words(old: Reach, new: Reach) -> (String, String) {
    let of = |length: fn(Duration) -> String| {
        let word = |reach: Reach| match reach {
            Reach::None => "nothing older".to_owned(),
            Reach::Unproven(_) => "unproven".to_owned(),
            Reach::Forever => "for ever".to_owned(),
            Reach::Back(back) => length(back),
        };
        (word(old), word(new))
    };
    let short = of(rounded);
    if short.0 == short.1 { of(|length| length.to_string()) } else { short }
}

const DAY: Duration = Duration::days(1);
const WEEK: Duration = Duration::days(7);
/// From here on a reader counts in years and months.
const YEARS_FROM: Duration = Duration::days(2 * LONGEST_YEAR);
const LONGEST_YEAR: u64 = 366;
const LONGEST_MONTH: u64 = 31;

/// A length rounded down, in the units that a reader counts in: a year and a
/// month at their longest, since what is promised is at least this.
fn rounded(length: Duration) -> String {
    if length < WEEK {
        return length.to_string();
    }
    let days = length.days_down();
    if length < YEARS_FROM {
        return format!("{days}d");
    }
    let (years, months) = (days / LONGEST_YEAR, days % LONGEST_YEAR / LONGEST_MONTH);
    if months == 0 { format!("{years}y") } else { format!("{years}y {months}mo") }
}

/// Points that are further apart now, or nearer, up to some age.
pub(super) struct Apart<'a> {
    pub(super) direction: Direction,
    /// The youngest ages at which they differ.
    pub(super) ages: String,
    /// Up to this age.
    pub(super) until: Option<Duration>,
    pub(super) before: Duration,
    pub(super) now: Duration,
    pub(super) by: Vec<&'a Counted>,
    pub(super) was_by: Vec<&'a Counted>,
}

/// How finely both histories go back, as far as both do.
pub(super) fn apart<'a>(old: &'a History, new: &'a History) -> Option<Apart<'a>> {
    let common = match (old.reach, new.reach) {
        (Reach::Back(old), Reach::Back(new)) => Some(old.min(new)),
        (Reach::Back(back), Reach::Forever) | (Reach::Forever, Reach::Back(back)) => Some(back),
        (Reach::Forever, Reach::Forever) => None,
        _ => return None,
    };
    let ends = old.bands.iter().chain(&new.bands).filter_map(|band| band.until);
    let mut ends: Vec<Option<Duration>> = ends
        .filter(|end| common.is_none_or(|common| *end < common))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(Some)
        .collect();
    ends.push(common);
    let mut start = Duration::ZERO;
    let mut found: Option<Apart<'a>> = None;
    let (mut worse, mut better) = (false, false);
    for end in ends {
        let (Some(was), Some(is)) = (band(old, end), band(new, end)) else { continue };
        worse |= is.apart > was.apart;
        better |= is.apart < was.apart;
        if is.apart != was.apart && found.is_none() {
            found = Some(Apart {
                direction: Direction::Neither,
                ages: ages(start, end),
                until: end,
                before: was.apart,
                now: is.apart,
                by: is.by.iter().collect(),
                was_by: was.by.iter().collect(),
            });
        }
        start = end.unwrap_or(start);
    }
    let mut found = found?;
    found.direction = match (worse, better) {
        (true, false) => Direction::Worse,
        (false, true) => Direction::Better,
        (true, true) | (false, false) => Direction::Neither,
    };
    Some(found)
}

/// The band that holds the ages up to this one.
fn band(history: &History, end: Option<Duration>) -> Option<&Band> {
    let holds = |band: &&Band| match (band.until, end) {
        (None, _) => true,
        (Some(until), Some(end)) => until >= end,
        (Some(_), None) => false,
    };
    history.bands.iter().find(holds)
}

fn ages(start: Duration, end: Option<Duration>) -> String {
    let word = |length: Duration| if length < DAY { length.to_string() } else { rounded(length) };
    match (start.is_zero(), end) {
        (true, Some(end)) => format!("points up to {} old", word(end)),
        (true, None) => "points".to_owned(),
        (false, Some(end)) => format!("points {} to {} old", word(start), word(end)),
        (false, None) => format!("points older than {}", word(start)),
    }
}

/// The rungs whose verdict changed while they are wanted as before.
pub(super) fn rungs<'a>(
    old: &'a [RungVerdict],
    new: &'a [RungVerdict],
) -> Vec<(&'a RungVerdict, &'a RungVerdict)> {
    let pairs = new.iter().filter_map(|new| {
        let same = |old: &&RungVerdict| old.rung == new.rung && old.wanted == new.wanted;
        Some((old.iter().find(same)?, new))
    });
    pairs.filter(|(old, new)| old.verdict.rank() != new.verdict.rank()).collect()
}
