//! A locked bucket that replicates to one without a lock.

use crate::check::storage::cite;
use crate::check::storage::{Link, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replication-without-destination-lock",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a locked bucket that replicates to one without a lock",
    explanation: include_str!("replication-without-destination-lock.md"),
    cites: &[cite(s3_replication::LOCK_NEEDS_LOCK.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from, to, replication } in links(policy) {
        let (Some(lock), Some(to)) = (&from.settings.object_lock, to) else { continue };
        if to.settings.object_lock.is_some() {
            continue;
        }
        let message =
            format!("the source has an Object Lock, and `{}` has none", replication.to.value);
        findings.push(
            RULE.finding(replication.to.span, message)
                .path(&replication.path)
                .label(lock.span, "locks the source")
                .label(to.span, "states no `object_lock`")
                .help(format!("state the lock of `repositories.{}`, such as `object_lock: {{ mode: governance, retention: 30d }}`", replication.to.value)),
        );
    }
}
