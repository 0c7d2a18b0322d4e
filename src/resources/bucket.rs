//! S3 buckets: versioning, lifecycle, replication, Object Lock.

use super::{KeyRef, RoleRef, Setting, Tags};
use crate::units::CalendarDays;

/// The settings of one bucket that the policy states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bucket {
    /// The policy creates the bucket itself.
    pub created: bool,
    /// Tags of a created bucket.
    pub tags: Tags,
    /// All four settings against public access are on; so in a created bucket.
    pub block_public_access: bool,
    /// Default encryption of a created bucket; `None` leaves S3's own key.
    pub encryption_key: Option<KeyRef>,
    /// Roles of other accounts that replicate into a created bucket, sorted.
    ///
    /// Rendered as a bucket policy that lets them write replicas, give them to
    /// the bucket's account, and nothing else.
    pub replicated_from: Vec<RoleRef>,
    /// Versioning state.
    pub versioning: Option<Setting<Versioning>>,
    /// The whole lifecycle configuration: always ours when stated.
    pub lifecycle: Option<BucketLifecycle>,
    /// Default retention of Object Lock.
    pub object_lock: Option<Setting<ObjectLock>>,
    /// Replication rules, with the role that replicates.
    pub replication: Option<Setting<Vec<ReplicationRule>>>,
    /// Role of replication; present when replication is ours to write.
    pub replication_role: Option<RoleRef>,
}

/// Versioning states that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Versioning {
    /// `Enabled`
    Enabled,
    /// `Suspended`
    Suspended,
}

/// A lifecycle configuration with the header that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketLifecycle {
    /// Rules in the order of the policy.
    pub rules: Vec<LifecycleRule>,
    /// What happens to objects under 128 KB that a transition matches.
    pub transition_default_minimum_object_size: SmallObjects,
}

/// Values of `TransitionDefaultMinimumObjectSize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SmallObjects {
    /// `all_storage_classes_128K`: small objects stay where they are.
    AllStorageClasses128K,
    /// `varies_by_storage_class`: small objects move to the Glacier classes.
    VariesByStorageClass,
}

/// One lifecycle rule; always enabled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecycleRule {
    /// `ID` of the rule.
    pub id: String,
    /// Which objects it acts on; empty for the whole bucket.
    pub filter: LifecycleFilter,
    /// Transitions of current versions, by age.
    pub transitions: Vec<Transition>,
    /// Age in days at which current versions expire.
    pub expiration_days: Option<u32>,
    /// Removes delete markers with nothing behind them.
    pub expired_object_delete_marker: bool,
    /// Transitions of noncurrent versions.
    pub noncurrent_transitions: Vec<NoncurrentTransition>,
    /// Expiration of noncurrent versions.
    pub noncurrent_expiration: Option<NoncurrentExpiration>,
    /// Days after which incomplete multipart uploads are aborted.
    pub abort_incomplete_multipart_upload_days: Option<u32>,
}

impl LifecycleRule {
    /// Whether S3 can be asked to remove delete markers: it takes that or an
    /// expiration in days, never both.
    #[must_use]
    pub fn removes_delete_markers(&self) -> bool {
        self.expired_object_delete_marker && self.expiration_days.is_none()
    }
}

/// Which objects a lifecycle rule acts on: all members must match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LifecycleFilter {
    /// Literal beginning of the key.
    pub prefix: Option<String>,
    /// Tags that must all be on the object.
    pub tags: Tags,
    /// Bytes that the object must exceed.
    pub object_size_greater_than: Option<u64>,
    /// Bytes that the object must stay under.
    pub object_size_less_than: Option<u64>,
}

impl LifecycleFilter {
    /// Number of predicates; S3 wants `And` from two on.
    pub fn predicates(&self) -> usize {
        let Self { prefix, tags, object_size_greater_than, object_size_less_than } = self;
        usize::from(prefix.is_some())
            + tags.len()
            + usize::from(object_size_greater_than.is_some())
            + usize::from(object_size_less_than.is_some())
    }
}

/// A transition of current versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transition {
    /// Age in days.
    pub days: u32,
    /// S3's name of the class, such as `GLACIER_IR`.
    pub storage_class: String,
}

/// A transition of noncurrent versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoncurrentTransition {
    /// Days since the version was superseded.
    pub noncurrent_days: u32,
    /// S3's name of the class.
    pub storage_class: String,
    /// Newest noncurrent versions that stay.
    pub newer_noncurrent_versions: Option<u32>,
}

/// Expiration of noncurrent versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoncurrentExpiration {
    /// Days since the version was superseded.
    pub noncurrent_days: u32,
    /// Newest noncurrent versions that stay.
    pub newer_noncurrent_versions: Option<u32>,
}

/// Default retention of Object Lock, in exactly one of days or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectLock {
    /// Governance or compliance.
    pub mode: ObjectLockMode,
    /// Retention in days.
    pub days: u32,
}

impl ObjectLock {
    /// Days of a retention in years, as a policy that says `7y` counts them.
    #[must_use]
    pub fn days_of_years(years: u32) -> Option<u32> {
        CalendarDays::parse(&format!("{years}y")).ok().map(|length| length.most)
    }
}

/// Modes of Object Lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectLockMode {
    /// `GOVERNANCE`
    Governance,
    /// `COMPLIANCE`
    Compliance,
}

/// One replication rule; always enabled, of the whole bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplicationRule {
    /// `ID` of the rule.
    pub id: String,
    /// `Priority`, unique in the bucket.
    pub priority: u32,
    /// Name of the destination bucket.
    pub destination_bucket: String,
    /// Account of the destination if it is another one.
    pub destination_account: Option<String>,
    /// Partition of the destination, for its ARN.
    pub partition: String,
    /// Replicates within 15 minutes (S3 Replication Time Control), with metrics.
    pub time_control: bool,
    /// Replicates delete markers.
    pub delete_markers: bool,
    /// Key that encrypts the replicas; objects under KMS are replicated with it.
    pub replica_key: Option<KeyRef>,
    /// Class of the replicas; `None` keeps the source's.
    pub storage_class: Option<String>,
}
