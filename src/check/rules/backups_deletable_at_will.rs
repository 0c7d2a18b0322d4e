//! Backups that somebody may delete or overwrite for good.

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
    let open = policy.repositories.values().filter(|repository| is_open(repository));
    findings.extend(open.filter_map(|repository| judge(policy, repository)));
}

/// A bucket in which what is deleted or overwritten is gone.
fn is_open(repository: &Repository) -> bool {
    let settings = &repository.settings;
    let bucket = matches!(repository.place, RepositoryPlace::Bucket { .. });
    let versions = settings.versioning.is_some_and(|state| state.value == Versioning::Enabled);
    let locked = settings.object_lock.as_ref().is_some_and(|lock| !lock.planned);
    bucket && !versions && !locked
}

fn judge(policy: &Policy, repository: &Repository) -> Option<Finding> {
    let first = repository.deletable_by.first()?;
    let (name, what) = (&repository.at.key, held(policy, &repository.at.key)?);
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

/// The first thing that is kept in a repository.
fn held(policy: &Policy, repository: &str) -> Option<String> {
    let protections = policy.resources.values().flat_map(|resource| &resource.protections);
    let written = protections.filter(|protection| !protection.planned).find(|protection| {
        let to = stored(protection).and_then(|stored| stored.to.as_ref());
        to.is_some_and(|to| to.value == repository)
    });
    let copies = policy.repositories.values().flat_map(|from| &from.copies);
    let mut copied = copies.filter(|copy| !copy.planned && copy.to.value == repository);
    let written = written.map(|protection| protection.reference.clone());
    written.or_else(|| copied.next().map(|copy| copy.path.clone()))
}
