//! Mechanisms in buckets and repositories: versions, replicas, dumps, copies.

use crate::document::{ExistingObjects, LockMode, Versioning};
use crate::facts::native::RDS_EXPORT_RESTORES;
use crate::facts::s3_replication::TYPICAL_MINUTES;
use crate::source::{SharedText, Spanned, Text};
use crate::units::{Duration, Retention};

use super::bucket::{
    BucketSettings, LifecycleRule, ObjectLock, Replication, Repository, RepositoryPlace,
};
use super::mechanism::{
    Colder, DeletableBy, DiesWithSource, Lag, Limit, Mechanism, MechanismKey, MechanismKind, Party,
    Points, Restorable, Scheduled, Whereabouts, ZoneSpread,
};
use super::mechanisms::{Deriving, administrators, scheduled, typical};
use super::mechanisms_native::{on_host, one_zone, region_of, region_of_zone};
use super::native::Native;
use super::protection::{Protection, ProtectionKind, Stored};
use super::resource::Resource;

const NOT_STATED: &str = "nobody states that it can be restored from";
const EXPORT: &str = "a database cannot be restored from its export";
const NO_BASE: &str = "no base backup of the same tool, on which the WAL could be replayed";
const NEW_OBJECTS_ONLY: &str =
    "objects from before the replication are not in the replica, or nobody says how they get there";

impl Deriving<'_> {
    /// What a bucket does for itself.
    pub(super) fn bucket(
        &self,
        name: &str,
        resource: &Resource,
        protection: &Protection,
    ) -> Vec<Mechanism> {
        let Native::Bucket(settings) = &resource.native else { return Vec::new() };
        let replication = match &protection.kind {
            ProtectionKind::Replication { .. } => {
                settings.replication.iter().find(|rule| rule.span == protection.span)
            }
            _ => return vec![self.versions(name, protection, settings)],
        };
        let Some(rule) = replication else { return Vec::new() };
        let Some(repository) = self.policy.repositories.get(&rule.to.value) else {
            return Vec::new();
        };
        self.replicas(name, protection, rule, repository)
    }

    /// Superseded versions. They go with a bucket that is emptied and deleted,
    /// unless nobody can delete them.
    fn versions(
        &self,
        name: &str,
        protection: &Protection,
        settings: &BucketSettings,
    ) -> Mechanism {
        let points = superseded(settings, protection.span);
        let own = self.own(name, protection, MechanismKind::Versioning, points);
        let locked = compliance(settings.object_lock.as_ref());
        Mechanism {
            dies_with_source: match locked {
                Some(_) => DiesWithSource::No,
                None => DiesWithSource::Yes,
            },
            deletable_by: locked.unwrap_or_else(|| own.deletable_by.clone()),
            key: MechanismKey::OfSource,
            colder: colder(settings, None, false),
            ..own
        }
    }

    /// The replica, and the superseded versions that it keeps.
    fn replicas(
        &self,
        name: &str,
        protection: &Protection,
        rule: &Replication,
        repository: &Repository,
    ) -> Vec<Mechanism> {
        let minutes = Duration::minutes(u64::from(TYPICAL_MINUTES.value));
        // Only time control is a promise (S3 guide, "Replication Time Control").
        let lag = match rule.time_control {
            Some(on) if on.value => {
                let typical = typical("s3-replication-time-control");
                Lag { bound: typical.typical, ..typical }
            }
            Some(_) | None => Lag { typical: Some(minutes), bound: None },
        };
        let whole = rule.existing_objects.is_some_and(|how| how.value == ExistingObjects::Batch);
        let own = self.own(name, protection, MechanismKind::Replication, Points::Replica { lag });
        let replica = Mechanism {
            replays_writes: true,
            // Deleting a version never replicates; delete markers do if asked.
            replays_deletion: rule.delete_markers.is_some_and(|flag| flag.value),
            key: match &rule.key {
                Some(key) => self.key(&key.value),
                None => self.key_of_repository(repository),
            },
            restorable: if whole { Restorable::Yes } else { Restorable::No(NEW_OBJECTS_ONLY) },
            colder: colder(&repository.settings, None, true),
            ..self.in_repository(own, repository)
        };
        let kept = repository.settings.versioning.filter(|v| v.value == Versioning::Enabled);
        let versions = kept.map(|kept| Mechanism {
            kind: MechanismKind::ReplicaVersions,
            points: superseded(&repository.settings, kept.span),
            replays_writes: false,
            replays_deletion: false,
            colder: colder(&repository.settings, None, false),
            made_from: Some(replica.reference.clone()),
            ..replica.clone()
        });
        std::iter::once(replica).chain(versions).collect()
    }

    /// Dumps, exports, base backups and WAL, in the repository that they go to.
    pub(super) fn stored(
        &self,
        name: &str,
        resource: &Resource,
        protection: &Protection,
    ) -> Mechanism {
        let (kind, stored, lag) = match &protection.kind {
            ProtectionKind::Export(stored) => (MechanismKind::Export, stored, None),
            ProtectionKind::Dump(stored) => (MechanismKind::Dump, stored, None),
            ProtectionKind::BaseBackup(stored) => (MechanismKind::BaseBackup, stored, None),
            ProtectionKind::WalArchiving { stored, archive_timeout, .. } => {
                let bound = archive_timeout.as_ref().map(|timeout| timeout.value);
                (MechanismKind::WalArchive, stored, Some(Lag { typical: None, bound }))
            }
            _ => {
                let points = Points::Replica { lag: Lag::default() };
                return self.own(name, protection, MechanismKind::External, points);
            }
        };
        let repository = stored.to.as_ref().and_then(|to| self.policy.repositories.get(&to.value));
        let settings = repository.map(|repository| &repository.settings);
        let fixed = stored.overwrites_last().is_some();
        let limits = settings.map(|s| limits(s, Some(stored), fixed)).unwrap_or_default();
        let points = match lag {
            Some(lag) => Points::Continuous { retention: stored.retention.clone(), lag },
            None => {
                let mut points = scheduled(&stored.timetable, stored.retention.as_ref());
                points.overwrites_last = stored.overwrites_last().cloned();
                points.leaves_versions =
                    settings.is_some_and(|settings| leaves_versions(settings, &points, &limits));
                Points::Scheduled(Box::new(points))
            }
        };
        let rests_on = match kind {
            MechanismKind::WalArchive => bases(resource, stored),
            _ => Vec::new(),
        };
        let reference = (protection.reference.as_str(), name);
        let mechanism = self.mechanism(reference, protection.span, kind, points);
        let mechanism = match repository {
            Some(repository) => self.in_repository(mechanism, repository),
            None => mechanism,
        };
        Mechanism {
            dies_with_source: on_the_same_host(resource, &mechanism.place),
            restorable: restorable(kind, resource, stored, &rests_on),
            limits,
            colder: settings.map(|s| colder(s, Some(stored), true)).unwrap_or_default(),
            rests_on,
            ..mechanism
        }
    }

    /// What a repository gives to whatever it holds.
    pub(super) fn in_repository(&self, mechanism: Mechanism, repository: &Repository) -> Mechanism {
        let place = self.place_of(repository);
        Mechanism {
            repository: Some(repository.at.key.clone()),
            deletable_by: compliance(repository.settings.object_lock.as_ref())
                .unwrap_or_else(|| owners(repository, &place)),
            key: self.key_of_repository(repository),
            place,
            ..mechanism
        }
    }

    fn key_of_repository(&self, repository: &Repository) -> MechanismKey {
        repository.key.as_ref().map_or(MechanismKey::InPlace, |key| self.key(&key.value))
    }

    /// A bucket lies in its account and its stated Region; a folder where its
    /// host is.
    fn place_of(&self, repository: &Repository) -> Whereabouts {
        let account = repository.account.as_ref().map(|account| account.value.clone());
        let region = repository.region.as_ref().map(|region| region.value.clone());
        match &repository.place {
            RepositoryPlace::Bucket { .. } => Whereabouts {
                account: account.or_else(|| self.here().account),
                region,
                zone: ZoneSpread::Several,
                host: None,
            },
            RepositoryPlace::Folder { host } => {
                let known = host.as_ref().and_then(|host| self.hosts.get(host.as_str()).copied());
                let zone = match &repository.zone {
                    Some(zone) => one_zone(Some(zone)),
                    None => {
                        known.map_or(ZoneSpread::Unknown, |zone| ZoneSpread::One(zone.to_owned()))
                    }
                };
                let of_zone = || repository.zone.as_ref().and_then(region_of_zone);
                Whereabouts {
                    account: account.or_else(|| known.and(self.here().account)),
                    region: region.or_else(of_zone).or_else(|| known.and_then(region_of)),
                    zone,
                    host: host.as_ref().map(|host| host.value.clone()),
                }
            }
        }
    }
}

/// Whoever can delete what a repository holds.
fn owners(repository: &Repository, place: &Whereabouts) -> DeletableBy {
    let owners = match &repository.place {
        RepositoryPlace::Bucket { .. } => administrators(place),
        RepositoryPlace::Folder { .. } => on_host(place),
    };
    let named = repository.deletable_by.iter().cloned().map(Party::Named);
    match owners {
        DeletableBy::Parties(parties) => {
            DeletableBy::Parties(parties.into_iter().chain(named).collect())
        }
        DeletableBy::Unknown | DeletableBy::Nobody { .. } => owners,
    }
}

/// A compliance default retention: nobody deletes a locked version (S3 guide,
/// "Object Lock").
fn compliance(lock: Option<&ObjectLock>) -> Option<DeletableBy> {
    let lock = lock.filter(|lock| !lock.planned)?;
    let compliance = lock.mode.is_some_and(|mode| mode.value == LockMode::Compliance);
    // Without a default retention no version is locked by itself.
    let until = lock.retention.as_ref().filter(|_| compliance)?.value.clone();
    Some(DeletableBy::Nobody { lock: lock.span, cooling_off: None, until: Some(until) })
}

/// Superseded versions, for as long as the shortest rule leaves them; for ever
/// without a rule.
fn superseded(settings: &BucketSettings, span: crate::source::Span) -> Points {
    let rules = settings.lifecycle.iter().flatten().filter(|rule| !rule.planned);
    let noncurrent = rules.filter_map(|rule| rule.noncurrent.as_ref());
    let shortest = noncurrent
        .filter_map(|versions| Some((versions.value.expire_after.as_ref()?, versions)))
        .min_by_key(|(after, _)| after.value.least);
    match shortest {
        Some((after, versions)) => Points::OnChange {
            retention: Some(after.with(Retention::For(after.value.clone()))),
            keep_newest: versions.value.keep_newest,
        },
        None => Points::OnChange {
            retention: Some(Spanned::new(Retention::Forever, span)),
            keep_newest: None,
        },
    }
}

/// The rules that may act on what is stored: those without a prefix, and those
/// whose prefix begins its names or begins with them.
fn acting<'s>(
    settings: &'s BucketSettings,
    stored: Option<&'s Stored>,
) -> impl Iterator<Item = &'s LifecycleRule> {
    let names = stored.and_then(|stored| stored.prefix.as_ref().or(stored.object.as_ref()));
    let acts = move |rule: &&LifecycleRule| {
        let prefix = rule.filter.as_ref().and_then(|filter| filter.value.prefix.as_ref());
        match (prefix, names) {
            (Some(prefix), Some(names)) => {
                let (prefix, names) = (prefix.as_str(), literal(names));
                prefix.starts_with(names) || names.starts_with(prefix)
            }
            (None, _) | (_, None) => true,
        }
    };
    settings.lifecycle.iter().flatten().filter(|rule| !rule.planned).filter(acts)
}

/// The part of a name before anything that changes with the date.
fn literal(name: &Text) -> &str {
    name.as_str().split('%').next().unwrap_or_default()
}

/// The rules that delete what is stored. One whose name is `fixed` is, where
/// versions are kept, superseded by the next: then only rules about versions do.
pub(super) fn limits(
    settings: &BucketSettings,
    stored: Option<&Stored>,
    fixed: bool,
) -> Vec<Limit> {
    let superseded = fixed && keeps_versions(settings);
    let expiring = acting(settings, stored).filter_map(|rule| {
        let after = match superseded {
            true => rule.noncurrent.as_ref()?.value.expire_after.as_ref()?,
            false => rule.current.as_ref()?.value.expire_after.as_ref()?,
        };
        Some(Limit { path: rule.path.clone(), span: after.span, after: after.value.clone() })
    });
    expiring.collect()
}

fn keeps_versions(settings: &BucketSettings) -> bool {
    settings.versioning.as_ref().is_some_and(|state| state.value == Versioning::Enabled)
}

/// True if what the next run overwrites stays as a version, and how long is said.
pub(super) fn leaves_versions(
    settings: &BucketSettings,
    points: &Scheduled,
    limits: &[Limit],
) -> bool {
    keeps_versions(settings) && (points.retention.is_some() || !limits.is_empty())
}

/// Where older objects wait longer: transitions of current or of superseded
/// versions.
pub(super) fn colder(
    settings: &BucketSettings,
    stored: Option<&Stored>,
    current: bool,
) -> Vec<Colder> {
    let transitions = acting(settings, stored).flat_map(|rule| {
        let of_current = rule.current.as_ref().map(|versions| &versions.value.transitions);
        let of_superseded = rule.noncurrent.as_ref().map(|versions| &versions.value.transitions);
        if current { of_current } else { of_superseded }.into_iter().flatten()
    });
    let colder = transitions.filter_map(|transition| {
        let after = transition.after.clone()?;
        Some(Colder { after, storage_class: Some(transition.storage_class.clone()) })
    });
    colder.collect()
}

/// The base backups that the archive can be replayed on: those of its tool, as
/// far as tools are stated.
fn bases(resource: &Resource, archive: &Stored) -> Vec<SharedText> {
    let fits = |base: &Stored| match (&base.tool, &archive.tool) {
        (Some(base), Some(archive)) => base.value == archive.value,
        (None, _) | (_, None) => true,
    };
    let bases = resource.protections.iter().filter(|protection| match &protection.kind {
        ProtectionKind::BaseBackup(base) => fits(base),
        _ => false,
    });
    bases.map(|protection| (&protection.reference).into()).collect()
}

fn restorable(
    kind: MechanismKind,
    resource: &Resource,
    stored: &Stored,
    rests_on: &[SharedText],
) -> Restorable {
    let stated = stored.restorable.is_some_and(|flag| flag.value);
    let database = matches!(resource.native, Native::Database(_));
    match kind {
        MechanismKind::Export if database && !RDS_EXPORT_RESTORES.value => Restorable::No(EXPORT),
        MechanismKind::Export if !stated => Restorable::No(NOT_STATED),
        MechanismKind::WalArchive if rests_on.is_empty() => Restorable::No(NO_BASE),
        _ => Restorable::Yes,
    }
}

/// What lies on the host of the resource goes with it.
fn on_the_same_host(resource: &Resource, place: &Whereabouts) -> DiesWithSource {
    let host = resource.host.as_ref().and_then(|host| host.name.as_ref());
    match (host, &place.host) {
        (Some(own), Some(there)) if own.value == *there => DiesWithSource::Yes,
        _ => DiesWithSource::No,
    }
}
