//! Something may be met, and nothing proves it.

use std::collections::BTreeMap;

use crate::check::proven::listed;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::recoverability::{AfterDisruption, Proof, Subject, Verdict};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "unproven",
    kind: Kind::ObjectiveMissed,
    level: Level::Advice,
    summary: "an objective that may be met, without a proof",
    explanation: include_str!("unproven.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for subject in &proof.subjects {
        let open = open(subject);
        let Some(((figure, reason), disruptions)) = open.iter().next() else { continue };
        let name = subject.name();
        let after = listed(disruptions, proof);
        let others = open.len().saturating_sub(1);
        let message = format!("the {figure} of `{name}` after {after} is unproven: {reason}");
        let mut finding = RULE.finding(subject.span, message).path(&subject.path).help(
            "state what was measured, or what the reason asks for; `policy prove` shows the rest",
        );
        for ((figure, reason), disruptions) in open.iter().skip(1).take(MOST_NOTES) {
            let after = listed(disruptions, proof);
            finding = finding.note(format!("so is the {figure} after {after}: {reason}"));
        }
        if others > MOST_NOTES {
            finding = finding.note(format!("and {} more", others - MOST_NOTES));
        }
        findings.push(finding);
    }
}

/// Figures with their reasons, each with the disruptions after which it is open.
type Open<'p> = BTreeMap<(&'static str, &'p str), Vec<Disruption>>;

/// Reasons that one finding lists beside the first.
const MOST_NOTES: usize = 3;

fn open(subject: &Subject) -> Open<'_> {
    let mut open = Open::new();
    for after in &subject.after {
        for (figure, verdict) in judged(after) {
            if let Verdict::Unproven(reason) = verdict {
                let after_these = open.entry((figure, reason.as_str())).or_default();
                // Rungs of one ladder are open for one reason.
                if after_these.last() != Some(&after.disruption) {
                    after_these.push(after.disruption);
                }
            }
        }
    }
    open
}

/// That RPO and RTO go together is open where one of them is, and said there.
fn judged(after: &AfterDisruption) -> Vec<(&'static str, &Verdict)> {
    let alone = [
        ("RPO", &after.rpo_verdict),
        ("RTO", &after.rto_verdict),
        ("history", &after.history_verdict),
    ];
    let mut all: Vec<(&'static str, &Verdict)> = alone.into();
    all.extend(after.rungs.iter().map(|rung| ("history", &rung.verdict)));
    let open = all.iter().any(|(_, verdict)| matches!(verdict, Verdict::Unproven(_)));
    if !open {
        all.push(("recovery as a whole", &after.together));
    }
    all
}
