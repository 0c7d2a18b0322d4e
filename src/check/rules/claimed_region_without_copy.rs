//! A document that promises a copy in a Region where there is none.

use crate::check::claimed::{quoted, resources};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Claim, Mechanism, Mechanisms, Policy};
use crate::source::Spanned;

pub(super) static RULE: Rule = Rule {
    name: "claimed-region-without-copy",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "a document that promises a copy in a Region where there is none",
    explanation: include_str!("claimed-region-without-copy.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    if policy.claims.iter().all(|claim| claim.region.is_none()) {
        return;
    }
    for claim in &policy.claims {
        let Some(region) = &claim.region else { continue };
        if claim.resources.is_empty() {
            findings.extend(judge(
                claim,
                region,
                None,
                &mechanisms.all().iter().collect::<Vec<_>>(),
            ));
            continue;
        }
        for resource in resources(policy, claim) {
            let key = resource.at.key.as_str();
            let own: Vec<&Mechanism> =
                mechanisms.of_resource(key).map(|(_, mechanism)| mechanism).collect();
            findings.extend(judge(claim, region, Some(key), &own));
        }
    }
}

fn judge(
    claim: &Claim,
    region: &Spanned<String>,
    resource: Option<&str>,
    own: &[&Mechanism],
) -> Option<Finding> {
    let there =
        |mechanism: &&&Mechanism| mechanism.place.region.as_deref() == Some(region.value.as_str());
    let there: Vec<&&Mechanism> = own.iter().filter(there).collect();
    if there.iter().any(|mechanism| !mechanism.planned) {
        return None;
    }
    let of = resource.map_or_else(String::new, |name| format!(" of `{name}`"));
    let says = format!("{} promises a copy{of} in {}", quoted(claim), region.value);
    let unknown =
        own.iter().find(|mechanism| !mechanism.planned && mechanism.place.region.is_none());
    let (but, level, seen) = match (there.first(), unknown) {
        (Some(planned), _) => {
            (format!("`{}` is only planned", planned.reference), Level::Error, Some(planned.span))
        }
        (None, Some(unknown)) => (
            format!("nobody says in which Region `{}` is", unknown.reference),
            Level::Warning,
            Some(unknown.span),
        ),
        (None, None) => ("nothing of it is there".to_owned(), Level::Error, None),
    };
    let finding = RULE
        .finding(region.span, format!("{says}, and {but}"))
        .level(level)
        .path(format!("{}.region", claim.path))
        .help("correct the document, add a copy to a vault or repository of that Region, or state the Region of what is there");
    Some(match seen {
        Some(span) => finding.label(span, "this one"),
        None => finding,
    })
}
