//! A copy on a plan with types that cannot be copied so.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{Cell, ResourceTypeRow, resource_types, selection};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "copy-unsupported-type",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a copy on a plan with types that cannot be copied so",
    explanation: include_str!("copy-unsupported-type.md"),
    cites: &[
        limits::cite(&resource_types::RESOURCE_TYPES.source),
        limits::cite(&selection::DYNAMODB_ADVANCED_SETTING.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in walk::copies(policy) {
        let air_gapped = copied.to.air_gapped.is_some();
        let what = destination(air_gapped, copied.leaves_account(), copied.leaves_region());
        let refused = |row: &ResourceTypeRow| refused(&copied, row);
        for (resource, row) in walk::types_where(policy, copied.plan, refused) {
            findings.push(
                RULE.finding(
                    copied.copy.to.span,
                    format!("`{}` cannot be copied {what}", row.name),
                )
                .level(limits::level_of(row.confidence))
                .label(resource.at.span, format!("`{}`", row.name))
                .help("give it a plan without this copy, and copy by its own means")
                .path(&copied.copy.path),
            );
        }
        dynamodb(policy, &copied, findings);
    }
}

/// True if AWS makes no such copies of the type at all.
pub(super) fn refused(copied: &walk::Copied<'_>, row: &ResourceTypeRow) -> bool {
    let features = &row.features;
    let missing = |cell: Cell, needed: bool| needed && !cell.possible() && cell != Cell::Unclear;
    missing(features.cross_region_copy, copied.leaves_region())
        || missing(features.cross_account_copy, copied.leaves_account())
        || (!features.any_copy() && missing(features.cross_region_copy, true))
        || missing(features.air_gapped, copied.to.air_gapped.is_some())
}

const fn destination(air_gapped: bool, account: bool, region: bool) -> &'static str {
    match (air_gapped, account, region) {
        (true, _, _) => "into an air-gapped vault",
        (_, true, true) => "to another account and Region",
        (_, true, false) => "to another account",
        (_, false, true) => "to another Region",
        (_, false, false) => "to another vault",
    }
}

/// Tables can be copied with DynamoDB's advanced features only.
fn dynamodb(policy: &Policy, copied: &walk::Copied<'_>, findings: &mut Vec<Finding>) {
    let advanced = walk::advanced_dynamodb(policy);
    if advanced.is_some_and(|flag| flag.value) {
        return;
    }
    let tables = walk::types_where(policy, copied.plan, |row| row.name == "dynamodb");
    let Some((resource, _)) = tables.first() else { return };
    let finding = RULE
        .finding(
            copied.copy.to.span,
            "DynamoDB tables can be copied only with the account's advanced features",
        )
        .label(resource.at.span, "a table")
        .path(&copied.copy.path);
    findings.push(match advanced {
        Some(flag) => finding
            .label(flag.span, "they are off")
            .help("opt in to them in the account, then write `dynamodb_advanced_features: true`"),
        None => finding
            .level(Level::Warning)
            .help("write `account_settings: { dynamodb_advanced_features: true }` if the account has them")
            .note(format!("they are on by themselves where the first vault is newer than {}", selection::DYNAMODB_ADVANCED_SINCE.value)),
    });
}
