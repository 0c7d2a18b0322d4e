//! Gaps between the runs of several plans together.
//!
//! AWS merges no runs across plans, so what one leaves out another may do: a
//! resource is as well protected as all of its plans together are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::clock::DAY;
use super::early::{self, Early};
use super::gap::{CYCLE_DAYS, DayRuns, FIRST_DAY, Gap, GapFold, Point};
use super::plan_fates::{DayFate, State};
use super::plan_runs::{PlanRuns, survives};
use crate::units::Duration;

/// Some tiers of one plan.
#[derive(Clone, Copy, Debug)]
pub struct Among<'a> {
    /// The runs of the plan.
    pub runs: &'a PlanRuns,
    /// The numbers of its tiers.
    pub tiers: &'a [usize],
}

/// A gap between surviving runs of several plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnionGap {
    /// The gap; each run is shown in the zone of its tier.
    pub gap: Gap,
    /// Where the run before it was made: which of the sets, and its tier.
    pub from: (usize, usize),
    /// Where the run after it was made.
    pub to: (usize, usize),
    /// What bounds the gaps between these runs and others; none where they end.
    pub bound: Option<Bound>,
}

/// No gap of these runs and any others together is longer than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    seconds: i64,
    /// As far as the same days are looked at.
    until: i64,
}

impl Bound {
    pub(super) const fn new(seconds: i64, until: i64) -> Self {
        Self { seconds, until }
    }
}

/// A job that AWS makes, or may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// When it is due, in seconds since 1970-01-01.
    pub at: i64,
    /// Which of the sets it belongs to.
    pub set: usize,
    /// The tier whose rule makes it.
    pub tier: usize,
    /// A point of the tiers asked for is certainly made of it.
    pub counts: bool,
}

/// The longest time between runs of these tiers that AWS keeps, if at most
/// `failed` of those in a row fail; otherwise as [`PlanRuns::longest_gap`].
#[must_use]
pub fn union_gap(sets: &[Among<'_>], failed: usize) -> Option<UnionGap> {
    union_gap_within(sets, failed, &[])
}

/// The same, faster. `bounds` are those of gaps between some of these runs, if
/// as many fail: a gap that is as long as one of them is the longest.
#[must_use]
pub fn union_gap_within(sets: &[Among<'_>], failed: usize, bounds: &[Bound]) -> Option<UnionGap> {
    let over = failed.saturating_add(1);
    let until = certain_days(sets);
    let enough = bounds.iter().filter(|bound| bound.until == until);
    let enough = enough.map(|bound| bound.seconds).min();
    match early::look(sets, over, until, enough) {
        Early::Found(found) => found,
        Early::Unknown => day_by_day(sets, over, enough),
    }
}

/// Looks at every different day. No gap is longer than `enough`, in seconds, if
/// that is known.
fn day_by_day(sets: &[Among<'_>], over: usize, enough: Option<i64>) -> Option<UnionGap> {
    let days = Days::of(sets, &|fate, wanted| survives(fate, wanted));
    let kinds: Vec<DayRuns> =
        days.kinds.iter().map(|points| DayRuns::new(points.clone(), over)).collect();
    let mut fold = GapFold::new(over);
    let walk_until = weeks_to_walk(sets, over).map_or(days.until, |until| until.min(days.until));
    let mut found_all = walk_until < days.until;
    for (from, until, kind) in days.stretches() {
        if from >= walk_until {
            break;
        }
        if let Some(runs) = kinds.get(kind) {
            fold.push_days((FIRST_DAY + from) * DAY, until.min(walk_until) - from, runs);
        }
        if enough.is_some() && fold.longest() == enough {
            found_all = true;
            break;
        }
    }
    // Dates and weekdays pair as they did 28 years before: so do the runs that
    // end the gaps which are still open.
    let mut after = 0;
    for (from, until, kind) in days.stretches() {
        if found_all || after >= over {
            break;
        }
        let from = from.max(days.until - CYCLE_DAYS);
        if let Some(runs) = kinds.get(kind).filter(|_| from < until) {
            fold.push_days((FIRST_DAY + CYCLE_DAYS + from) * DAY, until - from, runs);
            after += days.kinds.get(kind).map_or(0, Vec::len);
        }
    }
    let bounds = fold.best.filter(|_| found_all || after > 0)?;
    let (from, to) = (days.owner(bounds.from)?, days.owner(bounds.to)?);
    let clock =
        |(set, slot): (usize, usize)| Some(sets.get(set)?.runs.tiers.get(slot)?.zone.horizon());
    let (gap, seconds) = bounds.described(clock(from)?, clock(to)?);
    let id = |(set, slot): (usize, usize)| {
        Some((set, sets.get(set)?.runs.ids.get(slot).copied().unwrap_or(slot)))
    };
    // Before the runs have begun a gap may last until there are enough of them.
    let lead = fold.filled.map(|at| at - FIRST_DAY * DAY);
    let bound = lead
        .filter(|_| found_all || after >= over)
        .map(|lead| Bound { seconds: seconds.max(lead), until: days.until });
    Some(UnionGap { gap, from: id(from)?, to: id(to)?, bound })
}

/// The days whose runs are certain in all sets.
fn certain_days(sets: &[Among<'_>]) -> i64 {
    sets.iter().map(|set| set.runs.certain_days).min().unwrap_or_default()
}

/// The days in which the longest gap shows for the first time, if every week is
/// like the next.
fn weeks_to_walk(sets: &[Among<'_>], over: usize) -> Option<i64> {
    let weekly = |set: &Among<'_>| {
        let wanted = set.runs.wanted(set.tiers);
        wanted.iter().zip(&set.runs.days().weekly).all(|(wanted, weekly)| !wanted || *weekly)
    };
    // One week to begin in, and one for each step.
    let weeks = i64::try_from(over).ok()?.checked_add(2)?;
    weeks.checked_mul(7).filter(|_| sets.iter().all(weekly))
}

/// True if two jobs of these plans, of whatever tier, are due less than this
/// apart.
#[must_use]
pub fn closer_than(sets: &[Among<'_>], length: Duration) -> bool {
    let apart = Duration::seconds(early::apart(sets).unsigned_abs());
    apart < length && shortest_gap(sets).is_some_and(|gap| gap < length)
}

/// The shortest time between jobs of these plans, of whatever tier; zero if two
/// may be due at one instant. None if there are fewer than two jobs.
fn shortest_gap(sets: &[Among<'_>]) -> Option<Duration> {
    let days = Days::of(sets, &|fate, _| fate.state != State::Displaced);
    let (mut newest, mut shortest): (Option<i64>, Option<i64>) = (None, None);
    let mut meet = |before: Option<i64>, at: i64| {
        let between = before.map(|before| at - before);
        shortest = [shortest, between].into_iter().flatten().min();
    };
    for (from, until, kind) in days.stretches() {
        let Some(points) = days.kinds.get(kind) else { continue };
        let (Some(first), Some(last)) = (points.first(), points.last()) else { continue };
        let start = (FIRST_DAY + from) * DAY;
        meet(newest, start + first.at);
        points.iter().zip(points.iter().skip(1)).for_each(|(a, b)| meet(Some(a.at), b.at));
        if until - from > 1 {
            meet(Some(last.at), DAY + first.at);
        }
        newest = Some(start + (until - from - 1) * DAY + last.at);
    }
    shortest.map(|seconds| Duration::seconds(u64::try_from(seconds).unwrap_or_default()))
}

/// The first `count` jobs of these plans from 2026 on, in order. Of tiers that
/// are not asked for they do not count, and of runs that AWS may leave out.
#[must_use]
pub fn jobs(sets: &[Among<'_>], count: usize) -> Vec<Job> {
    let mut found = Vec::new();
    for (set, Among { runs, tiers }) in sets.iter().enumerate() {
        let wanted = runs.wanted(tiers);
        let of_days = runs.days().of_days.iter().flat_map(|stretch| {
            (stretch.from..stretch.until.min(runs.certain_days))
                .map(move |day| (day, stretch.number))
        });
        let all = of_days.flat_map(|(day, kind)| {
            let fates = runs.days().kinds.get(kind).into_iter().flatten();
            fates.map(move |fate| ((FIRST_DAY + day) * DAY + fate.run.at, fate))
        });
        let made = all.filter(|(_, fate)| fate.state != State::Displaced).take(count);
        found.extend(made.map(|(at, fate)| Job {
            at,
            set,
            tier: runs.ids.get(fate.run.tier).copied().unwrap_or(fate.run.tier),
            counts: survives(fate, &wanted),
        }));
    }
    found.sort_by_key(|job| (job.at, job.set, job.tier));
    found.truncate(count);
    found
}

/// The different days of several plans.
struct Days<'a> {
    /// The runs of each kind of day, in order; the tier of a point is a number
    /// over all sets.
    kinds: Vec<Vec<Point>>,
    /// From which day on there is which kind.
    starts: Cow<'a, [(i64, usize)]>,
    /// The first day that is not certain any more.
    until: i64,
    /// How many tiers each set has.
    sizes: Vec<usize>,
}

type Chosen<'f> = &'f dyn Fn(&DayFate, &[bool]) -> bool;

impl<'a> Days<'a> {
    fn of(sets: &[Among<'a>], chosen: Chosen<'_>) -> Self {
        let wanted: Vec<Vec<bool>> = sets.iter().map(|set| set.runs.wanted(set.tiers)).collect();
        if let [Among { runs, tiers: _ }] = sets {
            return Self {
                kinds: (0..runs.days().kinds.len())
                    .map(|kind| points(sets, &[kind], &wanted, chosen))
                    .collect(),
                starts: Cow::Borrowed(runs.days().of_days.starts()),
                until: runs.certain_days,
                sizes: vec![runs.ids.len()],
            };
        }
        let mut days = Self {
            kinds: Vec::new(),
            starts: Cow::default(),
            until: certain_days(sets),
            sizes: sets.iter().map(|set| set.runs.ids.len()).collect(),
        };
        let mut changes: Vec<(i64, usize, usize)> = Vec::new();
        for (number, set) in sets.iter().enumerate() {
            let stretches = set.runs.days().of_days.iter();
            changes.extend(stretches.map(|stretch| (stretch.from, number, stretch.number)));
        }
        changes.sort_unstable();
        let mut now = vec![0; sets.len()];
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut starts = Vec::new();
        for together in changes.chunk_by(|a, b| a.0 == b.0) {
            for (_, set, kind) in together {
                if let Some(slot) = now.get_mut(*set) {
                    *slot = *kind;
                }
            }
            let next = known.len();
            let kind = *known.entry(now.clone()).or_insert(next);
            if kind == days.kinds.len() {
                days.kinds.push(points(sets, &now, &wanted, chosen));
            }
            starts.push((together.first().map_or(0, |(day, _, _)| *day), kind));
        }
        days.starts = Cow::Owned(starts);
        days
    }

    /// Days that are alike: the first, the first after them, and their kind.
    fn stretches(&self) -> impl Iterator<Item = (i64, i64, usize)> + '_ {
        let ends = self.starts.iter().skip(1).map(|(from, _)| *from).chain([self.until]);
        let all = self.starts.iter().zip(ends);
        all.map(|((from, kind), until)| (*from, until.min(self.until), *kind))
            .filter(|(from, until, _)| from < until)
    }

    /// The set of a point, and the place of its tier in it.
    fn owner(&self, point: Point) -> Option<(usize, usize)> {
        let mut tier = point.tier;
        for (set, size) in self.sizes.iter().enumerate() {
            if tier < *size {
                return Some((set, tier));
            }
            tier -= size;
        }
        None
    }
}

/// The runs of a day on which each set has this kind of day.
fn points(
    sets: &[Among<'_>],
    kinds: &[usize],
    wanted: &[Vec<bool>],
    chosen: Chosen<'_>,
) -> Vec<Point> {
    let (mut found, mut before) = (Vec::new(), 0);
    for ((set, kind), wanted) in sets.iter().zip(kinds).zip(wanted) {
        let fates = set.runs.days().kinds.get(*kind).into_iter().flatten();
        let fates = fates.filter(|fate| chosen(fate, wanted));
        // Tiers of one plan that run at one instant make one backup.
        let mut newest = None;
        for fate in fates {
            if newest.replace(fate.run.at) != Some(fate.run.at) {
                found.push(Point { at: fate.run.at, tier: before + fate.run.tier });
            }
        }
        before += set.runs.ids.len();
    }
    found.sort_unstable();
    found
}
