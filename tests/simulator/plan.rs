//! Which runs of a plan AWS makes: every run compared with all near it.
//!
//! Of two rules of one plan whose start windows overlap, only the one that
//! keeps longer makes a backup (AWS Backup guide, "Overlapping backup rules").
//! Windows are half-open, since AWS's published example gives its numbers only
//! then. Where AWS says nothing the reading with fewer points is taken.

use super::cron::When;
use super::walk::by_day;
use super::zones::{Clock, Zone};

/// One tier of a plan.
#[derive(Clone, Debug)]
pub(super) struct Tier {
    pub(super) when: When,
    pub(super) zone: Zone,
    /// The start window in minutes.
    pub(super) window: i64,
    /// Days until deletion; none for ever.
    pub(super) kept: Option<i64>,
}

/// What becomes of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    /// A run of this tier, which keeps longer, overlaps it.
    Displaced,
    /// Only runs that are kept as long overlap it.
    Tied,
}

/// A run of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) at: i64,
    pub(super) tier: usize,
    pub(super) fate: Fate,
    /// The runs of other tiers that overlap it and keep at least as long, as
    /// instants and tiers.
    pub(super) rivals: Vec<(i64, usize)>,
}

impl Tier {
    pub(super) fn runs(&self, from: i64, until: i64) -> Vec<i64> {
        by_day(&self.when, &Clock::of(&self.zone), from, until)
    }

    /// True if a point of the other tier is kept longer.
    fn yields_to(&self, other: &Tier) -> bool {
        match (self.kept, other.kept) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(own), Some(others)) => others > own,
        }
    }
}

/// All runs from `from` on, before `until`, in order. Those near the ends are
/// judged by runs that lie outside.
pub(super) fn runs(tiers: &[Tier], from: i64, until: i64) -> Vec<Run> {
    let margin = tiers.iter().map(|tier| tier.window).max().unwrap_or_default();
    let all: Vec<Vec<i64>> =
        tiers.iter().map(|tier| tier.runs(from - 2 * margin, until + 2 * margin)).collect();
    let mut found = Vec::new();
    for (tier, own) in all.iter().enumerate() {
        for at in own.iter().filter(|at| (from..until).contains(*at)) {
            found.push(judged(*at, tier, tiers, &all));
        }
    }
    found.sort_by_key(|run| (run.at, run.tier));
    found
}

fn judged(at: i64, tier: usize, tiers: &[Tier], all: &[Vec<i64>]) -> Run {
    let own = &tiers[tier];
    let (mut longer, mut equal) = (Vec::new(), Vec::new());
    for (number, other) in tiers.iter().enumerate().filter(|(number, _)| *number != tier) {
        let first = all[number].partition_point(|near| *near <= at - other.window);
        for near in all[number][first..].iter().take_while(|near| **near < at + own.window) {
            let overlap = *near < at + own.window && at < near + other.window;
            assert!(overlap, "only overlapping runs are looked at");
            if own.yields_to(other) {
                longer.push((*near, number));
            } else if !other.yields_to(own) {
                equal.push((*near, number));
            }
        }
    }
    let (fate, rivals) = match (longer.is_empty(), equal.is_empty()) {
        (false, _) => (Fate::Displaced, longer),
        (true, false) => (Fate::Tied, equal),
        (true, true) => (Fate::Kept, Vec::new()),
    };
    Run { at, tier, fate, rivals }
}

/// The runs of these tiers of which a backup is certain, one of each instant.
///
/// Of runs that are tied with each other alone, all at one instant, AWS makes
/// one: it counts if it is wanted whichever it is.
pub(super) fn certain<'a>(runs: &'a [Run], wanted: &[usize]) -> Vec<&'a Run> {
    let tied_here_only =
        |run: &Run| run.fate == Fate::Tied && run.rivals.iter().all(|(at, _)| *at == run.at);
    let find = |at: i64, tier: usize| {
        let index = runs.partition_point(|run| (run.at, run.tier) < (at, tier));
        runs.get(index).filter(|run| (run.at, run.tier) == (at, tier))
    };
    let is_certain = |run: &&Run| match run.fate {
        Fate::Kept => true,
        Fate::Displaced => false,
        Fate::Tied => {
            tied_here_only(run)
                && run.rivals.iter().all(|(at, tier)| {
                    wanted.contains(tier) && find(*at, *tier).is_some_and(tied_here_only)
                })
        }
    };
    let mut found: Vec<&Run> =
        runs.iter().filter(|run| wanted.contains(&run.tier)).filter(is_certain).collect();
    found.dedup_by_key(|run| run.at);
    found
}

/// The longest time over which `failed` runs between two others may fail.
pub(super) fn longest_gap(instants: &[i64], failed: usize) -> Option<i64> {
    instants.windows(failed + 2).map(|some| some[failed + 1] - some[0]).max()
}
