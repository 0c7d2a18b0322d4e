//! Policies of the program beside the points that they leave.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::calendar::{DAY, HOUR, SUNDAY, midnight};
use super::compare::{Answers, Lost};
use super::cron::{Days, Hours, When, daily};
use super::figures::{self, Simulated, simulated};
use super::plan::Tier;
use super::points::{CopyTo, Point, Rule, points};
use super::zones::{BERLIN, NEW_YORK, UTC};

/// The vaults of the policies: at home, and in another Region and account.
pub(super) const MAIN: usize = 0;
pub(super) const DR: usize = 1;

pub(super) fn rule(when: When, window: i64, kept: i64) -> Rule {
    let tier = Tier { when, zone: UTC, window, kept: Some(kept) };
    Rule { tier, vault: MAIN, cold: None, copies: Vec::new(), backup: 0, copy: 0 }
}

pub(super) fn copied(rule: Rule, kept: i64) -> Rule {
    let copies = vec![CopyTo { vault: DR, kept: Some(kept), cold: None }];
    Rule { copies, ..rule }
}

fn points_in(vault: usize, plans: &[Vec<Rule>]) -> Vec<Point> {
    let all = points(plans, midnight(2025, 6, 1), midnight(2030, 1, 1));
    all.into_iter().filter(|point| point.vault == vault).collect()
}

/// Three years with one leap day, after more than a year.
fn figures_in(vault: usize, plans: &[Vec<Rule>], found_within: i64) -> Simulated {
    let points = points_in(vault, plans);
    simulated(&points, found_within, midnight(2026, 7, 1)..midnight(2029, 7, 1))
}

// ── By hand ─────────────────────────────────────────────────────────────────

#[test]
fn a_daily_point_kept_35_days() {
    let daily = vec![vec![rule(daily(3, 0), HOUR, 35)]];
    // 24 h, with one missing 48 h. Reach: 35 d less 24 h and 1 h. Neighbours are
    // 24 h apart, and 25 h if one begins at once and the next late.
    let expected = Simulated {
        nominal: Some(DAY),
        after_one_failure: Some(2 * DAY),
        reach: Some(34 * DAY - HOUR),
        hole: Some(DAY),
        widest_hole: Some(DAY + HOUR),
    };
    assert_eq!(figures_in(MAIN, &daily, 0), expected);
}

#[test]
fn a_yearly_point_kept_seven_years_reaches_back_an_hour_short_of_six() {
    let yearly = daily(13, 0).on(Days::OfMonth(vec![1])).months(&[1]);
    let all = points(&[vec![rule(yearly, HOUR, 2557)]], midnight(2025, 1, 1), midnight(2054, 1, 1));
    // 2557 d less the leap year of 366 d and 1 h.
    let period = midnight(2034, 1, 1)..midnight(2053, 1, 1);
    assert_eq!(figures::reach(&all, period.clone()), Some(2191 * DAY - HOUR));
    // A rung `year: 7y` asks for just that, of one year more it does not.
    assert!(figures::rung(&all, 366 * DAY, 2557 * DAY, HOUR, period.clone()));
    assert!(!figures::rung(&all, 366 * DAY, 2922 * DAY, HOUR, period));
}

#[test]
fn two_tiers_reach_as_far_as_the_longer_and_have_its_holes() {
    let sundays = daily(5, 0).on(Days::OfWeek(vec![SUNDAY]));
    let plan = vec![vec![rule(daily(3, 0), HOUR, 14), rule(sundays, HOUR, 90)]];
    let figures = figures_in(MAIN, &plan, 0);
    // 90 d less 7 d and 1 h; beyond 14 d there are Sundays alone.
    assert_eq!(figures.reach, Some(83 * DAY - HOUR));
    assert_eq!((figures.hole, figures.widest_hole), (Some(7 * DAY), Some(7 * DAY + HOUR)));
    assert_eq!(figures.nominal, Some(DAY));
    let period = || midnight(2026, 7, 1)..midnight(2029, 7, 1);
    let at = |days: i64| figures::distance_at_age(&points_in(MAIN, &plan), days * DAY, period());
    assert_eq!([at(5), at(40)], [Some(DAY), Some(7 * DAY)]);
    assert!(figures::rung(&points_in(MAIN, &plan), DAY, 14 * DAY, HOUR, period()));
    assert!(!figures::rung(&points_in(MAIN, &plan), DAY, 15 * DAY + HOUR, HOUR, period()));
    assert!(figures::rung(&points_in(MAIN, &plan), 7 * DAY, 90 * DAY, HOUR, period()));
}

#[test]
fn a_copy_counts_its_retention_from_the_source() {
    let copied = vec![vec![copied(rule(daily(3, 0), HOUR, 35), 14)]];
    assert_eq!(figures_in(DR, &copied, 0).reach, Some(13 * DAY - HOUR));
    // Noticed 13 d later the point of the day before is just there, not 13 d 1 h.
    assert_eq!(figures_in(DR, &copied, 13 * DAY).nominal, Some(DAY));
    assert_eq!(figures_in(DR, &copied, 13 * DAY + HOUR).nominal, None);
    assert_eq!(figures_in(MAIN, &copied, 13 * DAY + HOUR).nominal, Some(DAY));
}

#[test]
fn a_displaced_run_leaves_no_copy_and_an_absorbed_one_does() {
    let sundays = |hour, minute| daily(hour, minute).on(Days::OfWeek(vec![SUNDAY]));
    let with =
        |weekly: When| vec![vec![copied(rule(daily(3, 0), HOUR, 35), 35), rule(weekly, HOUR, 90)]];
    // Saturday 03:00 to Monday 03:00.
    assert_eq!(figures_in(DR, &with(sundays(3, 30)), 0).nominal, Some(2 * DAY));
    assert_eq!(figures_in(DR, &with(sundays(3, 0)), 0).nominal, Some(DAY));
    assert_eq!(figures_in(DR, &with(sundays(4, 0)), 0).nominal, Some(DAY));
    // A run that goes cold before the lost one would have does not absorb it.
    let mut cold = with(sundays(3, 0));
    cold[0][1].tier.kept = Some(200);
    cold[0][1].cold = Some(34);
    assert_eq!(figures_in(DR, &cold, 0).nominal, Some(2 * DAY));
    cold[0][1].cold = Some(35);
    assert_eq!(figures_in(DR, &cold, 0).nominal, Some(DAY));
}

// ── The program ─────────────────────────────────────────────────────────────

/// Rules whose copies are all kept as long: see
/// `a_copy_is_credited_with_copies_of_other_tiers_that_are_gone`.
pub(super) fn some_rules() -> impl Strategy<Value = Vec<Rule>> {
    let kept = prop_oneof![
        2 => Just(vec![1, 2, 7, 8, 14, 35, 90, 365]),
        1 => Just(vec![90, 120, 365, 400]),
    ];
    kept.prop_flat_map(|kept| {
        let rules =
            prop::collection::vec((some_tier(), select(kept.clone()), any::<bool>()), 1..=3);
        (rules, select(kept)).prop_map(|(rules, kept_copies)| {
            let rule = |(tier, kept, is_copied): (Tier, i64, bool)| {
                let rule =
                    Rule { tier: Tier { kept: Some(kept), ..tier }, ..rule(daily(0, 0), 0, 0) };
                if is_copied { copied(rule, kept_copies) } else { rule }
            };
            rules.into_iter().map(rule).collect()
        })
    })
}

fn some_tier() -> impl Strategy<Value = Tier> {
    let hours = prop_oneof![
        6 => select(vec![vec![3], vec![0], vec![2], vec![3, 15]]).prop_map(Hours::List),
        1 => select(vec![4, 6, 12]).prop_map(|step| Hours::Step(0, step)),
    ];
    let days = prop_oneof![
        4 => Just(Days::Every),
        2 => (0..7_i64).prop_map(|day| Days::OfWeek(vec![day])),
        1 => subsequence((0..7).collect::<Vec<i64>>(), 2..=6).prop_map(Days::OfWeek),
        1 => Just(Days::OfMonth(vec![1])),
        1 => Just(Days::OfMonth(vec![1, 15])),
    ];
    let zones = select(vec![UTC, UTC, UTC, BERLIN, NEW_YORK]);
    let windows = select(vec![HOUR, HOUR, 2 * HOUR, 8 * HOUR]);
    (select(vec![0, 0, 30]), hours, days, zones, windows).prop_map(
        |(minute, hours, days, zone, window)| {
            let when = When { hours, days, ..daily(0, minute) };
            Tier { when, zone, window, kept: None }
        },
    )
}

/// All points that these plans ever make.
fn all_points(plans: &[Vec<Rule>]) -> Vec<Point> {
    points(plans, midnight(2025, 1, 1), midnight(2054, 6, 1))
}

/// The points of these that are left after a loss.
pub(super) fn left(all: &[Point], lost: Lost) -> Vec<Point> {
    let left = all.iter().filter(|point| lost == Lost::Corruption || point.vault == DR);
    left.copied().collect()
}

/// Every gap that the calendar knows, once the state is steady.
fn all_years() -> Range<i64> {
    midnight(2026, 5, 1)..midnight(2054, 5, 1)
}

/// The shortest retention of all.
fn least_kept(plans: &[Vec<Rule>]) -> i64 {
    let rules = plans.iter().flatten();
    let all =
        rules.flat_map(|rule| rule.copies.iter().map(|copy| copy.kept).chain([rule.tier.kept]));
    all.flatten().min().unwrap()
}

/// True if no two rules are kept as long: AWS does not say which of those makes
/// its backup, and the program counts on none where it asks for one tier.
pub(super) fn is_clear(rules: &[Rule]) -> bool {
    let mut kept: Vec<Option<i64>> = rules.iter().map(|rule| rule.tier.kept).collect();
    kept.sort_unstable();
    kept.windows(2).all(|two| two[0] != two[1])
}

/// True if the program's figure is no less than what can happen.
fn is_safe(program: Option<i64>, simulated: Option<i64>) -> bool {
    program.is_none_or(|program| simulated.is_some_and(|simulated| simulated <= program))
}

pub(super) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Two months without a point, and one missing: longer than any gap here.
const LONG: i64 = 70;

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn a_loss_is_the_one_that_the_points_leave(
        rules in some_rules(),
        late in select(vec![None, None, Some(1), Some(6), Some(7), Some(13)]),
    ) {
        let is_clear = is_clear(&rules);
        let plans = vec![rules];
        let answers = Answers::of(&plans, late);
        let late = late.unwrap_or_default();
        let all = all_points(&plans);
        for lost in [Lost::Corruption, Lost::Account] {
            let theirs = answers.loss(lost);
            let left = left(&all, lost);
            let ours = |failed| figures::loss(&left, failed, late * DAY, all_years());
            let nominal = ours(0);
            prop_assert!(is_safe(theirs.nominal, nominal), "{:?} {:?} {:?}", lost, theirs, nominal);
            // Where points may be gone the program counts fewer of them, never more.
            if is_clear && least_kept(&plans) >= late + LONG {
                prop_assert_eq!(theirs.nominal, nominal, "{:?}", lost);
                prop_assert_eq!(theirs.after_one_failure, ours(1), "{:?}", lost);
            }
        }
    }

    #[test]
    fn a_loss_is_the_one_that_the_points_of_two_plans_leave(
        first in some_rules(),
        second in some_rules(),
    ) {
        let is_clear = is_clear(&first) && is_clear(&second);
        let plans = vec![first, second];
        let theirs = Answers::of(&plans, None).loss(Lost::Account);
        let left = left(&all_points(&plans), Lost::Account);
        let ours = |failed| figures::loss(&left, failed, 0, all_years());
        prop_assert!(is_safe(theirs.nominal, ours(0)), "{:?} {:?}", theirs, ours(0));
        if is_clear && least_kept(&plans) >= LONG {
            prop_assert_eq!((theirs.nominal, theirs.after_one_failure), (ours(0), ours(1)));
        }
    }

    #[test]
    fn a_mechanism_reaches_as_far_as_its_points(rules in some_rules()) {
        prop_assume!(is_clear(&rules));
        let one_window = rules.iter().all(|rule| rule.tier.window == rules[0].tier.window);
        let plans = vec![rules];
        let all = all_points(&plans);
        let reach_of = |is_meant: &dyn Fn(&Point) -> bool| {
            let points: Vec<Point> = all.iter().filter(|point| is_meant(point)).copied().collect();
            figures::reach(&points, all_years())
        };
        for reach in Answers::of(&plans, None).reaches() {
            if !reach.copy {
                let ours = reach_of(&|point| point.vault == MAIN && point.made_by == (0, reach.tier));
                prop_assert_eq!(reach.back, ours, "{:?}", reach);
            } else if one_window {
                // What other tiers copy there may fill its gaps.
                let ours = reach_of(&|point| point.vault == DR);
                prop_assert!(reach.back <= ours, "{:?} {:?}", reach, ours);
            }
        }
    }
}

/// A point of the day before must live for `found_within` and the days of two
/// gaps if a run fails.
#[test]
fn after_a_failure_the_last_point_may_be_gone() {
    let plans = vec![vec![rule(daily(3, 0), HOUR, 8)]];
    let noticed = |late: i64| {
        let ours =
            figures::loss(&left(&all_points(&plans), Lost::Corruption), 1, late * DAY, all_years());
        (Answers::of(&plans, Some(late)).loss(Lost::Corruption).after_one_failure, ours)
    };
    // 8 d are enough for 6 d and 48 h, not for 7 d and 48 h.
    assert_eq!(noticed(6), (Some(2 * DAY), Some(2 * DAY)));
    assert_eq!(noticed(7), (None, None));
}

/// Copies that another tier of the plan makes to the same vault count for a tier
/// only if they are kept as long as its own.
#[test]
fn a_copy_is_not_credited_with_copies_of_other_tiers_that_are_gone() {
    // The weekly copy is kept 14 d and alone is left after 7 d.
    let sundays = daily(3, 30).on(Days::OfWeek(vec![SUNDAY]));
    let plans =
        vec![vec![copied(rule(daily(3, 0), HOUR, 35), 2), copied(rule(sundays, HOUR, 90), 14)]];
    let theirs = Answers::of(&plans, Some(7)).loss(Lost::Account);
    let ours = figures::loss(&left(&all_points(&plans), Lost::Account), 0, 7 * DAY, all_years());
    assert_eq!((theirs.nominal, ours), (Some(7 * DAY), Some(7 * DAY)));
    // The reach of the weekly copies is 14 d less 7 d and 1 h.
    let reaches = Answers::of(&plans, None).reaches();
    let weekly = reaches.iter().find(|reach| reach.copy && reach.tier == 1).unwrap();
    let ours = figures::reach(&left(&all_points(&plans), Lost::Account), all_years());
    assert_eq!((weekly.back, ours), (Some(7 * DAY - HOUR), Some(7 * DAY - HOUR)));
}
