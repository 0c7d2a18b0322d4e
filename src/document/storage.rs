//! S3: lifecycle, Object Lock, replication, data classes; and repositories.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    AccountText, AwsNameText, DaysText, ElapsedText, NameText, NoneText, Objectives, PrefixText,
    RegionText, RetentionText, Schedule, SizeText, StorageClassText, TagValueText, TextOr, Time,
    Words,
};
use crate::source::{Map, Spanned};

/// Versioning states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Versioning {
    /// Asserted: every version is kept.
    Enabled,
    /// Asserted: versioning was on once; new objects overwrite.
    Suspended,
    /// Asserted: versioning was never on.
    Never,
}

/// Default retention of Object Lock.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectLock {
    /// Asserted: governance (bypassable) or compliance (by nobody); reported if absent.
    #[serde(default)]
    pub mode: Option<Spanned<super::LockMode>>,
    /// Asserted: how long each new version is locked.
    #[serde(default)]
    pub retention: Option<DaysText>,
    /// Stated: who agreed that a compliance lock can never be shortened.
    #[serde(default)]
    pub irreversible: Option<Words>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
}

/// What happens to objects under 128 KB that a transition matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SmallObjects {
    /// Rendered: they stay (`all_storage_classes_128K`), S3's default.
    Stay,
    /// Rendered: they move to the Glacier classes (`varies_by_storage_class`).
    Move,
}

/// Settings of a bucket that the policy takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Managed {
    /// Rendered: versioning.
    Versioning,
    /// Rendered: replication, with its role.
    Replication,
    /// Rendered: Object Lock.
    ObjectLock,
}

/// One rule of a bucket's lifecycle.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleRule {
    /// Rendered: name, and id in S3.
    pub name: Words,
    /// Rendered: which objects; the whole bucket if absent.
    #[serde(default)]
    pub filter: Option<Spanned<LifecycleFilter>>,
    /// Rendered: what happens to current versions.
    #[serde(default)]
    pub current: Option<Spanned<CurrentVersions>>,
    /// Rendered: what happens to superseded versions.
    #[serde(default)]
    pub noncurrent: Option<Spanned<NoncurrentVersions>>,
    /// Rendered: age at which unfinished uploads are dropped.
    #[serde(default)]
    pub abort_incomplete_uploads_after: Option<DaysText>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// Which objects a rule acts on; all parts must match.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LifecycleFilter {
    /// Rendered: literal beginning of the key.
    #[serde(default)]
    pub prefix: Option<PrefixText>,
    /// Rendered: tags that must all be on the object.
    #[serde(default)]
    pub tags: Map<TagValueText>,
    /// Rendered: size that the object must exceed.
    #[serde(default)]
    pub larger_than: Option<SizeText>,
    /// Rendered: size that the object must stay under.
    #[serde(default)]
    pub smaller_than: Option<SizeText>,
}

/// Transitions and expiration of current versions.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrentVersions {
    /// Rendered: moves to other storage classes.
    #[serde(default)]
    pub transitions: Vec<Spanned<Transition>>,
    /// Rendered: age at which the object expires.
    #[serde(default)]
    pub expire_after: Option<DaysText>,
    /// Rendered: removes delete markers with nothing behind them; no if absent.
    #[serde(default)]
    pub remove_expired_delete_markers: Option<Spanned<bool>>,
}

/// Transitions and expiration of superseded versions.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoncurrentVersions {
    /// Rendered: newest superseded versions that stay whatever their age.
    #[serde(default)]
    pub keep_newest: Option<Spanned<u32>>,
    /// Rendered: moves to other storage classes, by days since superseded.
    #[serde(default)]
    pub transitions: Vec<Spanned<Transition>>,
    /// Rendered: days since superseded at which a version is deleted.
    #[serde(default)]
    pub expire_after: Option<DaysText>,
}

/// A move to another storage class.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Rendered: the class.
    pub storage_class: StorageClassText,
    /// Rendered: the age.
    pub after: DaysText,
}

/// Replication of a bucket to a repository.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replication {
    /// Asserted: destination (a name under `repositories`).
    pub to: NameText,
    /// Asserted: within 15 minutes, by S3 Replication Time Control; no if absent.
    #[serde(default)]
    pub time_control: Option<Spanned<bool>>,
    /// Asserted: deletions are replicated too; no if absent.
    #[serde(default)]
    pub delete_markers: Option<Spanned<bool>>,
    /// Stated: how objects from before the rule get there; they do not if absent.
    #[serde(default)]
    pub existing_objects: Option<Spanned<ExistingObjects>>,
    /// Asserted: key of the replicas (a name under `keys`).
    #[serde(default)]
    pub key: Option<NameText>,
    /// Asserted: storage class of the replicas; the source's if absent.
    #[serde(default)]
    pub storage_class: Option<StorageClassText>,
    /// Stated: how long until an object is there.
    #[serde(default)]
    pub copy_time: Option<Time>,
    /// Stated: how long a restore from the replica takes.
    #[serde(default)]
    pub restore_time: Option<Time>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// How objects from before the replication rule get to the replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExistingObjects {
    /// Stated: by S3 Batch Replication, once.
    Batch,
    /// Stated: they do not.
    Ignored,
}

/// A named part of a resource's data with its own promise.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataClass {
    /// Stated: literal beginning of the keys.
    #[serde(default)]
    pub prefix: Option<PrefixText>,
    /// Stated: tags of the objects.
    #[serde(default)]
    pub tags: Map<TagValueText>,
    /// Stated: tables that hold it, in a database.
    #[serde(default)]
    pub tables: Vec<Words>,
    /// Stated: how long it must be kept.
    #[serde(default)]
    pub retention: Option<Spanned<TextOr<RetentionText, EventRetention>>>,
    /// Stated: nobody may change or delete it before its retention ends; no if absent.
    #[serde(default)]
    pub immutable: Option<Spanned<bool>>,
    /// Stated: how quickly it must be readable, and for how long.
    #[serde(default)]
    pub access: Option<Spanned<Access>>,
    /// Stated: age at which no copy of it may exist any more.
    #[serde(default)]
    pub erase_after: Option<DaysText>,
    /// Stated: objectives of this part of the data.
    #[serde(default)]
    pub objectives: Option<Spanned<TextOr<NoneText, Objectives>>>,
}

/// Retention that begins with an event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventRetention {
    /// Stated: the event.
    pub event: Words,
    /// Stated: how long it is kept after the event.
    #[serde(rename = "then")]
    pub after: RetentionText,
}

/// How quickly data must be readable.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Stated: up to this age.
    #[serde(rename = "for")]
    pub age: DaysText,
    /// Stated: within this time.
    pub within: ElapsedText,
}

/// A place that holds backups without being protected itself.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// Rendered: name of the bucket.
    #[serde(default)]
    pub bucket: Option<AwsNameText>,
    /// Stated: folder on a host.
    #[serde(default)]
    pub path: Option<Words>,
    /// Stated: the host.
    #[serde(default)]
    pub host: Option<Words>,
    /// Stated: Availability Zone of the host; unknown if absent.
    #[serde(default)]
    pub zone: Option<super::AvailabilityZoneText>,
    /// Rendered: account; the environment's if absent.
    #[serde(default)]
    pub account: Option<AccountText>,
    /// Rendered: Region; unknown, and so lost with any Region, if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Rendered: the policy creates the bucket; no if absent.
    #[serde(default)]
    pub create: Option<Spanned<bool>>,
    /// Rendered: settings that the policy takes over.
    #[serde(default)]
    pub manage: Vec<Spanned<Managed>>,
    /// Asserted: versioning; unknown, and so not counted, if absent.
    #[serde(default)]
    pub versioning: Option<Spanned<Versioning>>,
    /// Asserted: default retention of Object Lock.
    #[serde(default)]
    pub object_lock: Option<Spanned<ObjectLock>>,
    /// Asserted: key of the bucket (a name under `keys`).
    #[serde(default)]
    pub key: Option<NameText>,
    /// Rendered: what happens to objects under 128 KB; `stay` if absent.
    #[serde(default)]
    pub small_objects: Option<Spanned<SmallObjects>>,
    /// Rendered: the bucket's whole lifecycle configuration.
    #[serde(default)]
    pub lifecycle: Option<Vec<Spanned<LifecycleRule>>>,
    /// Asserted: replication to other repositories.
    #[serde(default)]
    pub replication: Vec<Spanned<Replication>>,
    /// Stated: jobs that copy it elsewhere.
    #[serde(default)]
    pub copies: Vec<Spanned<RepositoryCopy>>,
    /// Rendered: tags of a created bucket.
    #[serde(default)]
    pub tags: Map<TagValueText>,
    /// Stated: who can delete what it holds.
    #[serde(default)]
    pub deletable_by: Vec<Words>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Rendered: former names of this entry, oldest first, so that it is moved, not replaced.
    #[serde(default)]
    pub was: Vec<NameText>,
}

/// A job that copies a repository elsewhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepositoryCopy {
    /// Stated: destination (a name under `repositories`).
    pub to: NameText,
    /// Stated: when it runs.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Stated: what is deleted at the source is deleted at the destination; assumed if absent.
    #[serde(default)]
    pub propagates_deletes: Option<Spanned<bool>>,
    /// Stated: name of each object; a fixed one overwrites the last.
    #[serde(default)]
    pub object: Option<Words>,
    /// Stated: storage class of the copies; unknown if absent.
    #[serde(default)]
    pub storage_class: Option<StorageClassText>,
    /// Stated: how long the copies are kept.
    #[serde(default)]
    pub retention: Option<RetentionText>,
    /// Stated: program that copies.
    #[serde(default)]
    pub tool: Option<Words>,
    /// Stated: how long a run takes.
    #[serde(default)]
    pub copy_time: Option<Time>,
    /// Stated: how long a restore from the copy takes.
    #[serde(default)]
    pub restore_time: Option<Time>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}
