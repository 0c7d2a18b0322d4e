//! What is true of AWS: const tables, each row with source, date and confidence.
//!
//! Every number, set, pattern or table that AWS chose stands here and nowhere
//! else. A fact says what AWS does; what a policy should do about it is decided
//! elsewhere, so there are no policies here, no I/O and no logic but look-up.
//! A fact of low confidence must never become a hard error.

pub mod audit_manager;
pub mod backup_plan;
pub mod cloudformation;
pub mod copies;
pub mod defaults;
mod fact;
pub mod iam;
pub mod kms;
pub mod native;
pub mod not_supported;
pub mod quotas;
pub mod recovery_times;
pub mod region_gaps;
pub mod regions;
mod registry;
pub mod resource_types;
pub mod restore_testing;
pub mod s3_bucket;
pub mod s3_classes;
pub mod s3_lifecycle;
pub mod s3_replication;
pub mod selection;
mod sources;
pub mod vault;
pub mod vault_lock;

pub use fact::{AnyFact, Bounds, Confidence, Fact, Listed, Source, TextRule};
pub use regions::{Partition, partition_of, region};
pub use registry::{FACTS, Table, fact, facts};
pub use resource_types::{Cell, Feature, ResourceTypeRow, resource_type};
pub use s3_classes::{StorageClassRow, may_transition, storage_class};

#[cfg(test)]
mod tests;
