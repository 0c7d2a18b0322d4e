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

/// Tools that keep base backups and WAL side by side.
const ONE_REPOSITORY: [&str; 4] = ["wal-g", "wal-e", "pgbackrest", "barman"];

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    findings.extend(archives(policy).filter_map(|archive| judge(&archive)));
}

fn judge(archive: &Archive<'_>) -> Option<Finding> {
    let bases: Vec<(&Protection, &Stored)> = archive.bases().collect();
    if bases.iter().any(|(_, base)| fits(base, archive.stored)) {
        return apart(archive, &bases);
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

/// A tool that looks for both in one repository, and finds them in two.
fn apart(archive: &Archive<'_>, bases: &[(&Protection, &Stored)]) -> Option<Finding> {
    let tool = archive.stored.tool.as_ref()?;
    ONE_REPOSITORY.iter().find(|name| tool.value.to_lowercase().starts_with(*name))?;
    let to = archive.stored.to.as_ref()?;
    let of_tool = |base: &&(&Protection, &Stored)| {
        base.1.tool.as_ref().is_some_and(|own| own.value == tool.value)
    };
    let bases: Vec<_> = bases.iter().filter(of_tool).collect();
    let together = |(_, base): &&(&Protection, &Stored)| match &base.to {
        Some(own) => archive.siblings().any(|stored| stored.to.as_ref() == Some(own)),
        None => true,
    };
    let (protection, base) = bases.first()?;
    if bases.iter().any(together) {
        return None;
    }
    let message = format!(
        "`{}` looks for base backups in `{}`, and they are in `{}`",
        tool.value,
        to.value,
        base.to.as_ref().map_or("", |own| own.value.as_str())
    );
    Some(
        RULE.finding(to.span, message)
            .level(Level::Warning)
            .path(path(archive.protection))
            .label(protection.span, "lies elsewhere")
            .help("let both go to one repository"),
    )
}

/// Both are of one tool, as far as tools are stated.
fn fits(base: &Stored, archive: &Stored) -> bool {
    match (&base.tool, &archive.tool) {
        (Some(base), Some(archive)) => base.value == archive.value,
        (None, _) | (_, None) => true,
    }
}
