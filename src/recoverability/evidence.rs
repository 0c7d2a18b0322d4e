//! The mechanisms of a policy with the runs that make their points.

use std::cell::{LazyCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Deref;

use crate::facts::backup_plan::START_WINDOW_DEFAULT_MINUTES;
use crate::resolved::{
    Mechanism, MechanismKind, Mechanisms, Plan, Points, Policy, Resource, Tier, mechanisms,
};
use crate::resources::{self, Lowered};
use crate::schedule::{Among, PlanRuns, Schedule, TierRuns, UnionGap, plan_runs, union_gap};
use crate::units::{Duration, Retention};

use super::jobs::{JobTimes, of_tier};
use super::over::Over;

/// What every figure of one policy is computed from.
#[derive(Debug)]
pub struct Evidence<'a> {
    pub(super) policy: &'a Policy,
    pub(super) mechanisms: Mechanisms,
    lanes: Vec<Lane>,
    /// Plan of AWS and number in it, by the path of the tier.
    tiers: BTreeMap<&'a str, (usize, usize)>,
    /// The lanes of mechanisms that no plan makes, by their number in the list.
    own: BTreeMap<usize, usize>,
    /// What was computed before: many resources share a plan.
    pub(super) memo: RefCell<Memo>,
}

/// Figures that depend on runs alone.
#[derive(Debug, Default)]
pub(super) struct Memo {
    gaps: BTreeMap<(Vec<Series>, usize), Option<UnionGap>>,
    pub(super) overs: BTreeMap<(Vec<Series>, Vec<usize>), Option<Over>>,
    pub(super) crowded: BTreeMap<Vec<usize>, bool>,
}

/// Jobs of which each runs as AWS or its own tool makes it: a plan of AWS, or
/// the jobs of one mechanism.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) runs: PlanRuns,
    /// How long the jobs of each tier may wait and take, by its number.
    pub(super) times: Vec<JobTimes>,
    /// The copies that rules make to a vault, by the vault's name.
    copies: BTreeMap<String, Vec<CopyMade>>,
}

/// A copy that a rule makes, its own or one that it took over.
#[derive(Debug, Clone, Copy)]
struct CopyMade {
    /// The tier of the rule.
    tier: usize,
    /// How long it is kept, in days; none is for ever.
    days: Option<u32>,
}

/// The runs that make the points of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Series {
    pub(super) lane: usize,
    /// Numbers of tiers in the lane, ascending.
    pub(super) tiers: Vec<usize>,
}

/// A retention that nobody states cannot be compared with any other.
static UNKNOWN: Retention = Retention::Copies(1);

impl<'a> Evidence<'a> {
    /// The evidence of a policy as it is written.
    #[must_use]
    pub fn new(policy: &'a Policy) -> Self {
        Self::with(policy, mechanisms(policy))
    }

    /// The evidence of a policy whose mechanisms were changed, such as by what
    /// was observed of them.
    #[must_use]
    pub fn with(policy: &'a Policy, mechanisms: Vec<Mechanism>) -> Self {
        let mut evidence = Self {
            policy,
            mechanisms: Mechanisms::new(mechanisms),
            lanes: Vec::new(),
            tiers: BTreeMap::new(),
            own: BTreeMap::new(),
            memo: RefCell::default(),
        };
        let lowered = LazyCell::new(|| resources::lower(policy).0);
        for plan in policy.plans.values().filter(|plan| !plan.planned) {
            let (alone, together): (Vec<&Tier>, Vec<&Tier>) =
                plan.tiers.values().filter(|tier| is_run(tier)).partition(|t| t.separate_plan);
            evidence.plan(plan, &together, &lowered);
            for tier in alone {
                evidence.plan(plan, &[tier], &lowered);
            }
        }
        for number in 0..evidence.mechanisms.all().len() {
            evidence.own(number);
        }
        evidence
    }

    /// Files a plan of AWS. `lowered` is asked only where runs are lost.
    fn plan<L: Deref<Target = Lowered>>(&mut self, plan: &Plan, tiers: &[&'a Tier], lowered: &L) {
        let runs = tiers.iter().enumerate().filter_map(|(id, tier)| tier_runs(id, tier));
        let runs = plan_runs(&runs.collect::<Vec<_>>());
        // Rules take over copies only where runs are lost to others.
        let copies = match runs.overlaps().is_empty() {
            true => BTreeMap::new(),
            false => merged_copies(self.policy, lowered, plan, tiers),
        };
        let number = self.lanes.len();
        let times = tiers.iter().map(|tier| of_tier(tier)).collect();
        self.lanes.push(Lane { runs, times, copies });
        for (id, tier) in tiers.iter().enumerate() {
            self.tiers.insert(&tier.at.path, (number, id));
        }
    }

    /// Files a mechanism, with a lane of its own if it has jobs that no plan of
    /// AWS makes. One whose points wait for another job has none.
    fn own(&mut self, number: usize) {
        let Some(mechanism) = self.mechanisms.get(number) else { return };
        let Points::Scheduled(points) = &mechanism.points else { return };
        if self.made_by(mechanism).is_some() || points.copied.is_some() {
            return;
        }
        let Some(Schedule::Cron { cron, .. }) =
            points.schedule.as_ref().map(|schedule| &schedule.value)
        else {
            return;
        };
        let tier = TierRuns {
            id: 0,
            cron,
            zone: &points.zone,
            start_window: Duration::ZERO,
            retention: &UNKNOWN,
        };
        let lane = Lane {
            runs: plan_runs(&[tier]),
            times: vec![JobTimes::of(mechanism, points)],
            copies: BTreeMap::new(),
        };
        self.own.insert(number, self.lanes.len());
        self.lanes.push(lane);
    }

    /// What protects, by which everything is computed.
    #[must_use]
    pub const fn mechanisms(&self) -> &Mechanisms {
        &self.mechanisms
    }

    /// The mechanisms of a resource, with their numbers.
    pub(super) fn of_resource(&self, name: &str) -> impl Iterator<Item = (usize, &Mechanism)> {
        self.mechanisms.of_resource(name)
    }

    /// The plan of AWS whose runs make the points of a mechanism, with the
    /// number of its tier; none for what no plan makes.
    fn made_by(&self, mechanism: &Mechanism) -> Option<(usize, usize)> {
        let path = match mechanism.kind {
            MechanismKind::RecoveryPoints => &mechanism.reference,
            MechanismKind::Copy => mechanism.made_from.as_ref()?,
            _ => return None,
        };
        self.tiers.get(path.as_str()).copied()
    }

    /// The plan of AWS that a tier belongs to, by the path of the tier, and its
    /// number in it; none for what is off or has no runs.
    pub(super) fn tier_of(&self, path: &str) -> Option<(usize, usize)> {
        self.tiers.get(path).copied()
    }

    /// The runs of the rule that makes the points of a mechanism, without those
    /// of rules that took its copies over; otherwise as [`Evidence::series`].
    pub(super) fn own_series(&self, number: usize, mechanism: &Mechanism) -> Option<Series> {
        match self.made_by(mechanism) {
            Some((lane, tier)) => Some(Series { lane, tiers: vec![tier] }),
            None => self.series(number, mechanism),
        }
    }

    /// True if a plan of AWS makes the points of a mechanism.
    pub(super) fn is_of_plan(&self, mechanism: &Mechanism) -> bool {
        self.made_by(mechanism).is_some()
    }

    /// The runs of the plan of AWS that a tier belongs to, with the paths of all
    /// its tiers by their numbers; none for what has no runs.
    #[must_use]
    pub fn plan_of(&self, tier: &str) -> Option<(&PlanRuns, Vec<&'a str>)> {
        let (number, _) = *self.tiers.get(tier)?;
        let mut tiers: Vec<(usize, &str)> = self
            .tiers
            .iter()
            .filter(|(_, (lane, _))| *lane == number)
            .map(|(path, (_, id))| (*id, *path))
            .collect();
        tiers.sort_unstable();
        Some((&self.lane(number)?.runs, tiers.into_iter().map(|(_, path)| path).collect()))
    }

    /// The runs that make the points of a mechanism: for a copy also those of
    /// rules that took it over. None where points are made otherwise.
    pub(super) fn series(&self, number: usize, mechanism: &Mechanism) -> Option<Series> {
        let Some((lane, tier)) = self.made_by(mechanism) else {
            return self.own.get(&number).map(|lane| Series { lane: *lane, tiers: vec![0] });
        };
        let mut tiers = vec![tier];
        if let Some(vault) =
            mechanism.vault.as_ref().filter(|_| mechanism.kind == MechanismKind::Copy)
        {
            // Copies that go sooner are none of these.
            let copies = self.lane(lane).and_then(|lane| lane.copies.get(vault));
            let own = match &mechanism.points {
                Points::Scheduled(points) => points.retention.as_ref(),
                _ => None,
            };
            let own = own.and_then(|retention| retention.value.most_days());
            let as_long = |copy: &&CopyMade| match (copy.days, own) {
                (None, _) => true,
                (Some(days), Some(own)) => days >= own,
                (Some(_), None) => false,
            };
            tiers.extend(copies.into_iter().flatten().filter(as_long).map(|copy| copy.tier));
        }
        tiers.sort_unstable();
        tiers.dedup();
        Some(Series { lane, tiers })
    }

    /// The runs of a mechanism that is one of this evidence, or a changed one.
    pub(super) fn series_of(&self, mechanism: &Mechanism) -> Option<Series> {
        let same = |(_, other): &(usize, &Mechanism)| {
            other.reference == mechanism.reference && other.made_from == mechanism.made_from
        };
        let number = self.of_resource(&mechanism.resource).find(same)?.0;
        self.series(number, mechanism)
    }

    pub(super) fn lane(&self, number: usize) -> Option<&Lane> {
        self.lanes.get(number)
    }

    /// The longest times of the jobs of a series.
    pub(super) fn slowest(&self, series: &Series) -> JobTimes {
        let lane = self.lane(series.lane);
        let times = series.tiers.iter().filter_map(|tier| lane?.times.get(*tier));
        let none = JobTimes { window: Duration::ZERO, backup: Duration::ZERO };
        times.fold(none, |sum, times| JobTimes {
            window: sum.window.max(times.window),
            backup: sum.backup.max(times.backup),
        })
    }

    /// The lanes whose jobs wait for those of the same resource: those of AWS
    /// Backup, whichever plan they belong to.
    pub(super) fn backup_lanes(&self, resource: &Resource) -> Vec<usize> {
        let plans = resource.plans.iter().filter_map(|name| self.policy.plans.get(&name.value));
        let tiers = plans.flat_map(|plan| plan.tiers.values());
        let mut lanes: Vec<usize> =
            tiers.filter_map(|tier| Some(self.tiers.get(tier.at.path.as_str())?.0)).collect();
        lanes.sort_unstable();
        lanes.dedup();
        lanes
    }

    /// The longest time between runs of all these series together, if so many
    /// in a row fail.
    pub(super) fn gap(&self, series: &[Series], failed: usize) -> Option<UnionGap> {
        let key = (joined(series), failed);
        if let Some(known) = self.memo.borrow().gaps.get(&key) {
            return *known;
        }
        // A gap that no earlier year has is none of the calendar's: it lies where
        // the years that are looked at end, and with them the runs of longer-kept
        // tiers.
        let found = union_gap(&self.among(&key.0), failed)
            .filter(|found| found.gap.from.at.as_second() < CYCLE_END);
        self.memo.borrow_mut().gaps.insert(key, found);
        found
    }

    /// Series as the calendar takes them.
    pub(super) fn among<'s>(&'s self, series: &'s [Series]) -> Vec<Among<'s>> {
        let lanes = series.iter().filter_map(|series| {
            Some(Among { runs: &self.lane(series.lane)?.runs, tiers: &series.tiers })
        });
        lanes.collect()
    }
}

/// The same runs with one entry for each lane, in the order of lanes.
pub(super) fn joined(series: &[Series]) -> Vec<Series> {
    let mut lanes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for series in series {
        lanes.entry(series.lane).or_default().extend(&series.tiers);
    }
    let sorted = lanes.into_iter().map(|(lane, mut tiers)| {
        tiers.sort_unstable();
        tiers.dedup();
        Series { lane, tiers }
    });
    sorted.collect()
}

/// 2026-01-01, in seconds since 1970-01-01.
pub(super) const CYCLE_START: i64 = 1_767_225_600;
/// 2054-01-01: after 28 years dates and weekdays pair as before.
pub(super) const CYCLE_END: i64 = 2_650_838_400;

fn is_run(tier: &Tier) -> bool {
    !tier.planned && tier.schedule.as_ref().is_some_and(|schedule| schedule.value.cron().is_some())
}

/// The runs of a tier, its windows as AWS takes them where none is stated.
pub(super) fn tier_runs<'t>(id: usize, tier: &'t Tier) -> Option<TierRuns<'t>> {
    let default = Duration::minutes(u64::from(START_WINDOW_DEFAULT_MINUTES.value));
    Some(TierRuns {
        id,
        cron: tier.schedule.as_ref()?.value.cron()?,
        zone: &tier.zone.value,
        start_window: tier.start_window.stated.map_or(default, |stated| stated.value),
        retention: tier.retention.as_ref().map_or(&UNKNOWN, |retention| &retention.value),
    })
}

/// Which rules copy to which vault, as they are lowered.
fn merged_copies(
    policy: &Policy,
    lowered: &Lowered,
    plan: &Plan,
    tiers: &[&Tier],
) -> BTreeMap<String, Vec<CopyMade>> {
    let mut copies: BTreeMap<String, Vec<CopyMade>> = BTreeMap::new();
    let settings = lowered.resources.places.values();
    let plans = settings.filter_map(|settings| settings.plans.get(&plan.aws_name.value));
    for rule in plans.flat_map(|plan| &plan.rules) {
        let Some(id) = tiers.iter().position(|tier| tier.at.key == rule.rule_name) else {
            continue;
        };
        for action in &rule.copy_actions {
            let to = &action.destination_backup_vault;
            let vaults = policy.vaults.values().filter(|vault| {
                vault.aws_name.value == to.name && vault.place.as_ref() == Some(&to.place)
            });
            for vault in vaults {
                let days = action.lifecycle.delete_after_days;
                copies.entry(vault.at.key.clone()).or_default().push(CopyMade { tier: id, days });
            }
        }
    }
    copies
}
