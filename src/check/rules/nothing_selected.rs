//! A resource with plans that does not say what it is in AWS.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::{Native, Policy};

pub(super) static RULE: Rule = Rule {
    name: "nothing-selected",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a resource with plans that does not say what it is in AWS",
    explanation: include_str!("nothing-selected.md"),
    cites: &[limits::cite(&selection::FORMULA.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        // A table, database or bucket without a name is a fault of its own.
        let listed = matches!(resource.native, Native::None)
            && (resource.any_type || !resource.types.is_empty());
        let Some(plan) = resource.plans.first().filter(|_| listed) else { continue };
        if resource.identifiers.is_empty() && resource.selection.is_none() {
            findings.push(
                RULE.finding(
                    resource.at.span,
                    format!(
                        "`{}` says neither what it is in AWS nor how to select it",
                        resource.at.key
                    ),
                )
                .label(plan.span, "so this plan protects nothing of it")
                .help("write its `arns`, or a `selection`")
                .path(&resource.at.path),
            );
        }
    }
}
