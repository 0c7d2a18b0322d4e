//! A type that AWS Backup does not protect in the Region.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::region_gaps;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "type-missing-in-region",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a type that AWS Backup does not protect in the Region",
    explanation: include_str!("type-missing-in-region.md"),
    cites: &[limits::cite(&region_gaps::TYPE_GAPS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(place) = &policy.environment.place else { return };
    for resource in policy.resources.values() {
        let Some(plan) = resource.plans.first() else { continue };
        for row in &resource.types {
            if region_gaps::protected_in(row.value.name, &place.region) == Some(false) {
                findings.push(
                    RULE.finding(
                        row.span,
                        format!(
                            "AWS Backup does not protect `{}` in {}",
                            row.value.name, place.region
                        ),
                    )
                    .label(plan.span, "this plan does nothing for it")
                    .help("use the type's own backups there")
                    .path(&resource.at.path),
                );
            }
        }
    }
}
