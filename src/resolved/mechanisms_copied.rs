//! Mechanisms that are copies of what repositories hold.

use std::collections::BTreeSet;

use crate::source::Spanned;
use crate::units::Retention;

use super::bucket::Replication;
use super::mechanism::{DiesWithSource, Lag, Mechanism, MechanismKind, Points};
use super::mechanisms::{Deriving, timed};
use super::mechanisms_stored::{colder, leaves_versions, limits};
use super::repository::RepositoryCopy;

impl Deriving<'_> {
    /// Copies of what was found since `from` and lies in repositories, and
    /// copies of these copies.
    pub(super) fn repository_copies(&mut self, from: usize) {
        let mut at = from;
        // Each copy of one thing leads to another repository at most once.
        let mut seen = BTreeSet::new();
        while let Some(source) = self.found.get(at) {
            at += 1;
            let in_bucket =
                matches!(source.kind, MechanismKind::Replication | MechanismKind::ReplicaVersions);
            let repository = source.repository.as_ref().filter(|_| !in_bucket);
            let Some(repository) = repository.and_then(|name| self.policy.repositories.get(name))
            else {
                continue;
            };
            let origin = source.made_from.clone().unwrap_or_else(|| source.reference.clone());
            seen.insert((origin.clone(), repository.at.key.clone()));
            if repository.copies.is_empty() && repository.settings.replication.is_empty() {
                continue;
            }
            let source = source.clone();
            for copy in &repository.copies {
                let new = seen.insert((origin.clone(), copy.to.value.clone()));
                if let Some(copied) = self.repository_copy(&source, &origin, copy).filter(|_| new) {
                    self.found.push(copied);
                }
            }
            for rule in &repository.settings.replication {
                let new = seen.insert((origin.clone(), rule.to.value.clone()));
                if let Some(copied) = self.replicated(&source, &origin, rule).filter(|_| new) {
                    self.found.push(copied);
                }
            }
        }
    }

    fn repository_copy(
        &self,
        source: &Mechanism,
        origin: &str,
        copy: &RepositoryCopy,
    ) -> Option<Mechanism> {
        let repository = self.policy.repositories.get(&copy.to.value)?;
        // A mirror unless it is said to keep what is deleted at its source.
        let mirrors = copy.propagates_deletes.is_none_or(|flag| flag.value);
        let mut points = source.points.clone();
        let mut fixed = false;
        match &mut points {
            Points::Scheduled(points) => {
                points.copied = Some(timed(&copy.timetable));
                points.retention = kept_there(copy, points.retention.as_ref(), mirrors);
                points.overwrites_last = copy
                    .object
                    .clone()
                    .filter(|name| !name.value.contains('%'))
                    .or_else(|| points.overwrites_last.clone());
                fixed = points.overwrites_last.is_some();
                let limits = limits(&repository.settings, None, fixed);
                points.leaves_versions = leaves_versions(&repository.settings, points, &limits);
            }
            Points::Continuous { retention, lag } => {
                *retention = kept_there(copy, retention.as_ref(), mirrors);
                // It lies as far behind as the job of its own leaves it.
                *lag = Lag::default();
            }
            Points::OnChange { .. } | Points::Replica { .. } => return None,
        }
        let mut times = source.times.clone();
        times.copy.clone_from(&copy.times.copy);
        times.restore.clone_from(&copy.times.restore);
        let mut limits = limits(&repository.settings, None, fixed);
        if mirrors {
            limits.extend(source.limits.iter().cloned());
        }
        let whole = Mechanism {
            reference: (&copy.path).into(),
            span: copy.span,
            kind: MechanismKind::RepositoryCopy,
            points,
            limits,
            colder: colder(&repository.settings, None, true),
            times,
            replays_writes: mirrors,
            replays_deletion: mirrors,
            dies_with_source: if mirrors { source.dies_with_source } else { DiesWithSource::No },
            made_from: Some(origin.into()),
            planned: source.planned || copy.planned,
            ..source.clone()
        };
        Some(self.in_repository(whole, repository))
    }

    /// A replicated bucket of a repository: a mirror without its deletions.
    fn replicated(
        &self,
        source: &Mechanism,
        origin: &str,
        rule: &Replication,
    ) -> Option<Mechanism> {
        let repository = self.policy.repositories.get(&rule.to.value)?;
        let mut times = source.times.clone();
        times.copy.clone_from(&rule.times.copy);
        times.restore.clone_from(&rule.times.restore);
        let whole = Mechanism {
            reference: (&rule.path).into(),
            span: rule.span,
            kind: MechanismKind::RepositoryReplication,
            limits: limits(&repository.settings, None, is_fixed(source)),
            colder: colder(&repository.settings, None, true),
            times,
            replays_writes: true,
            replays_deletion: rule.delete_markers.is_some_and(|flag| flag.value),
            dies_with_source: DiesWithSource::No,
            made_from: Some(origin.into()),
            planned: source.planned || rule.planned,
            ..source.clone()
        };
        Some(self.in_repository(whole, repository))
    }
}

/// True if each point has the name of the last.
fn is_fixed(source: &Mechanism) -> bool {
    match &source.points {
        Points::Scheduled(points) => points.overwrites_last.is_some(),
        Points::Continuous { .. } | Points::OnChange { .. } | Points::Replica { .. } => false,
    }
}

/// Retention of a repository's copies: their own, else in a mirror that of the
/// source.
fn kept_there(
    copy: &RepositoryCopy,
    source: Option<&Spanned<Retention>>,
    mirrors: bool,
) -> Option<Spanned<Retention>> {
    copy.retention.clone().or_else(|| source.filter(|_| mirrors).cloned())
}
