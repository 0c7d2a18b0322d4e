//! Which runs of a plan AWS keeps.
//!
//! Where the start windows of two rules of one plan overlap, AWS makes only the
//! backup of the rule that keeps it longer (AWS Backup guide, "Overlapping
//! backup rules", read 2026-11-20). What AWS does not publish takes the worse
//! reading: a run is lost even to one that is itself lost, and of two rules that
//! keep equally long either may lose.

use std::cell::OnceCell;

use jiff::Timestamp;

use super::clock::{DAY, Run};
use super::cron::{Cron, Sets};
use super::gap::{CYCLE_YEARS, FIRST_DAY, Gap, Point};
use super::plan_build;
use super::plan_fates::{DayFate, Meeting, State};
use super::stretches::Stretches;
use super::union::{Among, UnionGap, union_gap};
use super::zone::Zone;
use crate::units::{Duration, Retention};

/// One tier of a plan, as far as overlaps are concerned.
#[derive(Clone, Copy, Debug)]
pub struct TierRuns<'a> {
    /// The caller's number for the tier.
    pub id: usize,
    /// When it runs.
    pub cron: &'a Cron,
    /// The zone it runs in.
    pub zone: &'a Zone,
    /// How late a job may start; a zero counts as a second.
    pub start_window: Duration,
    /// How long its points are kept, as rendered: at the longest. A count of
    /// copies cannot be compared and ties with everything.
    pub retention: &'a Retention,
}

/// What the runs of a tier depend on: plans whose tiers have equal keys, in the
/// same order, have equal runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TierKey {
    id: usize,
    sets: Sets,
    zone: String,
    start_window: Duration,
    rank: Option<u64>,
}

impl TierRuns<'_> {
    /// What its runs depend on.
    #[must_use]
    pub fn key(&self) -> TierKey {
        let TierRuns { id, cron, zone, start_window, retention } = *self;
        let zone = zone.name().to_owned();
        TierKey { id, sets: cron.sets(), zone, start_window, rank: plan_build::rank(retention) }
    }
}

/// What becomes of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// AWS makes the backup.
    Kept,
    /// A run of this tier, which keeps longer, overlaps: no backup is made.
    Displaced {
        /// The longer-kept tier.
        by: usize,
    },
    /// A run of this tier, which keeps as long, overlaps: AWS does not say
    /// which of them is made.
    Tied {
        /// The other tier.
        with: usize,
    },
}

/// The runs of one tier in the 28 years from 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierOutcome {
    /// The caller's number for the tier.
    pub id: usize,
    /// All runs.
    pub runs: u64,
    /// Runs that longer-kept tiers displace.
    pub displaced: u64,
    /// Runs tied with equally kept tiers.
    pub tied: u64,
}

impl TierOutcome {
    /// Runs lost in an average year, rounded up: displaced or tied.
    #[must_use]
    pub fn lost_per_year(&self) -> u64 {
        self.displaced.saturating_add(self.tied).div_ceil(CYCLE_YEARS)
    }

    /// Runs in an average year, rounded down.
    #[must_use]
    pub fn runs_per_year(&self) -> u64 {
        self.runs / CYCLE_YEARS
    }
}

/// The runs one tier loses to another, or may lose to an equal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The tier that loses runs.
    pub loser: usize,
    /// The tier whose runs are made instead. Of several that overlap one run,
    /// the one that can absorb it, else the longest kept.
    pub winner: usize,
    /// Both keep equally long: AWS does not say which run is made.
    pub tied: bool,
    /// Runs lost in the 28 years from 2026.
    pub runs: u64,
    /// Of these, runs whose winner may itself lose: AWS does not say whether
    /// they are lost too.
    pub uncertain: u64,
    /// Every lost run has a run of the winner at the same instant, which for a
    /// longer-kept winner is certainly made.
    pub all_same_minute: bool,
    /// The first lost run from 2026 on, and the run of the winner.
    pub example: (Run, Run),
    /// The first one without such a run at the same instant.
    pub other_minute: Option<(Run, Run)>,
}

impl Overlap {
    /// Runs lost in an average year, rounded up.
    #[must_use]
    pub fn runs_per_year(&self) -> u64 {
        self.runs.div_ceil(CYCLE_YEARS)
    }
}

/// A gap between surviving runs, with the tier of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierGap {
    /// The gap; each run is shown in the zone of its tier.
    pub gap: Gap,
    /// The tier of the run before it.
    pub from_tier: usize,
    /// The tier of the run after it.
    pub to_tier: usize,
}

/// One run of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedRun {
    /// The caller's number for the tier.
    pub tier: usize,
    /// The run, in the zone of the tier.
    pub run: Run,
    /// What becomes of it.
    pub fate: Fate,
}

/// The runs of a plan over the years from 2026, and which of them AWS keeps.
///
/// Schedules that the calendar makes rare (29 February) are followed for 30
/// years only; their gap over the year 2100 is that of
/// [`longest_gap`](super::longest_gap).
#[derive(Clone, Debug)]
pub struct PlanRuns {
    pub(super) ids: Vec<usize>,
    pub(super) tiers: Vec<Part>,
    /// The days whose fates are certain: later ones depend on runs after the
    /// years looked at.
    pub(super) certain_days: i64,
    /// Which tiers may lose runs to another, or take them from it.
    pub(super) meeting: Vec<bool>,
    /// Worked out when it is asked for: most questions are about tiers that
    /// meet no other.
    pub(super) days: OnceCell<PlanDays>,
}

/// A tier of a plan, as far as its runs are concerned.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) cron: Cron,
    pub(super) zone: Zone,
    /// How late a job may start, in seconds.
    pub(super) window: i64,
    /// How long its points are kept; none if that cannot be compared.
    pub(super) rank: Option<u64>,
}

/// A plan day by day.
#[derive(Clone, Debug)]
pub(super) struct PlanDays {
    /// The fates of each kind of day.
    pub(super) kinds: Vec<Vec<DayFate>>,
    /// The kind of each day.
    pub(super) of_days: Stretches,
    pub(super) outcomes: Vec<TierOutcome>,
    pub(super) overlaps: Vec<Overlap>,
    /// Tiers of which every week is like the next, and no run is lost.
    pub(super) weekly: Vec<bool>,
}

/// Finds which runs of a plan AWS keeps.
#[must_use]
pub fn plan_runs(tiers: &[TierRuns<'_>]) -> PlanRuns {
    plan_build::build(tiers)
}

impl PlanRuns {
    /// What becomes of each tier's runs, in the order of the tiers given.
    #[must_use]
    pub fn tiers(&self) -> &[TierOutcome] {
        &self.days().outcomes
    }

    /// Which tier loses runs to which, in the order of the tiers given.
    #[must_use]
    pub fn overlaps(&self) -> &[Overlap] {
        if self.meeting.contains(&true) { &self.days().overlaps } else { &[] }
    }

    /// The plan day by day.
    pub(super) fn days(&self) -> &PlanDays {
        self.days.get_or_init(|| plan_build::days(self))
    }

    /// The longest time between runs of these tiers that AWS keeps, if at most
    /// `failed` of those in a row fail.
    ///
    /// Runs of several of the tiers at one instant are one run. Of runs tied at
    /// one instant one is made, so they count if all their tiers are asked for;
    /// other tied runs count as lost. None if fewer than two runs survive, or
    /// none after some day.
    #[must_use]
    pub fn longest_gap(&self, tiers: &[usize], failed: usize) -> Option<TierGap> {
        let UnionGap { gap, from: (_, from_tier), to: (_, to_tier), bound: _ } =
            union_gap(&[Among { runs: self, tiers }], failed)?;
        Some(TierGap { gap, from_tier, to_tier })
    }

    /// Which of its tiers are asked for.
    pub(super) fn wanted(&self, tiers: &[usize]) -> Vec<bool> {
        self.ids.iter().map(|id| tiers.contains(id)).collect()
    }

    /// The run of a tier at an instant, as its zone shows it; the instant in
    /// seconds since 1970-01-01.
    #[must_use]
    pub fn run_of(&self, tier: usize, at: i64) -> Option<Run> {
        let slot = self.ids.iter().position(|id| *id == tier)?;
        self.tiers.get(slot).map(|tier| Run::new(tier.zone.horizon(), at))
    }

    /// The runs from `from` on, before `until`, in order, with their fates; at
    /// one instant in the order of the tiers. None outside of 2026 to 2055.
    pub fn between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = PlannedRun> + '_ {
        let (from, until) = (from.as_second(), until.as_second());
        let first = from.div_euclid(DAY) - FIRST_DAY;
        let plan = self.days();
        let days = plan.of_days.iter().skip_while(move |stretch| stretch.until <= first).flat_map(
            |stretch| (stretch.from..stretch.until).map(move |day| (day, stretch.number)),
        );
        let starts = days
            .map(|(day, kind)| ((FIRST_DAY + day) * DAY, kind))
            .take_while(move |(start, _)| *start < until);
        let all = starts.flat_map(|(start, kind)| {
            plan.kinds.get(kind).into_iter().flatten().map(move |fate| (start, fate))
        });
        all.filter(move |(start, fate)| (from..until).contains(&(start + fate.run.at)))
            .filter_map(|(start, fate)| self.planned(start, fate))
    }

    pub(super) fn planned(&self, start: i64, fate: &DayFate) -> Option<PlannedRun> {
        let id = |tier: usize| self.ids.get(tier).copied();
        let other = fate.meetings.first().and_then(|meeting| id(meeting.run.tier));
        let run = self.run(start, fate.run)?;
        let told = match (fate.state, other) {
            (State::Displaced, Some(by)) => Fate::Displaced { by },
            (State::Tied, Some(with)) => Fate::Tied { with },
            (State::Kept | State::Displaced | State::Tied, _) => Fate::Kept,
        };
        Some(PlannedRun { tier: id(fate.run.tier)?, run, fate: told })
    }

    /// A run of the day that starts at `start`.
    pub(super) fn run(&self, start: i64, point: Point) -> Option<Run> {
        self.tiers.get(point.tier).map(|tier| Run::new(tier.zone.horizon(), start + point.at))
    }
}

/// True if a backup is certainly made of this run, or of one at its instant, in
/// a wanted tier.
pub(super) fn survives(fate: &DayFate, wanted: &[bool]) -> bool {
    let is_wanted = |tier: usize| wanted.get(tier).copied().unwrap_or_default();
    let others_wanted =
        || fate.meetings.iter().all(|meeting: &Meeting| is_wanted(meeting.run.tier));
    is_wanted(fate.run.tier)
        && match fate.state {
            State::Kept => true,
            State::Displaced => false,
            State::Tied => fate.shared && others_wanted(),
        }
}
