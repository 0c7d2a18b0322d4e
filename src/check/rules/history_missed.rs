//! What is left does not reach as far back as wanted, or not as finely.

use crate::check::proven::alike;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{AfterDisruption, Proof, Reach, RungVerdict, Verdict};
use crate::resolved::{Objective, Origin, Policy};

pub(super) static RULE: Rule = Rule {
    name: "history-missed",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "a history that what is left after a disruption does not reach",
    explanation: include_str!("history-missed.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for alike in alike(proof, missed) {
        let Objective::Stated(wanted, origin) = &alike.after.wanted.history else { continue };
        let (when, name) = (alike.when(proof), alike.subject.name());
        let after = alike.after;
        let (message, help) = match failed(after) {
            Some(rung) => of_rung(rung, &when, &name),
            None => {
                let wanted = wanted.reach.as_ref().map(|reach| reach.value.clone());
                let Some(wanted) = wanted else { continue };
                let reach = reach_words(after);
                let longer = crate::units::Duration::days(wanted.longest().days_up());
                (
                    format!("{when}, {reach} of `{name}`; the objective says {wanted}"),
                    longer_help(after, longer),
                )
            }
        };
        let place = failed(after).map_or(origin.span, |rung| rung.wanted.span);
        let objective = Origin { path: origin.path.clone(), span: place };
        let mut finding = alike.finding(&RULE, message, &objective, "history");
        if let Some(by) = after.history.by.first() {
            finding = finding.label(by.span, "this reaches furthest");
        }
        findings.push(finding.help(help));
    }
}

fn missed(after: &AfterDisruption) -> Option<(&Origin, String)> {
    let origin = after.wanted.history.origin()?;
    let missed = after.history_verdict == Verdict::Missed || failed(after).is_some();
    missed.then(|| (origin, reach_words(after)))
}

fn failed(after: &AfterDisruption) -> Option<&RungVerdict> {
    after.rungs.iter().find(|rung| rung.verdict == Verdict::Missed)
}

fn reach_words(after: &AfterDisruption) -> String {
    match after.history.reach {
        Reach::Back(back) if back.is_zero() => "points go before the next are made".to_owned(),
        Reach::Back(back) => format!("points reach back {back}"),
        Reach::Forever => "points reach back for ever".to_owned(),
        Reach::None | Reach::Unproven(_) => "no older state is left".to_owned(),
    }
}

fn of_rung(rung: &RungVerdict, when: &str, name: &str) -> (String, String) {
    let (unit, span) = (rung.rung.key(), &rung.wanted.value);
    (
        format!("{when}, `{name}` has no point for every {unit} of the last {}", span.longest()),
        format!(
            "a tier that runs every {unit} with `retention: {span}` gives exactly that, if it is \
             left"
        ),
    )
}

/// How long points would have to be kept: the gap between them is lost.
fn longer_help(after: &AfterDisruption, wanted: crate::units::Duration) -> String {
    let coarse = after.history.bands.last().map(|band| band.apart);
    match (coarse, after.history.by.first()) {
        (Some(apart), Some(by)) if !apart.is_zero() => format!(
            "points are up to {apart} apart, which is missing from what they reach back: keep those \
             of `{}` for at least {}d",
            by.reference,
            wanted.plus(apart).days_up().saturating_add(1)
        ),
        (_, Some(by)) => {
            format!("keep the points of `{}` for at least {}d", by.reference, wanted.days_up())
        }
        (_, None) => "keep older points where the disruption leaves them".to_owned(),
    }
}
