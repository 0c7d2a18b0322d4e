//! Schedules and plans of the program beside the simulator's.

use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;

use super::calendar::{DAY, HOUR, midnight};
use super::compare;
use super::cron::{Days, daily};
use super::plan::{Fate, Run, Tier, certain, longest_gap, runs};
use super::random::{some_day, tier, when, zone};
use super::walk::{by_day, by_minute};
use super::zones::{ALL, Clock, UTC};

/// The first minute of the years that the program looks for gaps in.
fn start() -> i64 {
    midnight(2026, 1, 1)
}

/// Dates and weekdays pair as in 2026 again: every gap has begun.
fn cycle_end() -> i64 {
    midnight(2054, 1, 1)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Of each tier all runs of the cycle, those displaced and those tied.
fn counts(walked: &[Run], tiers: usize) -> Vec<[u64; 3]> {
    let mut counts = vec![[0; 3]; tiers];
    for run in walked.iter().filter(|run| run.at < cycle_end()) {
        let [all, displaced, tied] = &mut counts[run.tier];
        *all += 1;
        match run.fate {
            Fate::Kept => {}
            Fate::Displaced => *displaced += 1,
            Fate::Tied => *tied += 1,
        }
    }
    counts
}

/// The rules of the zones, written out by hand, are those of the data that the
/// program has: else nothing below would say anything.
#[test]
fn every_change_of_clocks_is_in_the_programs_data() {
    let database = TimeZoneDatabase::bundled();
    for zone in ALL {
        let rules = database.get(zone.name).unwrap();
        let first = compare::timestamp(midnight(2025, 1, 1));
        let last = compare::timestamp(midnight(2056, 1, 1));
        let theirs: Vec<(i64, i64)> = rules
            .following(first)
            .take_while(|change| change.timestamp() < last)
            .map(|change| {
                (compare::minute(change.timestamp()), i64::from(change.offset().seconds()) / 60)
            })
            .collect();
        let inside = compare::minute(first)..compare::minute(last);
        let ours: Vec<(i64, i64)> =
            Clock::of(&zone).changes.into_iter().filter(|(at, _)| inside.contains(at)).collect();
        assert_eq!(theirs, ours, "{}", zone.name);
    }
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn runs_are_those_that_every_minute_tells(when in when(), zone in zone(), from in some_day()) {
        let until = from + 6 * DAY;
        let walked = by_minute(&when, &Clock::of(&zone), from, until);
        prop_assert_eq!(compare::occurrences(&when, &zone, from, until), walked, "{} {}", when, zone.name);
    }

    #[test]
    fn runs_of_two_years_are_those_of_the_walk(when in when(), zone in zone(), from in some_day()) {
        let until = from + 731 * DAY;
        let walked = by_day(&when, &Clock::of(&zone), from, until);
        prop_assert_eq!(compare::occurrences(&when, &zone, from, until), walked, "{} {}", when, zone.name);
    }

    #[test]
    fn fates_are_those_of_comparing_every_run(
        tiers in prop::collection::vec(tier(), 1..=5),
        from in some_day(),
    ) {
        let until = from + 100 * DAY;
        let walked = runs(&tiers, from, until);
        let told = compare::fates(&compare::plan_runs(&tiers), from, until);
        prop_assert_eq!(told.len(), walked.len());
        for ((at, tier, fate, other), run) in told.into_iter().zip(&walked) {
            prop_assert_eq!((at, tier, fate), (run.at, run.tier, run.fate));
            prop_assert!(other.is_none_or(|other| run.rivals.iter().any(|(_, tier)| *tier == other)));
        }
    }
}

/// What the calendar makes rare is followed to the end of the dialect, over 2100,
/// which is no leap year.
#[test]
fn the_longest_gap_of_rare_days_is_that_of_two_centuries() {
    let february = |days| daily(3, 0).on(days).months(&[2]);
    let whens = [
        february(Days::OfMonth(vec![29])),
        february(Days::NearestWorkday(29)),
        february(Days::OfMonth(vec![28, 29])),
        february(Days::StepOfMonth(1, 28)),
        daily(3, 0).on(Days::OfMonth(vec![31])).months(&[1, 2, 7]),
        daily(3, 0).on(Days::NearestWorkday(1)).months(&[1]),
    ];
    let fifths = (0..7).map(|day| february(Days::Nth(day, 5)));
    let lasts = (0..7).map(|day| february(Days::LastOfWeekday(day)));
    for when in whens.into_iter().chain(fifths).chain(lasts) {
        let walked = by_day(&when, &Clock::of(&UTC), start(), midnight(2200, 1, 1));
        let told = compare::longest_gap(&when, &UTC, 0);
        // A day that comes every year needs no more than 28 of them.
        let yearly = walked.len() >= 170;
        let horizon = if yearly { cycle_end() } else { midnight(2200, 1, 1) };
        let looked_at = walked.partition_point(|at| *at < horizon);
        assert_eq!(told, longest_gap(&walked[..looked_at], 0), "{when}");
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn the_longest_gap_of_a_schedule_is_that_of_the_walk(when in when(), zone in zone()) {
        let walked = by_day(&when, &Clock::of(&zone), start(), cycle_end() + 800 * DAY);
        // Schedules of fewer runs are followed further by the program.
        prop_assume!(walked.len() >= 40);
        for failed in 0..3 {
            prop_assert_eq!(
                compare::longest_gap(&when, &zone, failed),
                longest_gap(&walked, failed),
                "{} {} {}", when, zone.name, failed
            );
        }
    }

    #[test]
    fn the_longest_gap_of_a_plan_is_that_of_the_walk(
        tiers in prop::collection::vec(tier(), 1..=4),
    ) {
        let plan = compare::plan_runs(&tiers);
        let walked = runs(&tiers, start(), cycle_end() + 600 * DAY);
        // The program looks at no run before 2026, whose window may reach into it.
        let is_met_from_before =
            |run: &Run| run.rivals.iter().any(|(rival, _)| *rival < start());
        if !walked.iter().any(is_met_from_before) {
            let told: Vec<[u64; 3]> =
                plan.tiers().iter().map(|tier| [tier.runs, tier.displaced, tier.tied]).collect();
            prop_assert_eq!(told, counts(&walked, tiers.len()));
        }
        for wanted in [vec![0], (0..tiers.len()).collect::<Vec<_>>()] {
            let instants: Vec<i64> = certain(&walked, &wanted).iter().map(|run| run.at).collect();
            // Gaps of years may reach over the end of the years looked at.
            prop_assume!(longest_gap(&instants, 0).is_none_or(|gap| gap < 400 * DAY));
            for failed in 0..3 {
                prop_assert_eq!(
                    compare::plan_gap(&plan, &wanted, failed),
                    longest_gap(&instants, failed),
                    "{:?} {}", wanted, failed
                );
            }
        }
    }
}

/// A gap that begins in the last years looked at and ends after them: dates and
/// weekdays pair as they did 28 years before.
#[test]
fn a_gap_may_reach_over_the_end_of_the_years_looked_at() {
    let tier = |when, kept| Tier { when, zone: UTC, window: HOUR, kept };
    // On all days but Sundays a longer-kept run displaces the yearly one.
    let tiers = [
        tier(daily(3, 0).on(Days::OfMonth(vec![1])).months(&[1]), Some(365)),
        tier(daily(3, 0).on(Days::OfWeek(vec![1, 2, 3, 4, 5, 6])), None),
    ];
    let walked = runs(&tiers, start(), midnight(2063, 1, 1));
    let left: Vec<i64> = certain(&walked, &[0]).iter().map(|run| run.at).collect();
    // Years that begin on a Sunday.
    let years = [2034, 2040, 2045, 2051, 2062].map(|year| midnight(year, 1, 1) + 3 * HOUR);
    assert_eq!(left, years);
    let told = compare::plan_gap(&compare::plan_runs(&tiers), &[0], 0);
    assert_eq!(told, Some(years[4] - years[3]));
    assert_eq!(told, longest_gap(&left, 0));
}
