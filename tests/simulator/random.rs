//! Random schedules and tiers.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::calendar::{DAY, HOUR, midnight};
use super::cron::{Days, Hours, When};
use super::plan::Tier;
use super::zones::{ALL, Zone};

fn hours() -> impl Strategy<Value = Hours> {
    let few = subsequence((0..24).collect::<Vec<i64>>(), 1..=3).prop_map(Hours::List);
    let near_changes = subsequence(vec![0, 1, 2, 3, 4, 22, 23], 1..=3).prop_map(Hours::List);
    let steps = (0..24_i64, 1..24_i64).prop_map(|(first, step)| Hours::Step(first, step));
    let ranges = (0..23_i64, 1..12_i64, 1..8_i64)
        .prop_map(|(first, length, step)| Hours::Range(first, (first + length).min(23), step));
    prop_oneof![6 => few, 6 => near_changes, 3 => steps, 2 => ranges, 1 => Just(Hours::Every)]
}

fn days() -> impl Strategy<Value = Days> {
    let of_month = subsequence((1..=31).collect::<Vec<i64>>(), 1..=3).prop_map(Days::OfMonth);
    let of_week = subsequence((0..7).collect::<Vec<i64>>(), 1..=6).prop_map(Days::OfWeek);
    prop_oneof![
        4 => Just(Days::Every),
        4 => of_week,
        2 => of_month,
        1 => (1..=31_i64, 1..=30_i64).prop_map(|(first, step)| Days::StepOfMonth(first, step)),
        1 => Just(Days::Last),
        1 => Just(Days::LastWorkday),
        1 => (1..=31_i64).prop_map(Days::NearestWorkday),
        2 => (0..7_i64, 1..=5_i64).prop_map(|(day, nth)| Days::Nth(day, nth)),
        1 => (0..7_i64).prop_map(Days::LastOfWeekday),
    ]
}

/// Any schedule, with minutes that every zone's offset keeps apart.
pub(super) fn when() -> impl Strategy<Value = When> {
    let minutes = prop_oneof![
        4 => Just(vec![0]),
        4 => subsequence(vec![0, 15, 30, 45, 59], 1..=2),
        1 => (0..60_i64).prop_map(|minute| vec![minute]),
    ];
    let months = prop_oneof![
        5 => Just(Vec::new()),
        1 => subsequence((1..=12).collect::<Vec<i64>>(), 1..=4),
    ];
    (minutes, hours(), days(), months).prop_map(|(minutes, hours, days, months)| When {
        minutes,
        hours,
        days,
        months,
    })
}

pub(super) fn zone() -> impl Strategy<Value = Zone> {
    select(ALL.to_vec())
}

/// A tier of any kind; zones of few tiers meet often enough.
pub(super) fn tier() -> impl Strategy<Value = Tier> {
    let windows =
        select(vec![15, HOUR, HOUR, 90, 2 * HOUR, 8 * HOUR, 8 * HOUR, 26 * HOUR, 80 * HOUR]);
    let kept = select(vec![Some(1), Some(7), Some(7), Some(35), Some(365), None]);
    (when(), zone(), windows, kept).prop_map(|(when, zone, window, kept)| Tier {
        when,
        zone,
        window,
        kept,
    })
}

/// The first minute of some day from 2026 to 2053, often of a week in which
/// clocks change somewhere.
pub(super) fn some_day() -> impl Strategy<Value = i64> {
    let changes =
        select(vec![(3, 6), (3, 25), (4, 1), (4, 23), (9, 23), (10, 1), (10, 24), (11, 1)]);
    let near_change = (2026..=2053_i64, changes, 0..3_i64)
        .prop_map(|(year, (month, day), more)| midnight(year, month, day + more));
    prop_oneof![1 => (20_460..30_500_i64).prop_map(|day| day * DAY), 2 => near_change]
}
