//! Restore testing of a plan with types that cannot be tested.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{Cell, resource_types};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "restore-test-unsupported-type",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "restore testing of a plan with types that cannot be tested",
    explanation: include_str!("restore-test-unsupported-type.md"),
    cites: &[limits::cite(&resource_types::RESOURCE_TYPES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values() {
        let Some(testing) = &plan.restore_testing else { continue };
        let types = walk::types_where(policy, plan, |row| row.features.restore_testing == Cell::No);
        let Some((first, _)) = types.first() else { continue };
        let names = limits::listed(types.iter().map(|(_, row)| row.name));
        findings.push(
            RULE.finding(testing.span, format!("AWS cannot test restores of {names}"))
                .label(first.at.span, "one of them")
                .help("restore these by a drill of your own, and state it under `drills`")
                .path(&testing.path),
        );
    }
}
