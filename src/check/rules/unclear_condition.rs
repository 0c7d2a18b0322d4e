//! A condition without an operator, or with several.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "unclear-condition",
    kind: Kind::Document,
    level: Level::Error,
    summary: "a condition without an operator, or with several",
    explanation: include_str!("unclear-condition.md"),
    cites: &[limits::cite(&selection::CONDITION_OPERATORS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        for condition in resource.selection.iter().flat_map(|selection| &selection.value.all_of) {
            let tag = &condition.tag.value;
            let finding = match condition.tests.as_slice() {
                [_] => continue,
                [] => RULE
                    .finding(
                        condition.span,
                        format!("the condition on `{tag}` does not say what to compare with"),
                    )
                    .help("write `equals`, `not_equals`, `like` or `not_like`"),
                [_, second, ..] => RULE
                    .finding(second.1.span, format!("the condition on `{tag}` compares twice"))
                    .help("write one entry of `all_of` for each comparison; all must hold"),
            };
            findings.push(finding.path(&resource.at.path));
        }
    }
}
