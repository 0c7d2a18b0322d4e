//! A scenario whose own objective is not that of what it restores.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{DisruptionObjectives, Objective, Origin, Policy, Scenario, disruption_key};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "scenario-beside-objectives",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "a scenario whose own objective is not that of what it restores",
    explanation: include_str!("scenario-beside-objectives.md"),
    cites: &[],
};

/// One figure of the objectives after a disruption.
type Figure = fn(&DisruptionObjectives) -> &Objective<Duration>;

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let figures: [(&str, Figure); 2] = [("RPO", |o| &o.rpo), ("RTO", |o| &o.rto)];
    for scenario in policy.recovery.values() {
        for (what, figure) in figures {
            findings.extend(judge(policy, scenario, what, figure));
        }
    }
}

fn judge(policy: &Policy, scenario: &Scenario, what: &str, figure: Figure) -> Option<Finding> {
    let disruption = scenario.disruption?.value;
    let own = scenario.objectives.as_ref().map(figure).and_then(stated)?;
    let resources = scenario.restores.keys().filter_map(|name| policy.resources.get(name));
    let asked = resources.filter_map(|resource| {
        let (value, origin) = stated(figure(resource.objectives.after(disruption)?))?;
        Some((value, origin, &resource.at.key))
    });
    // A scenario for several resources is done when the last of them is back.
    let asked: Vec<_> = asked.collect();
    let (most, at, name) = asked.iter().max_by_key(|(value, ..)| *value)?;
    let (least, ..) = asked.iter().min_by_key(|(value, ..)| *value)?;
    let key = disruption_key(disruption);
    let finding = |text: String| {
        RULE.finding(own.1.span, text)
            .path(&own.1.path)
            .label(at.span, format!("asked of `{name}`"))
    };
    if own.0 > *most {
        return Some(
            finding(format!(
                "the {what} of the scenario is {}, and `{name}` asks for {most} after `{key}`",
                own.0
            ))
            .help(format!(
                "write `{}`, or state the longer time as the objective of `{name}`",
                most.as_text()
            )),
        );
    }
    (own.0 < *least).then(|| {
        finding(format!("the {what} of the scenario is {}, and nothing that it restores asks for less than {least} after `{key}`", own.0))
            .level(Level::Advice)
            .help(format!("write `{}`, or state the shorter time as the objective of the resources", least.as_text()))
    })
}

const fn stated(figure: &Objective<Duration>) -> Option<(Duration, &Origin)> {
    match figure {
        Objective::Stated(value, origin) => Some((*value, origin)),
        Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
    }
}
