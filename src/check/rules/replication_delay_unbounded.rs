//! A replication whose delay AWS does not bound.

use crate::check::storage::cite;
use crate::check::storage::{Link, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replication-delay-unbounded",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a replication whose delay AWS does not bound",
    explanation: include_str!("replication-delay-unbounded.md"),
    cites: &[
        cite(s3_replication::TYPICAL_MINUTES.source),
        cite(s3_replication::TIME_CONTROL_MINUTES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let minutes = s3_replication::TIME_CONTROL_MINUTES.value;
    for Link { from: _, to: _, replication } in links(policy) {
        if replication.time_control.is_some() {
            continue;
        }
        let message = format!("AWS states no bound for the delay to `{}`", replication.to.value);
        findings.push(
            RULE.finding(replication.to.span, message)
                .path(&replication.path)
                .help(format!("write `time_control: true` for {minutes} minutes under a service level, or `time_control: false` if no RPO rests on it")),
        );
    }
}
