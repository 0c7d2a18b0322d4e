//! A backup of which each run overwrites the last.

use crate::check::backups::{made, repository};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Versioning;
use crate::resolved::{Policy, Repository};
use crate::source::{Spanned, Text};
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "overwritten-backup",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a backup of which each run overwrites the last",
    explanation: include_str!("overwritten-backup.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for made in made(policy) {
        let name = &made.protection.reference;
        let fixed = made.stored.and_then(|stored| Some((stored, stored.overwrites_last()?)));
        let found = match (fixed, made.retention) {
            (Some((stored, object)), _) => fixed_name(name, object, repository(policy, stored)),
            (None, Some(kept)) => one_copy(name, kept),
            (None, None) => None,
        };
        findings.extend(found.map(|finding| finding.path(made.path())));
    }
    for from in policy.repositories.values() {
        for copy in &from.copies {
            let object = copy.object.as_ref().filter(|name| !name.value.contains('%'));
            let name = format!("{} to {}", from.at.key, copy.to.value);
            let to = policy.repositories.get(&copy.to.value);
            let found = match (object, &copy.retention) {
                (Some(object), _) => fixed_name(&name, object, to),
                (None, Some(kept)) => one_copy(&name, kept),
                (None, None) => None,
            };
            findings.extend(found.map(|finding| finding.path(&copy.path)));
        }
    }
}

/// Every run writes the same name, and the repository keeps only the newest.
fn fixed_name(name: &str, object: &Text, repository: Option<&Repository>) -> Option<Finding> {
    let versioning = repository.and_then(|repository| repository.settings.versioning.as_ref());
    if versioning.is_some_and(|state| state.value == Versioning::Enabled) {
        return None;
    }
    let message =
        format!("each run of `{name}` overwrites the last: all are called `{}`", object.value);
    let finding = RULE.finding(object.span, message).help(format!(
        "give each its date, such as `{}`, or keep versions in the repository",
        dated(&object.value)
    ));
    Some(match repository {
        Some(repository) => finding.label(repository.at.span, "keeps no versions"),
        None => finding,
    })
}

/// The same name with a date before its endings.
fn dated(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    match file.split_once('.') {
        Some((stem, endings)) => format!("{folder}{slash}{stem}-%Y%m%d.{endings}"),
        None => format!("{name}-%Y%m%d"),
    }
}

fn one_copy(name: &str, kept: &Spanned<Retention>) -> Option<Finding> {
    let Retention::Copies(count @ 0..=1) = kept.value else { return None };
    let keeps = if count == 0 { "nothing" } else { "one copy" };
    let message =
        format!("`{name}` keeps {keeps}: each run replaces the only older state there is");
    Some(
        RULE.finding(kept.span, message)
            .level(Level::Warning)
            .help("keep two at least, such as `7 copies`, or a length such as `30d`"),
    )
}
