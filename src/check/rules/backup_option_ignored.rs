//! A backup option for a type that the plan does not protect.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "backup-option-ignored",
    kind: Kind::Ignored,
    level: Level::Advice,
    summary: "a backup option for a type that the plan does not protect",
    explanation: include_str!("backup-option-ignored.md"),
    cites: &[limits::cite(&backup_plan::BACKUP_OPTIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values() {
        let Some(options) = &plan.backup_options else { continue };
        if walk::users(policy, plan).any(|resource| resource.any_type) {
            continue;
        }
        let stated = [
            ("ec2", "windows_vss", options.value.windows_vss),
            ("s3", "s3_acls", options.value.s3_acls),
            ("s3", "s3_object_tags", options.value.s3_object_tags),
        ];
        for (row, option, flag) in stated {
            let Some(flag) = flag else { continue };
            if walk::protected(policy, plan).all(|(_, of)| of.name != row) {
                findings.push(
                    RULE.finding(
                        flag.span,
                        format!(
                            "`{option}` does nothing: the plan `{}` protects no `{row}`",
                            plan.at.key
                        ),
                    )
                    .help("drop the option, or let the resource use this plan")
                    .path(&plan.at.path),
                );
            }
        }
    }
}
