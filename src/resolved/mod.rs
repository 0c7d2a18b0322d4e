//! The policy of one environment: overlays laid, defaults filled, leaves
//! parsed, references followed, spans kept.
//!
//! Invariants: nothing here fails (what cannot be read is a finding and is
//! absent), nothing depends on another environment, and no limit of AWS is
//! judged: that is for `check`.

mod all_mechanisms;
mod base;
mod bucket;
mod context;
mod cut;
mod data_class;
mod environment;
mod lint;
mod mechanism;
mod mechanisms;
mod mechanisms_copied;
mod mechanisms_native;
mod mechanisms_plans;
mod mechanisms_stored;
mod names;
mod names_of;
mod native;
mod objective_layers;
mod objective_read;
mod objectives;
mod only;
mod plan;
mod protection;
mod protection_read;
mod protection_stored;
mod reference;
mod replaced;
mod repository;
mod resource;
pub mod rules;
mod scenario;
mod schedule;
mod surroundings;
mod switches;
mod times;
mod vault;

pub use all_mechanisms::Mechanisms;
pub use base::Base;
pub use bucket::{
    BucketSettings, CurrentVersions, LifecycleFilter, LifecycleRule, NoncurrentVersions,
    ObjectLock, Replication, Repository, RepositoryPlace, Transition,
};
pub use context::At;
pub use data_class::{Access, ClassRetention, DataClass};
pub use environment::{Environment, Policy, Resolved, environment_names, resolve};
pub use lint::{Allow, Lint, lint};
pub use mechanism::{
    Colder, DeletableBy, DiesWithSource, Lag, Limit, Mechanism, MechanismKey, MechanismKind, Party,
    Points, Restorable, Scheduled, TierName, Timed, Whereabouts, ZoneSpread,
};
pub use mechanisms::mechanisms;
pub use names::{AWS_NAME_SEPARATOR, default_aws_name};
pub use names_of::SECTIONS;
pub use native::{
    AutomatedBackupReplication, AutomatedBackups, CacheNative, DatabaseNative, DynamodbNative,
    Native, OnDelete, ReadReplica,
};
pub use objectives::{
    DISRUPTIONS, DisruptionObjectives, History, HistoryLength, Objective, Objectives, Origin, Rung,
    disruption_key, disruption_noun,
};
pub use plan::{Copy, Plan, RestoreTesting, Tier, Window};
pub use protection::{Protection, ProtectionKind, StatedPlace, Stored, Timetable};
pub use reference::{Names, Reference, Referent};
pub use replaced::label_replaced;
pub use repository::RepositoryCopy;
pub use resource::{AnyOf, Condition, ConditionKind, Host, Resource, Selection};
pub use scenario::{Restore, Scenario, Step};
pub use surroundings::{Alarm, AlarmCondition, Claim, Deleter, Drill, IgnoreDrift};
pub use switches::switched_on;
pub use times::{TakesPer, Time, TimeFigure, Times};
pub use vault::{
    AccountSettings, Key, KeySource, Lock, Notifications, Role, RoleSource, SpannedTags, Vault,
};
