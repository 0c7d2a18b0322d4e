//! Restore testing plans and their selections.

use std::collections::BTreeMap;

use super::{RoleRef, Tags};

/// A restore testing plan. Field names as in `RestoreTestingPlanForCreate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreTestingPlan {
    /// `cron(...)` in AWS's dialect.
    pub schedule_expression: String,
    /// IANA zone; `Etc/UTC` for UTC.
    pub schedule_expression_timezone: String,
    /// How late a test may start, in hours.
    pub start_window_hours: u32,
    /// Newest or random point of the window.
    pub algorithm: TestedPoints,
    /// Vault ARNs the points are taken from, sorted; `*` for all.
    pub include_vaults: Vec<String>,
    /// Kinds of recovery points tested.
    pub recovery_point_types: Vec<TestedPointType>,
    /// Age of the oldest point that may be picked, in days.
    pub selection_window_days: u32,
    /// Tags of the plan.
    pub tags: Tags,
    /// Selections by name.
    pub selections: BTreeMap<String, RestoreTestingSelection>,
}

/// Which point of the window is restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestedPoints {
    /// `LATEST_WITHIN_WINDOW`
    Latest,
    /// `RANDOM_WITHIN_WINDOW`
    Random,
}

/// Kinds of recovery points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestedPointType {
    /// `CONTINUOUS`
    Continuous,
    /// `SNAPSHOT`
    Snapshot,
}

/// A restore testing selection. Field names as in `RestoreTestingSelectionForCreate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreTestingSelection {
    /// AWS's name of the resource type, such as `DynamoDB`.
    pub protected_resource_type: String,
    /// ARNs, sorted, or `*`.
    pub protected_resource_arns: Vec<String>,
    /// Role that restores.
    pub iam_role: RoleRef,
    /// How long a restored resource is kept for validation, in hours.
    pub validation_window_hours: u32,
}
