//! A vault lock whose shortest retention exceeds its longest.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lock-bounds-crossed",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a vault lock whose shortest retention exceeds its longest",
    explanation: include_str!("lock-bounds-crossed.md"),
    cites: &[
        limits::cite(&vault_lock::LOCK_FAILS_JOBS.source),
        limits::cite(&vault_lock::LOCK_MIN_AT_MOST_MAX.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (vault, lock) in limits::locks(policy) {
        let Some((shortest, longest)) = limits::crossed(lock) else { continue };
        findings.push(
            RULE.finding(
                shortest.span,
                format!(
                    "no retention is at least {} and at most {}",
                    shortest.value.longest(),
                    longest.value.longest()
                ),
            )
            .label(longest.span, "the longest retention")
            .help("exchange the two, or lower `min_retention`")
            .path(format!("{}.lock", vault.at.path)),
        );
    }
}
