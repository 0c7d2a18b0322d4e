//! The recovery points that plans leave in vaults.
//!
//! A copy keeps the creation of its source, and its retention counts from
//! there. A run that is displaced leaves nothing, and its copies do not happen,
//! unless the run that displaces it does all that it would have done: then the
//! lost run is absorbed, and the other one makes its copies too.

use std::collections::BTreeMap;

use super::calendar::DAY;
use super::plan::{Fate, Run, Tier, runs};

/// A rule: a tier with where its points go.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) tier: Tier,
    pub(super) vault: usize,
    /// Days until cold storage.
    pub(super) cold: Option<i64>,
    pub(super) copies: Vec<CopyTo>,
    /// How long a job takes at most, in minutes.
    pub(super) backup: i64,
    /// How long a copy takes at most, in minutes.
    pub(super) copy: i64,
}

/// A copy to a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CopyTo {
    pub(super) vault: usize,
    /// Days since the creation of the source; none for ever.
    pub(super) kept: Option<i64>,
    pub(super) cold: Option<i64>,
}

/// A recovery point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// When its job is due. The job may begin up to `window` later, and the
    /// point is of that moment.
    pub(super) due: i64,
    pub(super) window: i64,
    /// It is usable at most so long after its job began.
    pub(super) usable_after: i64,
    /// It is deleted so long after its job began; none for never.
    pub(super) kept: Option<i64>,
    /// It goes cold so long after its job began; none for never.
    pub(super) cold: Option<i64>,
    pub(super) vault: usize,
    /// The number of the plan, and of the rule in it.
    pub(super) made_by: (usize, usize),
}

/// The most copies that AWS takes in one rule.
const COPIES: usize = 5;

/// The points of all runs from `from` on, before `until`, in order. AWS merges
/// nothing across plans.
pub(super) fn points(plans: &[Vec<Rule>], from: i64, until: i64) -> Vec<Point> {
    let mut found = Vec::new();
    for (plan, rules) in plans.iter().enumerate() {
        let tiers: Vec<Tier> = rules.iter().map(|rule| rule.tier.clone()).collect();
        let all = runs(&tiers, from, until);
        let copies = taken_over(rules, &all);
        let every: Vec<usize> = (0..rules.len()).collect();
        for run in super::plan::certain(&all, &every) {
            found.extend(of_run(run, plan, rules, &copies[run.tier]));
        }
    }
    found.sort_by_key(|point| (point.due, point.vault));
    found
}

fn of_run(run: &Run, plan: usize, rules: &[Rule], copies: &[CopyTo]) -> Vec<Point> {
    let rule = &rules[run.tier];
    let days = |days: Option<i64>| days.map(|days| days * DAY);
    let own = Point {
        due: run.at,
        window: rule.tier.window,
        usable_after: rule.backup,
        kept: days(rule.tier.kept),
        cold: days(rule.cold),
        vault: rule.vault,
        made_by: (plan, run.tier),
    };
    let copied = copies.iter().map(|copy| Point {
        usable_after: rule.backup + rule.copy,
        kept: days(copy.kept),
        cold: days(copy.cold),
        vault: copy.vault,
        ..own
    });
    std::iter::once(own).chain(copied).collect()
}

/// The copies of each rule of a plan: its own, merged with those of the rules
/// whose runs it absorbs.
pub(super) fn taken_over(rules: &[Rule], all: &[Run]) -> Vec<Vec<CopyTo>> {
    let mut copies: Vec<Vec<CopyTo>> = rules.iter().map(|rule| rule.copies.clone()).collect();
    // For each loser and winner: every lost run has a run of the winner at its
    // own instant.
    let mut pairs: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for run in all.iter().filter(|run| run.fate == Fate::Displaced) {
        let (winner, same) = winner(run, rules, all);
        *pairs.entry((run.tier, winner)).or_insert(true) &= same;
    }
    for ((loser, winner), same) in pairs {
        if same && absorbs(&rules[loser], &rules[winner]) {
            copies[winner] = merged(&copies[winner], &rules[loser].copies);
        }
    }
    copies
}

/// The rival that stands for a lost run: one that is made at its instant, else
/// one that is made, else any; the longest kept of them.
fn winner(run: &Run, rules: &[Rule], all: &[Run]) -> (usize, bool) {
    let is_made = |rival: &(i64, usize)| {
        let index = all.partition_point(|other| (other.at, other.tier) < *rival);
        all.get(index)
            .is_some_and(|other| (other.at, other.tier) == *rival && other.fate == Fate::Kept)
    };
    let rank = |rival: &&(i64, usize)| {
        let (made, same) = (is_made(rival), rival.0 == run.at);
        (made && same, made, rules[rival.1].tier.kept.unwrap_or(i64::MAX))
    };
    let best = run.rivals.iter().max_by_key(rank).unwrap();
    (best.1, best.0 == run.at && is_made(best))
}

/// True if a run of the winner does all that one of the loser would have done.
fn absorbs(loser: &Rule, winner: &Rule) -> bool {
    let warm = loser.cold.or(loser.tier.kept);
    let stays_warm = match (winner.cold, warm) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(cold), Some(warm)) => cold >= warm,
    };
    loser.vault == winner.vault
        && stays_warm
        && merged(&winner.copies, &loser.copies).len() <= COPIES
}

/// One copy for each vault, which keeps both promises.
fn merged(own: &[CopyTo], others: &[CopyTo]) -> Vec<CopyTo> {
    let later = |a: Option<i64>, b: Option<i64>| Some(a?.max(b?));
    let mut all = own.to_vec();
    for other in others {
        match all.iter_mut().find(|copy| copy.vault == other.vault) {
            Some(copy) => {
                copy.kept = later(copy.kept, other.kept);
                copy.cold = later(copy.cold, other.cold);
            }
            None => all.push(*other),
        }
    }
    all
}
