//! Backups of tables of which nobody says who makes them.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::facts::selection;
use crate::resolved::{Policy, Resource};

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
    for resource in policy.resources.values().filter(|resource| matters(policy, resource)) {
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

/// Only copies, cold storage and what must outlive the Region or the account
/// depend on who makes the backups.
fn matters(policy: &Policy, resource: &Resource) -> bool {
    let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value));
    let mut tiers = plans.flat_map(|plan| plan.tiers.values());
    let wide = [Disruption::Region, Disruption::Account];
    let wanted = wide.into_iter().filter_map(|one| resource.objectives.after(one));
    let outlives = wanted.into_iter().any(|after| after.rpo.stated().is_some());
    outlives || tiers.any(|tier| !tier.copies.is_empty() || tier.cold_storage_after.is_some())
}
