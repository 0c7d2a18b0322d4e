//! A plan that protects resources without a role.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::iam;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "plan-without-role",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a plan that protects resources without a role",
    explanation: include_str!("plan-without-role.md"),
    cites: &[
        limits::cite(&iam::SELECTION_NEEDS.source),
        limits::cite(&iam::SERVICE_PRINCIPAL.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values() {
        if plan.role.is_some() || plan.unread.contains(&"role") {
            continue;
        }
        let Some(resource) = walk::users(policy, plan).next() else { continue };
        findings.push(
            RULE.finding(plan.at.span, format!("the plan `{}` has no role, without which AWS accepts no selection", plan.at.key))
                .label(resource.at.span, "protected by it")
                .help("write `roles: { backup: { create: true } }` and `role: backup` on the plan or under `defaults`")
                .path(&plan.at.path),
        );
    }
}
