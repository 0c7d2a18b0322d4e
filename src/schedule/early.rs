//! The longest time between runs of tiers that meet no other, without a look at
//! every day: one tier alone is followed from run to run, and several together
//! only until a gap shows that none of them allows to be longer.

use super::clock::{Clock, DAY};
use super::cron::Cron;
use super::due::Due;
use super::gap::{self, CYCLE_DAYS, FIRST_DAY, GapFold, Point};
use super::plan_runs::Part;
use super::union::{Among, Bound, UnionGap};

/// Runs of several tiers that are merged one by one. A gap that shows no sooner
/// is looked for day by day, where days that are alike cost nothing.
const RUNS_MERGED: usize = 2_000;

/// A tier whose runs are all kept.
#[derive(Clone, Copy)]
struct Alone<'a> {
    cron: &'a Cron,
    clock: &'a Clock,
    /// Its set, and the caller's number for it.
    id: (usize, usize),
}

/// What was found, or that it has to be looked for otherwise.
pub(super) enum Early {
    /// The longest gap; none if there is none.
    Found(Option<UnionGap>),
    /// Not so soon.
    Unknown,
}

/// Looks for the longest gap over `over` steps in the days before `until`. No
/// gap is longer than `enough`, in seconds, if that is known.
pub(super) fn look(sets: &[Among<'_>], over: usize, until: i64, enough: Option<i64>) -> Early {
    let Some(tiers) = alone(sets) else { return Early::Unknown };
    match tiers.as_slice() {
        [] => Early::Found(None),
        [tier] if gap::is_weekly(tier.cron, over) => {
            Early::Found(described(&of_weeks(*tier, over, until), &tiers, until, true))
        }
        [_] => in_order(&tiers, over, until, (enough, usize::MAX)),
        _ => in_order(&tiers, over, until, (enough, RUNS_MERGED)),
    }
}

/// The tiers asked for, if none of them meets another.
fn alone<'a>(sets: &[Among<'a>]) -> Option<Vec<Alone<'a>>> {
    let mut tiers = Vec::new();
    for (set, Among { runs, tiers: wanted }) in sets.iter().enumerate() {
        for ((id, part), meets) in runs.ids.iter().zip(&runs.tiers).zip(&runs.meeting) {
            if wanted.contains(id) {
                let (cron, clock) = (&part.cron, part.zone.horizon());
                tiers.push((!meets).then_some(Alone { cron, clock, id: (set, *id) })?);
            }
        }
    }
    Some(tiers)
}

/// The gaps of a tier whose weeks are alike but where clocks change.
fn of_weeks(tier: Alone<'_>, over: usize, until: i64) -> GapFold {
    let Alone { cron, clock, id: _ } = tier;
    let (start, end) = (FIRST_DAY * DAY, (FIRST_DAY + until) * DAY);
    let mut fold = GapFold::new(over);
    for (first, last) in gap::stretches(cron, clock, FIRST_DAY - 2, FIRST_DAY + until + 2, over) {
        fold.restart();
        let mut due = Due::new(cron, first, last);
        while let Some(at) = due.next(clock).filter(|at| *at < end) {
            if at >= start {
                fold.push(Point { at, tier: 0 });
            }
        }
    }
    fold
}

/// Follows the runs of all tiers in order: to the first gap that is as long as
/// any can be, or to their end if they are no more than `most`.
fn in_order(
    tiers: &[Alone<'_>],
    over: usize,
    until: i64,
    (enough, most): (Option<i64>, usize),
) -> Early {
    let mut fold = GapFold::new(over);
    let mut merged = Merged::new(tiers, 0, until);
    let mut count = 0;
    while let Some(point) = merged.next() {
        if count == most {
            return Early::Unknown;
        }
        count += 1;
        fold.push(point);
        if enough.is_some() && fold.longest() == enough {
            return Early::Found(described(&fold, tiers, until, true));
        }
    }
    // Dates and weekdays pair as they did 28 years before: so do the runs that
    // end the gaps which are still open.
    let mut before = Merged::new(tiers, until - CYCLE_DAYS, until);
    let mut after = 0;
    while after < over
        && let Some(Point { at, tier }) = before.next()
    {
        fold.push(Point { at: at + CYCLE_DAYS * DAY, tier });
        after += 1;
    }
    if after == 0 {
        return Early::Found(None);
    }
    Early::Found(described(&fold, tiers, until, after >= over))
}

/// The runs of several tiers in order; at one instant in the order of tiers.
struct Merged<'t, 'a> {
    tiers: &'t [Alone<'a>],
    /// Of each tier its runs, and the next of them.
    due: Vec<(Due<'a>, Option<i64>)>,
    end: i64,
}

impl<'t, 'a> Merged<'t, 'a> {
    /// Those from one day on, before another, in days since the first one
    /// looked at.
    fn new(tiers: &'t [Alone<'a>], from: i64, until: i64) -> Self {
        let due = tiers.iter().map(|tier| {
            let mut due = Due::new(tier.cron, FIRST_DAY + from - 2, FIRST_DAY + until + 2);
            let mut next = due.next(tier.clock);
            while next.is_some_and(|at| at < (FIRST_DAY + from) * DAY) {
                next = due.next(tier.clock);
            }
            (due, next)
        });
        Self { tiers, due: due.collect(), end: (FIRST_DAY + until) * DAY }
    }

    fn next(&mut self) -> Option<Point> {
        let nexts = self.due.iter().enumerate();
        let all = nexts.filter_map(|(tier, (_, next))| Some(Point { at: (*next)?, tier }));
        let found = all.min().filter(|point| point.at < self.end)?;
        let (due, next) = self.due.get_mut(found.tier)?;
        *next = due.next(self.tiers.get(found.tier)?.clock);
        Some(found)
    }
}

/// The gap with its runs; `bounded` if it bounds the gaps of more tiers too.
fn described(fold: &GapFold, tiers: &[Alone<'_>], until: i64, bounded: bool) -> Option<UnionGap> {
    let bounds = fold.best?;
    let (from, to) = (tiers.get(bounds.from.tier)?, tiers.get(bounds.to.tier)?);
    let (gap, seconds) = bounds.described(from.clock, to.clock);
    // Before the runs have begun a gap may last until there are enough of them.
    let lead = fold.filled.map(|at| at - FIRST_DAY * DAY).filter(|_| bounded);
    let bound = lead.map(|lead| Bound::new(seconds.max(lead), until));
    Some(UnionGap { gap, from: from.id, to: to.id, bound })
}

/// A time in seconds that jobs of these plans, of whatever tier, are certainly
/// apart, as far as the times of day tell; zero where they tell nothing.
pub(super) fn apart(sets: &[Among<'_>]) -> i64 {
    let tiers: Vec<&Part> = sets.iter().flat_map(|set| &set.runs.tiers).collect();
    let Some(first) = tiers.first() else { return DAY };
    // Tiers of several zones shift against each other.
    if tiers.iter().any(|tier| tier.zone != first.zone) {
        return 0;
    }
    let mut times: Vec<i64> = tiers.iter().flat_map(|tier| tier.cron.seconds_of_day()).collect();
    times.sort_unstable();
    let next = times.iter().skip(1).copied().chain(times.first().map(|first| first + DAY));
    let apart = times.iter().zip(next).map(|(before, after)| after - before).min();
    // Where clocks change, two runs may come closer by as much.
    let offsets = || first.zone.horizon().offsets();
    let jump = offsets().max().unwrap_or_default() - offsets().min().unwrap_or_default();
    (apart.unwrap_or(DAY) - jump).max(0)
}
