//! A Region that AWS's list does not have.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::regions;
use crate::resolved::{KeySource, Policy};
use crate::source::{Span, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-region",
    kind: Kind::Rejected,
    level: Level::Warning,
    summary: "a Region that AWS's list does not have",
    explanation: include_str!("unknown-region.md"),
    cites: &[limits::cite(&regions::ALL_REGIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let own = policy
        .environment
        .region
        .iter()
        .map(|region| (region, format!("environments.{}", policy.environment.name)));
    let vaults = policy
        .vaults
        .values()
        .flat_map(|vault| vault.region.iter().map(|region| (region, vault.at.path.clone())));
    for (region, path) in own.chain(vaults) {
        unknown(&region.value, region.span, path, findings);
    }
    for key in policy.keys.values() {
        if let KeySource::Created(Some(place)) = &key.source {
            // The place of a key without a Region of its own is the environment's.
            let inherited = policy
                .environment
                .region
                .as_ref()
                .is_some_and(|region| region.value == place.region);
            if !inherited {
                unknown(&place.region, key.at.span, key.at.path.clone(), findings);
            }
        }
    }
}

fn unknown(name: &str, span: Span, path: String, findings: &mut Vec<Finding>) {
    if regions::region(name).is_some() {
        return;
    }
    let known = regions::ALL_REGIONS.value.iter().map(|row| row.name);
    let finding =
        RULE.finding(span, format!("`{name}` is not a Region that is known here")).path(path);
    findings.push(match nearest(name, known) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("write a Region code such as `us-east-1`"),
    });
}
