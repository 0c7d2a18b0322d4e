//! A notification of an event that AWS Backup no longer sends.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "deprecated-vault-event",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a notification of an event that AWS Backup no longer sends",
    explanation: include_str!("deprecated-vault-event.md"),
    cites: &[limits::cite(&vault::EVENTS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for vault in policy.vaults.values() {
        for event in vault.notifications.iter().flat_map(|notifications| &notifications.events) {
            let name = event.value.to_uppercase();
            if vault::event(&name).is_some_and(|row| row.deprecated) {
                let help = match name.as_str() {
                    "RESTORE_JOB_SUCCESSFUL" | "RESTORE_JOB_FAILED" => {
                        "write `restore_job_completed`, whose message has the state"
                    }
                    "BACKUP_PLAN_CREATED" | "BACKUP_PLAN_MODIFIED" => {
                        "drop it, and watch plans by CloudTrail"
                    }
                    _ => "write `backup_job_completed`, whose message has the state",
                };
                findings.push(
                    RULE.finding(
                        event.span,
                        format!("AWS accepts `{}` and no longer sends it", event.value),
                    )
                    .help(help)
                    .path(format!("{}.notifications", vault.at.path)),
                );
            }
        }
    }
}
