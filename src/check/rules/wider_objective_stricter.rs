//! An objective that is stricter after the larger of two disruptions.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::resolved::{DisruptionObjectives, Objective, Policy, Resource, disruption_key};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "wider-objective-stricter",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "an objective that is stricter after the larger of two disruptions",
    explanation: include_str!("wider-objective-stricter.md"),
    cites: &[],
};

/// Each disruption with those that it includes, the larger one first.
const WIDER: [(Disruption, &[Disruption]); 3] = [
    (Disruption::Zone, &[Disruption::Hardware]),
    (Disruption::Region, &[Disruption::Zone, Disruption::Hardware]),
    (Disruption::Account, &[Disruption::Deletion]),
];

/// One figure of the objectives after a disruption.
type Figure = fn(&DisruptionObjectives) -> &Objective<Duration>;

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let figures: [(&str, Figure); 2] = [("RPO", |o| &o.rpo), ("RTO", |o| &o.rto)];
    for resource in policy.resources.values() {
        for (what, figure) in figures {
            for (wide, narrower) in WIDER {
                // What holds after a zone often holds after a machine too: say it once.
                let found = |narrow: &Disruption| judge(resource, (*narrow, wide), what, figure);
                findings.extend(narrower.iter().find_map(found));
            }
        }
    }
}

fn judge(
    resource: &Resource,
    (narrow, wide): (Disruption, Disruption),
    what: &str,
    figure: Figure,
) -> Option<Finding> {
    let of = |disruption| match figure(resource.objectives.after(disruption)?) {
        Objective::Stated(value, origin) => Some((*value, origin)),
        Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
    };
    let ((near, near_at), (far, far_at)) = (of(narrow)?, of(wide)?);
    if far >= near {
        return None;
    }
    let (narrow, wide) = (disruption_key(narrow), disruption_key(wide));
    let message =
        format!("the {what} after `{wide}` is {far}, and {near} is enough after `{narrow}`");
    Some(
        RULE.finding(far_at.span, message)
            .path(&far_at.path)
            .marking("stricter, after the larger disruption")
            .label(near_at.span, "less is asked here")
            .help(format!(
                "whoever recovers from `{wide}` in {far} recovers from the smaller one too: write `{0}` there, or a longer time here",
                far.as_text()
            )),
    )
}
