//! Every way of recovering takes longer than the objective allows.

use crate::check::proven::alike;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{AfterDisruption, Proof, Recovery, Verdict};
use crate::resolved::{Objective, Origin, Policy};

pub(super) static RULE: Rule = Rule {
    name: "rto-missed",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "an RTO that no way of recovering meets",
    explanation: include_str!("rto-missed.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for alike in alike(proof, missed) {
        let Objective::Stated(wanted, origin) = &alike.after.wanted.rto else { continue };
        let (when, name) = (alike.when(proof), alike.subject.name());
        let best = alike.after.recovery();
        let message = match best.and_then(took) {
            Some(took) => {
                format!("{when}, `{name}` is back {took}; the objective says {wanted}")
            }
            None => format!(
                "{when}, nothing is left to bring `{name}` back; the objective says {wanted}"
            ),
        };
        let mut finding = alike.finding(&RULE, message, origin, "rto");
        if let Some(best) = best {
            finding = finding.label(best.rto.by.span, "the quickest way that is left");
            let floor = best.rto.floor.as_ref().filter(|floor| floor.time > *wanted);
            if let Some(floor) = floor {
                finding = finding.note(floor.why.to_string());
            }
        }
        findings.push(finding.help(
            "keep what is needed so quickly in a warmer or nearer place, add a standby, or promise \
             what it takes",
        ));
    }
}

/// What nothing brings back is the matter of the RPO where one is stated.
fn missed(after: &AfterDisruption) -> Option<(&Origin, Option<String>)> {
    let origin = after.wanted.rto.origin()?;
    let by_rpo = after.rpo_verdict == Verdict::Missed && after.rpo.ways.is_empty();
    let missed = after.rto_verdict == Verdict::Missed && !by_rpo;
    missed.then(|| (origin, after.recovery().and_then(took)))
}

/// `in 40m at the soonest`.
fn took(recovery: &Recovery) -> Option<String> {
    let Recovery { rto, .. } = recovery;
    match (rto.value, rto.soonest()) {
        (Some(value), floor) if rto.is_measured() && floor.is_none_or(|floor| floor <= value) => {
            Some(format!("in {value}, as it was measured"))
        }
        (_, Some(floor)) => Some(format!("in {floor} at the soonest")),
        (Some(value), None) => Some(format!("in {value}")),
        (None, None) => None,
    }
}
