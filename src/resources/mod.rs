//! The waist: the AWS settings we want or saw, in the words of AWS.
//!
//! Everything a target renders and everything drift compares is one value of
//! [`Resources`]. Invariants: no YAML, no template text, no SDK type, no span
//! and no name of the policy's own keys; what only this project knows about a
//! setting (its key, its place in the file) travels beside it in
//! [`Lowered`].

mod bucket;
mod count;
pub mod iam;
mod identity;
mod lower;
mod native;
mod normalise;
mod plan;
mod restore_testing;
pub mod rules;
mod selection;
mod vault;

use std::collections::{BTreeMap, BTreeSet};

pub use crate::place::{Place, bucket_arn};
pub use bucket::{
    Bucket, BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentExpiration,
    NoncurrentTransition, ObjectLock, ObjectLockMode, ReplicationRule, SmallObjects, Transition,
    Versioning,
};
pub use count::{Counts, count};
pub use identity::{IamRole, InlinePolicy, KeyRef, KmsKey, RoleRef};
pub use lower::{OWN_TAGS, absorbs, identifier_arns, lower};
pub use native::{
    AccountSettings, AutomatedBackups, CacheGroup, DbCluster, DbInstance, ReadReplica,
    ReplicatedBackups, Table,
};
pub use normalise::normalise;
pub use plan::{AdvancedBackupSetting, BackupPlan, BackupRule, CopyAction, Lifecycle};
pub use restore_testing::{
    RestoreTestingPlan, RestoreTestingSelection, TestedPointType, TestedPoints,
};
pub use selection::{BackupSelection, Condition, ConditionOperator, TagEquals};
pub use vault::{BackupVault, Notifications, VaultAccess, VaultKind, VaultLock, VaultRef};

/// Tags of one AWS resource, by key.
pub type Tags = BTreeMap<String, String>;

/// The settings of one environment of one policy, by place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resources {
    /// Settings per account and Region, in the order of [`Place`].
    pub places: BTreeMap<Place, Settings>,
}

/// The settings that live in one account and Region, by their AWS names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Backup vaults, air-gapped ones included, by vault name.
    pub vaults: BTreeMap<String, BackupVault>,
    /// Backup plans by plan name.
    pub plans: BTreeMap<String, BackupPlan>,
    /// Backup selections by plan name and selection name.
    pub selections: BTreeMap<(String, String), BackupSelection>,
    /// Restore testing plans by name.
    pub restore_testing_plans: BTreeMap<String, RestoreTestingPlan>,
    /// KMS keys created by the policy, by alias name without `alias/`.
    pub keys: BTreeMap<String, KmsKey>,
    /// IAM roles created by the policy, by role name.
    pub roles: BTreeMap<String, IamRole>,
    /// S3 buckets with a setting that the policy owns or asserts, by name.
    pub buckets: BTreeMap<String, Bucket>,
    /// RDS database instances by identifier.
    pub db_instances: BTreeMap<String, DbInstance>,
    /// Aurora, RDS Multi-AZ, DocumentDB and Neptune clusters by identifier.
    pub db_clusters: BTreeMap<String, DbCluster>,
    /// DynamoDB tables by name.
    pub tables: BTreeMap<String, Table>,
    /// ElastiCache replication groups by identifier.
    pub cache_groups: BTreeMap<String, CacheGroup>,
    /// AWS Backup's own settings of the account in this Region.
    pub account: Option<AccountSettings>,
}

/// Whether a setting is ours to write or belongs to other code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ownership {
    /// Becomes part of an artifact.
    Rendered,
    /// Compared with the live account, never written.
    Asserted,
}

/// One setting together with whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting<T> {
    /// The wanted or observed value.
    pub value: T,
    /// Whether it is rendered or asserted.
    pub ownership: Ownership,
}

impl<T> Setting<T> {
    /// A setting that becomes part of an artifact.
    pub const fn rendered(value: T) -> Self {
        Self { value, ownership: Ownership::Rendered }
    }

    /// A setting that is compared and never written.
    pub const fn asserted(value: T) -> Self {
        Self { value, ownership: Ownership::Asserted }
    }

    /// The value if it is ours to write.
    pub fn if_rendered(&self) -> Option<&T> {
        match self.ownership {
            Ownership::Rendered => Some(&self.value),
            Ownership::Asserted => None,
        }
    }
}

/// Identity of one resource within an environment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceId {
    /// Where it lives.
    pub place: Place,
    /// What it is.
    pub kind: ResourceKind,
    /// Its AWS name; a selection's is `<plan name>/<selection name>`.
    pub name: String,
}

/// The kinds of resources that the policy knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourceKind {
    /// KMS key.
    Key,
    /// IAM role.
    Role,
    /// Backup vault, air-gapped or not.
    Vault,
    /// Backup plan.
    Plan,
    /// Backup selection.
    Selection,
    /// Restore testing plan with its selections.
    RestoreTestingPlan,
    /// S3 bucket.
    Bucket,
    /// RDS database instance.
    DbInstance,
    /// Database cluster.
    DbCluster,
    /// DynamoDB table.
    Table,
    /// ElastiCache replication group.
    CacheGroup,
    /// AWS Backup's settings of an account and Region.
    Account,
}

impl ResourceKind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Key,
        Self::Role,
        Self::Vault,
        Self::Plan,
        Self::Selection,
        Self::RestoreTestingPlan,
        Self::Bucket,
        Self::DbInstance,
        Self::DbCluster,
        Self::Table,
        Self::CacheGroup,
        Self::Account,
    ];

    /// The noun of reports, such as `vault`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Role => "role",
            Self::Vault => "vault",
            Self::Plan => "plan",
            Self::Selection => "selection",
            Self::RestoreTestingPlan => "restore testing plan",
            Self::Bucket => "bucket",
            Self::DbInstance => "database instance",
            Self::DbCluster => "database cluster",
            Self::Table => "table",
            Self::CacheGroup => "replication group",
            Self::Account => "account",
        }
    }

    /// The word of JSON, such as `restore_testing_plan`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Role => "role",
            Self::Vault => "vault",
            Self::Plan => "plan",
            Self::Selection => "selection",
            Self::RestoreTestingPlan => "restore_testing_plan",
            Self::Bucket => "bucket",
            Self::DbInstance => "db_instance",
            Self::DbCluster => "db_cluster",
            Self::Table => "table",
            Self::CacheGroup => "cache_group",
            Self::Account => "account",
        }
    }
}

/// What the policy calls a resource; the identity of generated code.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The key in the policy; `<plan>/<resource>` for a selection,
    /// `<plan>/<tier>` for the plan of a tier with `separate_plan`.
    pub key: String,
    /// Former keys, oldest first (`was:`).
    pub was: Vec<String>,
    /// Path in the policy that asks for it, such as `vaults.dr`.
    pub origin: String,
    /// Referenced and compared, but created by other code (`existing: true`).
    pub existing: bool,
}

/// A change that AWS will not let anyone take back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Irreversible {
    /// The resource it happens to.
    pub resource: ResourceId,
    /// What becomes permanent and when, as one sentence without a period.
    pub effect: String,
    /// The agreement that the policy states (`irreversible:`), if it must.
    pub agreed: Option<String>,
}

/// The outcome of lowering one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lowered {
    /// Name of the policy.
    pub policy: String,
    /// Name of the environment.
    pub environment: String,
    /// Account and Region of the environment itself.
    pub home: Option<Place>,
    /// The settings, by place.
    pub resources: Resources,
    /// What the policy calls each resource.
    pub labels: BTreeMap<ResourceId, Label>,
    /// ARNs of what plans protect, as far as it is named: their recovery points
    /// may be in any place.
    pub protected: BTreeSet<String>,
    /// Irreversible effects, in the order of their resources.
    pub irreversible: Vec<Irreversible>,
}

impl Lowered {
    /// The policy's name for a resource, if it has one.
    pub fn label(&self, place: &Place, kind: ResourceKind, name: &str) -> Option<&Label> {
        self.labels.get(&ResourceId { place: place.clone(), kind, name: name.to_owned() })
    }

    /// Whether other code creates the resource (`existing: true`).
    pub fn is_existing(&self, place: &Place, kind: ResourceKind, name: &str) -> bool {
        self.label(place, kind, name).is_some_and(|label| label.existing)
    }
}
