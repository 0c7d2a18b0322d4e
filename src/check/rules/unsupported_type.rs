//! A plan on a resource that AWS Backup does not protect.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{not_supported, resource_types};
use crate::resolved::{Policy, Resource};

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
        if resource.any_type {
            arns(resource, findings);
        }
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

/// ARNs of services that AWS Backup knows nothing of. It learns new ones, so
/// this is no error.
fn arns(resource: &Resource, findings: &mut Vec<Finding>) {
    for arn in walk::arns(resource) {
        let Some(parsed) = limits::Arn::parse(&arn.value) else { continue };
        let types = resource_types::RESOURCE_TYPES.value;
        if types.iter().any(|row| limits::may_be(parsed.service, row.arn.service)) {
            continue;
        }
        findings.push(
            RULE.finding(arn.span, format!("AWS Backup protects nothing of `{}`", parsed.service))
                .level(Level::Warning)
                .label(resource.at.span, "what selects it")
                .help("take it out, and state what protects it as a resource of its own")
                .path(&resource.at.path),
        );
    }
}
