//! The runs that come next, and what each leaves.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::recoverability::evidence::Evidence;
use crate::recoverability::kept::{Length, length};
use crate::resolved::{
    Mechanism, MechanismKind, Plan, Points, Policy, Tier, TierName, Vault, Whereabouts,
};
use crate::resources::{self, BackupRule, CopyAction, VaultRef, rules::TIERS_OVERLAP};
use crate::schedule::{ClockChange, Cron, Fate, PlannedRun, Run, Zone, clock_change, occurrences};
use crate::source::Span;
use crate::units::{Duration, Retention};

use super::{Moment, instant, seconds};

/// One run that comes.
#[derive(Debug, Clone)]
pub struct NextRun {
    /// When it is due.
    pub run: Run,
    /// The zone of its schedule.
    pub zone: String,
    /// What runs, by its reference: `plans.core.tiers.daily`.
    pub job: String,
    /// Its tier, if a plan makes it.
    pub tier: Option<TierName>,
    /// What it makes.
    pub kind: MechanismKind,
    /// The resources that it is for.
    pub resources: Vec<String>,
    /// How late the job may start.
    pub start_window: Duration,
    /// What becomes of it.
    pub fate: RunFate,
    /// What it leaves; nothing if it is not made.
    pub leaves: Vec<Left>,
    /// What the clocks of its zone do to it.
    pub clock: Option<ClockChange>,
}

/// What becomes of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunFate {
    /// It is made.
    Made,
    /// A run of this tier is made instead and does all that it would have done.
    Absorbed {
        /// The longer-kept tier.
        by: String,
    },
    /// A run of this tier is made instead, and something is missing.
    Displaced {
        /// The longer-kept tier.
        by: String,
    },
    /// Of it and a run of this tier one is made; AWS does not say which.
    Tied {
        /// The other tier.
        with: String,
    },
}

/// A point that a run leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The vault or the repository.
    pub to: Option<String>,
    /// Where that is.
    pub place: Whereabouts,
    /// It is a copy.
    pub copy: bool,
    /// When it is deleted; none is for ever, or not said.
    pub until: Option<Timestamp>,
    /// It is never deleted.
    pub forever: bool,
    /// When it moves to cold storage.
    pub cold_from: Option<Timestamp>,
}

const DAY: i64 = 86_400;
/// How far ahead runs are looked for, step by step.
const LOOKS: [i64; 3] = [40 * DAY, 800 * DAY, 11_000 * DAY];

/// The runs from `from` on: the first `count`, and none from `until` on.
#[must_use]
pub fn next_runs(
    policy: &Policy,
    from: Timestamp,
    count: Option<usize>,
    until: Option<Timestamp>,
) -> Vec<NextRun> {
    let evidence = Evidence::new(policy);
    let coming = Coming::new(&evidence);
    let last = until.map_or(Moment::END, |until| until.as_second().min(Moment::END));
    let mut found = Vec::new();
    for ahead in LOOKS {
        let end = match count {
            Some(_) => from.as_second().saturating_add(ahead).min(last),
            None => last,
        };
        found = coming.runs(from, instant(end));
        if count.is_none_or(|count| found.len() >= count) || end == last {
            break;
        }
    }
    found.truncate(count.unwrap_or(usize::MAX));
    found.into_iter().map(|found| coming.told(found)).collect()
}

/// A run before it is told what it leaves.
#[derive(Clone, Copy)]
enum Found<'c> {
    OfPlan { plan: &'c Plan, tier: &'c Tier, planned: PlannedRun, lane: usize },
    Own { mechanism: &'c Mechanism, run: Run, cron: &'c Cron, zone: &'c Zone },
}

impl Found<'_> {
    const fn run(&self) -> Run {
        match self {
            Self::OfPlan { planned, .. } => planned.run,
            Self::Own { run, .. } => *run,
        }
    }

    fn job(&self) -> &str {
        match self {
            Self::OfPlan { tier, .. } => &tier.at.path,
            Self::Own { mechanism, .. } => &mechanism.reference,
        }
    }
}

/// Everything that runs in an environment.
struct Coming<'c> {
    evidence: &'c Evidence<'c>,
    policy: &'c Policy,
    /// Tiers by their lane and their number in it.
    tiers: BTreeMap<(usize, usize), (&'c Plan, &'c Tier)>,
    /// The rules of plans as they are lowered, by plan and tier.
    rules: BTreeMap<(String, String), BackupRule>,
    /// Which tier loses runs to which, with something missing: by the path of
    /// the loser and the place of the winner's schedule.
    displacing: BTreeSet<(String, Span)>,
}

impl<'c> Coming<'c> {
    fn new(evidence: &'c Evidence<'c>) -> Self {
        let policy = evidence.policy;
        let mut tiers = BTreeMap::new();
        for plan in policy.plans.values().filter(|plan| !plan.planned) {
            for tier in plan.tiers.values() {
                if let Some(number) = evidence.tier_of(&tier.at.path) {
                    tiers.insert(number, (plan, tier));
                }
            }
        }
        let (lowered, findings) = resources::lower(policy);
        let mut rules = BTreeMap::new();
        for plan in policy.plans.values() {
            let places = lowered.resources.places.values();
            for found in places.filter_map(|there| there.plans.get(&plan.aws_name.value)) {
                for rule in &found.rules {
                    rules.insert((plan.at.key.clone(), rule.rule_name.clone()), rule.clone());
                }
            }
        }
        let overlaps = findings.iter().filter(|finding| finding.rule == TIERS_OVERLAP.name);
        let displacing = overlaps.flat_map(|finding| {
            finding.labels.iter().map(|label| (finding.path.clone(), label.span))
        });
        Self { evidence, policy, tiers, rules, displacing: displacing.collect() }
    }

    /// All runs in a span, in order.
    fn runs(&self, from: Timestamp, until: Timestamp) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        let lanes: BTreeSet<usize> = self.tiers.keys().map(|(lane, _)| *lane).collect();
        for lane in lanes {
            let runs =
                self.evidence.lane(lane).into_iter().flat_map(|l| l.runs.between(from, until));
            for planned in runs {
                if let Some((plan, tier)) = self.tiers.get(&(lane, planned.tier)) {
                    found.push(Found::OfPlan { plan, tier, planned, lane });
                }
            }
        }
        for mechanism in self.own() {
            let Points::Scheduled(points) = &mechanism.points else { continue };
            let (schedule, zone) = match &points.copied {
                Some(copied) => (copied.schedule.as_ref(), &copied.zone),
                None => (points.schedule.as_ref(), &points.zone),
            };
            let Some(cron) = schedule.and_then(|schedule| schedule.value.cron()) else { continue };
            let runs = occurrences(cron, zone, from, until);
            found.extend(runs.map(|run| Found::Own { mechanism, run, cron, zone }));
        }
        found.sort_by(|a, b| (a.run(), a.job()).cmp(&(b.run(), b.job())));
        found
    }

    /// The mechanisms with jobs of their own, each once.
    fn own(&self) -> Vec<&Mechanism> {
        let mut seen = BTreeSet::new();
        let all = self.evidence.mechanisms.all().iter().filter(|mechanism| {
            let by_plan =
                matches!(mechanism.kind, MechanismKind::RecoveryPoints | MechanismKind::Copy);
            !by_plan && !mechanism.planned
        });
        all.filter(|mechanism| seen.insert(mechanism.reference.as_str())).collect()
    }

    fn told(&self, found: Found<'_>) -> NextRun {
        match found {
            Found::OfPlan { plan, tier, planned, lane } => self.of_plan(plan, tier, planned, lane),
            Found::Own { mechanism, run, cron, zone } => self.own_job(mechanism, run, cron, zone),
        }
    }

    fn of_plan(&self, plan: &Plan, tier: &Tier, planned: PlannedRun, lane: usize) -> NextRun {
        let continuous = tier.continuous.is_some();
        let fate = self.fate(tier, planned, lane);
        let made = matches!(fate, RunFate::Made | RunFate::Tied { .. });
        let cron = tier.schedule.as_ref().and_then(|schedule| schedule.value.cron());
        let window = self.evidence.lane(lane).and_then(|lane| lane.times.get(planned.tier));
        NextRun {
            run: planned.run,
            zone: tier.zone.value.name().to_owned(),
            job: tier.at.path.clone(),
            tier: Some(TierName { plan: plan.at.key.clone(), tier: tier.at.key.clone() }),
            kind: match continuous {
                true => MechanismKind::ContinuousBackup,
                false => MechanismKind::RecoveryPoints,
            },
            resources: plan.users.clone(),
            start_window: window.map(|times| times.window).unwrap_or_default(),
            fate,
            leaves: if made { self.leaves(plan, tier, planned.run) } else { Vec::new() },
            clock: cron.and_then(|cron| clock_change(cron, &tier.zone.value, planned.run)),
        }
    }

    fn fate(&self, tier: &Tier, planned: PlannedRun, lane: usize) -> RunFate {
        let other = |id: usize| self.tiers.get(&(lane, id)).map(|(_, tier)| *tier);
        let name = |tier: Option<&Tier>| tier.map(|tier| tier.at.key.clone()).unwrap_or_default();
        match planned.fate {
            Fate::Kept => RunFate::Made,
            Fate::Tied { with } => RunFate::Tied { with: name(other(with)) },
            Fate::Displaced { by } => {
                let winner = other(by);
                let place = winner.map(|winner| {
                    winner.schedule.as_ref().map_or(winner.at.span, |schedule| schedule.span)
                });
                let missing = place
                    .is_none_or(|place| self.displacing.contains(&(tier.at.path.clone(), place)));
                match missing {
                    true => RunFate::Displaced { by: name(winner) },
                    false => RunFate::Absorbed { by: name(winner) },
                }
            }
        }
    }

    fn leaves(&self, plan: &Plan, tier: &Tier, run: Run) -> Vec<Left> {
        let days = |days: u32| after(run, Duration::days(u64::from(days)));
        let retention = tier.retention.as_ref().map(|retention| &retention.value);
        let vault = tier.vault.as_ref().and_then(|vault| self.policy.vaults.get(&vault.value));
        let own = Left {
            to: vault.map(|vault| vault.at.key.clone()),
            place: vault.map(place_of).unwrap_or_default(),
            copy: false,
            until: retention.and_then(Retention::most_days).map(days),
            forever: retention == Some(&Retention::Forever),
            cold_from: tier.cold_storage_after.as_ref().map(|after| days(after.value.most)),
        };
        let rule = self.rules.get(&(plan.at.key.clone(), tier.at.key.clone()));
        let merged = rule.filter(|_| !tier.separate_plan);
        let copies = match merged {
            Some(rule) => rule.copy_actions.iter().map(|copy| self.merged(copy, run)).collect(),
            None => self.stated(tier, run),
        };
        std::iter::once(own).chain(copies).collect()
    }

    /// A copy as the rule makes it, which may stand for those of other tiers.
    fn merged(&self, copy: &CopyAction, run: Run) -> Left {
        let CopyAction { destination_backup_vault: to, lifecycle } = copy;
        let days = |days: u32| after(run, Duration::days(u64::from(days)));
        let vault = self.vault(to);
        Left {
            to: Some(vault.map_or_else(|| to.name.clone(), |vault| vault.at.key.clone())),
            place: vault.map(place_of).unwrap_or_default(),
            copy: true,
            until: lifecycle.delete_after_days.map(days),
            forever: lifecycle.delete_after_days.is_none(),
            cold_from: lifecycle.move_to_cold_storage_after_days.map(days),
        }
    }

    fn stated(&self, tier: &Tier, run: Run) -> Vec<Left> {
        let days = |days: u32| after(run, Duration::days(u64::from(days)));
        let copies = tier.active_copies().map(|copy| {
            let retention = tier.copy_retention(copy).map(|retention| &retention.value);
            let vault = self.policy.vaults.get(&copy.to.value);
            Left {
                to: Some(copy.to.value.clone()),
                place: vault.map(place_of).unwrap_or_default(),
                copy: true,
                until: retention.and_then(Retention::most_days).map(days),
                forever: retention == Some(&Retention::Forever),
                cold_from: tier.copy_cold_storage(copy).map(|after| days(after.value.most)),
            }
        });
        copies.collect()
    }

    fn vault(&self, to: &VaultRef) -> Option<&Vault> {
        self.policy.vaults.values().find(|vault| {
            vault.aws_name.value == to.name && vault.place.as_ref() == Some(&to.place)
        })
    }

    fn own_job(&self, mechanism: &Mechanism, run: Run, cron: &Cron, zone: &Zone) -> NextRun {
        let of = |other: &&Mechanism| other.reference == mechanism.reference && !other.planned;
        let resources: BTreeSet<String> = self
            .evidence
            .mechanisms
            .all()
            .iter()
            .filter(of)
            .map(|one| one.resource.clone())
            .collect();
        let (retention, window) = match &mechanism.points {
            Points::Scheduled(points) => (points.retention.as_ref(), points.start_window),
            Points::Continuous { .. } | Points::OnChange { .. } | Points::Replica { .. } => {
                (None, Duration::ZERO)
            }
        };
        let kept = length(mechanism, retention.map(|retention| &retention.value));
        NextRun {
            run,
            zone: zone.name().to_owned(),
            job: mechanism.reference.to_string(),
            tier: None,
            kind: mechanism.kind,
            resources: resources.into_iter().collect(),
            start_window: window,
            fate: RunFate::Made,
            leaves: vec![Left {
                to: mechanism.vault.clone().or_else(|| mechanism.repository.clone()),
                place: mechanism.place.clone(),
                copy: mechanism.kind == MechanismKind::RepositoryCopy,
                until: match kept {
                    Length::For(kept) => Some(after(run, kept)),
                    Length::Forever | Length::Unsaid => None,
                },
                forever: kept == Length::Forever,
                cold_from: mechanism
                    .colder
                    .iter()
                    .map(|colder| after(run, Duration::days(u64::from(colder.after.value.least))))
                    .min(),
            }],
            clock: clock_change(cron, zone, run),
        }
    }
}

fn after(run: Run, length: Duration) -> Timestamp {
    instant(run.at.as_second().saturating_add(seconds(length)))
}

fn place_of(vault: &Vault) -> Whereabouts {
    Whereabouts {
        account: vault.place.as_ref().map(|place| place.account.clone()),
        region: vault.place.as_ref().map(|place| place.region.clone()),
        ..Whereabouts::default()
    }
}
