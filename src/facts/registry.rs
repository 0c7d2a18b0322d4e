//! All tables in one list, so that every fact can be printed and tested.

use super::{AnyFact, backup_plan, regions, resource_types, s3_classes, s3_lifecycle};

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
    &resource_types::TABLE,
    &regions::TABLE,
    &s3_classes::TABLE,
    &s3_lifecycle::TABLE,
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
