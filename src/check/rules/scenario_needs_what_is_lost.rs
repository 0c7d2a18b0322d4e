//! A runbook needs something that its disruption takes away.

use crate::check::proven::words;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{Proof, Verdict};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "scenario-needs-what-is-lost",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a scenario that needs what its disruption takes away",
    explanation: include_str!("scenario-needs-what-is-lost.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for scenario in &proof.scenarios {
        let Some(disruption) = scenario.disruption else { continue };
        let when = words(disruption, proof);
        for need in scenario.needs.iter().filter(|need| need.verdict == Verdict::Missed) {
            let message = format!("`{}` is needed and is not left after {when}", need.what);
            findings.push(
                RULE.finding(need.span, message)
                    .label(scenario.span, "the scenario")
                    .path(format!("{}.needs", scenario.path))
                    .help("keep it outside of what is lost, or say what it is made anew from"),
            );
        }
    }
}
