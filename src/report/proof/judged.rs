//! What became of every objective, and which misses are allowed.

use crate::diagnostic::{Finding, Kind, Level};
use crate::recoverability::{AfterDisruption, ScenarioProof, Subject, Verdict};
use crate::resolved::{Origin, Rung};
use crate::source::Span;

use super::Environment;

/// How many objectives ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Met as far as the assumptions hold.
    pub met: usize,
    /// Missed, and nothing allows it.
    pub missed: usize,
    /// Missed, and allowed with a reason.
    pub allowed: usize,
    /// Met by the schedule, not by what may delay a point.
    pub not_guaranteed: usize,
    /// Neither proven nor refuted.
    pub unproven: usize,
}

/// One objective with what became of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judgement<'a> {
    pub(super) what: What,
    pub(super) verdict: &'a Verdict,
    /// Why the miss does not count.
    pub(super) allowed: Option<&'a str>,
}

/// Which objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Rpo,
    Rto,
    History,
    Rung(Rung),
    /// RPO and RTO by one way of recovering.
    Together,
    /// What a scenario needs.
    Need,
}

impl What {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Rpo => "RPO",
            Self::Rto => "RTO",
            Self::History => "history",
            Self::Rung(_) => "ladder",
            Self::Together => "RPO and RTO by one way",
            Self::Need => "need",
        }
    }

    /// The last word of a reference that asks for it.
    pub(super) const fn figure(self) -> &'static str {
        match self {
            Self::Rpo | Self::Need => "rpo",
            Self::Rto | Self::Together => "rto",
            Self::History | Self::Rung(_) => "history",
        }
    }
}

impl Tally {
    pub(super) const fn plus(self, other: Self) -> Self {
        Self {
            met: self.met + other.met,
            missed: self.missed + other.missed,
            allowed: self.allowed + other.allowed,
            not_guaranteed: self.not_guaranteed + other.not_guaranteed,
            unproven: self.unproven + other.unproven,
        }
    }

    fn count(&mut self, judgement: &Judgement<'_>) {
        let number = match (judgement.verdict, judgement.allowed) {
            (Verdict::Met, _) => &mut self.met,
            (Verdict::Missed, None) => &mut self.missed,
            (Verdict::Missed, Some(_)) => &mut self.allowed,
            (Verdict::NotGuaranteed, _) => &mut self.not_guaranteed,
            (Verdict::Unproven(_), _) => &mut self.unproven,
            (Verdict::NoObjective, _) => return,
        };
        *number += 1;
    }
}

impl<'a> Environment<'a> {
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for subject in &self.proof.subjects {
            for after in &subject.after {
                self.judgements(subject, after).iter().for_each(|found| tally.count(found));
            }
        }
        for scenario in &self.proof.scenarios {
            self.of_scenario(scenario).iter().for_each(|found| tally.count(found));
        }
        tally
    }

    /// Everything that is judged after one disruption.
    pub(super) fn judgements(
        &self,
        subject: &Subject,
        after: &'a AfterDisruption,
    ) -> Vec<Judgement<'a>> {
        let name = subject.name();
        let wanted = &after.wanted;
        let judged = |what: What, verdict: &'a Verdict, origin: Option<&Origin>| Judgement {
            what,
            verdict,
            allowed: origin.and_then(|origin| self.allowed(verdict, &name, what, origin.span)),
        };
        let history = wanted.history.origin();
        let mut all = vec![
            judged(What::Rpo, &after.rpo_verdict, wanted.rpo.origin()),
            judged(What::Rto, &after.rto_verdict, wanted.rto.origin()),
            judged(What::History, &after.history_verdict, history),
        ];
        let rungs = after.rungs.iter();
        all.extend(rungs.map(|rung| judged(What::Rung(rung.rung), &rung.verdict, history)));
        // Where each is met by some way, the question is whether one meets both.
        if after.fails_together() {
            all.push(judged(What::Together, &after.together, wanted.rto.origin()));
        }
        all
    }

    /// Everything that is judged of a scenario.
    pub(super) fn of_scenario(&self, scenario: &'a ScenarioProof) -> Vec<Judgement<'a>> {
        let judged = |what: What, verdict: &'a Verdict, span: Option<Span>| Judgement {
            what,
            verdict,
            allowed: span.and_then(|span| self.allowed(verdict, &scenario.path, what, span)),
        };
        let time = judged(What::Rto, &scenario.rto_verdict, scenario.rto.map(|(_, span)| span));
        let restores = scenario.restores.iter().map(|restored| {
            judged(What::Rpo, &restored.verdict, restored.wanted.map(|(_, span)| span))
        });
        let needs = scenario.needs.iter().map(|need| judged(What::Need, &need.verdict, None));
        std::iter::once(time).chain(restores).chain(needs).collect()
    }

    /// Why a miss does not count: every finding about it is allowed, or weighed
    /// below an error.
    fn allowed(&self, verdict: &Verdict, name: &str, what: What, at: Span) -> Option<&'a str> {
        if *verdict != Verdict::Missed {
            return None;
        }
        let about = |finding: &&Finding| {
            let inside = finding.path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
            let here = std::iter::once(&finding.primary).chain(&finding.labels);
            let environments = &finding.environments;
            finding.kind == Kind::ObjectiveMissed
                && inside
                && finding.path.ends_with(what.figure())
                && here.into_iter().any(|label| label.span == at)
                && (environments.is_empty() || environments.contains(&self.proof.environment))
        };
        let mut found = self.file.findings.iter().filter(about).peekable();
        found.peek()?;
        let mut reason = "";
        for finding in found {
            match &finding.suppressed {
                Some(by) => reason = &by.reason,
                None if finding.level == Level::Error => return None,
                None => reason = "weighed below an error",
            }
        }
        Some(reason)
    }
}
