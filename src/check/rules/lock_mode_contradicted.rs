//! A cooling-off period that says another mode than the lock.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::LockMode;
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lock-mode-contradicted",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a cooling-off period that says another mode than the lock",
    explanation: include_str!("lock-mode-contradicted.md"),
    cites: &[limits::cite(&vault_lock::LOCK_COMPLIANCE_FIELD.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (vault, lock) in limits::locks(policy).filter(|(vault, _)| vault.air_gapped.is_none()) {
        let Some(mode) = lock.mode else { continue };
        let finding = match (mode.value, lock.changeable_for.as_ref()) {
            (LockMode::Governance, Some(changeable)) => RULE
                .finding(changeable.span, "a lock with a cooling-off period becomes permanent: that is compliance mode")
                .label(mode.span, "says governance")
                .help("drop `changeable_for`, or write `mode: compliance`"),
            (LockMode::Compliance, None) => RULE
                .finding(mode.span, "a lock without a cooling-off period is in governance mode: permission can remove it")
                .help(format!("write `changeable_for: {}d` or more", vault_lock::LOCK_CHANGEABLE_FOR_DAYS.value.least)),
            (LockMode::Governance, None) | (LockMode::Compliance, Some(_)) => continue,
        };
        findings.push(finding.path(format!("{}.lock", vault.at.path)));
    }
}
