//! The proof: for every resource and class of data, after every disruption,
//! whether what is stated is met by what is stated.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Disruption;
use crate::resolved::{
    DISRUPTIONS, DataClass, DisruptionObjectives, Mechanism, Objectives, Policy, Resource,
};
use crate::source::Span;
use crate::units::{Date, Duration};

use super::assumptions::{Question, of_ways};
use super::evidence::Evidence;
use super::figure::Assumption;
use super::history::{History, RungVerdict, history, rungs};
use super::left::{Left, Way};
use super::planned;
use super::restoring::Restoring;
use super::rpo::{Rpo, by_ways, of_ways as rpo_of};
use super::rto::{Asked, Rto, rto};
use super::runbook::{self, ScenarioProof};
use super::standing::{Standing, standings};
use super::verdict::Verdict;

/// What a proof asks besides the policy.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The day that counts as today: whether a measurement is stale. Without it
    /// none is.
    pub as_of: Option<Date>,
}

/// What is recoverable in one environment.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Name of the policy.
    pub policy: String,
    /// Name of the environment; empty in a policy without environments.
    pub environment: String,
    /// Its account, if known.
    pub account: Option<String>,
    /// Its Region, if known.
    pub region: Option<String>,
    /// Every resource in the order of names, each followed by those of its
    /// classes that have objectives of their own.
    pub subjects: Vec<Subject>,
    /// Every scenario in the order of names.
    pub scenarios: Vec<ScenarioProof>,
}

/// A resource, or a class of its data.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The resource.
    pub resource: String,
    /// The class, if it is one.
    pub class: Option<String>,
    /// What was written after `type:`.
    pub type_name: String,
    /// Its plans.
    pub plans: Vec<String>,
    /// Its path, such as `resources.orders`.
    pub path: String,
    /// Its name in the file.
    pub span: Span,
    /// Each of the six disruptions, in the order of every report.
    pub after: Vec<AfterDisruption>,
}

/// What is recoverable after one disruption.
#[derive(Debug, Clone)]
pub struct AfterDisruption {
    /// The disruption.
    pub disruption: Disruption,
    /// What is wanted.
    pub wanted: DisruptionObjectives,
    /// How late it may be noticed, as far as that counts after it.
    pub found_within: Option<Duration>,
    /// How much of the newest data is lost, and what is left at all.
    pub rpo: Rpo,
    /// Whether that is little enough.
    pub rpo_verdict: Verdict,
    /// How long each way of recovering takes: the best for the objective first.
    pub recoveries: Vec<Recovery>,
    /// Whether that is quick enough.
    pub rto_verdict: Verdict,
    /// How far back what is left reaches, and how finely.
    pub history: Arc<History>,
    /// Whether that is far enough, in one length.
    pub history_verdict: Verdict,
    /// Whether each rung of a ladder is there.
    pub rungs: Vec<RungVerdict>,
    /// Whether one way of recovering meets RPO and RTO together, where each is
    /// met by some.
    pub together: Verdict,
    /// What must hold for the figures to be true, and what says so.
    pub assumptions: BTreeMap<Assumption, Standing>,
    /// What is planned and would have to be switched on for everything that is
    /// wanted to be met; empty if it is met, or would not be.
    pub if_on: Vec<String>,
}

/// One way of recovering, with the time that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// How long it takes.
    pub rto: Rto,
    /// The scenario, if it is one.
    pub scenario: Option<String>,
    /// Whether it is quick enough.
    pub verdict: Verdict,
}

/// Proves everything that a policy wants in its environment.
#[must_use]
pub fn prove(policy: &Policy, options: &Options) -> Proof {
    prove_from(&Evidence::new(policy), options)
}

/// Proves it from the evidence of the policy as it is written.
#[must_use]
pub fn prove_from(evidence: &Evidence<'_>, options: &Options) -> Proof {
    let mut proof = with(evidence, options);
    planned::consider(evidence, options, &mut proof);
    proof
}

/// The proof by changed mechanisms.
#[must_use]
pub fn with(evidence: &Evidence<'_>, options: &Options) -> Proof {
    let policy = evidence.policy;
    let scenarios = runbook::scenarios(evidence, options, |_| true);
    let subjects = subjects(evidence, options, &scenarios, |_| true);
    let environment = &policy.environment;
    Proof {
        policy: policy.name.value.clone(),
        environment: environment.name.clone(),
        account: environment.account.as_ref().map(|account| account.value.clone()),
        region: environment.region.as_ref().map(|region| region.value.clone()),
        subjects,
        scenarios,
    }
}

/// The proof of the resources that are asked for, by name, and of their classes.
pub(super) fn subjects(
    evidence: &Evidence<'_>,
    options: &Options,
    scenarios: &[ScenarioProof],
    asked: impl Fn(&str) -> bool,
) -> Vec<Subject> {
    let restoring = Restoring::of(scenarios);
    let mut subjects = Vec::new();
    for resource in evidence.policy.resources.values().filter(|one| asked(&one.at.key)) {
        let proving = Proving { evidence, options, restoring: &restoring, resource };
        subjects.push(proving.resource());
        let own = |class: &&DataClass| class.states_objectives;
        subjects
            .extend(resource.data_classes.values().filter(own).map(|class| proving.class(class)));
    }
    subjects
}

/// The proof of one resource.
struct Proving<'p> {
    evidence: &'p Evidence<'p>,
    options: &'p Options,
    restoring: &'p Restoring<'p>,
    resource: &'p Resource,
}

impl Proving<'_> {
    fn resource(&self) -> Subject {
        let at = &self.resource.at;
        self.subject(None, &at.path, at.span, &self.resource.objectives)
    }

    fn class(&self, class: &DataClass) -> Subject {
        let name = Some(class.at.key.clone());
        self.subject(name, &class.at.path, class.at.span, &class.objectives)
    }

    fn subject(
        &self,
        class: Option<String>,
        path: &str,
        span: Span,
        objectives: &Objectives,
    ) -> Subject {
        let after = DISRUPTIONS.into_iter().filter_map(|disruption| {
            objectives.after(disruption).map(|wanted| self.after(disruption, wanted))
        });
        Subject {
            resource: self.resource.at.key.clone(),
            class,
            type_name: self.resource.type_name.value.clone(),
            plans: self.resource.plans.iter().map(|plan| plan.value.clone()).collect(),
            path: path.to_owned(),
            span,
            after: after.collect(),
        }
    }

    fn after(&self, disruption: Disruption, wanted: &DisruptionObjectives) -> AfterDisruption {
        let Self { evidence, resource, .. } = self;
        let question = Question::new(evidence.policy, resource, Some(wanted), disruption);
        let left = evidence.left(resource, &question);
        let rpo = rpo_of(evidence, &left, &left.possible(), &question);
        let recoveries = self.recoveries(&left, &rpo, wanted, &question);
        // How far back points reach does not depend on when one looks.
        let at_once = question.found_within.is_some().then(|| {
            let question = question.noticed_at_once();
            evidence.left(resource, &question)
        });
        let at_once = at_once.as_ref().unwrap_or(&left);
        let history = history(evidence, &at_once.certain());
        let rungs = wanted.history.stated().map(|wanted| rungs(&history, wanted));
        let reach = wanted.history.stated().and_then(|wanted| wanted.reach.as_ref());
        let rto_verdict = match self.rto_verdict(&recoveries, wanted) {
            Verdict::Missed => self.rto_in_doubt(&left, &rpo, wanted, &question),
            verdict => verdict,
        };
        let mut after = AfterDisruption {
            disruption,
            found_within: question.found_within,
            rpo_verdict: rpo.verdict(wanted.rpo.stated().copied()),
            rto_verdict,
            history_verdict: reach
                .map_or(Verdict::NoObjective, |wanted| history.reaches(&wanted.value)),
            rungs: rungs.unwrap_or_default(),
            together: Verdict::NoObjective,
            assumptions: self.assumptions(&rpo, &left, &question),
            if_on: Vec::new(),
            wanted: wanted.clone(),
            rpo,
            recoveries,
            history,
        };
        self.doubted(at_once, &mut after);
        after.together = self.together(&left, &after, &question);
        after
    }

    /// What must hold for any of the figures, and what says so.
    fn assumptions(
        &self,
        rpo: &Rpo,
        left: &Left<'_>,
        question: &Question<'_>,
    ) -> BTreeMap<Assumption, Standing> {
        let ways = left.certain().into_iter();
        let mechanisms: Vec<&Mechanism> = ways.map(|way| way.mechanism).collect();
        let all = of_ways(rpo, left, question);
        standings(self.evidence.policy, question, &mechanisms, all)
    }

    /// What may be left besides may also reach further.
    fn doubted(&self, left: &Left<'_>, after: &mut AfterDisruption) {
        let Some(reason) = left.ways.iter().find_map(|way| way.unsure.as_ref()) else { return };
        let possible = history(self.evidence, &left.possible());
        let reason = || Verdict::Unproven(reason.to_string());
        let wanted = after.wanted.history.stated();
        if let Some(wanted) = wanted.and_then(|wanted| wanted.reach.as_ref())
            && after.history_verdict == Verdict::Missed
            && possible.reaches(&wanted.value) == Verdict::Met
        {
            after.history_verdict = reason();
        }
        for rung in &mut after.rungs {
            let met = || possible.has(rung.rung, &rung.wanted.value) == Verdict::Met;
            if rung.verdict == Verdict::Missed && met() {
                rung.verdict = reason();
            }
        }
    }

    /// Every way of recovering, the best for the objective first.
    fn recoveries(
        &self,
        left: &Left<'_>,
        rpo: &Rpo,
        wanted: &DisruptionObjectives,
        question: &Question<'_>,
    ) -> Vec<Recovery> {
        let objective = wanted.rto.stated();
        let asked = self.asked(question);
        let judged = |rto: Rto, scenario: Option<String>| Recovery {
            verdict: objective.map_or(Verdict::NoObjective, |objective| rto.verdict(*objective)),
            rto,
            scenario,
        };
        let loss = rpo.guaranteed().or(rpo.nominal()).and_then(|figure| figure.value);
        let ways = left.certain().into_iter();
        let mut found: Vec<Recovery> =
            ways.map(|way| judged(rto(way, loss, &asked), None)).collect();
        let here = self.restoring.after(&self.resource.at.key, question.disruption);
        found.extend(
            here.iter()
                .map(|(scenario, _)| judged(scenario.time.clone(), Some(scenario.name.clone()))),
        );
        let rank = |recovery: &Recovery| {
            let known = (!recovery.rto.is_measured(), recovery.rto.value.is_none());
            (
                Verdict::Met.rank() - recovery.verdict.rank().min(Verdict::Met.rank()),
                known,
                recovery.rto.value,
            )
        };
        found.sort_by_key(rank);
        found
    }

    /// Whether one way meets RPO and RTO together, where each alone is met or
    /// may be.
    fn together(
        &self,
        left: &Left<'_>,
        after: &AfterDisruption,
        question: &Question<'_>,
    ) -> Verdict {
        let (Some(rpo), Some(_)) = (after.wanted.rpo.stated(), after.wanted.rto.stated()) else {
            return Verdict::NoObjective;
        };
        if after.rpo_verdict == Verdict::Missed || after.rto_verdict == Verdict::Missed {
            return Verdict::NoObjective;
        }
        let quick = |allowed: fn(&Verdict) -> bool| -> Vec<&Way<'_>> {
            let ok = |way: &&Way<'_>| {
                after.recoveries.iter().any(|recovery| {
                    allowed(&recovery.verdict)
                        && self.restores(recovery, way.mechanism, question.disruption)
                }) || allowed(&self.in_doubt(way, &after.rpo, &after.wanted, question))
            };
            left.possible().into_iter().filter(ok).collect()
        };
        let judged = |ways: &[&Way<'_>]| match ways.len() == left.ways.len() {
            true => after.rpo_verdict.clone(),
            false => by_ways(self.evidence, ways, question).verdict(Some(*rpo)),
        };
        let proven = judged(&quick(|verdict| *verdict == Verdict::Met));
        if proven != Verdict::Missed {
            return proven;
        }
        match judged(&quick(|verdict| *verdict != Verdict::Missed)) {
            Verdict::Missed => Verdict::Missed,
            _ => Verdict::Unproven("no way that meets the RPO has a measured time".to_owned()),
        }
    }

    fn rto_verdict(&self, recoveries: &[Recovery], wanted: &DisruptionObjectives) -> Verdict {
        if wanted.rto.stated().is_none() {
            return Verdict::NoObjective;
        }
        match (recoveries.first(), &self.resource.recreated_from) {
            // The best way for the objective comes first.
            (Some(best), _) => best.verdict.clone(),
            (None, Some(from)) => Verdict::Unproven(format!(
                "nobody says how long it takes to make it anew from {}",
                from.value
            )),
            (None, None) => Verdict::Missed,
        }
    }

    /// The verdict on an RTO that nothing meets which is certainly left: what
    /// may be left besides may meet it.
    fn rto_in_doubt(
        &self,
        left: &Left<'_>,
        rpo: &Rpo,
        wanted: &DisruptionObjectives,
        question: &Question<'_>,
    ) -> Verdict {
        let all = left.ways.iter().map(|way| self.in_doubt(way, rpo, wanted, question));
        all.min_by_key(|verdict| *verdict == Verdict::Missed).unwrap_or(Verdict::Missed)
    }

    /// Whether a mechanism whose time meets the RTO may be left: only that it is
    /// left lacks a proof then.
    fn in_doubt(
        &self,
        way: &Way<'_>,
        rpo: &Rpo,
        wanted: &DisruptionObjectives,
        question: &Question<'_>,
    ) -> Verdict {
        let (Some(objective), Some(reason)) = (wanted.rto.stated(), &way.unsure) else {
            return Verdict::Missed;
        };
        let loss = rpo.guaranteed().or(rpo.nominal()).and_then(|figure| figure.value);
        match rto(way, loss, &self.asked(question)).verdict(*objective) {
            Verdict::Met => Verdict::Unproven(reason.to_string()),
            _ => Verdict::Missed,
        }
    }

    fn asked(&self, question: &Question<'_>) -> Asked<'_> {
        Asked {
            resource: self.resource,
            found_within: question.found_within,
            as_of: self.options.as_of,
        }
    }

    /// True if the recovery restores from this mechanism.
    fn restores(&self, recovery: &Recovery, mechanism: &Mechanism, disruption: Disruption) -> bool {
        let Some(name) = &recovery.scenario else {
            return recovery.rto.by.reference == mechanism.reference;
        };
        let mut here = self.restoring.after(&self.resource.at.key, disruption).iter();
        here.any(|(scenario, restored)| {
            scenario.name == *name
                && restored.from.iter().any(|from| from.reference == mechanism.reference)
        })
    }
}

impl Proof {
    /// Figures of objectives that may be met, without a proof.
    #[must_use]
    pub fn unproven(&self) -> usize {
        let after = self.subjects.iter().flat_map(|subject| &subject.after);
        let open = |verdict: &&Verdict| matches!(verdict, Verdict::Unproven(_));
        after.map(|after| after.verdicts().filter(open).count()).sum()
    }
}

impl AfterDisruption {
    /// The verdicts of RPO, RTO and history, in one length or rung by rung.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        let parts = [&self.rpo_verdict, &self.rto_verdict, &self.history_verdict];
        parts.into_iter().chain(self.rungs.iter().map(|rung| &rung.verdict))
    }

    /// The worst verdict of all that is wanted.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let all = self.verdicts().chain([&self.together]).cloned();
        all.fold(Verdict::NoObjective, Verdict::and)
    }

    /// True if RPO and RTO are met, but not by one way of recovering: then that
    /// is judged besides each.
    #[must_use]
    pub fn fails_together(&self) -> bool {
        self.together.rank() < Verdict::Met.rank()
            && self.rpo_verdict == Verdict::Met
            && self.rto_verdict == Verdict::Met
    }

    /// How many things must hold that the policy does not state.
    #[must_use]
    pub fn open(&self) -> usize {
        self.assumptions.values().filter(|standing| **standing == Standing::Open).count()
    }

    /// The quickest recovery whose time is known; of none the first.
    #[must_use]
    pub fn recovery(&self) -> Option<&Recovery> {
        self.recoveries.first()
    }
}

impl Subject {
    /// The name of reports: the resource, or `resource.class`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.class {
            Some(class) => format!("{}.{class}", self.resource),
            None => self.resource.clone(),
        }
    }

    /// What is recoverable after a disruption.
    #[must_use]
    pub fn after(&self, disruption: Disruption) -> Option<&AfterDisruption> {
        self.after.iter().find(|after| after.disruption == disruption)
    }
}
