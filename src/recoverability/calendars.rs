//! Runs of plans and the times between them, each worked out once.
//!
//! Plans of a policy, its environments and its resources share schedules. What
//! follows from schedules alone is therefore kept by their value, never by the
//! name of a plan.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::schedule::{
    Among, Bound, Cron, PlanRuns, TierKey, TierRuns, UnionGap, Zone, plan_runs, union_gap_within,
};
use crate::units::{Duration, Retention};

use super::chain::{Wait, longest_waits};
use super::evidence::{CYCLE_END, Lane};
use super::jobs::JobTimes;
use super::over::Over;

/// What is known of calendars so far. Numbers stand for equal ones.
#[derive(Debug, Default)]
pub struct Calendars {
    runs: RefCell<BTreeMap<Vec<TierKey>, Calendar>>,
    kinds: RefCell<BTreeMap<(usize, Vec<JobTimes>), usize>>,
    gaps: RefCell<BTreeMap<Asked, Option<UnionGap>>>,
    pub(super) overs: RefCell<BTreeMap<Vec<Walked>, Option<Over>>>,
    pub(super) crowded: RefCell<BTreeMap<Vec<usize>, bool>>,
    waits: RefCell<BTreeMap<Chained, Option<(Wait, Wait)>>>,
}

/// The runs of a plan, with a number.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    pub(super) number: usize,
    pub(super) runs: Rc<PlanRuns>,
}

/// Tiers of the calendar of this number.
type Chosen = (usize, Vec<usize>);
/// Between which runs, and how many in a row fail.
type Asked = (Vec<Chosen>, usize);

/// A schedule whose points are copied, one that copies them, and how long a point
/// takes.
type Chained = (TierKey, TierKey, Duration);

/// A lane whose jobs are walked: its kind, the tiers that count, and whether
/// its jobs wait for all jobs of AWS Backup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Walked {
    pub(super) kind: usize,
    pub(super) tiers: Vec<usize>,
    pub(super) of_backup: bool,
}

impl Calendars {
    /// The runs of a plan of these tiers.
    pub(super) fn of(&self, tiers: &[TierRuns<'_>]) -> Calendar {
        let key: Vec<TierKey> = tiers.iter().map(TierRuns::key).collect();
        let mut known = self.runs.borrow_mut();
        let number = known.len();
        let made = || Calendar { number, runs: Rc::new(plan_runs(tiers)) };
        known.entry(key).or_insert_with(made).clone()
    }

    /// The number of the kind of a lane: its calendar, and how long the jobs of
    /// each tier may wait and take.
    pub(super) fn kind(&self, calendar: usize, times: &[JobTimes]) -> usize {
        let mut known = self.kinds.borrow_mut();
        let next = known.len();
        *known.entry((calendar, times.to_vec())).or_insert(next)
    }

    /// The longest time between runs of tiers of these lanes together, if so
    /// many in a row fail.
    pub(super) fn gap(&self, lanes: &[(&Lane, &[usize])], failed: usize) -> Option<UnionGap> {
        let chosen = lanes.iter().map(|(lane, tiers)| (lane.calendar, tiers.to_vec()));
        let key = (chosen.collect(), failed);
        if let Some(known) = self.gaps.borrow().get(&key) {
            return *known;
        }
        let among: Vec<Among<'_>> =
            lanes.iter().map(|(lane, tiers)| Among { runs: &lane.runs, tiers }).collect();
        // A gap that no earlier year has is none of the calendar's: it lies where
        // the years that are looked at end, and with them the runs of longer-kept
        // tiers.
        let found = union_gap_within(&among, failed, &self.bounds(lanes, failed))
            .filter(|found| found.gap.from.at.as_second() < CYCLE_END);
        self.gaps.borrow_mut().insert(key, found);
        found
    }

    /// The longest waits of points of one schedule for the copies of another, as
    /// [`longest_waits`] has them.
    pub(super) fn waits(
        &self,
        made: (&Cron, &Zone),
        copied: (&Cron, &Zone),
        ready: Duration,
    ) -> Option<(Wait, Wait)> {
        let key = (schedule_key(made), schedule_key(copied), ready);
        if let Some(known) = self.waits.borrow().get(&key) {
            return *known;
        }
        let found = longest_waits(made, copied, ready);
        self.waits.borrow_mut().insert(key, found);
        found
    }

    /// What is known of the gaps of one tier each.
    fn bounds(&self, lanes: &[(&Lane, &[usize])], failed: usize) -> Vec<Bound> {
        let known = self.gaps.borrow();
        let tiers = lanes.iter().flat_map(|(lane, tiers)| {
            tiers.iter().map(|tier| (vec![(lane.calendar, vec![*tier])], failed))
        });
        tiers.filter_map(|alone| known.get(&alone)?.as_ref()?.bound).collect()
    }
}

/// A schedule by its value, whoever has it.
fn schedule_key((cron, zone): (&Cron, &Zone)) -> TierKey {
    let retention = &Retention::Forever;
    TierRuns { id: 0, cron, zone, start_window: Duration::ZERO, retention }.key()
}
