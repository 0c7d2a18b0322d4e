//! A lifecycle rule whose name S3 does not take as an id.

use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lifecycle-name-refused",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a lifecycle rule whose name S3 does not take as an id",
    explanation: include_str!("lifecycle-name-refused.md"),
    cites: &[cite(s3_lifecycle::RULE_ID_LENGTH.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let bounds = s3_lifecycle::RULE_ID_LENGTH.value;
    for rule in lifecycle_rules(policy) {
        let length = u32::try_from(rule.name.value.chars().count()).unwrap_or(u32::MAX);
        if bounds.contains(&length) {
            continue;
        }
        let message = format!(
            "the rule's name has {length} characters, and S3 takes {} to {}",
            bounds.least, bounds.most
        );
        let finding = RULE.finding(rule.name.span, message).path(&rule.path);
        findings.push(finding.help("write a short name, such as `old-versions`"));
    }
}
