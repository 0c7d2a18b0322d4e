//! What the rules about backups outside AWS Backup walk over.
//!
//! What is `planned` is walked as if it were on. Nothing here judges.

use std::collections::BTreeSet;

use crate::document::Disruption;
use crate::resolved::{
    Deleter, Objective, Points, Policy, Protection, ProtectionKind, Referent, Repository, Resource,
    Stored, Timetable,
};
use crate::source::Spanned;
use crate::units::{CalendarDays, Duration, Retention};

/// Points that some job makes, one for each run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made<'a> {
    pub(super) resource: &'a Resource,
    pub(super) protection: &'a Protection,
    /// What it is called, in the plural.
    pub(super) words: &'static str,
    pub(super) timetable: &'a Timetable,
    pub(super) retention: Option<&'a Spanned<Retention>>,
    /// What is written to a repository, if the points are.
    pub(super) stored: Option<&'a Stored>,
}

impl Made<'_> {
    /// The logical path.
    pub(super) fn path(&self) -> String {
        path(self.protection)
    }

    /// The name under its section.
    pub(super) fn key(&self) -> &str {
        key(self.protection)
    }
}

/// An archive of write-ahead log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Archive<'a> {
    pub(super) resource: &'a Resource,
    pub(super) protection: &'a Protection,
    pub(super) stored: &'a Stored,
    /// Longest time until a segment is archived.
    pub(super) timeout: Option<&'a Spanned<Duration>>,
    /// It overwrites existing segments, if stated.
    pub(super) overwrites: Option<Spanned<bool>>,
}

/// A server that archives write-ahead log.
#[derive(Debug, Clone)]
pub(super) struct Server<'a> {
    /// What it archives: not empty.
    pub(super) archives: Vec<Archive<'a>>,
    /// The base backups that it makes.
    pub(super) bases: Vec<(&'a Protection, &'a Stored)>,
}

/// The logical path of a protection.
pub(super) fn path(protection: &Protection) -> String {
    format!("resources.{}", protection.reference)
}

/// The name of a protection under its section.
pub(super) fn key(protection: &Protection) -> &str {
    protection.reference.rsplit('.').next().unwrap_or_default()
}

/// Every snapshot, export, dump and base backup, and what other products make.
pub(super) fn made(policy: &Policy) -> impl Iterator<Item = Made<'_>> {
    policy.resources.values().flat_map(|resource| {
        resource.protections.iter().filter_map(move |protection| of(resource, protection))
    })
}

fn of<'a>(resource: &'a Resource, protection: &'a Protection) -> Option<Made<'a>> {
    let stored = |words, stored: &'a Stored| Made {
        resource,
        protection,
        words,
        timetable: &stored.timetable,
        retention: stored.retention.as_ref(),
        stored: Some(stored),
    };
    let by_others = |words, timetable, retention: &'a Option<Spanned<Retention>>| Made {
        resource,
        protection,
        words,
        timetable,
        retention: retention.as_ref(),
        stored: None,
    };
    match &protection.kind {
        ProtectionKind::ManualSnapshots { timetable, retention, .. } => {
            Some(by_others("snapshots", timetable, retention))
        }
        ProtectionKind::External { timetable, retention, .. } => {
            Some(by_others("backups", timetable, retention))
        }
        ProtectionKind::Export(export) => Some(stored("exports", export)),
        ProtectionKind::Dump(dump) => Some(stored("dumps", dump)),
        ProtectionKind::BaseBackup(base) => Some(stored("base backups", base)),
        _ => None,
    }
}

/// Every archive of write-ahead log.
pub(super) fn archives(policy: &Policy) -> impl Iterator<Item = Archive<'_>> {
    policy.resources.values().flat_map(archives_of)
}

fn archives_of(resource: &Resource) -> impl Iterator<Item = Archive<'_>> {
    resource.protections.iter().filter_map(move |protection| match &protection.kind {
        ProtectionKind::WalArchiving { stored, archive_timeout, overwrites } => Some(Archive {
            resource,
            protection,
            stored,
            timeout: archive_timeout.as_ref(),
            overwrites: *overwrites,
        }),
        _ => None,
    })
}

/// Every server that archives write-ahead log.
pub(super) fn servers(policy: &Policy) -> impl Iterator<Item = Server<'_>> {
    policy.resources.values().filter_map(|resource| {
        let archives: Vec<Archive<'_>> = archives_of(resource).collect();
        let bases = resource.protections.iter().filter_map(|protection| match &protection.kind {
            ProtectionKind::BaseBackup(base) => Some((protection, base)),
            _ => None,
        });
        (!archives.is_empty()).then(|| Server { archives, bases: bases.collect() })
    })
}

/// The loss after a disruption is accepted, or said to be nobody's objective.
pub(super) fn is_accepted(resource: &Resource, disruption: Disruption) -> bool {
    let after = resource.objectives.after(disruption);
    after.is_some_and(|after| {
        matches!(after.rpo, Objective::Accepted(..) | Objective::NoObjective(_))
    })
}

/// The repository that something is written to, as far as it is known.
pub(super) fn repository<'a>(policy: &'a Policy, stored: &Stored) -> Option<&'a Repository> {
    policy.repositories.get(&stored.to.as_ref()?.value)
}

/// Everything that the deleters mean which pass a test.
pub(super) fn deleted(policy: &Policy, test: impl Fn(&Deleter) -> bool) -> BTreeSet<&Referent> {
    let deleters = policy.deleters.values().filter(|deleter| test(deleter));
    let references = deleters.flat_map(|deleter| &deleter.deletes);
    references.flat_map(|reference| &reference.means).collect()
}

/// How long points are kept, if the policy says so.
pub(super) const fn retention(points: &Points) -> Option<&Spanned<Retention>> {
    match points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, .. } | Points::OnChange { retention, .. } => {
            retention.as_ref()
        }
        Points::Replica { .. } => None,
    }
}

/// A promise to keep something, to be compared with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Promise<'a> {
    /// For so many days, of which the most count.
    For(&'a CalendarDays),
    /// For ever.
    Forever,
}

impl<'a> Promise<'a> {
    /// The promise of a retention; none for a count of copies, whose days
    /// depend on the schedule.
    pub(super) const fn of(retention: &'a Retention) -> Option<Self> {
        match retention {
            Retention::For(days) => Some(Self::For(days)),
            Retention::Forever => Some(Self::Forever),
            Retention::Copies(_) => None,
        }
    }

    /// The days it lasts at its longest.
    pub(super) const fn days(&self) -> u32 {
        match self {
            Self::For(days) => days.most,
            Self::Forever => u32::MAX,
        }
    }

    /// As messages write it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::For(days) => days.longest(),
            Self::Forever => "`forever`".to_owned(),
        }
    }
}
