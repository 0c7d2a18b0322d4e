//! A replication that may leave the older objects behind.

use crate::check::storage::cite;
use crate::check::storage::{Link, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "existing-objects-unstated",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a replication that may leave the older objects behind",
    explanation: include_str!("existing-objects-unstated.md"),
    cites: &[cite(s3_replication::EXISTING_OBJECTS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from, to: _, replication } in links(policy) {
        if replication.existing_objects.is_some() || from.settings.create.is_some() {
            continue;
        }
        let message = format!(
            "objects from before this replication do not get to `{}`",
            replication.to.value
        );
        findings.push(
            RULE.finding(replication.to.span, message)
                .path(&replication.path)
                .help("write `existing_objects: batch` once a batch replication has run, or `existing_objects: ignored`"),
        );
    }
}
