//! The mechanisms of a policy with the runs that make their points.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::resolved::{
    Mechanism, MechanismKind, Mechanisms, Plan, Points, Policy, Resource, Tier, mechanisms,
};
use crate::resources::{self, Lowered};
use crate::schedule::{PlanRuns, Schedule, TierRuns, UnionGap};
use crate::units::{Duration, Retention};

use super::by_runs::KnownFigures;
use super::calendars::{Calendar, Calendars};
use super::copied::{CopyMade, VaultsByName};
use super::filed::{Filed, Kin};
use super::history::{History, PointsLeft};
use super::jobs::{JobTimes, of_tier};
use super::series::Series;

/// What every figure of one policy is computed from.
#[derive(Debug)]
pub struct Evidence<'a> {
    pub(super) policy: &'a Policy,
    pub(super) mechanisms: Mechanisms,
    lanes: Vec<Lane>,
    /// Plan of AWS and number in it, by the path of the tier.
    tiers: BTreeMap<&'a str, (usize, usize)>,
    /// The lanes of mechanisms that no plan makes, by their number in the list.
    pub(super) own: BTreeMap<usize, usize>,
    /// The lanes of AWS Backup of each resource, by its name.
    backups: BTreeMap<&'a str, Vec<usize>>,
    /// Of each mechanism what does not depend on what is asked.
    filed: Vec<Filed>,
    /// What follows from schedules alone, shared with other evidence.
    pub(super) calendars: Rc<Calendars>,
    /// What was computed before: many resources share a plan.
    pub(super) memo: RefCell<Memo>,
    /// The settings of AWS as they are lowered, if that is done already.
    given: Option<&'a Lowered>,
    /// Else lowered here, where runs are lost.
    lowered: OnceCell<Lowered>,
}

/// Figures that depend on runs alone.
#[derive(Debug, Default)]
pub(super) struct Memo {
    pub(super) series: BTreeMap<(usize, Vec<usize>), Series>,
    pub(super) gaps: BTreeMap<(Vec<usize>, usize), Option<UnionGap>>,
    pub(super) figures: KnownFigures,
    /// By the numbers of mechanisms, with what is left of their points.
    pub(super) histories: BTreeMap<Vec<(usize, PointsLeft)>, Arc<History>>,
}

/// Jobs of which each runs as AWS or its own tool makes it: a plan of AWS, or
/// the jobs of one mechanism.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) runs: Rc<PlanRuns>,
    /// The number of its calendar.
    pub(super) calendar: usize,
    /// The number of its kind: lanes of one kind do the same.
    pub(super) kind: usize,
    /// How long the jobs of each tier may wait and take, by its number.
    pub(super) times: Vec<JobTimes>,
    /// The copies that rules make to a vault, by the vault's name.
    pub(super) copies: BTreeMap<String, Vec<CopyMade>>,
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
        Self::build(policy, mechanisms, &Rc::default(), None)
    }

    /// The evidence of a policy as it is written and lowered, with calendars
    /// that other evidence shares.
    #[must_use]
    pub fn sharing(policy: &'a Policy, lowered: &'a Lowered, calendars: &Rc<Calendars>) -> Self {
        Self::build(policy, mechanisms(policy), calendars, Some(lowered))
    }

    /// The evidence of another policy, with the calendars of this one.
    pub(super) fn like<'b>(&self, policy: &'b Policy) -> Evidence<'b> {
        Evidence::build(policy, mechanisms(policy), &self.calendars, None)
    }

    fn build(
        policy: &'a Policy,
        mechanisms: Vec<Mechanism>,
        calendars: &Rc<Calendars>,
        given: Option<&'a Lowered>,
    ) -> Self {
        let mut evidence = Self {
            policy,
            mechanisms: Mechanisms::new(mechanisms),
            lanes: Vec::new(),
            tiers: BTreeMap::new(),
            own: BTreeMap::new(),
            backups: BTreeMap::new(),
            filed: Vec::new(),
            calendars: Rc::clone(calendars),
            memo: RefCell::default(),
            given,
            lowered: OnceCell::new(),
        };
        let vaults = VaultsByName::of(policy);
        for plan in policy.plans.values().filter(|plan| !plan.planned) {
            let (alone, together): (Vec<&Tier>, Vec<&Tier>) =
                plan.tiers.values().filter(|tier| is_run(tier)).partition(|t| t.separate_plan);
            evidence.plan(plan, &together, &vaults);
            for tier in alone {
                evidence.plan(plan, &[tier], &vaults);
            }
        }
        for number in 0..evidence.mechanisms.all().len() {
            evidence.own(number);
        }
        for resource in policy.resources.values() {
            evidence.backups.insert(&resource.at.key, evidence.lanes_of(resource));
        }
        evidence.filed = evidence.filed_all();
        evidence
    }

    /// Files a plan of AWS.
    fn plan(&mut self, plan: &Plan, tiers: &[&'a Tier], vaults: &VaultsByName<'_>) {
        let runs: Vec<TierRuns<'_>> =
            tiers.iter().enumerate().filter_map(|(id, tier)| tier_runs(id, tier)).collect();
        let calendar = self.calendars.of(&runs);
        // Rules take over copies only where runs are lost to others.
        let copies = match calendar.runs.overlaps().is_empty() {
            true => BTreeMap::new(),
            false => vaults.merged_copies(self.lowered(), plan, tiers),
        };
        let number = self.lanes.len();
        let times = tiers.iter().map(|tier| of_tier(tier)).collect();
        self.lane_of(calendar, times, copies);
        for (id, tier) in tiers.iter().enumerate() {
            self.tiers.insert(&tier.at.path, (number, id));
        }
    }

    fn lane_of(
        &mut self,
        calendar: Calendar,
        times: Vec<JobTimes>,
        copies: BTreeMap<String, Vec<CopyMade>>,
    ) {
        let Calendar { number: calendar, runs } = calendar;
        let kind = self.calendars.kind(calendar, &times);
        self.lanes.push(Lane { runs, calendar, kind, times, copies });
    }

    fn lowered(&self) -> &Lowered {
        let lower = || resources::lower(self.policy).0;
        self.given.unwrap_or_else(|| self.lowered.get_or_init(lower))
    }

    /// Files the jobs of a mechanism that no plan of AWS makes in a lane of
    /// their own. One whose points wait for another job has none.
    fn own(&mut self, number: usize) {
        let Some(mechanism) = self.mechanisms.get(number) else { return };
        let Points::Scheduled(points) = &mechanism.points else { return };
        if points.copied.is_some() || self.made_by(mechanism).is_some() {
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
        let calendar = self.calendars.of(&[tier]);
        let times = vec![JobTimes::of(mechanism, points)];
        self.own.insert(number, self.lanes.len());
        self.lane_of(calendar, times, BTreeMap::new());
    }

    /// What of each mechanism does not depend on what is asked.
    fn filed_all(&self) -> Vec<Filed> {
        let mut kin = Kin::default();
        let all = self.mechanisms.all().iter().enumerate();
        let filed = all.map(|(number, mechanism)| {
            Filed::of(self, mechanism, self.series(number, mechanism), &mut kin)
        });
        filed.collect()
    }

    /// What of a mechanism does not depend on what is asked.
    pub(super) fn filed(&self, number: usize) -> Option<&Filed> {
        self.filed.get(number)
    }

    /// What protects, by which everything is computed.
    #[must_use]
    pub const fn mechanisms(&self) -> &Mechanisms {
        &self.mechanisms
    }

    /// The mechanisms of a resource, with their numbers.
    pub(super) fn of_resource(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (usize, &Mechanism)> + Clone + use<'_, 'a> {
        self.mechanisms.of_resource(name)
    }

    /// The plan of AWS whose runs make the points of a mechanism, with the
    /// number of its tier; none for what no plan makes.
    pub(super) fn made_by(&self, mechanism: &Mechanism) -> Option<(usize, usize)> {
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
        Some((self.lane(number)?.runs.as_ref(), tiers.into_iter().map(|(_, path)| path).collect()))
    }

    pub(super) fn lane(&self, number: usize) -> Option<&Lane> {
        self.lanes.get(number)
    }

    fn lanes_of(&self, resource: &Resource) -> Vec<usize> {
        let plans = resource.plans.iter().filter_map(|name| self.policy.plans.get(&name.value));
        let tiers = plans.flat_map(|plan| plan.tiers.values());
        let mut lanes: Vec<usize> =
            tiers.filter_map(|tier| Some(self.tiers.get(tier.at.path.as_str())?.0)).collect();
        lanes.sort_unstable();
        lanes.dedup();
        lanes
    }

    /// The lanes whose jobs wait for those of the same resource: those of AWS
    /// Backup, whichever plan they belong to.
    pub(super) fn backup_lanes(&self, resource: &Resource) -> &[usize] {
        self.backups.get(resource.at.key.as_str()).map_or(&[], Vec::as_slice)
    }
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
    Some(TierRuns {
        id,
        cron: tier.schedule.as_ref()?.value.cron()?,
        zone: &tier.zone.value,
        start_window: tier.starts_within(),
        retention: tier.retention.as_ref().map_or(&UNKNOWN, |retention| &retention.value),
    })
}
