//! A runbook restores from something that loses more than what is left besides.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{Proof, Verdict};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "scenario-restores-from-weaker",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "a scenario that loses more than it needs to",
    explanation: include_str!("scenario-restores-from-weaker.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for scenario in &proof.scenarios {
        for restored in scenario.restores.iter().filter(|restored| restored.lost.is_none()) {
            let Some((better, loss)) = &restored.better else { continue };
            // What is good enough may be chosen for its speed.
            let level = match restored.verdict {
                Verdict::Missed | Verdict::NotGuaranteed => Level::Error,
                Verdict::NoObjective | Verdict::Unproven(_) => Level::Warning,
                Verdict::Met => continue,
            };
            let own = restored.rpo.nominal().and_then(|figure| figure.value);
            let loses = match own {
                Some(own) => format!("can lose {own}"),
                None => "has no bound for what is lost".to_owned(),
            };
            let message = format!(
                "to restore `{}` from this {loses}; `{}` is left too and loses {loss}",
                restored.resource, better.reference
            );
            let mut finding = RULE.finding(restored.span, message).path(&restored.path);
            finding.level = level;
            finding = finding.label(better.span, "this is better");
            if let Some((wanted, span)) = restored.wanted {
                finding = finding.label(span, format!("at most {wanted} may be lost"));
            }
            findings.push(finding.help(format!("restore from `{}`", better.reference)));
        }
    }
}
