//! The policy of one environment: overlays laid, defaults filled, leaves
//! parsed, references followed, spans kept.
//!
//! Invariants: nothing here fails (what cannot be read is a finding and is
//! absent), nothing depends on another environment, and no limit of AWS is
//! judged: that is for `check`.

mod bucket;
mod context;
mod cut;
mod environment;
mod names;
mod native;
mod plan;
mod resource;
pub mod rules;
mod schedule;
mod vault;

pub use bucket::{
    BucketSettings, CurrentVersions, LifecycleFilter, LifecycleRule, NoncurrentVersions,
    ObjectLock, Replication, Repository, RepositoryPlace, Transition,
};
pub use context::At;
pub use environment::{Environment, Policy, Resolved, environment_names, resolve};
pub use names::{AWS_NAME_SEPARATOR, default_aws_name};
pub use native::{
    AutomatedBackupReplication, AutomatedBackups, CacheNative, DatabaseNative, DynamodbNative,
    Native, OnDelete, ReadReplica,
};
pub use plan::{Copy, Plan, RestoreTesting, Tier, Window};
pub use resource::{AnyOf, Condition, ConditionKind, Resource, Selection};
pub use vault::{
    AccountSettings, Key, KeySource, Lock, Notifications, Role, RoleSource, SpannedTags, Vault,
};
