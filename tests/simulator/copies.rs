//! The copies of rendered rules beside those of the runs that AWS makes.

use proptest::prelude::*;

use super::calendar::{DAY, HOUR, SUNDAY, midnight};
use super::compare::{Answers, VAULTS};
use super::cron::{Days, daily};
use super::plan::{Tier, runs};
use super::points::{CopyTo, Rule, taken_over};
use super::policies::{config, copied, is_clear, rule, some_rules};

/// What each rule must copy so that no lost run takes a copy with it.
fn simulated(rules: &[Rule]) -> Vec<Vec<(String, Option<i64>)>> {
    let tiers: Vec<Tier> = rules.iter().map(|rule| rule.tier.clone()).collect();
    let all = runs(&tiers, midnight(2026, 1, 1), midnight(2054, 1, 1));
    let named = |copies: Vec<CopyTo>| {
        let mut named: Vec<(String, Option<i64>)> =
            copies.iter().map(|copy| (VAULTS[copy.vault].to_owned(), copy.kept)).collect();
        named.sort();
        named
    };
    taken_over(rules, &all).into_iter().map(named).collect()
}

/// True if two rules have a time of day in common.
fn share_a_time(rules: &[Rule]) -> bool {
    let times = |rule: &Rule| -> Vec<i64> {
        (0..DAY).filter(|minute| rule.tier.when.names_time(*minute)).collect()
    };
    rules.iter().enumerate().any(|(number, rule)| {
        let own = times(rule);
        rules[number + 1..].iter().any(|other| times(other).iter().any(|time| own.contains(time)))
    })
}

proptest! {
    #![proptest_config(config(130))]

    #[test]
    fn rules_copy_what_the_runs_that_they_absorb_would_have_copied(rules in some_rules()) {
        prop_assume!(is_clear(&rules));
        let ours = simulated(&rules);
        let is_exact = !share_a_time(&rules);
        let theirs = Answers::of(&[rules], None).rendered_copies();
        for (theirs, ours) in theirs.iter().zip(&ours) {
            prop_assert!(ours.iter().all(|copy| theirs.contains(copy)), "{:?} {:?}", theirs, ours);
            prop_assert!(!is_exact || theirs == ours, "{:?} {:?}", theirs, ours);
        }
    }
}

/// Mondays and Sundays never meet, though both rules are due at 03:00.
#[test]
fn a_rule_does_not_copy_for_one_that_it_never_meets() {
    let on = |day| daily(3, 0).on(Days::OfWeek(vec![day]));
    let rules = [copied(rule(on(1), HOUR, 35), 35), rule(on(SUNDAY), HOUR, 90)];
    let dr = || vec![("dr".to_owned(), Some(35))];
    assert_eq!(simulated(&rules), [dr(), vec![]]);
    assert_eq!(Answers::of(&[rules.to_vec()], None).rendered_copies(), [dr(), vec![]]);
}

/// A rule that could absorb each of two others has with both more copies than the
/// five that AWS takes: it takes over those of one, and the other is a finding.
#[test]
fn a_rule_that_absorbs_two_others_has_no_more_copies_than_aws_takes() {
    let to = |vaults: [usize; 3]| -> Vec<CopyTo> {
        vaults.map(|vault| CopyTo { vault, kept: Some(35), cold: None }).to_vec()
    };
    let at_three = |days, kept| rule(daily(3, 0).on(days), HOUR, kept);
    let rules = vec![
        Rule { copies: to([2, 3, 4]), ..at_three(Days::OfWeek(vec![1]), 35) },
        Rule { copies: to([5, 6, 7]), ..at_three(Days::OfWeek(vec![SUNDAY]), 36) },
        at_three(Days::OfMonth(vec![1]), 90),
    ];
    let monthly = Answers::of(&[rules], None).rendered_copies().pop().unwrap();
    assert_eq!(monthly.len(), 3);
}
