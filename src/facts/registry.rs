//! All tables in one list, so that every fact can be printed and tested.

use super::{
    AnyFact, audit_manager, backup_plan, cloudformation, copies, defaults, iam, kms, native,
    not_supported, quotas, recovery_times, region_gaps, regions, resource_types, restore_testing,
    s3_bucket, s3_classes, s3_lifecycle, s3_replication, selection, vault, vault_lock,
};

/// The facts about one subject.
#[derive(Debug)]
pub struct Table {
    /// Unique name in kebab-case.
    pub name: &'static str,
    /// Title for a reader.
    pub title: &'static str,
    /// Its facts, in reading order.
    pub facts: &'static [&'static dyn AnyFact],
}

/// Every table, in reading order.
pub static FACTS: &[&Table] = &[
    &backup_plan::TABLE,
    &selection::TABLE,
    &copies::TABLE,
    &vault::TABLE,
    &vault_lock::TABLE,
    &resource_types::TABLE,
    &not_supported::TABLE,
    &regions::TABLE,
    &region_gaps::TABLE,
    &restore_testing::TABLE,
    &audit_manager::TABLE,
    &quotas::TABLE,
    &iam::TABLE,
    &kms::TABLE,
    &s3_lifecycle::TABLE,
    &s3_classes::TABLE,
    &s3_bucket::TABLE,
    &s3_replication::TABLE,
    &native::TABLE,
    &recovery_times::TABLE,
    &cloudformation::TABLE,
    &defaults::TABLE,
];

/// Every fact, in reading order.
pub fn facts() -> impl Iterator<Item = &'static dyn AnyFact> {
    FACTS.iter().flat_map(|table| table.facts.iter().copied())
}

/// The fact with that name.
#[must_use]
pub fn fact(name: &str) -> Option<&'static dyn AnyFact> {
    FACTS.iter().find_map(|table| table.fact(name))
}
