//! An air-gapped vault or restore testing in a Region without it.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::region_gaps;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "feature-missing-in-region",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an air-gapped vault or restore testing in a Region without it",
    explanation: include_str!("feature-missing-in-region.md"),
    cites: &[
        limits::cite(&region_gaps::AIR_GAPPED_MISSING.source),
        limits::cite(&region_gaps::RESTORE_TESTING_MISSING.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for vault in policy.vaults.values() {
        let (Some(air_gapped), Some(place)) = (vault.air_gapped, &vault.place) else { continue };
        if region_gaps::AIR_GAPPED_MISSING.value.contains(&place.region.as_str()) {
            findings.push(
                RULE.finding(air_gapped, format!("{} has no air-gapped vaults", place.region))
                    .help("use a vault with a compliance lock in another account")
                    .path(&vault.at.path),
            );
        }
    }
    let Some(place) = &policy.environment.place else { return };
    if !region_gaps::RESTORE_TESTING_MISSING.value.contains(&place.region.as_str()) {
        return;
    }
    for testing in policy.plans.values().filter_map(|plan| plan.restore_testing.as_ref()) {
        findings.push(
            RULE.finding(testing.span, format!("{} has no restore testing", place.region))
                .help("test restores by a drill of your own, and state it under `drills`")
                .path(&testing.path),
        );
    }
}
