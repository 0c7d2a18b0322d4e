//! A plan without tiers.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "plan-without-tiers",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a plan without tiers",
    explanation: include_str!("plan-without-tiers.md"),
    cites: &[limits::cite(&backup_plan::RULES_PER_PLAN.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values().filter(|plan| plan.tiers.is_empty() && !plan.existing) {
        findings.push(
            RULE.finding(plan.at.span, format!("the plan `{}` has no tiers", plan.at.key))
                .help("write `tiers: { daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d } }`")
                .path(&plan.at.path),
        );
    }
}
