//! The jobs that are due in a span of time, and what becomes of each.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::resolved::{Mechanism, Plan, Points, Policy, Tier};
use crate::resources::{self, rules::TIERS_OVERLAP};
use crate::schedule::{Cron, Fate, Run, Zone, occurrences};

use super::evidence::Evidence;

/// Jobs of one plan, or of one thing that runs by itself.
#[derive(Debug, Clone)]
pub struct Agenda {
    /// Whose jobs they are.
    pub of: Owner,
    /// What runs, each with its own schedule.
    pub lines: Vec<Line>,
}

/// Whose jobs are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A plan of AWS Backup, by its name in the policy.
    Plan(String),
    /// Something else, by its reference and the resources it holds data of.
    Other {
        /// The reference.
        reference: String,
        /// The resources.
        resources: Vec<String>,
    },
    /// The restore tests of a plan.
    RestoreTests(String),
}

/// The jobs of one schedule.
#[derive(Debug, Clone)]
pub struct Line {
    /// The tier, or the last part of the reference.
    pub name: String,
    /// The zone of its clock.
    pub zone: Zone,
    /// Every job in the order of time.
    pub due: Vec<Due>,
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// When it is due.
    pub run: Run,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of a job that is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is made.
    Made,
    /// It is not made, and this tier does all that it would have done.
    Absorbed(String),
    /// It is not made because of this longer-kept tier.
    Displaced(String),
    /// AWS does not say whether it is made or this equally kept tier's.
    Tied(String),
}

/// The jobs that are due from `from` on, before `until`, within the years 2026
/// to 2055: plans first, then what runs beside them.
#[must_use]
pub fn agenda(evidence: &Evidence<'_>, from: Timestamp, until: Timestamp) -> Vec<Agenda> {
    let asking = Asking { evidence, from, until, harmful: harmful(evidence.policy) };
    let policy = evidence.policy;
    let plans = policy.plans.values().filter(|plan| !plan.planned);
    let mut all: Vec<Agenda> = plans.clone().map(|plan| asking.plan(plan)).collect();
    all.extend(asking.others());
    all.extend(plans.filter_map(|plan| asking.tests(plan)));
    all.retain(|agenda| !agenda.lines.is_empty());
    all
}

struct Asking<'e, 'p> {
    evidence: &'e Evidence<'p>,
    from: Timestamp,
    until: Timestamp,
    /// Paths of tiers that lose more than another tier does for them.
    harmful: Option<BTreeSet<String>>,
}

/// The tiers that lose runs to others which do not do their work; none if that
/// is not judged, because nobody says where the plans are.
fn harmful(policy: &Policy) -> Option<BTreeSet<String>> {
    policy.environment.place.as_ref()?;
    let (_, findings) = resources::lower(policy);
    let overlaps = findings.into_iter().filter(|finding| finding.rule == TIERS_OVERLAP.name);
    Some(overlaps.map(|finding| finding.path).collect())
}

impl Asking<'_, '_> {
    fn plan(&self, plan: &Plan) -> Agenda {
        let lines = plan.tiers.values().filter(|tier| !tier.planned);
        Agenda {
            of: Owner::Plan(plan.at.key.clone()),
            lines: lines.filter_map(|tier| self.tier(plan, tier)).collect(),
        }
    }

    fn tier(&self, plan: &Plan, tier: &Tier) -> Option<Line> {
        let (lane, id) = self.evidence.tier_of(&tier.at.path)?;
        let runs = &self.evidence.lane(lane)?.runs;
        let name = |wanted: usize| {
            let tiers = plan.tiers.values();
            let mut named =
                tiers.filter(|tier| self.evidence.tier_of(&tier.at.path) == Some((lane, wanted)));
            named.next().map(|tier| tier.at.key.clone()).unwrap_or_default()
        };
        let absorbed = self.harmful.as_ref().is_some_and(|paths| !paths.contains(&tier.at.path));
        let due = runs.between(self.from, self.until).filter(|planned| planned.tier == id);
        let due = due.map(|planned| Due {
            run: planned.run,
            outcome: match planned.fate {
                Fate::Kept => Outcome::Made,
                Fate::Displaced { by } if absorbed => Outcome::Absorbed(name(by)),
                Fate::Displaced { by } => Outcome::Displaced(name(by)),
                Fate::Tied { with } => Outcome::Tied(name(with)),
            },
        });
        let zone = tier.zone.value.clone();
        Some(Line { name: tier.at.key.clone(), zone, due: due.collect() })
    }

    /// What has jobs that no plan makes; one thing may hold data of several
    /// resources.
    fn others(&self) -> Vec<Agenda> {
        let mut found: Vec<(&str, Agenda)> = Vec::new();
        for name in self.evidence.policy.resources.keys() {
            for (number, mechanism) in self.evidence.of_resource(name) {
                let Some(line) = self.own(number, mechanism) else { continue };
                let known = found.iter_mut().find(|(reference, agenda)| {
                    *reference == mechanism.reference
                        && agenda
                            .lines
                            .first()
                            .is_some_and(|known| known.zone == line.zone && known.due == line.due)
                });
                match known {
                    Some((_, Agenda { of: Owner::Other { resources, .. }, .. })) => {
                        if !resources.contains(name) {
                            resources.push(name.clone());
                        }
                    }
                    _ => found.push((
                        &mechanism.reference,
                        Agenda {
                            of: Owner::Other {
                                reference: mechanism.reference.to_string(),
                                resources: vec![name.clone()],
                            },
                            lines: vec![line],
                        },
                    )),
                }
            }
        }
        found.into_iter().map(|(_, agenda)| agenda).collect()
    }

    fn own(&self, number: usize, mechanism: &Mechanism) -> Option<Line> {
        let Points::Scheduled(points) = &mechanism.points else { return None };
        if mechanism.planned || self.evidence.is_of_plan(mechanism) {
            return None;
        }
        let (cron, zone) = match &points.copied {
            // Its own job is the one that copies.
            Some(copied) => (copied.schedule.as_ref()?.value.cron()?, &copied.zone),
            None => {
                self.evidence.series(number, mechanism)?;
                (points.schedule.as_ref()?.value.cron()?, &points.zone)
            }
        };
        let name = mechanism.reference.rsplit('.').next().unwrap_or(&mechanism.reference);
        Some(self.line(name, cron, zone))
    }

    fn tests(&self, plan: &Plan) -> Option<Agenda> {
        let testing = plan.restore_testing.as_ref().filter(|testing| !testing.planned)?;
        let cron = testing.schedule.as_ref()?.value.cron()?;
        let line = self.line("restore test", cron, &testing.zone.value);
        Some(Agenda { of: Owner::RestoreTests(plan.at.key.clone()), lines: vec![line] })
    }

    fn line(&self, name: &str, cron: &Cron, zone: &Zone) -> Line {
        let due = occurrences(cron, zone, self.from, self.until)
            .map(|run| Due { run, outcome: Outcome::Made });
        Line { name: name.to_owned(), zone: zone.clone(), due: due.collect() }
    }
}
