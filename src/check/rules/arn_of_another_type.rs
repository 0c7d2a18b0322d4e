//! An ARN that is not of the resource's type.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{ResourceTypeRow, resource_types};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "arn-of-another-type",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "an ARN that is not of the resource's type",
    explanation: include_str!("arn-of-another-type.md"),
    cites: &[limits::cite(&resource_types::RESOURCE_TYPES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy
        .resources
        .values()
        .filter(|resource| !resource.any_type && !resource.types.is_empty())
    {
        for arn in walk::arns(resource) {
            let Some(parsed) = limits::Arn::parse(&arn.value) else { continue };
            if resource.types.iter().any(|row| fits(&parsed, row.value)) {
                continue;
            }
            let types = limits::listed(resource.types.iter().map(|row| row.value.name));
            let example = resource.types.first().map_or_else(String::new, |row| written(row.value));
            findings.push(
                RULE.finding(arn.span, format!("`{}` is not the ARN of {types}", arn.value))
                    .label(resource.at.span, "what the policy says it is")
                    .help(format!("ARNs of that type are `{example}`; or correct `type`"))
                    .path(&resource.at.path),
            );
        }
    }
}

/// The shape of the type's ARNs as a policy writes it.
fn written(row: &ResourceTypeRow) -> String {
    row.arn
        .template
        .replace("{p}", "${partition}")
        .replace("{r}", "${region}")
        .replace("{a}", "${account}")
        .replace("{name}", "…")
}

/// Whether an ARN, wildcards taken at their widest, can be of the type.
fn fits(arn: &limits::Arn<'_>, row: &ResourceTypeRow) -> bool {
    let prefix = row.arn.prefix;
    let fixed = arn.resource.split('*').next().unwrap_or_default();
    let wild = fixed.len() < arn.resource.len();
    limits::may_be(arn.service, row.arn.service)
        && (fixed.starts_with(prefix) || (wild && prefix.starts_with(fixed)))
}
