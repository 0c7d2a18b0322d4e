//! An ARN of another partition, account or Region than the environment.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::{Policy, RoleSource};

pub(super) static RULE: Rule = Rule {
    name: "arn-elsewhere",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "an ARN of another partition, account or Region than the environment",
    explanation: include_str!("arn-elsewhere.md"),
    cites: &[limits::cite(&selection::FORMULA.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(place) = &policy.environment.place else { return };
    for resource in policy.resources.values().filter(|resource| !resource.plans.is_empty()) {
        for arn in walk::arns(resource) {
            let Some(parsed) = limits::Arn::parse(&arn.value) else { continue };
            let parts = [
                ("partition", parsed.partition, &place.partition),
                ("Region", parsed.region, &place.region),
                ("account", parsed.account, &place.account),
            ];
            if let Some((what, part, home)) =
                parts.into_iter().find(|(_, part, home)| !limits::may_be(part, home))
            {
                findings.push(
                    RULE.finding(
                        arn.span,
                        format!("the plan runs in the {what} {home} and selects nothing in {part}"),
                    )
                    .label(policy.environment.span, "the environment")
                    .help(format!("write `${{{}}}` in its place", what.to_lowercase()))
                    .path(&resource.at.path),
                );
            }
        }
    }
    for role in policy.roles.values() {
        let RoleSource::Existing(arn) = &role.source else { continue };
        let Some(parsed) = limits::Arn::parse(&arn.value) else { continue };
        if !limits::may_be(parsed.partition, &place.partition)
            || !limits::may_be(parsed.account, &place.account)
        {
            findings.push(
                RULE.finding(
                    arn.span,
                    format!(
                        "AWS Backup works in the account {} and cannot use a role of {}",
                        place.account, parsed.account
                    ),
                )
                .label(policy.environment.span, "the environment")
                .help("write `arn:${partition}:iam::${account}:role/…`")
                .path(&role.at.path),
            );
        }
    }
}
