//! Which resources a plan protects.

use super::RoleRef;

/// A backup selection. Field names as in `BackupSelection`.
///
/// AWS's formula: ((resources or tags) and all conditions) minus not-resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSelection {
    /// Role that AWS Backup assumes.
    pub iam_role: RoleRef,
    /// ARNs, sorted.
    pub resources: Vec<String>,
    /// ARNs taken out again, sorted.
    pub not_resources: Vec<String>,
    /// Tags of which any one selects a resource, sorted.
    pub list_of_tags: Vec<TagEquals>,
    /// Conditions that must all hold, sorted.
    pub conditions: Vec<Condition>,
}

/// One tag of `ListOfTags`; AWS knows only equality here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagEquals {
    /// Bare tag key.
    pub key: String,
    /// Tag value.
    pub value: String,
}

/// One condition of `Conditions`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// How the value is compared.
    pub operator: ConditionOperator,
    /// Bare tag key; targets prefix it with `aws:ResourceTag/`.
    pub key: String,
    /// Value or pattern.
    pub value: String,
}

/// The four operators of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionOperator {
    /// `StringEquals`
    Equals,
    /// `StringNotEquals`
    NotEquals,
    /// `StringLike`
    Like,
    /// `StringNotLike`
    NotLike,
}
