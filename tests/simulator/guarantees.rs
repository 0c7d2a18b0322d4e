//! The program's guarantees beside the worst that can happen to the jobs.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::calendar::{DAY, HOUR, midnight};
use super::compare::{Answers, Lost};
use super::cron::{Hours, When, daily};
use super::jobs::{Job, worst_loss};
use super::plan::{Fate, Tier, runs};
use super::points::Rule;
use super::policies::{copied, rule};

/// Minutes between two looks at the jobs.
const STEP: i64 = 30;

/// The worst loss if only points of these rules count, by plan and number.
/// Copies are made after all; all of them take as long.
fn worst(plans: &[Vec<Rule>], counted: &[(usize, usize)], days: i64, step: i64) -> i64 {
    let from = midnight(2026, 5, 6);
    let mut jobs = Vec::new();
    for (plan, rules) in plans.iter().enumerate() {
        let tiers: Vec<Tier> = rules.iter().map(|rule| rule.tier.clone()).collect();
        let made = runs(&tiers, from, from + days * DAY);
        for run in made.iter().filter(|run| run.fate == Fate::Kept) {
            let rule = &rules[run.tier];
            jobs.push(Job {
                due: run.at,
                window: rule.tier.window,
                longest: rule.backup,
                counts: counted.contains(&(plan, run.tier)),
            });
        }
    }
    worst_loss(&jobs, step)
}

fn at_hours(hours: Vec<i64>, window: i64, backup: i64) -> Rule {
    let when = When { hours: Hours::List(hours), ..daily(0, 0) };
    Rule { backup, ..rule(when, window, 365) }
}

fn every(hours: usize, window: i64, backup: i64) -> Rule {
    at_hours((0..24).step_by(hours).collect(), window, backup)
}

fn guaranteed(plans: &[Vec<Rule>], found_within: Option<i64>, lost: Lost) -> Option<i64> {
    Answers::of(plans, found_within).loss(lost).guaranteed
}

/// The shortest time between two of these hours, over midnight too.
fn closest(hours: &[i64]) -> i64 {
    let next_day = hours.iter().map(|hour| hour + 24);
    let all: Vec<i64> = hours.iter().copied().chain(next_day).collect();
    all.windows(2).map(|two| (two[1] - two[0]) * HOUR).min().unwrap()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// True if what the program guarantees is never exceeded.
fn is_safe(program: Option<i64>, worst: i64) -> bool {
    program.is_none_or(|program| worst <= program)
}

proptest! {
    #![proptest_config(config(600))]

    /// A job that is done when the next one is due disturbs nobody.
    #[test]
    fn a_guarantee_of_quick_jobs_is_the_worst_that_can_happen(
        hours in subsequence((0..24).collect::<Vec<i64>>(), 1..=5),
        part in 1..=4_i64,
    ) {
        let closest = closest(&hours);
        let backup = (closest * part / 4 / STEP * STEP).clamp(STEP, 6 * HOUR);
        let window = (closest - backup).clamp(HOUR, 8 * HOUR);
        let plans = vec![vec![at_hours(hours, window, backup)]];
        let theirs = guaranteed(&plans, None, Lost::Corruption);
        prop_assert_eq!(theirs, Some(worst(&plans, &[(0, 0)], 3, STEP)));
    }

    #[test]
    fn a_guarantee_of_any_jobs_is_never_exceeded(
        hours in subsequence((0..24).collect::<Vec<i64>>(), 1..=6),
        window in select(vec![60, 90, 120, 240, 480]),
        backup in 1..=20_i64,
    ) {
        let plans = vec![vec![at_hours(hours, window, backup * STEP)]];
        let theirs = guaranteed(&plans, None, Lost::Corruption);
        let ours = worst(&plans, &[(0, 0)], 4, STEP);
        prop_assert!(is_safe(theirs, ours), "{:?} {}", theirs, ours);
    }

    /// Tiers of one plan or of two, of which all or the longer-kept count.
    #[test]
    fn a_guarantee_beside_other_jobs_is_never_exceeded(
        hours in subsequence((0..24).collect::<Vec<i64>>(), 2..=5),
        cut in 0..5_usize,
        windows in (select(vec![60, 120, 240]), select(vec![60, 120, 240])),
        backups in (1..=10_i64, 1..=10_i64),
        one_plan in any::<bool>(),
        late in select(vec![None, Some(7)]),
    ) {
        let (first, second) = hours.split_at(cut % (hours.len() - 1) + 1);
        let quick = at_hours(first.to_vec(), windows.0, backups.0 * STEP);
        let slow = at_hours(second.to_vec(), windows.1, backups.1 * STEP);
        let quick = Rule { tier: Tier { kept: Some(5), ..quick.tier }, ..quick };
        let plans = if one_plan { vec![vec![quick, slow]] } else { vec![vec![quick], vec![slow]] };
        let numbers = if one_plan { [(0, 0), (0, 1)] } else { [(0, 0), (1, 0)] };
        let counted = if late.is_some() { &numbers[1..] } else { &numbers[..] };
        let theirs = guaranteed(&plans, late, Lost::Corruption);
        let ours = worst(&plans, counted, 4, STEP);
        prop_assert!(is_safe(theirs, ours), "{:?} {}", theirs, ours);
    }
}

#[test]
fn a_copy_is_made_after_its_backup() {
    // 24 + 1 + 4, and 2 for the copy.
    let daily = Rule { backup: 4 * HOUR, copy: 2 * HOUR, ..rule(daily(3, 0), HOUR, 35) };
    let plans = vec![vec![copied(daily, 35)]];
    assert_eq!(guaranteed(&plans, None, Lost::Account), Some(31 * HOUR));
    assert_eq!(worst(&plans, &[(0, 0)], 5, STEP) + 2 * HOUR, 31 * HOUR);
}

/// A job may begin late and last into the end of one window more.
#[test]
fn a_long_job_lets_the_runs_expire_whose_windows_it_outlasts() {
    for (hours, window, backup, expected) in [
        // Begun shortly after 00:00 it lasts beyond 05:00, when the run of 04:00
        // expires; the one of 08:00 is done at 14:00.
        (4, HOUR, 5 * HOUR, 14 * HOUR),
        // Likewise 04:00 and 08:00 expire; the run of 12:00 is done at 22:00.
        (4, HOUR, 9 * HOUR, 22 * HOUR),
        // Begun after 01:00 it lasts beyond 08:00; 12:00 is done at 21:00.
        (6, 2 * HOUR, 7 * HOUR, 20 * HOUR),
        // Begun after 07:00 it lasts beyond 20:00; 24:00 is done at 45:00.
        (12, 8 * HOUR, 13 * HOUR, 38 * HOUR),
    ] {
        let plans = vec![vec![every(hours, window, backup)]];
        assert_eq!(guaranteed(&plans, None, Lost::Corruption), Some(expected));
        // "Shortly after" is one step of the simulator.
        assert_eq!(worst(&plans, &[(0, 0)], 5, STEP), expected - STEP);
    }
}

/// Whichever rule it is of, one job of a resource runs at a time. The
/// longer-kept points are needed here, and every run that would make one may
/// expire.
#[test]
fn jobs_of_other_rules_may_keep_a_run_from_ever_starting() {
    let rule = |hour, kept| Rule { backup: 4 * HOUR, ..rule(daily(hour, 0), HOUR, kept) };
    let one_plan = vec![vec![rule(2, 2), rule(3, 35)]];
    let two_plans = vec![vec![rule(3, 2)], vec![rule(3, 35)]];
    for (plans, counted) in [(one_plan, (0, 1)), (two_plans, (1, 0))] {
        assert_eq!(guaranteed(&plans, Some(7), Lost::Corruption), None);
        // No run at all in five days.
        assert!(worst(&plans, &[counted], 5, STEP) > 4 * DAY);
    }
    // So may every run that makes a copy.
    let copies = vec![vec![rule(2, 35), copied(rule(3, 35), 35)]];
    assert_eq!(guaranteed(&copies, None, Lost::Account), None);
    assert!(worst(&copies, &[(0, 1)], 5, STEP) > 4 * DAY);
}

/// The next point comes only when its job has begun late and is done: until then
/// the one before must live.
#[test]
fn a_point_that_may_be_gone_before_the_next_is_usable_guarantees_nothing() {
    // Kept 8 d: at 08:00 the point of 03:00 the day before is 7 d and 29 h old
    // when a mistake made then is noticed 7 d later.
    let plans = vec![vec![Rule { backup: 4 * HOUR, ..rule(daily(3, 0), HOUR, 8) }]];
    assert_eq!(guaranteed(&plans, Some(7), Lost::Corruption), None);
    let worst = worst(&plans, &[(0, 0)], 5, STEP);
    assert_eq!(worst, 29 * HOUR);
    assert!(7 * DAY + worst > 8 * DAY, "the point of before is deleted by then");
}
