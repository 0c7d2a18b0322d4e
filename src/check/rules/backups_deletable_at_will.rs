//! Backups that somebody may delete or overwrite for good.

use std::collections::BTreeMap;

use crate::check::limits;
use crate::check::storage::stored;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Versioning;
use crate::resolved::{Policy, Repository, RepositoryPlace};

pub(super) static RULE: Rule = Rule {
    name: "backups-deletable-at-will",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "backups that somebody may delete or overwrite for good",
    explanation: include_str!("backups-deletable-at-will.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let open = |one: &&Repository| !one.deletable_by.is_empty() && is_open(one);
    let mut open = policy.repositories.values().filter(open).peekable();
    if open.peek().is_some() {
        let held = held(policy);
        findings.extend(open.filter_map(|repository| judge(repository, &held)));
    }
}

/// A bucket in which what is deleted or overwritten is gone.
fn is_open(repository: &Repository) -> bool {
    let settings = &repository.settings;
    let bucket = matches!(repository.place, RepositoryPlace::Bucket { .. });
    let versions = settings.versioning.is_some_and(|state| state.value == Versioning::Enabled);
    let locked = settings.object_lock.as_ref().is_some_and(|lock| !lock.planned);
    bucket && !versions && !locked
}

fn judge(repository: &Repository, held: &BTreeMap<&str, &str>) -> Option<Finding> {
    let first = repository.deletable_by.first()?;
    let (name, what) = (&repository.at.key, held.get(repository.at.key.as_str())?);
    let who = limits::listed(repository.deletable_by.iter().map(|who| who.value.as_str()));
    let message = format!(
        "{who} can delete or overwrite for good what is in `{name}`: it keeps neither versions nor a lock"
    );
    Some(
        RULE.finding(first.span, message)
            .path(format!("{}.deletable_by", repository.at.path))
            .label(repository.at.span, format!("holds `{what}`"))
            .help("write `versioning: enabled` with a lifecycle that deletes versions later, or an `object_lock`"),
    )
}

/// Something that each repository keeps, by the repository.
fn held(policy: &Policy) -> BTreeMap<&str, &str> {
    let protections = policy.resources.values().flat_map(|resource| &resource.protections);
    let written = protections.filter(|protection| !protection.planned).filter_map(|protection| {
        let to = stored(protection)?.to.as_ref()?;
        Some((to.as_str(), protection.reference.as_str()))
    });
    let copies = policy.repositories.values().flat_map(|from| &from.copies);
    let copied = copies.filter(|copy| !copy.planned);
    let copied = copied.map(|copy| (copy.to.as_str(), copy.path.as_str()));
    written.chain(copied).collect()
}
