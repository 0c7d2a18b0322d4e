//! One way meets the RPO and another the RTO, and none meets both.

use crate::check::proven::alike;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{AfterDisruption, Proof, Verdict};
use crate::resolved::{Objective, Origin, Policy};

pub(super) static RULE: Rule = Rule {
    name: "objectives-not-met-together",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "an RPO and an RTO that no single way of recovering meets",
    explanation: include_str!("objectives-not-met-together.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for alike in alike(proof, missed) {
        let wanted = &alike.after.wanted;
        let (Objective::Stated(rpo, origin), Objective::Stated(rto, of_rto)) =
            (&wanted.rpo, &wanted.rto)
        else {
            continue;
        };
        let (when, name) = (alike.when(proof), alike.subject.name());
        let message = format!(
            "{when}, no single way brings `{name}` back with at most {rpo} lost within {rto}"
        );
        let mut finding =
            alike.finding(&RULE, message, origin, "rpo").label(of_rto.span, "and the other one");
        if let Some(newest) = alike.after.rpo.figures.nominal.trace.mechanisms.first() {
            finding = finding.label(newest.span, "loses little enough");
        }
        let quick = alike.after.recoveries.iter().find(|way| way.verdict == Verdict::Met);
        if let Some(quick) = quick {
            finding = finding.label(quick.rto.by.span, "is quick enough");
        }
        findings.push(finding.help("make the one quicker or the other more frequent"));
    }
}

fn missed(after: &AfterDisruption) -> Option<(&Origin, ())> {
    (after.together == Verdict::Missed).then_some((after.wanted.rpo.origin()?, ()))
}
