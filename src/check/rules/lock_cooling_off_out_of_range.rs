//! A cooling-off period below 3 or above 36,500 days.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lock-cooling-off-out-of-range",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a cooling-off period below 3 or above 36,500 days",
    explanation: include_str!("lock-cooling-off-out-of-range.md"),
    cites: &[limits::cite(&vault_lock::LOCK_CHANGEABLE_FOR_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let bounds = vault_lock::LOCK_CHANGEABLE_FOR_DAYS.value;
    for (vault, lock) in limits::locks(policy) {
        let Some(changeable) =
            lock.changeable_for.as_ref().filter(|days| !bounds.contains(&days.value.most))
        else {
            continue;
        };
        findings.push(
            RULE.finding(
                changeable.span,
                format!(
                    "a lock can be changed for {} to {} days, not {}",
                    bounds.least,
                    bounds.most,
                    changeable.value.longest()
                ),
            )
            .help(format!("write `changeable_for: {}d` or more", bounds.least))
            .path(format!("{}.lock", vault.at.path)),
        );
    }
}
