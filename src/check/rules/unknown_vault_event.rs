//! A notification of an event that AWS Backup does not have.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault;
use crate::resolved::Policy;
use crate::source::nearest;

pub(super) static RULE: Rule = Rule {
    name: "unknown-vault-event",
    kind: Kind::Rejected,
    level: Level::Warning,
    summary: "a notification of an event that AWS Backup does not have",
    explanation: include_str!("unknown-vault-event.md"),
    cites: &[limits::cite(&vault::EVENTS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for vault in policy.vaults.values() {
        for event in vault.notifications.iter().flat_map(|notifications| &notifications.events) {
            if vault::event(&event.value.to_uppercase()).is_some() {
                continue;
            }
            let known: Vec<String> =
                vault::EVENTS.value.iter().map(|row| row.name.to_lowercase()).collect();
            let near = nearest(&event.value, known.iter().map(String::as_str));
            let mut finding = RULE
                .finding(event.span, format!("AWS Backup has no event `{}`", event.value))
                .path(format!("{}.notifications", vault.at.path));
            finding = match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(event.span, near),
                None => {
                    finding.help("write for example `backup_job_completed` or `copy_job_failed`")
                }
            };
            findings.push(finding);
        }
    }
}
