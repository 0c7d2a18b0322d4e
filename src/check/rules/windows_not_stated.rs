//! A plan that leaves its windows to AWS.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "windows-not-stated",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "a plan that leaves its windows to AWS",
    explanation: include_str!("windows-not-stated.md"),
    cites: &[
        limits::cite(&backup_plan::START_WINDOW_DEFAULT_MINUTES.source),
        limits::cite(&backup_plan::COMPLETION_WINDOW_DEFAULT_MINUTES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values() {
        let open: Vec<&str> = plan
            .tiers
            .values()
            .filter(|tier| {
                tier.start_window.stated.is_none() || tier.completion_window.stated.is_none()
            })
            .map(|tier| tier.at.key.as_str())
            .collect();
        if open.is_empty() {
            continue;
        }
        let start = Duration::minutes(u64::from(backup_plan::START_WINDOW_DEFAULT_MINUTES.value));
        let completion =
            Duration::minutes(u64::from(backup_plan::COMPLETION_WINDOW_DEFAULT_MINUTES.value));
        findings.push(
            RULE.finding(
                plan.at.span,
                format!(
                    "the plan `{}` does not state the windows of {}",
                    plan.at.key,
                    limits::listed(open)
                ),
            )
            .marking(format!("AWS's own: {start} to start, {completion} to complete"))
            .help("write `start_window: 1h` and `completion_window: 4h` on the plan")
            .note("both count into the RPO that is guaranteed")
            .path(&plan.at.path),
        );
    }
}
