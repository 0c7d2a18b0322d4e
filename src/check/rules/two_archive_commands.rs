//! A second way of archiving WAL, of which only one is in effect.

use std::collections::BTreeMap;

use crate::check::backups::{Archive, archives, path};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "two-archive-commands",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a second way of archiving WAL, of which only one is in effect",
    explanation: include_str!("two-archive-commands.md"),
    cites: &[],
};

/// These follow the server as a standby does and need no `archive_command`.
const STREAMING: [&str; 2] = ["pg_receivewal", "pg_receivexlog"];

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, Archive<'_>> = BTreeMap::new();
    for archive in archives(policy).filter(|archive| !streams(archive)) {
        let Some(tool) = &archive.stored.tool else { continue };
        let Some(before) = first.get(archive.resource.at.key.as_str()) else {
            first.insert(&archive.resource.at.key, archive);
            continue;
        };
        let Some(known) = before.stored.tool.as_ref().filter(|known| known.value != tool.value)
        else {
            continue;
        };
        let message = format!(
            "of `{}` and `{}` only one archives: PostgreSQL has one `archive_command`",
            known.value, tool.value
        );
        findings.push(
            RULE.finding(tool.span, message)
                .path(path(archive.protection))
                .label(known.span, "the other one")
                .help("keep the entry whose tool also fetches the segments, and drop the other"),
        );
    }
}

fn streams(archive: &Archive<'_>) -> bool {
    let tool = archive.stored.tool.as_ref();
    tool.is_some_and(|tool| STREAMING.iter().any(|name| tool.value.contains(name)))
}
