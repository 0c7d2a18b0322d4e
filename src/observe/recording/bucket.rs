//! Buckets, written down.

use super::backup::Flag;
use super::form::{Form, Map, form, words};
use super::identity::{Key, Role};
use crate::resources::{
    Bucket, BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentExpiration,
    NoncurrentTransition, ObjectLock, ObjectLockMode, ReplicationRule, Setting, SmallObjects,
    Transition, Versioning,
};

/// A setting of a bucket. Whose it is, is the policy's to say, not the account's.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(super) struct Seen<F>(F);

impl<F: Form> Form for Seen<F> {
    type Of = Setting<F::Of>;

    fn of(of: &Self::Of) -> Self {
        let Setting { value, ownership: _ } = of;
        Self(F::of(value))
    }

    fn back(self) -> Result<Self::Of, String> {
        Ok(Setting::asserted(self.0.back()?))
    }
}

form! {
    /// An S3 bucket.
    struct RecordedBucket of Bucket {
    } optional {
        /// The source was made by the policy; never so in what AWS shows.
        created: Flag,
        /// Tags without those that AWS makes.
        tags: Map<String>,
        /// All four settings against public access are on.
        block_public_access: Flag,
        /// Key of the default encryption.
        encryption_key: Option<Key>,
        /// Roles of other accounts that may replicate into it.
        replicated_from: Vec<Role>,
        /// Versioning, if it was ever switched on.
        versioning: Option<Seen<RecordedVersioning>>,
        /// The lifecycle configuration.
        lifecycle: Option<RecordedBucketLifecycle>,
        /// Default retention of Object Lock.
        object_lock: Option<Seen<RecordedObjectLock>>,
        /// Rules of replication.
        replication: Option<Seen<Vec<RecordedReplication>>>,
        /// The role that replicates.
        replication_role: Option<Role>,
    }
}

words! {
    /// States of versioning.
    enum RecordedVersioning of Versioning {
        /// On.
        Enabled = "Enabled",
        /// Off again.
        Suspended = "Suspended",
    }
}

form! {
    /// A lifecycle configuration.
    struct RecordedBucketLifecycle of BucketLifecycle {
        /// Rules, by id.
        rules: Vec<RecordedLifecycleRule>,
        /// What happens to objects under 128 KB.
        transition_default_minimum_object_size: RecordedSmallObjects,
    } optional {
    }
}

words! {
    /// Values of `TransitionDefaultMinimumObjectSize`.
    enum RecordedSmallObjects of SmallObjects {
        /// They stay.
        AllStorageClasses128K = "all_storage_classes_128K",
        /// They move to the Glacier classes.
        VariesByStorageClass = "varies_by_storage_class",
    }
}

form! {
    /// A lifecycle rule that is enabled.
    struct RecordedLifecycleRule of LifecycleRule {
        /// Its id.
        #[serde(rename = "ID")]
        id: String,
    } optional {
        /// Which objects it acts on; left out for the whole bucket.
        filter: RecordedFilter,
        /// Transitions of current versions.
        transitions: Vec<RecordedTransition>,
        /// Age in days at which current versions expire.
        expiration_days: Option<u32>,
        /// Removes delete markers with nothing behind them.
        expired_object_delete_marker: Flag,
        /// Transitions of noncurrent versions.
        #[serde(rename = "NoncurrentVersionTransitions")]
        noncurrent_transitions: Vec<RecordedNoncurrentTransition>,
        /// Expiration of noncurrent versions.
        #[serde(rename = "NoncurrentVersionExpiration")]
        noncurrent_expiration: Option<RecordedNoncurrentExpiration>,
        /// Days after which incomplete uploads are aborted.
        abort_incomplete_multipart_upload_days: Option<u32>,
    }
}

/// Which objects a rule acts on: all members must match.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "PascalCase", default)]
pub(super) struct RecordedFilter {
    /// Beginning of the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    /// Tags of the object.
    #[serde(skip_serializing_if = "Form::is_absent")]
    tags: Map<String>,
    /// Bytes that it must exceed.
    #[serde(skip_serializing_if = "Option::is_none")]
    object_size_greater_than: Option<u64>,
    /// Bytes that it must stay under.
    #[serde(skip_serializing_if = "Option::is_none")]
    object_size_less_than: Option<u64>,
}

impl Form for RecordedFilter {
    type Of = LifecycleFilter;

    fn of(of: &LifecycleFilter) -> Self {
        let LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than } = of;
        Self {
            prefix: prefix.clone(),
            tags: Form::of(tags),
            object_size_greater_than: *object_size_greater_than,
            object_size_less_than: *object_size_less_than,
        }
    }

    fn back(self) -> Result<LifecycleFilter, String> {
        let Self { prefix, tags, object_size_greater_than, object_size_less_than } = self;
        let tags = tags.back()?;
        Ok(LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than })
    }

    fn is_absent(&self) -> bool {
        let Self { prefix, tags, object_size_greater_than, object_size_less_than } = self;
        prefix.is_none()
            && tags.is_absent()
            && object_size_greater_than.is_none()
            && object_size_less_than.is_none()
    }
}

form! {
    /// A transition of current versions.
    struct RecordedTransition of Transition {
        /// Age in days.
        days: u32,
        /// S3's name of the class.
        storage_class: String,
    } optional {
    }
}

form! {
    /// A transition of noncurrent versions.
    struct RecordedNoncurrentTransition of NoncurrentTransition {
        /// Days since the version was superseded.
        noncurrent_days: u32,
        /// S3's name of the class.
        storage_class: String,
    } optional {
        /// Newest noncurrent versions that stay.
        newer_noncurrent_versions: Option<u32>,
    }
}

form! {
    /// Expiration of noncurrent versions.
    struct RecordedNoncurrentExpiration of NoncurrentExpiration {
        /// Days since the version was superseded.
        noncurrent_days: u32,
    } optional {
        /// Newest noncurrent versions that stay.
        newer_noncurrent_versions: Option<u32>,
    }
}

form! {
    /// Default retention of Object Lock.
    struct RecordedObjectLock of ObjectLock {
        /// Its mode.
        mode: RecordedObjectLockMode,
        /// Retention in days.
        days: u32,
    } optional {
    }
}

words! {
    /// Modes of Object Lock.
    enum RecordedObjectLockMode of ObjectLockMode {
        /// With permission it can be loosened.
        Governance = "GOVERNANCE",
        /// Nobody can loosen it.
        Compliance = "COMPLIANCE",
    }
}

form! {
    /// A rule of replication that is enabled and of the whole bucket.
    struct RecordedReplication of ReplicationRule {
        /// Its id.
        #[serde(rename = "ID")]
        id: String,
        /// Its priority.
        priority: u32,
        /// Name of the bucket that replicas land in.
        destination_bucket: String,
        /// Partition of that bucket.
        partition: String,
    } optional {
        /// Account of that bucket if it is another one.
        destination_account: Option<String>,
        /// Replication Time Control.
        time_control: Flag,
        /// Replicates delete markers.
        delete_markers: Flag,
        /// Key of the replicas.
        replica_key: Option<Key>,
        /// Class of the replicas; left out for the source's.
        storage_class: Option<String>,
    }
}
