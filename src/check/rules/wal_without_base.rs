//! A WAL archive without a base backup to replay it on.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::backups::{Archive, Server, path, servers};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Policy, Protection, ProtectionKind, Stored};
use crate::source::Spanned;

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
    for server in servers(policy) {
        let bases = Bases::of(&server);
        let found = server.archives.iter().filter_map(|archive| {
            if bases.fit(archive.stored) {
                bases.apart(archive)
            } else {
                Some(missing(&server, archive))
            }
        });
        findings.extend(found);
    }
}

/// The base backups of a server, by what an archive asks of them.
struct Bases<'a> {
    /// Some state no tool, and may be of any.
    untold: bool,
    /// Where those of each tool go, with the first of them; nowhere if one
    /// does not say.
    by_tool: BTreeMap<&'a str, BTreeMap<Option<&'a str>, &'a Protection>>,
    /// Where the server archives to.
    archived: BTreeSet<&'a str>,
}

impl<'a> Bases<'a> {
    fn of(server: &Server<'a>) -> Self {
        let mut bases = Self { untold: false, by_tool: BTreeMap::new(), archived: BTreeSet::new() };
        for (protection, base) in &server.bases {
            let to = base.to.as_ref().map(Spanned::as_str);
            match &base.tool {
                Some(tool) => {
                    let places = bases.by_tool.entry(tool.as_str()).or_default();
                    places.entry(to).or_insert(*protection);
                }
                None => bases.untold = true,
            }
        }
        let places = server.archives.iter().filter_map(|archive| archive.stored.to.as_ref());
        bases.archived = places.map(Spanned::as_str).collect();
        bases
    }

    /// Some base backup is of the tool that archives, as far as tools are stated.
    fn fit(&self, archive: &Stored) -> bool {
        match &archive.tool {
            Some(tool) => self.untold || self.by_tool.contains_key(tool.as_str()),
            None => self.untold || !self.by_tool.is_empty(),
        }
    }

    /// A tool that looks for both in one repository, and finds them in two.
    fn apart(&self, archive: &Archive<'a>) -> Option<Finding> {
        let (tool, to) = (archive.stored.tool.as_ref()?, archive.stored.to.as_ref()?);
        ONE_REPOSITORY.iter().find(|name| tool.value.to_lowercase().starts_with(*name))?;
        let places = self.by_tool.get(tool.as_str())?;
        if places.keys().any(|to| to.is_none_or(|to| self.archived.contains(to))) {
            return None;
        }
        let (there, base) = places.first_key_value()?;
        let message = format!(
            "`{}` looks for base backups in `{}`, and they are in `{}`",
            tool.value,
            to.value,
            there.unwrap_or_default()
        );
        Some(
            RULE.finding(to.span, message)
                .level(Level::Warning)
                .path(path(archive.protection))
                .label(base.span, "lies elsewhere")
                .help("let both go to one repository"),
        )
    }
}

fn missing(server: &Server<'_>, archive: &Archive<'_>) -> Finding {
    let name = &archive.protection.reference;
    let resource = archive.resource;
    let other = server.bases.first().zip(archive.stored.tool.as_ref());
    let finding = match other {
        Some(((base, _), tool)) => RULE
            .finding(
                tool.span,
                format!(
                    "`{}` archives `{name}`, and makes no base backup of `{}`",
                    tool.value, resource.at.key
                ),
            )
            .label(base.span, "made by another tool"),
        None => RULE.finding(
            archive.protection.span,
            format!("`{name}` restores nothing: `{}` has no base backup", resource.at.key),
        ),
    };
    let finding = finding.path(path(archive.protection)).help(
        "add `base_backups: { daily: { schedule: { every: day, at: \"03:00\" }, to: …, tool: …, retention: 35d } }` of the tool that archives",
    );
    let mut dumps = resource.protections.iter();
    match dumps.find(|other| matches!(other.kind, ProtectionKind::Dump(_))) {
        Some(dump) => finding.label(dump.span, "a logical dump: WAL cannot be replayed on it"),
        None => finding,
    }
}
