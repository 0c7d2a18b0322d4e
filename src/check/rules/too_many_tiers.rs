//! More than 10 tiers in one AWS plan.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Policy, Tier};

pub(super) static RULE: Rule = Rule {
    name: "too-many-tiers",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "more than 10 tiers in one AWS plan",
    explanation: include_str!("too-many-tiers.md"),
    cites: &[limits::cite(&backup_plan::RULES_PER_PLAN.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let most = backup_plan::RULES_PER_PLAN.value.most;
    for plan in policy.plans.values() {
        let together: Vec<&Tier> = plan.tiers.values().filter(|tier| !tier.separate_plan).collect();
        if limits::number(together.len()) > most {
            findings.push(
                RULE.finding(
                    plan.at.span,
                    format!(
                        "the plan `{}` has {} tiers, AWS allows {most} in a plan",
                        plan.at.key,
                        together.len()
                    ),
                )
                .help(
                    "write `separate_plan: true` on some, which gives each an AWS plan of its own",
                )
                .path(&plan.at.path),
            );
        }
    }
}
