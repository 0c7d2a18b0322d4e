//! Cold storage on a plan that protects types which stay warm.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{Cell, ResourceTypeRow, resource_types};
use crate::resolved::{Policy, Resource};

pub(super) static RULE: Rule = Rule {
    name: "cold-storage-ignored",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "cold storage on a plan that protects types which stay warm",
    explanation: include_str!("cold-storage-ignored.md"),
    cites: &[limits::cite(&resource_types::RESOURCE_TYPES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    // Cold storage of a continuous tier is refused, not ignored.
    let judged = |kept: &walk::Kept<'_>| !kept.is_inherited() && !kept.is_continuous();
    for kept in walk::kept(policy).filter(judged) {
        let Some(cold) = kept.cold_storage() else { continue };
        let archive = kept.tier.archive_ebs.is_some_and(|flag| flag.value);
        let stays_warm = |row: &ResourceTypeRow| match (row.name, row.features.cold_storage) {
            ("ebs", _) => !archive,
            ("dynamodb", _) => walk::advanced_dynamodb(policy).is_some_and(|flag| !flag.value),
            (_, cell) => cell == Cell::No,
        };
        let warm = walk::types_where(policy, kept.plan, stays_warm);
        let Some((first, _)) = warm.first() else { continue };
        let names = limits::listed(warm.iter().map(|(_, row)| row.name));
        findings.push(
            RULE.finding(
                cold.span,
                format!("`cold_storage_after` does nothing for {names}: such points stay warm"),
            )
            .marking("ignored for these types; the retention still holds")
            .label(first.at.span, "one of them")
            .help(help(&warm))
            .path(kept.path()),
        );
    }
}

fn help(warm: &[(&Resource, &'static ResourceTypeRow)]) -> String {
    match warm {
        [(_, row)] if row.name == "ebs" => "write `archive_ebs: true`, which moves monthly or rarer snapshots to the archive".to_owned(),
        [(_, row)] if row.name == "dynamodb" => "write `dynamodb_advanced_features: true` under `account_settings` once the account has it".to_owned(),
        _ => "give these types a plan of their own without `cold_storage_after`, and count on the warm price".to_owned(),
    }
}
