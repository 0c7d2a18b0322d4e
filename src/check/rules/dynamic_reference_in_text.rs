//! A text that CloudFormation would replace when it deploys.

use crate::check::texts::texts;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "dynamic-reference-in-text",
    kind: Kind::Target,
    level: Level::Error,
    summary: "a text that CloudFormation would replace when it deploys",
    explanation: include_str!("dynamic-reference-in-text.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for written in texts(policy) {
        if !written.text.value.contains(REFERENCE) {
            continue;
        }
        let message = format!(
            "the {} contains `{REFERENCE}`, which CloudFormation replaces by a secret or parameter",
            written.what
        );
        let finding = RULE.finding(written.text.span, message).path(written.path);
        findings.push(finding.help("write the value out: a policy holds no secrets, and nothing is looked up when it is deployed"));
    }
}

/// The beginning of a dynamic reference.
const REFERENCE: &str = "{{resolve:";
