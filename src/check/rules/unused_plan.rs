//! A plan that protects nothing.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "unused-plan",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a plan that protects nothing",
    explanation: include_str!("unused-plan.md"),
    cites: &[limits::cite(&selection::FORMULA.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values().filter(|plan| !plan.existing) {
        if walk::users(policy, plan).next().is_none() {
            findings.push(
                RULE.finding(plan.at.span, format!("no resource uses the plan `{}`", plan.at.key))
                    .help(format!(
                        "write `plans: [{}]` on a resource, or remove the plan",
                        plan.at.key
                    ))
                    .path(&plan.at.path),
            );
        }
    }
}
