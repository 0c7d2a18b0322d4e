//! Backups of tables of which nobody says who makes them.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "advanced-features-unstated",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "backups of tables of which nobody says who makes them",
    explanation: include_str!("advanced-features-unstated.md"),
    cites: &[limits::cite(&selection::DYNAMODB_ADVANCED_SETTING.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    if walk::advanced_dynamodb(policy).is_some() {
        return;
    }
    for resource in policy.resources.values() {
        let table = resource.types.iter().find(|row| row.value.name == "dynamodb");
        let (Some(table), Some(plan)) = (table, resource.plans.first()) else { continue };
        let message = format!(
            "whether DynamoDB or AWS Backup makes the backups of `{}` depends on a setting of the account",
            resource.at.key
        );
        findings.push(
            RULE.finding(plan.span, message)
                .path(&resource.at.path)
                .label(table.span, "a table")
                .note("DynamoDB's own are not copied, never go cold, and keep the key of the table")
                .help("write `account_settings: { dynamodb_advanced_features: true }`, or `false` if it is off"),
        );
    }
}
