//! The scenarios of a runbook, proven step by step: what they restore from is
//! left, is not weaker than what is available, and what they need is left too;
//! and how long their steps take together.

use std::collections::BTreeSet;

use crate::document::Disruption;
use crate::facts::Confidence;
use crate::resolved::{
    KeySource, Objective, Policy, Reference, Referent, Resource, Restore, Scenario, Step,
    Whereabouts, ZoneSpread,
};
use crate::source::Span;
use crate::units::Duration;

use super::assumptions::Question;
use super::evidence::Evidence;
use super::figure::{Counted, FigureKind};
use super::left::{Left, Way};
use super::proof::Options;
use super::rpo::{Rpo, nominal, of_ways};
use super::rto::{Asked, Floor, MissingTime, Rto, RtoKind, growth, rto, stated};
use super::verdict::Verdict;

/// One scenario, proven.
#[derive(Debug, Clone)]
pub struct ScenarioProof {
    /// Its name.
    pub name: String,
    /// Its path, such as `recovery.region-loss`.
    pub path: String,
    /// Its name in the file.
    pub span: Span,
    /// The disruption it recovers from, if it names one.
    pub disruption: Option<Disruption>,
    /// What it restores, in the order of the resources' names.
    pub restores: Vec<Restored>,
    /// What must be left for it to work.
    pub needs: Vec<Need>,
    /// How long all of it takes.
    pub time: Rto,
    /// How long it may take: its own objective, else the strictest of the
    /// resources that it restores.
    pub rto: Option<(Duration, Span)>,
    /// Whether that is quick enough.
    pub rto_verdict: Verdict,
    /// Everything that is missing to prove the time, in the order of the steps.
    pub missing: Vec<String>,
}

/// One resource that a scenario restores.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The resource.
    pub resource: String,
    /// The path of the restore.
    pub path: String,
    /// Where it says what to restore from.
    pub span: Span,
    /// The mechanisms that may be meant and are left.
    pub from: Vec<Counted>,
    /// Why those that are meant are not left, if none is.
    pub lost: Option<String>,
    /// What is lost with them.
    pub rpo: Rpo,
    /// What may be lost, and where that is said.
    pub wanted: Option<(Duration, Span)>,
    /// Whether that is little enough.
    pub verdict: Verdict,
    /// What would lose less and is left: the mechanism, with what it loses.
    pub better: Option<(Counted, Duration)>,
    /// How long the restore takes, as far as that is known.
    pub takes: Option<Duration>,
}

/// Something that a scenario needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What it is, as written.
    pub what: String,
    /// Where that stands.
    pub span: Span,
    /// Met if it is left, missed if it is lost.
    pub verdict: Verdict,
}

/// Proves every scenario of a policy that is asked for.
pub(super) fn scenarios(
    evidence: &Evidence<'_>,
    options: &Options,
    asked: impl Fn(&Scenario) -> bool,
) -> Vec<ScenarioProof> {
    let all = evidence.policy.recovery.values().filter(|scenario| asked(scenario));
    all.map(|scenario| Proving { evidence, options, scenario }.prove()).collect()
}

struct Proving<'p> {
    evidence: &'p Evidence<'p>,
    options: &'p Options,
    scenario: &'p Scenario,
}

/// What a restore takes, for the steps.
struct Taken {
    resource: String,
    loss: Option<Duration>,
    value: Option<Duration>,
    missing: Option<String>,
    floor: Option<Floor>,
}

impl Proving<'_> {
    fn prove(&self) -> ScenarioProof {
        let scenario = self.scenario;
        let disruption = scenario.disruption.map(|disruption| disruption.value);
        let (mut restores, mut taken) = (Vec::new(), Vec::new());
        for (name, restore) in &scenario.restores {
            let resource = self.evidence.policy.resources.get(name);
            if let (Some(resource), Some(disruption)) = (resource, disruption) {
                let (restored, took) = self.restored(resource, restore, disruption);
                restores.push(restored);
                taken.push(took);
            }
        }
        let (time, missing) = self.time(&taken);
        let rto = self.rto(disruption);
        ScenarioProof {
            name: scenario.at.key.clone(),
            path: scenario.at.path.clone(),
            span: scenario.at.span,
            disruption,
            needs: disruption.map(|disruption| self.needs(disruption)).unwrap_or_default(),
            rto_verdict: rto.map_or(Verdict::NoObjective, |(wanted, _)| time.verdict(wanted)),
            restores,
            time,
            rto,
            missing,
        }
    }

    fn restored(
        &self,
        resource: &Resource,
        restore: &Restore,
        disruption: Disruption,
    ) -> (Restored, Taken) {
        let wanted = resource.objectives.after(disruption);
        let question = Question::new(self.evidence.policy, resource, wanted, disruption);
        let left = self.evidence.left(resource, &question);
        let meant: Vec<&Way<'_>> =
            left.ways.iter().filter(|way| way.mechanism.is_meant_by(&restore.from)).collect();
        let rpo = of_ways(self.evidence, &left, &meant, &question);
        let own = self.scenario.objectives.as_ref().map(|objectives| &objectives.rpo);
        let wanted = [own, wanted.map(|after| &after.rpo)].into_iter().flatten();
        let wanted = wanted.filter_map(stated_at).next();
        let loss = rpo.guaranteed().or(rpo.nominal()).and_then(|figure| figure.value);
        let asked =
            Asked { resource, found_within: question.found_within, as_of: self.options.as_of };
        let took = taken(resource, restore, &meant, loss, &asked);
        let restored = Restored {
            resource: resource.at.key.clone(),
            path: restore.path.clone(),
            span: restore.from.path.span,
            from: meant.iter().map(|way| Counted::of(way.mechanism)).collect(),
            lost: meant.is_empty().then(|| self.lost(&left, restore)),
            verdict: rpo.verdict(wanted.map(|(wanted, _)| wanted)),
            better: self.better(&left, &meant, &rpo, &question),
            rpo,
            wanted,
            takes: took.value,
        };
        (restored, took)
    }

    /// Why nothing is left of what is meant.
    fn lost(&self, left: &Left<'_>, restore: &Restore) -> String {
        let meant = self.evidence.mechanisms.meant_by([&restore.from]);
        let names: BTreeSet<&str> =
            meant.into_iter().map(|mechanism| mechanism.reference.as_str()).collect();
        let out = left.out.iter().find(|out| names.contains(out.mechanism.reference.as_str()));
        match out {
            Some(out) => out.why.to_string(),
            None => "it holds nothing of this resource".to_owned(),
        }
    }

    /// The mechanism that is left and loses less than those that are meant.
    fn better(
        &self,
        left: &Left<'_>,
        meant: &[&Way<'_>],
        rpo: &Rpo,
        question: &Question<'_>,
    ) -> Option<(Counted, Duration)> {
        // What nobody knows the loss of may be better still.
        if matches!(rpo.figures.nominal.kind, FigureKind::Unproven(_)) {
            return None;
        }
        let loss = rpo.nominal().and_then(|figure| figure.value);
        let others = left.certain().into_iter().filter(|way| {
            !meant.iter().any(|meant| meant.mechanism.reference == way.mechanism.reference)
        });
        let figures = others
            .filter_map(|way| Some((way.mechanism, nominal(self.evidence, &[way], question)?)));
        let better = figures.filter(|(_, value)| loss.is_none_or(|loss| *value < loss));
        let best = better.min_by_key(|(_, value)| *value);
        best.map(|(mechanism, value)| (Counted::of(mechanism), value))
    }

    /// Its own objective, else the strictest of what it restores.
    fn rto(&self, disruption: Option<Disruption>) -> Option<(Duration, Span)> {
        let own = self.scenario.objectives.as_ref().and_then(|own| stated_at(&own.rto));
        let resources = &self.evidence.policy.resources;
        let restored = self.scenario.restores.keys().filter_map(|name| resources.get(name));
        let theirs =
            restored.filter_map(|resource| stated_at(&resource.objectives.after(disruption?)?.rto));
        own.or_else(|| theirs.min_by_key(|(wanted, _)| *wanted))
    }

    fn needs(&self, disruption: Disruption) -> Vec<Need> {
        let needs = self.scenario.needs.iter().map(|reference| Need {
            what: reference.path.value.clone(),
            span: reference.path.span,
            verdict: self.is_left(reference, disruption),
        });
        needs.collect()
    }

    fn is_left(&self, reference: &Reference, disruption: Disruption) -> Verdict {
        let all = reference.means.iter().map(|means| self.referent_is_left(means, disruption));
        all.fold(Verdict::NoObjective, Verdict::and)
    }

    fn referent_is_left(&self, referent: &Referent, disruption: Disruption) -> Verdict {
        let policy = self.evidence.policy;
        let at = |account: Option<&String>, region: Option<&String>| {
            let place = Whereabouts {
                account: account.cloned(),
                region: region.cloned(),
                zone: ZoneSpread::Several,
                host: None,
            };
            outside(policy, &place, disruption)
        };
        match referent {
            Referent::Resource(name) => self.resource_is_left(name, disruption),
            Referent::Key(name) => match policy.keys.get(name).map(|key| &key.source) {
                Some(KeySource::Created(Some(place))) => {
                    at(Some(&place.account), Some(&place.region))
                }
                Some(KeySource::Existing(arn)) => {
                    let mut parts = arn.value.split(':').skip(3).map(str::to_owned);
                    let (region, account) = (parts.next(), parts.next());
                    at(account.as_ref(), region.as_ref())
                }
                Some(KeySource::Created(None)) | None => at(None, None),
            },
            Referent::Vault(name) => {
                let place = policy.vaults.get(name).and_then(|vault| vault.place.as_ref());
                at(place.map(|place| &place.account), place.map(|place| &place.region))
            }
            Referent::Mechanism(_) | Referent::Plan(_) | Referent::Tier { .. } => {
                self.mechanism_is_left(referent, disruption)
            }
            Referent::Repository(name) => {
                let found = policy.repositories.get(name);
                let account = found.and_then(|found| found.account.as_ref());
                let region = found.and_then(|found| found.region.as_ref());
                at(account.map(|text| &text.value), region.map(|text| &text.value))
            }
            Referent::DataClass { .. }
            | Referent::Role(_)
            | Referent::Scenario(_)
            | Referent::Drill(_)
            | Referent::Alarm(_)
            | Referent::Deleter(_)
            | Referent::AccountSettings
            | Referent::Setting { .. } => {
                Verdict::Unproven("the policy does not say what a disruption leaves of it".into())
            }
        }
    }

    fn resource_is_left(&self, name: &str, disruption: Disruption) -> Verdict {
        let Some(resource) = self.evidence.policy.resources.get(name) else {
            return Verdict::Missed;
        };
        if resource.recreated_from.is_some() {
            return Verdict::Met;
        }
        let wanted = resource.objectives.after(disruption);
        let question = Question::new(self.evidence.policy, resource, wanted, disruption);
        let left = self.evidence.left(resource, &question);
        match (left.certain().is_empty(), left.possible().is_empty()) {
            (false, _) => Verdict::Met,
            (true, false) => Verdict::Unproven("it may be lost".to_owned()),
            (true, true) => Verdict::Missed,
        }
    }

    fn mechanism_is_left(&self, referent: &Referent, disruption: Disruption) -> Verdict {
        let policy = self.evidence.policy;
        let meant = self.evidence.mechanisms.answering_to(referent);
        let left = meant.filter_map(|mechanism| {
            let resource = policy.resources.get(&mechanism.resource)?;
            let wanted = resource.objectives.after(disruption);
            let question = Question::new(policy, resource, wanted, disruption);
            let left = self.evidence.left(resource, &question);
            let same = |way: &&Way<'_>| way.mechanism.reference == mechanism.reference;
            Some(match left.ways.iter().find(same) {
                Some(way) if way.unsure.is_none() => Verdict::Met,
                Some(_) => Verdict::Unproven("it may be lost".to_owned()),
                None => Verdict::Missed,
            })
        });
        left.reduce(Verdict::and).unwrap_or(Verdict::Missed)
    }
}

/// Whether something that only has a place is outside of what is hit.
fn outside(policy: &Policy, place: &Whereabouts, disruption: Disruption) -> Verdict {
    let environment = &policy.environment;
    let home = |found: &Option<crate::source::Text>| found.as_ref().map(|text| text.value.clone());
    let (here, there, what) = match disruption {
        Disruption::Region => (home(&environment.region), &place.region, "Region"),
        Disruption::Account => (home(&environment.account), &place.account, "account"),
        Disruption::Corruption | Disruption::Deletion | Disruption::Hardware | Disruption::Zone => {
            return Verdict::Met;
        }
    };
    match (here, there) {
        (Some(here), Some(there)) if here == *there => Verdict::Missed,
        (Some(_), Some(_)) => Verdict::Met,
        (_, _) => Verdict::Unproven(format!("nobody says in which {what} it is")),
    }
}

fn stated_at(objective: &Objective<Duration>) -> Option<(Duration, Span)> {
    match objective {
        Objective::Stated(value, origin) => Some((*value, origin.span)),
        Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
    }
}

/// How long the restore of one resource takes: as the scenario states it, else
/// as the quickest of the mechanisms that may be meant.
fn taken(
    resource: &Resource,
    restore: &Restore,
    meant: &[&Way<'_>],
    loss: Option<Duration>,
    asked: &Asked<'_>,
) -> Taken {
    let own: Vec<Rto> = meant.iter().map(|way| rto(way, loss, asked)).collect();
    let floor = own.iter().filter_map(|rto| rto.floor.clone()).min_by_key(|floor| floor.time);
    let floor = floor.filter(|_| own.iter().all(|rto| rto.floor.is_some()));
    let (value, kind) = match &restore.restore_time {
        Some(time) => stated(time, loss, asked),
        None => {
            let rank = |rto: &&Rto| (!rto.is_measured(), rto.value.is_none(), rto.value);
            let best = own.iter().min_by_key(rank);
            best.map_or((None, RtoKind::Unproven(MissingTime::Because(String::new()))), |best| {
                (best.value, best.kind.clone())
            })
        }
    };
    let name = &resource.at.key;
    let missing = match kind {
        RtoKind::Measured(_) | RtoKind::Typical => None,
        RtoKind::Estimated(_) => Some(format!("the restore of `{name}` is an estimate")),
        RtoKind::Unproven(MissingTime::Because(reason)) if reason.is_empty() => {
            Some(format!("nothing is left to restore `{name}` from"))
        }
        RtoKind::Unproven(reason) => Some(format!("of `{name}` {reason}")),
    };
    Taken { resource: name.clone(), loss, value, missing, floor }
}

/// The time of steps, as far as it is known, and what is missing.
#[derive(Default)]
struct Sum {
    known: Duration,
    /// What of it was measured.
    measured: Duration,
    missing: Vec<String>,
}

impl Proving<'_> {
    fn time(&self, taken: &[Taken]) -> (Rto, Vec<String>) {
        let scenario = self.scenario;
        let mut sum = Sum::default();
        for step in &scenario.steps {
            let of_step = self.step(step, taken);
            sum.known = sum.known.plus(of_step.known);
            sum.measured = sum.measured.plus(of_step.measured);
            sum.missing.extend(of_step.missing);
        }
        sum.missing.extend(self.left_out(taken));
        let by = Counted { reference: (&scenario.at.path).into(), span: scenario.at.span };
        let kind = match sum.missing.first() {
            Some(reason) => RtoKind::Unproven(MissingTime::Because(reason.clone())),
            None => RtoKind::Measured(scenario.at.span),
        };
        let known = (!scenario.steps.is_empty()).then_some(sum.known.rounded_up());
        let floor = taken.iter().filter_map(|taken| taken.floor.clone());
        let floor = floor.max_by_key(|floor| (floor.confidence == Confidence::High, floor.time));
        (Rto { by, value: known, kind, floor, measured_part: sum.measured }, sum.missing)
    }

    /// Steps that are missing make a time unproven, not zero.
    fn left_out(&self, taken: &[Taken]) -> Option<String> {
        let steps = &self.scenario.steps;
        if steps.is_empty() {
            return Some("its steps are not stated".to_owned());
        }
        let restored: BTreeSet<&str> = steps.iter().flat_map(restored_in).collect();
        if let Some(missing) = taken.iter().find(|one| !restored.contains(one.resource.as_str())) {
            return Some(format!("no step restores `{}`", missing.resource));
        }
        let is_restore = |step: &Step| restored_in(step).next().is_some();
        if steps.first().is_some_and(is_restore) {
            return Some("no step says how long it takes to notice and to decide".to_owned());
        }
        if steps.last().is_some_and(is_restore) {
            return Some("no step says how long it takes to switch over and to verify".to_owned());
        }
        None
    }

    fn step(&self, step: &Step, taken: &[Taken]) -> Sum {
        let mut sum = Sum::default();
        for name in &step.restore {
            let Some(one) = taken.iter().find(|one| one.resource == name.value) else { continue };
            let value = one.value.unwrap_or_default();
            sum.known = sum.known.plus(value);
            if one.missing.is_none() {
                sum.measured = sum.measured.plus(value);
            }
            sum.missing.extend(one.missing.clone());
        }
        let (mut longest, mut measured) = (Duration::ZERO, Duration::ZERO);
        for parallel in &step.parallel {
            let of_step = self.step(parallel, taken);
            longest = longest.max(of_step.known);
            measured = measured.max(of_step.measured);
            sum.missing.extend(of_step.missing);
        }
        sum.known = sum.known.plus(longest);
        sum.measured = sum.measured.plus(measured);
        let loss = taken.iter().map(|one| one.loss).max().flatten();
        self.own_time(step, loss, &mut sum);
        sum
    }

    /// The time of what a step does besides restoring.
    fn own_time(&self, step: &Step, loss: Option<Duration>, sum: &mut Sum) {
        let what = step.action.as_ref().map_or("a step", |action| action.value.as_str());
        match (&step.takes, &step.takes_per) {
            (None, None) if step.restore.is_empty() && step.parallel.is_empty() => {
                sum.missing.push(format!("nobody says how long `{what}` takes"));
            }
            (None, None) => {}
            (Some(time), _) => match time.measured() {
                Some(range) => {
                    sum.known = sum.known.plus(range.value.worse());
                    sum.measured = sum.measured.plus(range.value.worse());
                }
                None => {
                    if let Some(crate::resolved::TimeFigure::Estimated(range)) = time.figure {
                        sum.known = sum.known.plus(range.value.worse());
                    }
                    sum.missing.push(format!("the time of `{what}` is an estimate"));
                }
            },
            (None, Some(_)) => {}
        }
        if let Some(grows) = &step.takes_per {
            match loss {
                // How much is lost is a bound, and may be less.
                Some(loss) => sum.known = sum.known.plus(growth(grows, loss)),
                None => sum.missing.push(format!(
                    "`{what}` grows with the data that is lost, and nothing bounds that"
                )),
            }
        }
    }
}

/// The resources that a step restores, also in parallel.
fn restored_in(step: &Step) -> Box<dyn Iterator<Item = &str> + '_> {
    let own = step.restore.iter().map(|name| name.value.as_str());
    Box::new(own.chain(step.parallel.iter().flat_map(restored_in)))
}
