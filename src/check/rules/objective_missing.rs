//! A resource without a word on how much may be lost, or how long recovery may
//! take.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{DISRUPTIONS, Objective, Policy, Resource, disruption_key};

pub(super) static RULE: Rule = Rule {
    name: "objective-missing",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a resource without an RPO or RTO after some disruption",
    explanation: include_str!("objective-missing.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    findings.extend(policy.resources.values().filter_map(judge));
}

fn judge(resource: &Resource) -> Option<Finding> {
    let mut rpo = Vec::new();
    let mut rto = Vec::new();
    for disruption in DISRUPTIONS {
        let figures = resource.objectives.after(disruption)?;
        if matches!(figures.rpo, Objective::Absent) {
            rpo.push(disruption_key(disruption));
        }
        if matches!(figures.rto, Objective::Absent) {
            rto.push(disruption_key(disruption));
        }
    }
    let missing = match (rpo.is_empty(), rto.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("RPO {}", after(&rpo)),
        (true, false) => format!("RTO {}", after(&rto)),
        (false, false) if rpo == rto => format!("RPO and no RTO {}", after(&rpo)),
        (false, false) => format!("RPO {}, and no RTO {}", after(&rpo), after(&rto)),
    };
    let name = &resource.at.key;
    Some(
        RULE.finding(resource.at.span, format!("`{name}` states no {missing}"))
            .path(&resource.at.path)
            .help(help(&rpo, &rto)),
    )
}

/// Nothing about the policy as a whole is known to be missing: it may be said
/// for this resource alone.
fn after(disruptions: &[&str]) -> String {
    if disruptions.len() == DISRUPTIONS.len() {
        return "at all".to_owned();
    }
    let words: Vec<String> = disruptions.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, [])) => format!("after {last}"),
        Some((last, before)) => format!("after {} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// What would say it: a figure, or that there is none.
fn help(rpo: &[&str], rto: &[&str]) -> String {
    let by_itself = |word: &&&str| matches!(**word, "region" | "account");
    match rpo.iter().chain(rto).find(by_itself) {
        Some(word) if rpo.iter().chain(rto).all(|word| by_itself(&word)) => format!(
            "state figures such as `{word}: {{ rpo: 30h, rto: 8h }}`, or `{word}: none` if nothing is promised"
        ),
        Some(_) | None => "state `rpo` and `rto` under `objectives`, those of `region` and `account` by themselves, or `none` where nothing is promised".to_owned(),
    }
}
