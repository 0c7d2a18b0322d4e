//! The steps of a runbook take longer than the objective allows.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{Proof, Verdict};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "scenario-too-slow",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "a scenario whose steps take longer than its RTO",
    explanation: include_str!("scenario-too-slow.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for scenario in &proof.scenarios {
        let (Some((wanted, span)), Verdict::Missed) = (scenario.rto, &scenario.rto_verdict) else {
            continue;
        };
        let floor = scenario.time.floor.as_ref().filter(|floor| floor.time > wanted);
        let soonest = scenario.time.soonest().filter(|soonest| *soonest > wanted);
        let message = match (soonest, scenario.time.value) {
            (Some(soonest), _) if floor.is_some() || !scenario.time.is_measured() => format!(
                "the steps of `{}` take at least {soonest}; {wanted} are allowed",
                scenario.name
            ),
            (_, Some(value)) => {
                format!("the steps of `{}` take {value}; {wanted} are allowed", scenario.name)
            }
            (_, None) => continue,
        };
        let mut finding = RULE
            .finding(scenario.span, message)
            .label(span, "the objective")
            .path(format!("{}.steps", scenario.path));
        if let Some(floor) = floor {
            finding = finding.note(floor.why.to_string());
        }
        findings.push(finding.help("shorten or parallelise the steps, or promise what they take"));
    }
}
