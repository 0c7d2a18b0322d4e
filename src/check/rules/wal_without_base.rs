//! A WAL archive without a base backup to replay it on.

use crate::check::backups::{Archive, archives, path};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Policy, Protection, ProtectionKind, Stored};

pub(super) static RULE: Rule = Rule {
    name: "wal-without-base",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a WAL archive without a base backup to replay it on",
    explanation: include_str!("wal-without-base.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    findings.extend(archives(policy).filter_map(|archive| judge(&archive)));
}

fn judge(archive: &Archive<'_>) -> Option<Finding> {
    let bases: Vec<(&Protection, &Stored)> = archive.bases().collect();
    if bases.iter().any(|(_, base)| fits(base, archive.stored)) {
        return None;
    }
    let name = &archive.protection.reference;
    let tool = archive.stored.tool.as_ref();
    let message = match (bases.first(), tool) {
        (Some(_), Some(tool)) => {
            format!(
                "no base backup of `{}` is made by `{}`, which archives `{name}`",
                archive.resource.at.key, tool.value
            )
        }
        _ => format!("`{name}` restores nothing: `{}` has no base backup", archive.resource.at.key),
    };
    let span = match (bases.first(), tool) {
        (Some(_), Some(tool)) => tool.span,
        _ => archive.protection.span,
    };
    let mut finding = RULE.finding(span, message).path(path(archive.protection)).help(
        "add `base_backups: { daily: { schedule: { every: day, at: \"03:00\" }, to: …, tool: …, retention: 35d } }` of the tool that archives",
    );
    for (protection, base) in bases {
        let tool = base.tool.as_ref().map_or(String::new(), |tool| tool.value.clone());
        finding = finding.label(protection.span, format!("made by `{tool}`"));
    }
    let dumps = archive.resource.protections.iter();
    let mut dumps = dumps.filter(|other| matches!(other.kind, ProtectionKind::Dump(_)));
    Some(match dumps.next() {
        Some(dump) => finding.label(dump.span, "a logical dump: WAL cannot be replayed on it"),
        None => finding,
    })
}

/// Both are of one tool, as far as tools are stated.
fn fits(base: &Stored, archive: &Stored) -> bool {
    match (&base.tool, &archive.tool) {
        (Some(base), Some(archive)) => base.value == archive.value,
        (None, _) | (_, None) => true,
    }
}
