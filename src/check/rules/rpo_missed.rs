//! More data is lost than the objective allows, even if every job is on time.

use crate::check::proven::alike;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::recoverability::{AfterDisruption, Proof, Verdict};
use crate::resolved::{Objective, Origin, Policy};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "rpo-missed",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "an RPO that what is left after a disruption does not meet",
    explanation: include_str!("rpo-missed.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for alike in alike(proof, missed) {
        let Objective::Stated(wanted, origin) = &alike.after.wanted.rpo else { continue };
        let (when, name) = (alike.when(proof), alike.subject.name());
        let message = match lost(alike.after) {
            Some(lost) => {
                format!("{when}, `{name}` can lose {lost}; the objective says {wanted}")
            }
            None => match maybe(alike.after) {
                Some(lost) => format!(
                    "{when}, `{name}` can lose {lost} if anything is left at all; the objective \
                     says {wanted}"
                ),
                None => format!(
                    "{when}, nothing brings `{name}` back by itself; the objective says {wanted}"
                ),
            },
        };
        let mut finding = alike.finding(&RULE, message, origin, "rpo");
        if let Some(best) = alike.after.rpo.figures.nominal.trace.mechanisms.first() {
            finding = finding.label(best.span, "the newest data that is left is here");
        }
        findings.push(finding.help(help(alike.after.disruption, *wanted)));
    }
}

fn missed(after: &AfterDisruption) -> Option<(&Origin, Option<Duration>)> {
    let origin = after.wanted.rpo.origin()?;
    (after.rpo_verdict == Verdict::Missed).then(|| (origin, lost(after)))
}

fn lost(after: &AfterDisruption) -> Option<Duration> {
    after.rpo.nominal().and_then(|figure| figure.value)
}

/// What is lost with what may be left.
fn maybe(after: &AfterDisruption) -> Option<Duration> {
    after.rpo.possible.as_ref().and_then(|figures| figures.nominal.value)
}

fn help(disruption: Disruption, wanted: Duration) -> String {
    match disruption {
        Disruption::Region => format!(
            "copy points at least every {wanted} to a vault in another Region, or replicate there; \
             or state what is accepted"
        ),
        Disruption::Account => format!(
            "copy points at least every {wanted} to a vault of another account with its own key; \
             or state what is accepted"
        ),
        Disruption::Corruption | Disruption::Deletion => format!(
            "make points at least every {wanted} that outlive it, or use point-in-time recovery; \
             or state what is accepted"
        ),
        Disruption::Hardware | Disruption::Zone => format!(
            "make points at least every {wanted} elsewhere, or keep a standby; or state what is \
             accepted"
        ),
    }
}
