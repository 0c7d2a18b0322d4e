//! Keys and roles: created by the policy or only referenced.

use super::{Place, Tags};

/// A KMS key named from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyRef {
    /// Full ARN of a key that other code creates.
    Existing(String),
    /// A key that this policy creates; AWS chooses its id.
    Created {
        /// Where the key is.
        place: Place,
        /// Its alias without `alias/`.
        alias: String,
    },
}

/// A KMS key that the policy creates, known by its alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsKey {
    /// What the key is for, shown in the console.
    pub description: String,
    /// Accounts beside the owner that may use the key, sorted: whoever copies
    /// into or restores from a vault of the key.
    pub used_by_accounts: Vec<String>,
    /// Tags of the key.
    pub tags: Tags,
}

/// An IAM role named from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoleRef {
    /// Full ARN of a role that other code creates.
    Existing(String),
    /// A role that this policy creates; its ARN follows from its name.
    Created {
        /// Account of the role and the Region whose artifacts create it.
        place: Place,
        /// Name of the role.
        name: String,
    },
}

impl RoleRef {
    /// ARN of the role.
    pub fn arn(&self) -> String {
        match self {
            Self::Existing(arn) => arn.clone(),
            Self::Created { place, name } => {
                format!("arn:{}:iam::{}:role/{name}", place.partition, place.account)
            }
        }
    }
}

/// An IAM role that the policy creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IamRole {
    /// What the role is for.
    pub description: String,
    /// Service that assumes it, such as `backup.amazonaws.com`.
    pub service: String,
    /// ARNs of AWS's managed policies, sorted.
    pub managed_policies: Vec<String>,
    /// Policies written into the role, sorted by name.
    pub inline_policies: Vec<InlinePolicy>,
    /// Tags of the role.
    pub tags: Tags,
}

/// A policy written into a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlinePolicy {
    /// Its name.
    pub name: String,
    /// The IAM document, keys in the order they are written.
    pub document: serde_json::Value,
}
