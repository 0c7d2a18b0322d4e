//! A runbook restores from something that its disruption takes away.

use crate::check::proven::words;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::Proof;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "scenario-restores-from-nothing",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a scenario that restores from what its disruption takes away",
    explanation: include_str!("scenario-restores-from-nothing.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for scenario in &proof.scenarios {
        let Some(disruption) = scenario.disruption else { continue };
        let when = words(disruption, proof);
        for restored in &scenario.restores {
            let Some(why) = &restored.lost else { continue };
            let message = format!(
                "after {when}, `{}` cannot be restored from this: {why}",
                restored.resource
            );
            let mut finding = RULE
                .finding(restored.span, message)
                .label(scenario.span, "the scenario")
                .path(&restored.path);
            finding = match &restored.better {
                Some((better, loss)) => finding.help(format!(
                    "`{}` is left and loses {loss}: restore from it",
                    better.reference
                )),
                None => finding.help("protect it outside of what is lost, and restore from there"),
            };
            findings.push(finding);
        }
    }
}
