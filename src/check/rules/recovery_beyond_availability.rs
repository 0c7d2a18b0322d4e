//! A recovery that takes longer than the availability leaves in a month.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::proven::listed;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::recoverability::{AfterDisruption, Proof, Subject, Verdict};
use crate::resolved::{Objective, Origin, Policy, Resource, disruption_key};
use crate::source::Span;
use crate::units::{Availability, Duration};

pub(super) static RULE: Rule = Rule {
    name: "recovery-beyond-availability",
    kind: Kind::ObjectiveMissed,
    level: Level::Warning,
    summary: "a recovery that takes longer than the availability leaves in a month",
    explanation: include_str!("recovery-beyond-availability.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    // Many resources inherit the same two objectives.
    let mut said = BTreeSet::new();
    for subject in &proof.subjects {
        let resource = policy.resources.get(&subject.resource);
        let Some(wanted) = resource.and_then(|resource| Wanted::of(resource, subject)) else {
            continue;
        };
        findings.extend(wanted.against_objectives(subject, &mut said));
        findings.extend(wanted.against_recoveries(proof, subject, resource));
    }
}

/// The availability of a subject.
struct Wanted<'p> {
    share: Availability,
    origin: &'p Origin,
    /// What it leaves in the shortest month.
    budget: Duration,
}

impl<'p> Wanted<'p> {
    fn of(resource: &'p Resource, subject: &Subject) -> Option<Self> {
        let class = subject.class.as_ref().and_then(|class| resource.data_classes.get(class));
        let objectives = class.map_or(&resource.objectives, |class| &class.objectives);
        let Objective::Stated(share, origin) = &objectives.availability else { return None };
        Some(Self { share: *share, origin, budget: share.downtime_budget() })
    }

    /// `99.9%` leaves 40m 19s in a month of 28 days.
    fn leaves(&self) -> String {
        format!("`{}` leaves {} in the shortest month", self.share, self.budget)
    }

    /// An RTO that allows more than the availability does.
    fn against_objectives(
        &self,
        subject: &Subject,
        said: &mut BTreeSet<(Span, Span)>,
    ) -> Vec<Finding> {
        let mut found = Vec::new();
        for after in &subject.after {
            let Objective::Stated(rto, origin) = &after.wanted.rto else { continue };
            if *rto <= self.budget || !said.insert((origin.span, self.origin.span)) {
                continue;
            }
            let message = format!(
                "the RTO after `{}` is {rto}, and {}",
                disruption_key(after.disruption),
                self.leaves()
            );
            let finding = RULE.finding(origin.span, message).path(&origin.path);
            found.push(finding.label(self.origin.span, "the availability").help(
                "promise a shorter RTO or a smaller share: one recovery in time breaks the other promise",
            ));
        }
        found
    }

    /// Recoveries that are known to take longer.
    fn against_recoveries(
        &self,
        proof: &Proof,
        subject: &Subject,
        resource: Option<&Resource>,
    ) -> Vec<Finding> {
        let remade = resource.is_some_and(|resource| resource.recreated_from.is_some());
        let mut alike: BTreeMap<Option<Duration>, Vec<Disruption>> = BTreeMap::new();
        for after in subject.after.iter().filter(|after| self.covers(after)) {
            match self.soonest(after) {
                Soonest::InTime => {}
                Soonest::After(time) => alike.entry(Some(time)).or_default().push(after.disruption),
                Soonest::Never if remade => {}
                Soonest::Never => alike.entry(None).or_default().push(after.disruption),
            }
        }
        let name = subject.name();
        let findings = alike.into_iter().map(|(time, disruptions)| {
            let when = listed(&disruptions, proof);
            let message = match time {
                Some(time) => format!(
                    "after {when}, `{name}` is back in {time} at the soonest, and {}",
                    self.leaves()
                ),
                None => format!(
                    "after {when}, nothing is left to bring `{name}` back, and {}",
                    self.leaves()
                ),
            };
            RULE.finding(subject.span, message)
                .path(&subject.path)
                .label(self.origin.span, "the availability")
                .help(
                    "add a quicker way back, or promise the availability that one such day leaves",
                )
        });
        findings.collect()
    }

    /// True if the availability must be kept after the disruption: one with an
    /// RTO that allows more is reported by that, and the loss of a Region or of
    /// an account counts only where an RTO is stated for it.
    fn covers(&self, after: &AfterDisruption) -> bool {
        match &after.wanted.rto {
            Objective::Stated(rto, _) => *rto <= self.budget,
            Objective::Absent => {
                !matches!(after.disruption, Disruption::Region | Disruption::Account)
            }
            Objective::NoObjective(_) | Objective::Accepted(..) => false,
        }
    }

    fn soonest(&self, after: &AfterDisruption) -> Soonest {
        if after.recoveries.is_empty() {
            return Soonest::Never;
        }
        let times = after.recoveries.iter().map(|recovery| {
            let rto = &recovery.rto;
            let known = rto.verdict(self.budget) == Verdict::Missed;
            let floor = rto.floor.as_ref().map(|floor| floor.time);
            let own = rto.value.filter(|_| rto.is_measured());
            own.max(floor).filter(|_| known)
        });
        // One that may be quick enough is enough.
        let times: Option<Vec<Duration>> = times.collect();
        times.and_then(|times| times.into_iter().min()).map_or(Soonest::InTime, Soonest::After)
    }
}

/// When a subject can be back.
enum Soonest {
    /// Within the budget, as far as is known.
    InTime,
    /// So long after, which is too late.
    After(Duration),
    /// Nothing is left that it could be restored from.
    Never,
}
