//! A lock mode on an air-gapped vault.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "air-gapped-lock-mode",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a lock mode on an air-gapped vault",
    explanation: include_str!("air-gapped-lock-mode.md"),
    cites: &[limits::cite(&vault_lock::AIR_GAPPED_IS_LOCKED.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (vault, lock) in limits::locks(policy) {
        let Some(air_gapped) = vault.air_gapped else { continue };
        let mode = lock.mode.map(|mode| (mode.span, "`mode`"));
        let changeable = lock.changeable_for.as_ref().map(|days| (days.span, "`changeable_for`"));
        for (span, key) in mode.into_iter().chain(changeable) {
            findings.push(
                RULE.finding(span, format!("{key} says nothing here: an air-gapped vault is always locked in compliance mode, from its creation"))
                    .label(air_gapped, "air-gapped")
                    .help("drop it")
                    .path(format!("{}.lock", vault.at.path)),
            );
        }
    }
}
