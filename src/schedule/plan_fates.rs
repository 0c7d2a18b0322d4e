//! What becomes of the runs of one day, given the runs of all tiers around it.

use std::cmp::Reverse;

use super::clock::DAY;
use super::gap::Point;

/// How two tiers compare when their runs overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The other is kept longer.
    Longer,
    /// Both are kept as long, or cannot be compared.
    Equal,
    /// The other is kept shorter.
    Shorter,
}

/// What one tier contributes to a day.
#[derive(Clone, Debug)]
pub(super) struct TierDay<'a> {
    /// Its runs of the day, ascending, in seconds after the day's start.
    pub runs: &'a [i64],
    /// Its last run before the day; negative. None if out of reach.
    pub before: Option<i64>,
    /// Its first run after the day. None if out of reach.
    pub after: Option<i64>,
    /// Its start window in seconds; at least one.
    pub window: i64,
    /// A larger number is kept longer; none cannot be compared.
    pub rank: Option<u64>,
}

/// What becomes of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Kept,
    Displaced,
    Tied,
}

/// A run that another one meets within their windows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meeting {
    /// The other run, in seconds after the start of the day.
    pub run: Point,
    /// Both start at the same instant.
    pub same: bool,
    /// The other run is known to be kept.
    pub kept: bool,
}

/// One run of a day and what becomes of it.
#[derive(Clone, Debug)]
pub(super) struct DayFate {
    pub run: Point,
    pub state: State,
    /// For a displaced run the one it yields to, for a tied run one of each
    /// tier it is tied with, else empty.
    pub meetings: Vec<Meeting>,
    /// Of the tied runs at this instant AWS keeps one, whichever it is: each is
    /// tied with the others alone.
    pub shared: bool,
}

/// The fates of all runs of a day, ascending.
pub(super) fn day_fates(tiers: &[TierDay<'_>]) -> Vec<DayFate> {
    let mut states: Vec<DayFate> = Vec::new();
    for (tier, day) in tiers.iter().enumerate() {
        states.extend(day.runs.iter().map(|at| first_look(Point { at: *at, tier }, day, tiers)));
    }
    states.sort_by_key(|fate| fate.run);
    let known = Known { fates: &states, tiers };
    states.iter().map(|fate| second_look(fate, &known)).collect()
}

/// How `other` compares with `tier`.
pub(super) fn standing(tier: Option<u64>, other: Option<u64>) -> Standing {
    match (tier, other) {
        (Some(tier), Some(other)) if other > tier => Standing::Longer,
        (Some(tier), Some(other)) if other < tier => Standing::Shorter,
        _ => Standing::Equal,
    }
}

/// The state of a run, with every run it yields to or is tied with.
fn first_look(run: Point, day: &TierDay<'_>, tiers: &[TierDay<'_>]) -> DayFate {
    let met = |wanted: Standing| -> Vec<Meeting> {
        let others = tiers
            .iter()
            .enumerate()
            .filter(|(tier, other)| *tier != run.tier && standing(day.rank, other.rank) == wanted);
        others.flat_map(|(tier, other)| overlapping(run, day.window, tier, other)).collect()
    };
    let longer = met(Standing::Longer);
    if !longer.is_empty() {
        return DayFate { run, state: State::Displaced, meetings: longer, shared: false };
    }
    let equal = met(Standing::Equal);
    let state = if equal.is_empty() { State::Kept } else { State::Tied };
    DayFate { run, state, meetings: equal, shared: false }
}

/// The runs of `other` whose windows overlap the one of `run`. The windows are
/// half-open, so that one which begins as another ends does not overlap it.
fn overlapping(run: Point, window: i64, tier: usize, other: &TierDay<'_>) -> Vec<Meeting> {
    let from = run.at - other.window;
    let until = run.at + window;
    let all = other.before.iter().chain(other.runs).chain(&other.after);
    all.filter(|at| from < **at && **at < until)
        .map(|at| Meeting { run: Point { at: *at, tier }, same: *at == run.at, kept: false })
        .collect()
}

/// The states of a day's runs, in their order, and the tiers they belong to.
struct Known<'a> {
    fates: &'a [DayFate],
    tiers: &'a [TierDay<'a>],
}

impl Known<'_> {
    fn find(&self, run: Point) -> Option<&DayFate> {
        let index = self.fates.binary_search_by_key(&run, |fate| fate.run).ok()?;
        self.fates.get(index)
    }

    fn rank(&self, run: Point) -> Option<u64> {
        self.tiers.get(run.tier).and_then(|tier| tier.rank)
    }

    /// True if a run is certainly made. The one tier that is kept longest yields
    /// to none; of the others only the runs of the same day are known.
    fn is_kept(&self, run: Point) -> bool {
        let highest = self.tiers.iter().map(|tier| tier.rank).max().flatten();
        let rivals = self.tiers.iter().filter(|tier| tier.rank.is_none() || tier.rank == highest);
        let strongest = self.rank(run) == highest && rivals.count() == 1;
        strongest || self.find(run).is_some_and(|fate| fate.state == State::Kept)
    }
}

/// Chooses what to report, now that the states of the day's runs are known.
fn second_look(fate: &DayFate, known: &Known<'_>) -> DayFate {
    let judged = fate
        .meetings
        .iter()
        .map(|meeting| Meeting { kept: known.is_kept(meeting.run), ..*meeting });
    let DayFate { run, state, meetings: _, shared: _ } = *fate;
    match state {
        State::Kept => fate.clone(),
        State::Displaced => {
            let by = judged.max_by_key(|meeting| {
                let absorbs = meeting.same && meeting.kept;
                (absorbs, meeting.kept, known.rank(meeting.run), meeting.same, Reverse(meeting.run))
            });
            DayFate { run, state, meetings: by.into_iter().collect(), shared: false }
        }
        State::Tied => {
            let only_here = |fate: &DayFate| {
                fate.state == State::Tied && fate.meetings.iter().all(|meeting| meeting.same)
            };
            // A tie is mutual: a partner at another time is tied there too.
            let shared =
                fate.meetings.iter().all(|meeting| known.find(meeting.run).is_some_and(only_here));
            DayFate { run, state, meetings: one_of_each_tier(judged), shared }
        }
    }
}

/// Of each tier the first run that starts at another time, else the same.
fn one_of_each_tier(meetings: impl Iterator<Item = Meeting>) -> Vec<Meeting> {
    let mut all: Vec<Meeting> = meetings.collect();
    all.sort_by_key(|meeting| (meeting.run.tier, meeting.same, meeting.run.at));
    all.dedup_by_key(|meeting| meeting.run.tier);
    all
}

/// The latest run before a day can matter only within its own window.
pub(super) fn reach_before(age: i64, window: i64) -> Option<i64> {
    (age < window).then_some(-age)
}

/// The first run after a day can matter only within the longest window.
pub(super) fn reach_after(wait: i64, longest_window: i64) -> Option<i64> {
    (wait < longest_window).then_some(DAY + wait)
}
