//! A selection of conditions or exceptions alone.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "selection-without-arn-or-tag",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a selection of conditions or exceptions alone",
    explanation: include_str!("selection-without-arn-or-tag.md"),
    cites: &[limits::cite(&selection::NEEDS_ARN_OR_TAG.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Some(selection) = &resource.selection else { continue };
        let empty = selection
            .value
            .any_of
            .as_ref()
            .is_none_or(|any_of| any_of.value.arns.is_empty() && any_of.value.tags.is_empty());
        if empty {
            findings.push(
                RULE.finding(selection.span, "AWS refuses a selection without an ARN or a tag under `any_of`")
                    .marking("conditions and exceptions only take away")
                    .help("write `any_of: { arns: [\"*\"] }` to let the conditions choose among everything")
                    .path(&resource.at.path),
            );
        }
    }
}
