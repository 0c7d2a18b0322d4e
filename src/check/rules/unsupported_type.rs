//! A plan on a resource that AWS Backup does not protect.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::not_supported;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "unsupported-type",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "a plan on a resource that AWS Backup does not protect",
    explanation: include_str!("unsupported-type.md"),
    cites: &[limits::cite(&not_supported::SERVICES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        if resource.any_type || !resource.types.is_empty() {
            continue;
        }
        for plan in &resource.plans {
            findings.push(
                RULE.finding(plan.span, format!("AWS Backup does not protect `{}`: the plan `{}` does nothing for it", resource.type_name.value, plan.value))
                    .label(resource.at.span, "not a type of AWS Backup")
                    .help("drop `plans`, and state what protects it: `snapshots`, `dumps`, `wal_archiving` or `external`")
                    .path(&resource.at.path),
            );
        }
    }
}
