//! How far back and how finely the program says points reach, beside the points.

use std::ops::Range;

use policy::resolved::Rung;
use proptest::prelude::*;
use proptest::sample::select;

use super::calendar::{DAY, HOUR, SUNDAY, midnight};
use super::compare::{Answers, Lost};
use super::cron::{Days, daily};
use super::figures;
use super::points::{Point, Rule, points};
use super::policies::{DR, config, copied, is_clear, left, rule, some_rules};

/// A year with a leap day and what comes after it; points are made long before.
fn leap_year() -> Range<i64> {
    midnight(2027, 6, 1)..midnight(2028, 7, 1)
}

fn all_points(plans: &[Vec<Rule>]) -> Vec<Point> {
    points(plans, midnight(2026, 4, 1), midnight(2028, 7, 1))
}

/// The rungs of a ladder with their longest units.
const RUNGS: [(Rung, i64); 3] =
    [(Rung::Day, DAY + HOUR), (Rung::Week, 7 * DAY + HOUR), (Rung::Month, 31 * DAY + HOUR)];

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_history_promises_no_more_than_the_points_give(
        first in some_rules(),
        second in prop_oneof![2 => Just(Vec::new()), 1 => some_rules()],
        span in select(vec![14, 35, 90, 120, 365]),
    ) {
        prop_assume!(is_clear(&first) && is_clear(&second));
        let mut plans = vec![first, second];
        plans.retain(|plan| !plan.is_empty());
        let window = plans.iter().flatten().map(|rule| rule.tier.window).max().unwrap();
        let all = all_points(&plans);
        let losses = [Lost::Corruption, Lost::Account];
        let histories = Answers::of(&plans, None).histories(losses);
        for (lost, theirs) in losses.into_iter().zip(histories) {
            let left = left(&all, lost);
            let reach = figures::reach(&left, leap_year());
            prop_assert!(theirs.reach() <= reach, "{:?} {:?}", theirs.reach(), reach);
            let hole = figures::hole(&left, theirs.reach(), false, leap_year());
            prop_assert!(hole <= theirs.hole(), "{:?} {:?}", theirs.hole(), hole);
            for (rung, unit) in RUNGS.into_iter().filter(|(rung, _)| theirs.has(*rung, span)) {
                let ours = figures::rung(&left, unit, span * DAY, window, leap_year());
                prop_assert!(ours, "{:?} {}", rung, span);
            }
        }
    }
}

#[test]
fn tiers_of_two_plans_reach_as_far_as_the_longer_with_its_holes() {
    let sundays = daily(5, 0).on(Days::OfWeek(vec![SUNDAY]));
    let plans = vec![vec![rule(daily(3, 0), HOUR, 14)], vec![rule(sundays, HOUR, 90)]];
    let [theirs] = Answers::of(&plans, None).histories([Lost::Corruption]);
    // 90 d less 7 d and 1 h; Sundays alone beyond 14 d.
    assert_eq!((theirs.reach(), theirs.hole()), (Some(83 * DAY - HOUR), Some(7 * DAY)));
    let all = all_points(&plans);
    assert_eq!(figures::reach(&all, leap_year()), theirs.reach());
    assert_eq!(figures::hole(&all, theirs.reach(), false, leap_year()), theirs.hole());
    for (rung, days, expected) in [
        (Rung::Day, 14, true),
        (Rung::Day, 15, false),
        (Rung::Week, 90, true),
        (Rung::Week, 91, false),
        (Rung::Month, 114, true),
        (Rung::Month, 115, false),
    ] {
        let unit = RUNGS.iter().find(|(known, _)| *known == rung).unwrap().1;
        assert_eq!(theirs.has(rung, days), expected, "{rung:?} {days}");
        let ours = figures::rung(&all, unit, days * DAY, HOUR, leap_year());
        assert_eq!(ours, expected, "{rung:?} {days}");
    }
}

/// A band ends where its points certainly reach, a gap and a window before their
/// retention: at 13 d 12 h there may be all but a week between points, from 05:00
/// on a Sunday to 03:00 on the next.
#[test]
fn a_band_ends_a_gap_before_the_retention_of_its_points() {
    let sundays = daily(5, 0).on(Days::OfWeek(vec![SUNDAY]));
    let plans = vec![vec![rule(daily(3, 0), HOUR, 14), rule(sundays, HOUR, 90)]];
    let [theirs] = Answers::of(&plans, None).histories([Lost::Corruption]);
    // 24 h until 14 d less 24 h and 1 h, a week until 90 d less 7 d and 1 h.
    let until = [14 * DAY - 25 * HOUR, 83 * DAY - HOUR];
    assert_eq!(theirs.bands(), [(Some(until[0]), DAY), (Some(until[1]), 7 * DAY)]);
    let at = |age| figures::distance_at_age(&all_points(&plans), age, leap_year());
    assert_eq!(at(13 * DAY), Some(DAY));
    assert_eq!(at(13 * DAY + 12 * HOUR), Some(7 * DAY - 2 * HOUR));
}

/// A copy that may take 30 h is not usable at 23 h.
#[test]
fn a_point_that_is_not_yet_usable_gives_no_reach() {
    let slow = Rule { backup: 6 * HOUR, copy: 24 * HOUR, ..rule(daily(3, 0), HOUR, 35) };
    let plans = vec![vec![copied(slow, 2)]];
    let [theirs] = Answers::of(&plans, None).histories([Lost::Account]);
    let left: Vec<Point> =
        all_points(&plans).into_iter().filter(|point| point.vault == DR).collect();
    // 2 d less 24 h and 1 h would be 23 h.
    assert_eq!(theirs.reach(), Some(0));
    assert_eq!(figures::reach(&left, leap_year()), Some(0));
}
