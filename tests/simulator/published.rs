//! What AWS publishes, by hand, and what is worked out by hand from it.

use super::calendar::{DAY, HOUR, SUNDAY, midnight};
use super::cron::{Days, Hours, When, daily};
use super::plan::{Fate, Tier, certain, longest_gap, runs};
use super::zones::{BERLIN, UTC, Zone};

fn tier(when: When, window: i64, kept: i64) -> Tier {
    Tier { when, zone: UTC, window, kept: Some(kept) }
}

fn hourly() -> When {
    When { hours: Hours::Every, ..daily(0, 0) }
}

/// The hours of one day at which backups are made, with their tiers.
fn day(tiers: &[Tier]) -> Vec<(i64, usize)> {
    let from = midnight(2026, 5, 6);
    let made = runs(tiers, from, from + DAY);
    let kept = made.iter().filter(|run| run.fate == Fate::Kept);
    kept.map(|run| ((run.at - from) / HOUR, run.tier)).collect()
}

fn week_gap(tiers: &[Tier], wanted: &[usize], failed: usize) -> Option<i64> {
    let made = runs(tiers, midnight(2026, 5, 1), midnight(2026, 6, 1));
    let instants: Vec<i64> = certain(&made, wanted).iter().map(|run| run.at).collect();
    longest_gap(&instants, failed).map(|minutes| minutes / HOUR)
}

/// AWS: an hourly rule with a window of one hour kept for a day, beside one of
/// every 12 hours with a window of 8 hours kept for a week, make 2 + 8 a day.
#[test]
fn hourly_beside_twelve_hourly_makes_two_and_eight_backups_a_day() {
    let tiers = [
        tier(hourly(), HOUR, 1),
        tier(When { hours: Hours::Step(0, 12), ..daily(0, 0) }, 8 * HOUR, 7),
    ];
    // Windows of 00-08 and 12-20; an hourly run of 08 begins as the window ends,
    // the one of 23 ends as the next begins.
    let made = day(&tiers);
    assert_eq!(made.iter().filter(|(_, tier)| *tier == 1).count(), 2);
    assert_eq!(made.iter().filter(|(_, tier)| *tier == 0).count(), 8);
    assert_eq!(
        made.iter().map(|(hour, _)| *hour).collect::<Vec<_>>(),
        [0, 8, 9, 10, 11, 12, 20, 21, 22, 23]
    );
    // 00 to 08, without one of them 00 to 09; hourly alone from 23 to 08.
    assert_eq!(week_gap(&tiers, &[0, 1], 0), Some(8));
    assert_eq!(week_gap(&tiers, &[0, 1], 1), Some(9));
    assert_eq!(week_gap(&tiers, &[0], 0), Some(9));
}

/// AWS: a frequency of 12 hours that starts after 11:59 runs once a day.
#[test]
fn every_twelve_hours_from_one_in_the_afternoon_runs_once_a_day() {
    let from_one = When { hours: Hours::Step(13, 12), ..daily(0, 0) };
    assert_eq!(day(&[tier(from_one.clone(), HOUR, 7)]), [(13, 0)]);
    assert_eq!(week_gap(&[tier(from_one, HOUR, 7)], &[0], 0), Some(24));
    let from_eleven = When { hours: Hours::Step(11, 12), ..daily(0, 0) };
    assert_eq!(day(&[tier(from_eleven, HOUR, 7)]), [(11, 0), (23, 0)]);
}

/// AWS: daily, weekly and monthly at one hour give one backup a day, the one
/// that is kept longest.
#[test]
fn daily_weekly_and_monthly_at_one_hour_give_one_backup_a_day() {
    let at_five = |days| daily(5, 0).on(days);
    let tiers = [
        tier(at_five(Days::Every), HOUR, 35),
        tier(at_five(Days::OfWeek(vec![SUNDAY])), HOUR, 90),
        tier(at_five(Days::OfMonth(vec![1])), HOUR, 365),
    ];
    // November 2026 begins on a Sunday: 1 monthly, 4 other Sundays, 25 days.
    let made = runs(&tiers, midnight(2026, 11, 1), midnight(2026, 12, 1));
    let kept = |tier| made.iter().filter(|run| run.tier == tier && run.fate == Fate::Kept).count();
    assert_eq!([kept(0), kept(1), kept(2)], [25, 4, 1]);
    assert_eq!(week_gap(&tiers, &[0, 1, 2], 0), Some(24));
    // The daily ones alone miss every Sunday; May 2026 has its 1st on a Friday
    // and no two missing days in a row.
    assert_eq!(week_gap(&tiers, &[0], 0), Some(48));
}

/// The window counts, not the minute: 04:00 lies inside of 03:00 to 11:00.
#[test]
fn the_default_window_of_eight_hours_reaches_over_the_next_tier() {
    let sundays = || daily(4, 0).on(Days::OfWeek(vec![SUNDAY]));
    let wide = [tier(daily(3, 0), 8 * HOUR, 35), tier(sundays(), 8 * HOUR, 90)];
    assert_eq!(week_gap(&wide, &[0], 0), Some(48));
    assert_eq!(week_gap(&wide, &[0, 1], 0), Some(25));
    let narrow = [tier(daily(3, 0), HOUR, 35), tier(sundays(), HOUR, 90)];
    assert_eq!(week_gap(&narrow, &[0], 0), Some(24));
}

#[test]
fn a_local_day_in_october_has_twenty_five_hours() {
    let berlin = |zone: Zone| Tier { zone, ..tier(daily(1, 0), HOUR, 35) };
    let made = runs(&[berlin(BERLIN)], midnight(2026, 1, 1), midnight(2027, 1, 1));
    let instants: Vec<i64> = made.iter().map(|run| run.at).collect();
    assert_eq!(longest_gap(&instants, 0), Some(25 * HOUR));
    assert_eq!(longest_gap(&instants, 1), Some(49 * HOUR));
}

/// Equal retentions: which of the two AWS makes is not published.
#[test]
fn of_tied_runs_one_is_made_only_where_they_start_together() {
    let together = [tier(daily(3, 0), HOUR, 35), tier(daily(3, 0), HOUR, 35)];
    assert_eq!(week_gap(&together, &[0, 1], 0), Some(24));
    assert_eq!(week_gap(&together, &[0], 0), None);
    let apart = [tier(daily(3, 0), HOUR, 35), tier(daily(3, 30), HOUR, 35)];
    assert_eq!(week_gap(&apart, &[0, 1], 0), None);
}
