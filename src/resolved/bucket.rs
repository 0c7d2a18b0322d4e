//! Buckets and repositories: versioning, lifecycle, Object Lock, replication.

use std::collections::BTreeMap;

use crate::document::{self, LockMode, Managed, SmallObjects, Versioning};
use crate::place::Place;
use crate::source::{Map, Span, Spanned, Text};
use crate::units::{Bytes, CalendarDays};

use super::context::{At, Context, at, is_on};
use super::cut::belongs;
use super::repository::RepositoryCopy;
use super::times::Times;
use super::vault::{Key, SpannedTags};

/// The settings of a bucket, of a resource or a repository.
#[derive(Debug, Clone, Default)]
pub struct BucketSettings {
    /// The policy creates the bucket.
    pub create: Option<Span>,
    /// Settings that the policy takes over.
    pub manage: Vec<Spanned<Managed>>,
    /// Versioning.
    pub versioning: Option<Spanned<Versioning>>,
    /// Object Lock.
    pub object_lock: Option<ObjectLock>,
    /// What happens to small objects.
    pub small_objects: Option<Spanned<SmallObjects>>,
    /// The whole lifecycle configuration, if the policy owns it.
    pub lifecycle: Option<Vec<LifecycleRule>>,
    /// Replication to repositories.
    pub replication: Vec<Replication>,
    /// Tags of a created bucket.
    pub tags: SpannedTags,
}

impl BucketSettings {
    /// True if the policy writes this setting rather than asserts it.
    pub fn manages(&self, setting: Managed) -> bool {
        self.create.is_some() || self.manage.iter().any(|managed| managed.value == setting)
    }
}

/// Default retention of Object Lock.
#[derive(Debug, Clone)]
pub struct ObjectLock {
    /// The whole setting.
    pub span: Span,
    /// Governance or compliance.
    pub mode: Option<Spanned<LockMode>>,
    /// How long each new version is locked.
    pub retention: Option<Spanned<CalendarDays>>,
    /// Who agreed that it is permanent.
    pub irreversible: Option<Text>,
    /// Written, but switched off.
    pub planned: bool,
}

/// One lifecycle rule.
#[derive(Debug, Clone)]
pub struct LifecycleRule {
    /// Path of the rule.
    pub path: String,
    /// The whole rule.
    pub span: Span,
    /// Its name, which is its id in S3.
    pub name: Text,
    /// Which objects.
    pub filter: Option<Spanned<LifecycleFilter>>,
    /// Current versions.
    pub current: Option<Spanned<CurrentVersions>>,
    /// Superseded versions.
    pub noncurrent: Option<Spanned<NoncurrentVersions>>,
    /// Age at which unfinished uploads are dropped.
    pub abort_incomplete_uploads_after: Option<Spanned<CalendarDays>>,
    /// Written, but switched off.
    pub planned: bool,
}

/// Which objects a rule acts on.
#[derive(Debug, Clone, Default)]
pub struct LifecycleFilter {
    /// Literal beginning of the key.
    pub prefix: Option<Text>,
    /// Tags that must all match.
    pub tags: SpannedTags,
    /// Size that the object must exceed.
    pub larger_than: Option<Spanned<Bytes>>,
    /// Size that the object must stay under.
    pub smaller_than: Option<Spanned<Bytes>>,
}

/// Transitions and expiration of current versions.
#[derive(Debug, Clone, Default)]
pub struct CurrentVersions {
    /// In the order of the file.
    pub transitions: Vec<Transition>,
    /// Age at which the object expires.
    pub expire_after: Option<Spanned<CalendarDays>>,
    /// Removes delete markers with nothing behind them.
    pub remove_expired_delete_markers: Option<Spanned<bool>>,
}

/// Transitions and expiration of superseded versions.
#[derive(Debug, Clone, Default)]
pub struct NoncurrentVersions {
    /// Newest versions that stay.
    pub keep_newest: Option<Spanned<u32>>,
    /// In the order of the file.
    pub transitions: Vec<Transition>,
    /// Days since superseded at which a version is deleted.
    pub expire_after: Option<Spanned<CalendarDays>>,
}

/// A move to another storage class.
#[derive(Debug, Clone)]
pub struct Transition {
    /// The whole transition.
    pub span: Span,
    /// S3's name of the class.
    pub storage_class: Text,
    /// The age.
    pub after: Option<Spanned<CalendarDays>>,
}

/// Replication to a repository.
#[derive(Debug, Clone)]
pub struct Replication {
    /// Path of the replication.
    pub path: String,
    /// The whole replication.
    pub span: Span,
    /// Destination, a name under `repositories`.
    pub to: Text,
    /// S3 Replication Time Control.
    pub time_control: Option<Spanned<bool>>,
    /// Replicates delete markers.
    pub delete_markers: Option<Spanned<bool>>,
    /// How older objects get there.
    pub existing_objects: Option<Spanned<document::ExistingObjects>>,
    /// Key of the replicas, a name under `keys`.
    pub key: Option<Text>,
    /// Class of the replicas.
    pub storage_class: Option<Text>,
    /// How long an object takes to get there, and a restore from there.
    pub times: Times,
    /// Written, but switched off.
    pub planned: bool,
}

/// A place that holds backups.
#[derive(Debug, Clone)]
pub struct Repository {
    /// Where it stands.
    pub at: At,
    /// Bucket or folder.
    pub place: RepositoryPlace,
    /// Settings of a bucket.
    pub settings: BucketSettings,
    /// Key of the bucket, a name under `keys`.
    pub key: Option<Text>,
    /// Id of its own account, if stated.
    pub account: Option<Spanned<String>>,
    /// Its own Region, if stated.
    pub region: Option<Spanned<String>>,
    /// Availability Zone of its host, if stated.
    pub zone: Option<Text>,
    /// Jobs that copy it elsewhere.
    pub copies: Vec<RepositoryCopy>,
    /// Who can delete what it holds, beside the account's administrators.
    pub deletable_by: Vec<Text>,
}

/// What a repository is.
#[derive(Debug, Clone)]
pub enum RepositoryPlace {
    /// A bucket, with its account and Region as far as they are known.
    Bucket {
        /// Its name.
        name: Spanned<String>,
        /// Its own account, if stated.
        account: Option<Spanned<String>>,
        /// Its own Region, if stated.
        region: Option<Spanned<String>>,
        /// Where it is, if account and Region are known.
        place: Option<Place>,
    },
    /// A folder on a host, or nothing that is known.
    Folder {
        /// The host.
        host: Option<Text>,
    },
}

/// The written settings of a bucket, from a resource or a repository.
pub(super) struct WrittenBucket<'a> {
    pub(super) create: Option<&'a Spanned<bool>>,
    pub(super) manage: &'a [Spanned<Managed>],
    pub(super) versioning: Option<&'a Spanned<Versioning>>,
    pub(super) object_lock: Option<&'a Spanned<document::ObjectLock>>,
    pub(super) small_objects: Option<&'a Spanned<SmallObjects>>,
    pub(super) lifecycle: Option<&'a Vec<Spanned<document::LifecycleRule>>>,
    pub(super) replication: &'a [Spanned<document::Replication>],
    pub(super) tags: &'a Map<document::TagValueText>,
}

/// What buckets refer to.
pub(super) struct BucketAround<'a> {
    pub(super) keys: &'a BTreeMap<String, Key>,
    /// Names of the repositories of this environment.
    pub(super) repositories: &'a BTreeMap<String, ()>,
}

impl Context<'_> {
    pub(super) fn bucket(
        &mut self,
        written: &WrittenBucket<'_>,
        path: &str,
        around: &BucketAround<'_>,
    ) -> BucketSettings {
        let lifecycle = written.lifecycle.map(|rules| {
            let environment = self.placeholders.environment.clone();
            let rules = rules.iter().enumerate();
            let ours = rules.filter(|(_, rule)| belongs(rule.value.only.as_ref(), &environment));
            ours.map(|(index, rule)| {
                self.lifecycle_rule(rule, &format!("{path}.lifecycle[{index}]"))
            })
            .collect()
        });
        let mut replication = Vec::new();
        for (index, rule) in written.replication.iter().enumerate() {
            replication.extend(self.replication(
                rule,
                &format!("{path}.replication[{index}]"),
                around,
            ));
        }
        BucketSettings {
            create: written.create.filter(|flag| flag.value).map(|flag| flag.span),
            manage: written.manage.to_vec(),
            versioning: written.versioning.copied(),
            object_lock: written.object_lock.map(|lock| self.object_lock(lock, path)),
            small_objects: written.small_objects.copied(),
            lifecycle,
            replication,
            tags: self.tags(written.tags, path),
        }
    }

    fn object_lock(&mut self, lock: &Spanned<document::ObjectLock>, path: &str) -> ObjectLock {
        let document::ObjectLock { mode, retention, irreversible, planned } = &lock.value;
        ObjectLock {
            span: lock.span,
            mode: *mode,
            retention: self.parse(
                retention.as_deref(),
                &format!("{path}.object_lock"),
                CalendarDays::parse,
            ),
            irreversible: irreversible.as_ref().map(|words| words.0.clone()),
            planned: is_on(planned.as_ref()),
        }
    }

    fn lifecycle_rule(
        &mut self,
        rule: &Spanned<document::LifecycleRule>,
        path: &str,
    ) -> LifecycleRule {
        let document::LifecycleRule {
            name,
            filter,
            current,
            noncurrent,
            abort_incomplete_uploads_after,
            planned,
            only: _,
        } = &rule.value;
        LifecycleRule {
            path: path.to_owned(),
            span: rule.span,
            name: name.0.clone(),
            filter: filter.as_ref().map(|filter| filter.with(self.filter(&filter.value, path))),
            current: current.as_ref().map(|current| {
                let document::CurrentVersions {
                    transitions,
                    expire_after,
                    remove_expired_delete_markers,
                } = &current.value;
                current.with(CurrentVersions {
                    transitions: self.transitions(transitions, path),
                    expire_after: self.parse(expire_after.as_deref(), path, CalendarDays::parse),
                    remove_expired_delete_markers: *remove_expired_delete_markers,
                })
            }),
            noncurrent: noncurrent.as_ref().map(|versions| {
                let document::NoncurrentVersions { keep_newest, transitions, expire_after } =
                    &versions.value;
                versions.with(NoncurrentVersions {
                    keep_newest: *keep_newest,
                    transitions: self.transitions(transitions, path),
                    expire_after: self.parse(expire_after.as_deref(), path, CalendarDays::parse),
                })
            }),
            abort_incomplete_uploads_after: self.parse(
                abort_incomplete_uploads_after.as_deref(),
                path,
                CalendarDays::parse,
            ),
            planned: is_on(planned.as_ref()),
        }
    }

    fn filter(&mut self, filter: &document::LifecycleFilter, path: &str) -> LifecycleFilter {
        let document::LifecycleFilter { prefix, tags, larger_than, smaller_than } = filter;
        LifecycleFilter {
            prefix: prefix.as_ref().map(|prefix| self.fill(prefix, path)),
            tags: self.tags(tags, path),
            larger_than: self.parse(larger_than.as_deref(), path, Bytes::parse),
            smaller_than: self.parse(smaller_than.as_deref(), path, Bytes::parse),
        }
    }

    fn transitions(
        &mut self,
        transitions: &[Spanned<document::Transition>],
        path: &str,
    ) -> Vec<Transition> {
        let mut resolved = Vec::new();
        for transition in transitions {
            let document::Transition { storage_class, after } = &transition.value;
            resolved.push(Transition {
                span: transition.span,
                storage_class: storage_class.0.clone(),
                after: self.parse(Some(after), path, CalendarDays::parse),
            });
        }
        resolved
    }

    fn replication(
        &mut self,
        rule: &Spanned<document::Replication>,
        path: &str,
        around: &BucketAround<'_>,
    ) -> Option<Replication> {
        let written = &rule.value;
        if !belongs(written.only.as_ref(), &self.placeholders.environment) {
            return None;
        }
        self.known(&written.to, "repositories", around.repositories, path)?;
        if let Some(key) = &written.key {
            self.known(key, "keys", around.keys, path);
        }
        Some(Replication {
            path: path.to_owned(),
            span: rule.span,
            to: written.to.0.clone(),
            time_control: written.time_control,
            delete_markers: written.delete_markers,
            existing_objects: written.existing_objects,
            key: written
                .key
                .as_ref()
                .filter(|key| around.keys.contains_key(&key.value))
                .map(|key| key.0.clone()),
            storage_class: written.storage_class.as_ref().map(|class| class.0.clone()),
            times: self
                .times([None, written.copy_time.as_ref(), written.restore_time.as_ref()], path),
            planned: is_on(written.planned.as_ref()),
        })
    }

    pub(super) fn repositories(
        &mut self,
        repositories: &Map<document::Repository>,
        around: &BucketAround<'_>,
    ) -> BTreeMap<String, Repository> {
        let mut resolved = BTreeMap::new();
        for (name, repository) in repositories {
            if belongs(repository.only.as_ref(), &self.placeholders.environment) {
                resolved.insert(name.value.clone(), self.repository(name, repository, around));
            }
        }
        resolved
    }

    fn repository(
        &mut self,
        name: &Text,
        repository: &document::Repository,
        around: &BucketAround<'_>,
    ) -> Repository {
        let at = at(name, "repositories", &repository.was);
        let written = WrittenBucket {
            create: repository.create.as_ref(),
            manage: &repository.manage,
            versioning: repository.versioning.as_ref(),
            object_lock: repository.object_lock.as_ref(),
            small_objects: repository.small_objects.as_ref(),
            lifecycle: repository.lifecycle.as_ref(),
            replication: &repository.replication,
            tags: &repository.tags,
        };
        let settings = self.bucket(&written, &at.path, around);
        if let Some(key) = &repository.key {
            self.known(key, "keys", around.keys, &at.path);
        }
        let account =
            repository.account.as_ref().and_then(|account| self.account(account, &at.path));
        let region = repository.region.as_ref().map(|region| self.fill(region, &at.path));
        let copies = self.repository_copies(&repository.copies, &at.path, around.repositories);
        let place = match &repository.bucket {
            None => RepositoryPlace::Folder {
                host: repository.host.as_ref().map(|host| host.0.clone()),
            },
            Some(bucket) => {
                let (account, region) = (account.clone(), region.clone());
                RepositoryPlace::Bucket {
                    name: self.fill(bucket, &at.path),
                    place: self.place(
                        account.as_ref().map(Text::as_str),
                        region.as_ref().map(Text::as_str),
                    ),
                    account,
                    region,
                }
            }
        };
        let key = repository.key.as_ref().filter(|key| around.keys.contains_key(&key.value));
        Repository {
            place,
            settings,
            key: key.map(|key| key.0.clone()),
            account,
            region,
            zone: repository.zone.as_ref().map(|zone| zone.0.clone()),
            copies,
            deletable_by: repository.deletable_by.iter().map(|who| who.0.clone()).collect(),
            at,
        }
    }
}
