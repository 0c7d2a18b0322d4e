//! The IAM documents that settings of ours stand for.
//!
//! What a policy states of a vault's access, of a key's users or of a role is
//! less than AWS wants to be told: here is what becomes of it, and the way back.
//! Every target writes these documents, and drift reads them.

mod key;
mod replication;
mod trust;
mod vault;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use key::{key_policy, key_users};
pub use replication::{replica_bucket_policy, replicating_roles, replication_policy};
pub use trust::{trust_policy, trusted_service};
pub use vault::{copy_from_accounts, vault_access_policy};

use crate::facts::iam::POLICY_LANGUAGE;

/// An IAM policy document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct PolicyDocument {
    /// Version of the policy language.
    pub version: String,
    /// What is allowed.
    pub statement: Vec<Statement>,
}

/// One statement that allows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Statement {
    /// Its name within the document.
    pub sid: String,
    /// `Allow`.
    pub effect: Effect,
    /// Whom it is about; absent in a policy that is attached to a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<Principal>,
    /// What may be done.
    pub action: Texts,
    /// What it may be done to; absent in a role's trust policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<Texts>,
    /// When it holds: operator, then key, then values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub condition: BTreeMap<String, BTreeMap<String, Texts>>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Allows the actions.
    Allow,
}

/// Whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Principal {
    /// ARNs of accounts.
    #[serde(rename = "AWS")]
    Accounts(Texts),
    /// A service's name.
    Service(String),
}

/// One string or a list of strings; IAM writes one without a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Texts {
    /// Exactly one.
    One(String),
    /// None, two or more.
    Many(Vec<String>),
}

impl Texts {
    /// The strings as IAM would write them.
    pub fn of<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Self {
        let mut texts: Vec<String> = texts.into_iter().map(Into::into).collect();
        match (texts.pop(), texts.is_empty()) {
            (Some(one), true) => Self::One(one),
            (Some(last), false) => {
                texts.push(last);
                Self::Many(texts)
            }
            (None, _) => Self::Many(texts),
        }
    }

    /// The strings.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl PolicyDocument {
    /// The document as JSON, in the order in which IAM's pages write it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        // OK because strings, lists and mappings with string keys are always JSON.
        serde_json::to_value(self).unwrap_or_default()
    }
}

fn document(statement: Vec<Statement>) -> PolicyDocument {
    PolicyDocument { version: POLICY_LANGUAGE.value.to_owned(), statement }
}

fn allow<'a>(sid: &str, actions: impl IntoIterator<Item = &'a str>) -> Statement {
    Statement {
        sid: sid.to_owned(),
        effect: Effect::Allow,
        principal: None,
        action: Texts::of(actions),
        resource: None,
        condition: BTreeMap::new(),
    }
}

impl Statement {
    fn to(self, principal: Principal) -> Self {
        Self { principal: Some(principal), ..self }
    }

    fn on<S: Into<String>>(self, resources: impl IntoIterator<Item = S>) -> Self {
        Self { resource: Some(Texts::of(resources)), ..self }
    }

    fn when(mut self, operator: &str, key: &str, values: Texts) -> Self {
        self.condition.entry(operator.to_owned()).or_default().insert(key.to_owned(), values);
        self
    }
}

/// The roots of accounts: whom the accounts' own IAM lets in.
fn roots<'a>(partition: &str, accounts: impl IntoIterator<Item = &'a str>) -> Principal {
    let root = |account: &str| format!("arn:{partition}:iam::{account}:root");
    Principal::Accounts(Texts::of(accounts.into_iter().map(root)))
}

/// The accounts whose roots a statement names.
fn accounts_of(statement: Option<&Statement>) -> Vec<String> {
    let Some(Statement { principal: Some(Principal::Accounts(arns)), .. }) = statement else {
        return Vec::new();
    };
    let account =
        |arn: &String| Some(arn.split_once(":iam::")?.1.strip_suffix(":root")?.to_owned());
    arns.as_slice().iter().filter_map(account).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_string_stands_without_a_list_and_several_with_one() {
        let json = |texts: &Texts| serde_json::to_string(texts).unwrap();
        for (texts, written) in [(vec!["a"], r#""a""#), (vec!["a", "b"], r#"["a","b"]"#)] {
            let document = Texts::of(texts);
            assert_eq!(json(&document), written);
            assert_eq!(serde_json::from_str::<Texts>(written).unwrap(), document);
        }
        assert_eq!(Texts::of(["b", "a", "c"]).as_slice(), ["b", "a", "c"]);
        assert_eq!(json(&Texts::of(Vec::<String>::new())), "[]");
    }
}
