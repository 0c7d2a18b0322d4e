//! Points kept for ever in a vault that nobody can empty.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::LockMode;
use crate::facts::vault_lock;
use crate::resolved::Policy;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "lock-keeps-forever",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "points kept for ever in a vault that nobody can empty",
    explanation: include_str!("lock-keeps-forever.md"),
    cites: &[limits::cite(&vault_lock::LOCK_KEEPS_FOREVER.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for kept in walk::kept(policy) {
        let (Some(vault), Some(retention)) = (kept.vault, kept.retention()) else { continue };
        let Some(lock) = vault.lock.as_ref().filter(|_| retention.value == Retention::Forever)
        else {
            continue;
        };
        let compliance = lock.mode.filter(|mode| mode.value == LockMode::Compliance);
        let Some(mode) = compliance.filter(|_| lock.max_retention.is_none()) else { continue };
        findings.push(
            RULE.finding(
                retention.span,
                format!("nobody can ever delete these points from `{}`", vault.at.key),
            )
            .label(mode.span, "permanent after its cooling-off period")
            .help("write how long they are kept, or `max_retention` on the lock")
            .path(kept.path()),
        );
    }
}
