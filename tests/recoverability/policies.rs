//! The verdicts of the project's own policies.

use policy::recoverability::{Evidence, Verdict, rpo};
use policy::resolved::{DISRUPTIONS, Objective, Policy, disruption_key};

use super::whole;

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Missed => "missed".to_owned(),
        Verdict::NotGuaranteed => "not guaranteed".to_owned(),
        Verdict::Met => "met".to_owned(),
        Verdict::Unproven(reason) => format!("unproven: {reason}"),
        Verdict::NoObjective => "no objective".to_owned(),
    }
}

/// `resource, disruption: nominal / after one failed run / guaranteed; verdict`.
fn table(policy: &Policy) -> String {
    let evidence = Evidence::new(policy);
    let mut lines = String::new();
    for resource in policy.resources.values() {
        for disruption in DISRUPTIONS {
            let found = rpo(&evidence, resource, disruption);
            let figures = [found.nominal(), found.after_one_failure(), found.guaranteed()];
            let [a, b, c] = figures.map(|figure| {
                figure.and_then(|figure| figure.value).map_or("-".to_owned(), |v| v.to_string())
            });
            let objective = resource.objectives.after(disruption).map(|after| &after.rpo);
            let objective = objective.and_then(Objective::stated).copied();
            let said = verdict(&found.verdict(objective));
            let asked = objective.map_or("-".to_owned(), |objective| objective.to_string());
            let (name, key) = (&resource.at.key, disruption_key(disruption));
            lines.push_str(&format!("{name}, {key}: {a} / {b} / {c}; {asked} {said}\n"));
        }
    }
    lines
}

/// The policy that has every construct of the language.
#[test]
fn the_verdicts_of_the_whole_language() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let language = whole(include_str!("../../policies/language.yaml"));
    settings.bind(|| insta::assert_snapshot!("rpo-language", table(&language)));
}
