//! A document that promises more than the policy wants.

use crate::check::claimed::{quoted, resources};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::resolved::{
    Claim, DisruptionObjectives, History, HistoryLength, Objective, Origin, Policy, Resource,
    disruption_key,
};
use crate::source::Spanned;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "claim-beyond-objective",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "a document that promises more than the policy wants",
    explanation: include_str!("claim-beyond-objective.md"),
    cites: &[],
};

/// What an unqualified promise is about.
const ORDINARY: [Disruption; 4] =
    [Disruption::Corruption, Disruption::Deletion, Disruption::Hardware, Disruption::Zone];

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for claim in &policy.claims {
        for resource in resources(policy, claim) {
            findings.extend(time(claim, resource, "RPO", "rpo", claim.rpo.as_ref(), |o| &o.rpo));
            findings.extend(time(claim, resource, "RTO", "rto", claim.rto.as_ref(), |o| &o.rto));
            findings.extend(history(claim, resource));
        }
    }
}

/// The objectives that a claim is about: of its disruption, else of the four
/// ordinary ones.
fn about<'a>(
    claim: &Claim,
    resource: &'a Resource,
) -> impl Iterator<Item = (Disruption, &'a DisruptionObjectives)> {
    let disruption = claim.disruption.map(|disruption| disruption.value);
    let asked = ORDINARY.into_iter().filter(move |_| disruption.is_none()).chain(disruption);
    asked.filter_map(|asked| Some((asked, resource.objectives.after(asked)?)))
}

fn time(
    claim: &Claim,
    resource: &Resource,
    what: &str,
    key: &str,
    promise: Option<&Spanned<Objective<Duration>>>,
    figure: fn(&DisruptionObjectives) -> &Objective<Duration>,
) -> Option<Finding> {
    let promise = promise?;
    let promised = *promise.value.stated()?;
    // The strictest that is wanted: a promise below it is below all of them.
    let stated =
        about(claim, resource).filter_map(|(disruption, objectives)| match figure(objectives) {
            Objective::Stated(value, origin) => Some((*value, origin, disruption)),
            Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
        });
    let (wanted, origin, disruption) = stated.min_by_key(|(value, ..)| *value)?;
    (promised < wanted).then(|| {
        let promised = format!("an {what} of {promised}");
        finding(claim, resource, promise.span, key, &promised, origin, &format!("{wanted} after `{}`", disruption_key(disruption)))
            .help("correct the document, or state what it promises as an objective: the proof judges objectives alone")
    })
}

fn history(claim: &Claim, resource: &Resource) -> Option<Finding> {
    let promise = claim.history.as_ref()?;
    let promised = promise.value.stated()?;
    let stated =
        about(claim, resource).filter_map(|(disruption, objectives)| match &objectives.history {
            Objective::Stated(history, origin) => Some((longest(history)?, origin, disruption)),
            Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
        });
    let (wanted, origin, disruption) = stated.max_by_key(|(value, ..)| *value)?;
    (promised.longest() > wanted).then(|| {
        let promised = format!("a history of {promised}");
        finding(claim, resource, promise.span, "history", &promised, origin, &format!("{wanted} after `{}`", disruption_key(disruption)))
            .help("correct the document, or state what it promises as an objective: the proof judges objectives alone")
    })
}

/// The longest length of a history, of its reach or of its ladder.
fn longest(history: &History) -> Option<Duration> {
    let reach = history.reach.iter().map(|reach| HistoryLength::longest(&reach.value));
    let rungs = history.rungs.values().map(|rung| Duration::days(rung.value.most.into()));
    reach.chain(rungs).max()
}

fn finding(
    claim: &Claim,
    resource: &Resource,
    span: crate::source::Span,
    key: &str,
    promised: &str,
    origin: &Origin,
    wanted: &str,
) -> Finding {
    let message = format!(
        "{} promises {promised}, and the policy wants {wanted} for `{}`",
        quoted(claim),
        resource.at.key
    );
    RULE.finding(span, message)
        .path(format!("{}.{key}", claim.path))
        .label(origin.span, "what the policy wants")
}
