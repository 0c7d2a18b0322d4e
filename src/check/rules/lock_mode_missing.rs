//! A vault lock that does not say its mode.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lock-mode-missing",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a vault lock that does not say its mode",
    explanation: include_str!("lock-mode-missing.md"),
    cites: &[limits::cite(&vault_lock::LOCK_COMPLIANCE_FIELD.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (vault, lock) in limits::locks(policy).filter(|(vault, _)| vault.air_gapped.is_none()) {
        if lock.mode.is_none() {
            findings.push(
                RULE.finding(lock.span, format!("the lock of `{}` does not say its mode", vault.at.key))
                    .help("write `mode: governance`, which permission can remove, or `mode: compliance`, which nobody can")
                    .path(&vault.at.path),
            );
        }
    }
}
