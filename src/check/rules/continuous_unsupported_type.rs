//! Continuous backup on a plan with types that only get snapshots.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{Cell, ResourceTypeRow, resource_types};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "continuous-unsupported-type",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "continuous backup on a plan with types that only get snapshots",
    explanation: include_str!("continuous-unsupported-type.md"),
    cites: &[limits::cite(&resource_types::RESOURCE_TYPES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (plan, tier) in walk::tiers(policy) {
        let Some(continuous) = tier.continuous else { continue };
        let snapshots = |row: &ResourceTypeRow| row.features.point_in_time == Cell::No;
        let types = walk::types_where(policy, plan, snapshots);
        let Some((first, _)) = types.first() else { continue };
        let names = limits::listed(types.iter().map(|(_, row)| row.name));
        findings.push(
            RULE.finding(
                continuous,
                format!("{names} get snapshots by the schedule, not continuous backup"),
            )
            .label(first.at.span, "one of them")
            .help("give these types a plan of their own; DynamoDB has `point_in_time_recovery`")
            .path(&tier.at.path),
        );
    }
}
