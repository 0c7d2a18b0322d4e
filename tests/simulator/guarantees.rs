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

proptest! {
    #![proptest_config(config(40))]

    /// A job that is done when the next one is due disturbs nobody.
    #[test]
    fn a_guarantee_of_quick_jobs_is_the_worst_that_can_happen(
        hours in subsequence((0..24).collect::<Vec<i64>>(), 1..=5),
        window in select(vec![60, 90, 120, 240, 480]),
        part in 1..=4_i64,
    ) {
        let backup = (closest(&hours) * part / 4 / STEP * STEP).clamp(STEP, 6 * HOUR);
        let plans = vec![vec![at_hours(hours, window, backup)]];
        let theirs = guaranteed(&plans, None, Lost::Corruption);
        prop_assert_eq!(theirs, Some(worst(&plans, &[(0, 0)], 3, STEP)));
    }

    /// Two tiers whose windows do not meet, with jobs no longer than the time
    /// between any two runs.
    #[test]
    fn a_guarantee_of_two_tiers_holds(
        hours in subsequence((0..12).collect::<Vec<i64>>(), 2..=4),
        cut in 0..4_usize,
        backup in 1..=2_i64,
    ) {
        let hours: Vec<i64> = hours.iter().map(|hour| hour * 2).collect();
        let (first, second) = hours.split_at(cut % (hours.len() - 1) + 1);
        let tier = |hours: &[i64]| at_hours(hours.to_vec(), HOUR, backup * HOUR);
        let mut plans = vec![vec![tier(first), tier(second)]];
        plans[0][1].tier.kept = Some(400);
        let theirs = guaranteed(&plans, None, Lost::Corruption);
        let ours = worst(&plans, &[(0, 0), (0, 1)], 3, STEP);
        prop_assert!(theirs.is_some_and(|theirs| theirs >= ours), "{:?} {}", theirs, ours);
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

// ── Wrong today ─────────────────────────────────────────────────────────────

/// Wrong: the program lets a long job begin when it is due. One that begins
/// later, as it may, lasts into the end of one window more.
#[test]
fn a_long_job_that_begins_late_lets_one_run_more_expire() {
    for (hours, window, backup, told, happens) in [
        // Begun shortly after 00:00 it lasts beyond 05:00, when the run of 04:00
        // expires; the one of 08:00 is done at 14:00.
        (4, HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR),
        // Likewise 04:00 and 08:00 expire; the run of 12:00 is done at 22:00.
        (4, HOUR, 9 * HOUR, 18 * HOUR, 22 * HOUR),
        // Begun after 01:00 it lasts beyond 08:00; 12:00 is done at 21:00.
        (6, 2 * HOUR, 7 * HOUR, 15 * HOUR, 20 * HOUR),
        // Begun after 07:00 it lasts beyond 20:00; 24:00 is done at 45:00.
        (12, 8 * HOUR, 13 * HOUR, 33 * HOUR, 38 * HOUR),
    ] {
        let plans = vec![vec![every(hours, window, backup)]];
        assert_eq!(guaranteed(&plans, None, Lost::Corruption), Some(told));
        // "Shortly after" is one step of the simulator.
        assert_eq!(worst(&plans, &[(0, 0)], 5, STEP), happens - STEP);
    }
}

/// Wrong: only jobs of the same rule delay one, though one job of a resource
/// runs at a time, whichever rule it is of. The longer-kept points are needed
/// here, and every run that would make one may expire.
#[test]
fn jobs_of_other_rules_delay_nobody_for_the_program() {
    let rule = |hour, kept| Rule { backup: 4 * HOUR, ..rule(daily(hour, 0), HOUR, kept) };
    let one_plan = vec![vec![rule(2, 2), rule(3, 35)]];
    let two_plans = vec![vec![rule(3, 2)], vec![rule(3, 35)]];
    for (plans, counted) in [(one_plan, (0, 1)), (two_plans, (1, 0))] {
        assert_eq!(guaranteed(&plans, Some(7), Lost::Corruption), Some(29 * HOUR));
        // No run at all in five days.
        assert!(worst(&plans, &[counted], 5, STEP) > 4 * DAY);
    }
    // So may every run that makes a copy.
    let copies = vec![vec![rule(2, 35), copied(rule(3, 35), 35)]];
    assert_eq!(guaranteed(&copies, None, Lost::Account), Some(29 * HOUR));
    assert!(worst(&copies, &[(0, 1)], 5, STEP) > 4 * DAY);
}

/// Wrong: a guarantee asks points to live for one gap and `found_within`, though
/// the next point comes only when its job has begun late and is done.
#[test]
fn a_point_may_be_gone_before_the_next_is_usable() {
    // Kept 8 d: at 08:00 the point of 03:00 the day before is 7 d and 29 h old
    // when a mistake made then is noticed 7 d later.
    let plans = vec![vec![Rule { backup: 4 * HOUR, ..rule(daily(3, 0), HOUR, 8) }]];
    assert_eq!(guaranteed(&plans, Some(7), Lost::Corruption), Some(29 * HOUR));
    let worst = worst(&plans, &[(0, 0)], 5, STEP);
    assert_eq!(worst, 29 * HOUR);
    assert!(7 * DAY + worst > 8 * DAY, "the point of before is deleted by then");
}
