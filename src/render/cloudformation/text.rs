//! A string in a template: literal, or a reference that orders creation.

use serde::{Deserialize, Serialize};

/// A literal string or a reference inside the template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum Text {
    /// The string itself.
    Literal(String),
    /// `Ref`: a resource's identifier or a parameter's value.
    Ref {
        /// Logical id or parameter name.
        #[serde(rename = "Ref")]
        id: String,
    },
    /// `Fn::GetAtt`: an attribute of a resource.
    Attribute {
        /// Logical id and attribute.
        #[serde(rename = "Fn::GetAtt")]
        path: (String, String),
    },
}

impl Text {
    /// A reference to what `Ref` returns of a resource.
    pub(super) fn of_resource(id: &str) -> Self {
        Self::Ref { id: id.to_owned() }
    }

    /// A reference to an attribute of a resource.
    pub(super) fn of_attribute(id: &str, attribute: &str) -> Self {
        Self::Attribute { path: (id.to_owned(), attribute.to_owned()) }
    }
}

/// Attribute that holds a vault's ARN.
pub(super) const VAULT_ARN: &str = "BackupVaultArn";
/// Attribute that holds the ARN of a key, role or bucket.
pub(super) const ARN: &str = "Arn";
