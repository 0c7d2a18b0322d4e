//! The mechanisms of a policy with the runs that AWS keeps of each plan.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::facts::backup_plan::START_WINDOW_DEFAULT_MINUTES;
use crate::resolved::{Mechanism, MechanismKind, Plan, Policy, Tier, mechanisms};
use crate::resources;
use crate::schedule::{Fate, PlanRuns, Run, TierGap, TierRuns, plan_runs};
use crate::units::{Duration, Retention};

/// What every figure of one policy is computed from.
#[derive(Debug)]
pub struct Evidence<'a> {
    pub(super) policy: &'a Policy,
    pub(super) mechanisms: Vec<Mechanism>,
    parts: Vec<Part>,
    /// Plan of AWS and number in it, by the path of the tier.
    tiers: BTreeMap<&'a str, (usize, usize)>,
}

/// A plan of AWS.
#[derive(Debug)]
pub(super) struct Part {
    runs: PlanRuns,
    /// The tiers whose rules copy to a vault, by the vault's name.
    copies: BTreeMap<String, Vec<usize>>,
}

/// 2026-01-01, in seconds since 1970-01-01.
pub(super) const CYCLE_START: i64 = 1_767_225_600;
/// 2054-01-01: after 28 years dates and weekdays pair as before.
pub(super) const CYCLE_END: i64 = 2_650_838_400;
/// Runs that are walked for long jobs: 28 years of a daily run, more than one
/// year of an hourly one.
const RUNS_WALKED: usize = 12_000;

/// The longest time over the runs that a long job lets expire.
#[derive(Debug, Clone, Copy)]
pub(super) struct Over {
    pub(super) length: Duration,
    pub(super) from: Run,
    pub(super) to: Run,
    /// Gaps between runs in it.
    pub(super) gaps: usize,
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
        let mut evidence = Self { policy, mechanisms, parts: Vec::new(), tiers: BTreeMap::new() };
        for plan in policy.plans.values().filter(|plan| !plan.planned) {
            let (alone, together): (Vec<&Tier>, Vec<&Tier>) =
                plan.tiers.values().filter(|tier| is_run(tier)).partition(|t| t.separate_plan);
            evidence.part(plan, &together);
            for tier in alone {
                evidence.part(plan, &[tier]);
            }
        }
        evidence
    }

    fn part(&mut self, plan: &Plan, tiers: &[&'a Tier]) {
        let runs = tiers.iter().enumerate().filter_map(|(id, tier)| tier_runs(id, tier));
        let runs = plan_runs(&runs.collect::<Vec<_>>());
        // Rules take over copies only where runs are lost to others.
        let copies = match runs.overlaps().is_empty() {
            true => BTreeMap::new(),
            false => merged_copies(self.policy, plan, tiers),
        };
        let number = self.parts.len();
        self.parts.push(Part { runs, copies });
        for (id, tier) in tiers.iter().enumerate() {
            self.tiers.insert(&tier.at.path, (number, id));
        }
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

    /// The longest gap between the points of a mechanism that a plan makes;
    /// none for other mechanisms, and within it if no two points follow.
    pub(super) fn gap_of(&self, mechanism: &Mechanism) -> Option<Option<Duration>> {
        let (part, own) = self.made_by(mechanism)?;
        let part = self.part_of(part)?;
        let found = part.longest_gap(&part.tiers_of(mechanism, own), 0);
        Some(found.map(|found| found.gap.length))
    }

    pub(super) fn part_of(&self, number: usize) -> Option<&Part> {
        self.parts.get(number)
    }
}

impl Part {
    /// The tiers whose runs make the points of a mechanism: its own, and for a
    /// copy those whose rules took it over.
    pub(super) fn tiers_of(&self, mechanism: &Mechanism, own: usize) -> Vec<usize> {
        let mut ids = vec![own];
        let vault = mechanism.vault.as_ref().filter(|_| mechanism.kind == MechanismKind::Copy);
        let others = vault.and_then(|vault| self.copies.get(vault)).into_iter().flatten();
        ids.extend(others.filter(|id| **id != own));
        ids
    }

    /// The longest time between runs of these tiers that AWS keeps, if so many
    /// in a row fail. A gap that no earlier year has is none of the calendar's:
    /// it lies where the years that are looked at end, and with them the runs
    /// of longer-kept tiers.
    pub(super) fn longest_gap(&self, tiers: &[usize], failed: usize) -> Option<TierGap> {
        let found = self.runs.longest_gap(tiers, failed)?;
        (found.gap.from.at.as_second() < CYCLE_END).then_some(found)
    }

    /// The longest time from a run of these tiers to the next one that can start
    /// once a job has blocked others for so long.
    pub(super) fn longest_over(&self, tiers: &[usize], blocked: Duration) -> Option<Over> {
        let TierGap { gap, from_tier: _, to_tier: _ } = self.longest_gap(tiers, 0)?;
        let mut best = Over { length: gap.length, from: gap.from, to: gap.to, gaps: 1 };
        let blocked = i64::try_from(blocked.as_seconds()).ok()?;
        if blocked == 0 {
            return Some(best);
        }
        let runs = self.kept_runs(tiers);
        let mut next = 0;
        for (number, from) in runs.iter().enumerate() {
            let free = from.at.as_second().saturating_add(blocked);
            next = next.max(number + 1);
            while runs.get(next).is_some_and(|run| run.at.as_second() < free) {
                next += 1;
            }
            let Some(to) = runs.get(next) else { break };
            let length = to.at.as_second().saturating_sub(from.at.as_second());
            let length = Duration::seconds(u64::try_from(length).unwrap_or_default());
            if length > best.length {
                best = Over { length, from: *from, to: *to, gaps: next - number };
            }
        }
        Some(best)
    }

    /// The first runs of these tiers that AWS certainly keeps.
    fn kept_runs(&self, tiers: &[usize]) -> Vec<Run> {
        let at = Timestamp::from_second;
        let (Ok(from), Ok(until)) = (at(CYCLE_START), at(CYCLE_END)) else { return Vec::new() };
        let kept = self.runs.between(from, until);
        let kept = kept.filter(|run| run.fate == Fate::Kept && tiers.contains(&run.tier));
        kept.map(|planned| planned.run).take(RUNS_WALKED).collect()
    }
}

fn is_run(tier: &Tier) -> bool {
    !tier.planned && tier.schedule.as_ref().is_some_and(|schedule| schedule.value.cron().is_some())
}

fn tier_runs<'t>(id: usize, tier: &'t Tier) -> Option<TierRuns<'t>> {
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
fn merged_copies(policy: &Policy, plan: &Plan, tiers: &[&Tier]) -> BTreeMap<String, Vec<usize>> {
    let mut copies: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let (lowered, _) = resources::lower(policy);
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
                copies.entry(vault.at.key.clone()).or_default().push(id);
            }
        }
    }
    copies
}
