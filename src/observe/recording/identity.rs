//! Keys and roles, written down.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Form, Map, form};
use crate::resources::{IamRole, InlinePolicy, KeyRef, KmsKey, Place, RoleRef};

form! {
    /// An account and a Region.
    struct RecordedPlace of Place {
        /// Twelve digits.
        account: String,
        /// Region code such as `us-east-1`.
        region: String,
        /// `aws`, `aws-cn`, `aws-us-gov`, …
        partition: String,
    } optional {
    }
}

/// A key named from elsewhere.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) enum Key {
    /// Its ARN.
    Arn(String),
    /// Its alias, where it is known by nothing else.
    Alias {
        /// Where the key is.
        #[serde(rename = "Place")]
        place: RecordedPlace,
        /// The alias without `alias/`.
        #[serde(rename = "Name")]
        name: String,
    },
}

impl Form for Key {
    type Of = KeyRef;

    fn of(of: &KeyRef) -> Self {
        match of {
            KeyRef::Existing(arn) => Self::Arn(arn.clone()),
            KeyRef::Created { place, alias } => {
                Self::Alias { place: Form::of(place), name: alias.clone() }
            }
        }
    }

    fn back(self) -> Result<KeyRef, String> {
        Ok(match self {
            Self::Arn(arn) => KeyRef::Existing(arn),
            Self::Alias { place, name } => KeyRef::Created { place: place.back()?, alias: name },
        })
    }
}

/// A role named from elsewhere.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) enum Role {
    /// Its ARN.
    Arn(String),
    /// Its name, where the place is known by itself.
    Name {
        /// Where the role is.
        #[serde(rename = "Place")]
        place: RecordedPlace,
        /// The role's name.
        #[serde(rename = "Name")]
        name: String,
    },
}

impl Form for Role {
    type Of = RoleRef;

    fn of(of: &RoleRef) -> Self {
        match of {
            RoleRef::Existing(arn) => Self::Arn(arn.clone()),
            RoleRef::Created { place, name } => {
                Self::Name { place: Form::of(place), name: name.clone() }
            }
        }
    }

    fn back(self) -> Result<RoleRef, String> {
        Ok(match self {
            Self::Arn(arn) => RoleRef::Existing(arn),
            Self::Name { place, name } => RoleRef::Created { place: place.back()?, name },
        })
    }
}

form! {
    /// A KMS key.
    struct RecordedKey of KmsKey {
        /// What it is for.
        description: String,
    } optional {
        /// Other accounts that may use the key.
        used_by_accounts: Vec<String>,
        /// Tags without those that AWS makes.
        tags: Map<String>,
    }
}

form! {
    /// An IAM role.
    struct RecordedRole of IamRole {
        /// What it is for.
        description: String,
        /// The service that assumes it.
        service: String,
    } optional {
        /// ARNs of managed policies.
        managed_policies: Vec<String>,
        /// Policies that are written into the role.
        inline_policies: Vec<RecordedInline>,
        /// Tags without those that AWS makes.
        tags: Map<String>,
    }
}

form! {
    /// A policy that is written into a role.
    struct RecordedInline of InlinePolicy {
        /// Its name.
        #[serde(rename = "PolicyName")]
        name: String,
        /// The IAM document.
        #[serde(rename = "PolicyDocument")]
        document: serde_json::Value,
    } optional {
    }
}
