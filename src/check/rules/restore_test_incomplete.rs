//! Restore testing without a schedule or a role.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::restore_testing;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "restore-test-incomplete",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "restore testing without a schedule or a role",
    explanation: include_str!("restore-test-incomplete.md"),
    cites: &[
        limits::cite(&restore_testing::PLAN_NAME.source),
        limits::cite(&restore_testing::SELECTION_NAME.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for testing in policy.plans.values().filter_map(|plan| plan.restore_testing.as_ref()) {
        let missing = [
            (
                "schedule",
                testing.schedule.is_none(),
                "schedule: { every: month, day: 1, at: \"09:00\" }",
            ),
            ("role", testing.role.is_none(), "role: restore"),
        ];
        for (key, _, example) in missing.into_iter().filter(|(_, missing, _)| *missing) {
            findings.push(
                RULE.finding(testing.span, format!("restore testing needs a `{key}`"))
                    .help(format!("write `{example}`"))
                    .path(&testing.path),
            );
        }
    }
}
