//! A bound of a vault lock that AWS does not take.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault_lock;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "lock-out-of-range",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a bound of a vault lock that AWS does not take",
    explanation: include_str!("lock-out-of-range.md"),
    cites: &[
        limits::cite(&vault_lock::LOCK_MIN_RETENTION_DAYS.source),
        limits::cite(&vault_lock::LOCK_MAX_RETENTION_DAYS.source),
        limits::cite(&vault_lock::AIR_GAPPED_LEAST_RETENTION_DAYS.source),
    ],
};

const SHORTEST: &str = "shortest";

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (vault, lock) in limits::locks(policy) {
        let shortest = vault_lock::LOCK_MIN_RETENTION_DAYS.value;
        let least = match vault.air_gapped {
            Some(_) => vault_lock::AIR_GAPPED_LEAST_RETENTION_DAYS.value,
            None => shortest.least,
        };
        let longest = vault_lock::LOCK_MAX_RETENTION_DAYS.value;
        let bounds = [
            (lock.min_retention.as_ref(), SHORTEST, least, shortest.most),
            (lock.max_retention.as_ref(), "longest", longest.least, longest.most),
        ];
        for (stated, word, least, most) in bounds {
            let Some(stated) = stated.filter(|days| !(least..=most).contains(&days.value.most))
            else {
                continue;
            };
            let mut finding = RULE
                .finding(
                    stated.span,
                    format!(
                        "the {word} retention of a lock is {least} to {most} days, not {}",
                        stated.value.longest()
                    ),
                )
                .help(if stated.value.most < least {
                    format!("write `{least}d` or more")
                } else {
                    format!("write at most `{most}d`")
                })
                .path(format!("{}.lock", vault.at.path));
            if let Some(air_gapped) = vault.air_gapped {
                finding = finding.label(air_gapped, "air-gapped");
            }
            // Asking for more is no looser; a longest retention could be a typo.
            if word == SHORTEST && stated.value.most < least {
                finding = finding.fix(stated.span, format!("{least}d"));
            }
            findings.push(finding);
        }
    }
}
