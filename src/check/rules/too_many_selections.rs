//! More selections than a plan takes.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "too-many-selections",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "more selections than a plan takes",
    explanation: include_str!("too-many-selections.md"),
    cites: &[
        limits::cite(&selection::PER_PLAN.source),
        limits::cite(&selection::WITH_TAGS_PER_PLAN.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values() {
        let users = walk::users(policy, plan).count();
        let by_tag =
            walk::users(policy, plan).filter(|resource| walk::selects_by_tag(resource)).count();
        let limits = [
            (users, "resources", selection::PER_PLAN.value.most),
            (by_tag, "resources selected by tag", selection::WITH_TAGS_PER_PLAN.value.most),
        ];
        for (number, what, most) in limits {
            if limits::number(number) > most {
                findings.push(
                    RULE.finding(plan.at.span, format!("the plan `{}` protects {number} {what}: AWS takes {most} selections of that kind", plan.at.key))
                        .help("name several tables, buckets or ARNs in one resource, or use a second plan")
                        .path(&plan.at.path),
                );
            }
        }
    }
}
