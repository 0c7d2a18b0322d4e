//! A compliance lock that nobody agreed to.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::LockMode;
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lock-is-permanent",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a compliance lock that nobody agreed to",
    explanation: include_str!("lock-is-permanent.md"),
    cites: &[limits::cite(&vault_lock::LOCK_COMPLIANCE_FIELD.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (vault, lock) in
        limits::locks(policy).filter(|(vault, _)| vault.air_gapped.is_none() && !vault.existing)
    {
        let agreed = lock.irreversible.as_ref().is_some_and(|words| !words.value.trim().is_empty());
        let Some(mode) = lock.mode.filter(|mode| mode.value == LockMode::Compliance && !agreed)
        else {
            continue;
        };
        let from = lock.changeable_for.as_ref().map_or_else(
            || "after its cooling-off period".to_owned(),
            |days| format!("{} after it is deployed", days.value.shortest()),
        );
        findings.push(
            RULE.finding(mode.span, format!("the lock of `{}` becomes permanent {from}: nobody can remove it, AWS included", vault.at.key))
                .help("say who agreed: `irreversible: \"agreed with audit, 2026-10\"`; or write `mode: governance`")
                .path(format!("{}.lock", vault.at.path)),
        );
    }
}
