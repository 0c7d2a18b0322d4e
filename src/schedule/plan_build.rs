//! Works out a plan day by day, each different day once.

use std::collections::BTreeMap;

use super::clock::DAY;
use super::gap::{ALL_DAYS, CYCLE_DAYS, FIRST_DAY};
use super::plan_fates::{DayFate, Meeting, State, TierDay, day_fates, reach_after, reach_before};
use super::plan_runs::{Overlap, PlanRuns, TierOutcome, TierRuns};
use super::tier_days::TierDays;
use crate::units::Retention;

/// What a day of one tier depends on: its kind of day, and its runs before and
/// after the day as far as windows reach.
type TierKey = (usize, Option<i64>, Option<i64>);

pub(super) fn build(tiers: &[TierRuns<'_>]) -> PlanRuns {
    let parts: Vec<TierPart<'_>> = {
        let longest = tiers.iter().map(window).max().unwrap_or(1);
        tiers.iter().map(|tier| TierPart::new(tier, longest)).collect()
    };
    let (kinds, of_day) = kinds_of_days(&parts);
    let mut plan = PlanRuns {
        ids: tiers.iter().map(|tier| tier.id).collect(),
        zones: tiers.iter().map(|tier| tier.zone.clone()).collect(),
        kinds,
        of_day,
        outcomes: Vec::new(),
        overlaps: Vec::new(),
    };
    let uses = uses(&plan);
    plan.outcomes = outcomes(&plan, &uses);
    plan.overlaps = overlaps(&plan, &uses);
    plan
}

/// A tier with its days.
struct TierPart<'a> {
    tier: &'a TierRuns<'a>,
    days: TierDays,
    /// From the end of each day to the first run after it, within reach.
    waits: Vec<Option<i64>>,
}

impl<'a> TierPart<'a> {
    fn new(tier: &'a TierRuns<'a>, longest_window: i64) -> Self {
        let days = TierDays::new(tier.cron, tier.zone);
        let mut wait: Option<i64> = None;
        let mut waits: Vec<Option<i64>> = day_indices()
            .rev()
            .map(|day| {
                let told = wait.and_then(|wait| reach_after(wait, longest_window));
                wait = days
                    .runs(days.kind(day))
                    .first()
                    .copied()
                    .or_else(|| wait.map(|wait| wait + DAY));
                told
            })
            .collect();
        waits.reverse();
        TierPart { tier, days, waits }
    }

    fn day(&self, key: &TierKey) -> TierDay<'_> {
        let (kind, before, after) = *key;
        TierDay {
            runs: self.days.runs(kind),
            before,
            after,
            window: window(self.tier),
            rank: rank(self.tier.retention),
        }
    }
}

fn day_indices() -> std::ops::Range<usize> {
    0..usize::try_from(ALL_DAYS).unwrap_or_default()
}

/// The start window in seconds; long ones are cut far above the years looked at.
fn window(tier: &TierRuns<'_>) -> i64 {
    let longest = 2 * ALL_DAYS * DAY;
    i64::try_from(tier.start_window.as_seconds()).unwrap_or(longest).clamp(1, longest)
}

fn rank(retention: &Retention) -> Option<u64> {
    match retention {
        Retention::Forever => Some(u64::MAX),
        Retention::For(days) => Some(u64::from(days.most)),
        Retention::Copies(_) => None,
    }
}

/// The fates of every different day, and which of them each day is.
fn kinds_of_days(parts: &[TierPart<'_>]) -> (Vec<Vec<DayFate>>, Vec<usize>) {
    let mut last_runs: Vec<Option<i64>> = vec![None; parts.len()];
    let mut known: BTreeMap<Vec<TierKey>, usize> = BTreeMap::new();
    let (mut kinds, mut of_day) = (Vec::new(), Vec::with_capacity(day_indices().len()));
    let (mut key, mut newest): (Vec<TierKey>, Option<(Vec<TierKey>, usize)>) = (Vec::new(), None);
    for (day, start) in day_indices().zip((0_i64..).step_by(86_400)) {
        key.clear();
        key.extend(parts.iter().zip(&mut last_runs).map(|(part, last)| {
            let kind = part.days.kind(day);
            let before = last.and_then(|last| reach_before(start - last, window(part.tier)));
            *last = part.days.runs(kind).last().map(|run| start + run).or(*last);
            (kind, before, part.waits.get(day).copied().flatten())
        }));
        // Most days are like the one before.
        let same = newest.as_ref().filter(|(newest, _)| *newest == key).map(|(_, kind)| *kind);
        let kind = same.or_else(|| known.get(&key).copied()).unwrap_or_else(|| {
            let tiers: Vec<TierDay<'_>> =
                parts.iter().zip(&key).map(|(part, key)| part.day(key)).collect();
            kinds.push(day_fates(&tiers));
            known.insert(key.clone(), kinds.len() - 1);
            kinds.len() - 1
        });
        if same.is_none() {
            newest = Some((key.clone(), kind));
        }
        of_day.push(kind);
    }
    (kinds, of_day)
}

/// How many days of the 28 years are of a kind, and the start of the first.
#[derive(Clone, Copy, Default)]
struct Use {
    days: u64,
    first: i64,
}

fn uses(plan: &PlanRuns) -> Vec<Use> {
    let mut uses = vec![Use::default(); plan.kinds.len()];
    for (day, kind) in (FIRST_DAY..FIRST_DAY + CYCLE_DAYS).zip(&plan.of_day) {
        if let Some(found) = uses.get_mut(*kind) {
            if found.days == 0 {
                found.first = day * DAY;
            }
            found.days += 1;
        }
    }
    uses
}

fn outcomes(plan: &PlanRuns, uses: &[Use]) -> Vec<TierOutcome> {
    let mut outcomes: Vec<TierOutcome> =
        plan.ids.iter().map(|id| TierOutcome { id: *id, runs: 0, displaced: 0, tied: 0 }).collect();
    for (fates, used) in plan.kinds.iter().zip(uses) {
        for fate in fates {
            let Some(outcome) = outcomes.get_mut(fate.run.tier) else {
                continue;
            };
            outcome.runs += used.days;
            match fate.state {
                State::Kept => {}
                State::Displaced => outcome.displaced += used.days,
                State::Tied => outcome.tied += used.days,
            }
        }
    }
    outcomes
}

fn overlaps(plan: &PlanRuns, uses: &[Use]) -> Vec<Overlap> {
    let mut found: BTreeMap<(usize, usize, bool), Overlap> = BTreeMap::new();
    for (fates, used) in plan.kinds.iter().zip(uses).filter(|(_, used)| used.days > 0) {
        for fate in fates {
            for meeting in &fate.meetings {
                let tied = fate.state == State::Tied;
                let key = (fate.run.tier, meeting.run.tier, tied);
                if let Some(new) = overlap(plan, fate, meeting, *used) {
                    found.entry(key).and_modify(|old| merge(old, &new)).or_insert(new);
                }
            }
        }
    }
    found.into_values().collect()
}

fn overlap(plan: &PlanRuns, fate: &DayFate, meeting: &Meeting, used: Use) -> Option<Overlap> {
    let tied = fate.state == State::Tied;
    let example = (plan.run(used.first, fate.run)?, plan.run(used.first, meeting.run)?);
    let all_same_minute = meeting.same && (tied || meeting.kept);
    Some(Overlap {
        loser: plan.ids.get(fate.run.tier).copied()?,
        winner: plan.ids.get(meeting.run.tier).copied()?,
        tied,
        runs: used.days,
        uncertain: if tied || !meeting.kept { used.days } else { 0 },
        all_same_minute,
        example,
        other_minute: (!all_same_minute).then_some(example),
    })
}

fn merge(old: &mut Overlap, new: &Overlap) {
    old.runs += new.runs;
    old.uncertain += new.uncertain;
    old.all_same_minute &= new.all_same_minute;
    old.example = old.example.min(new.example);
    old.other_minute = old.other_minute.into_iter().chain(new.other_minute).min();
}
