//! IAM policy documents, and the one that a vault's access stands for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::resources::{Place, VaultAccess};

/// Version of the IAM policy language (IAM User Guide, "Version"; 2026-11-20).
const LANGUAGE: &str = "2012-10-17";

/// An IAM policy document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct PolicyDocument {
    pub(crate) version: String,
    pub(crate) statement: Vec<Statement>,
}

/// One statement that allows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Statement {
    pub(crate) sid: String,
    pub(crate) effect: String,
    pub(crate) principal: Principal,
    pub(crate) action: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) condition: BTreeMap<String, BTreeMap<String, String>>,
}

/// Whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Principal {
    /// ARNs of accounts.
    #[serde(rename = "AWS")]
    Accounts(Vec<String>),
    /// A service's name.
    Service(String),
}

pub(super) fn document(statement: Vec<Statement>) -> PolicyDocument {
    PolicyDocument { version: LANGUAGE.to_owned(), statement }
}

pub(super) fn allow(sid: &str, principal: Principal, actions: &[&str]) -> Statement {
    Statement {
        sid: sid.to_owned(),
        effect: "Allow".to_owned(),
        principal,
        action: actions.iter().map(|&action| action.to_owned()).collect(),
        resource: Some("*".to_owned()),
        condition: BTreeMap::new(),
    }
}

/// ARN of the root of an account.
pub(crate) fn account_root(partition: &str, account: &str) -> String {
    format!("arn:{partition}:iam::{account}:root")
}

/// The account whose root an ARN names.
pub(crate) fn root_account(arn: &str) -> Option<&str> {
    let (_, tail) = arn.split_once(":iam::")?;
    tail.strip_suffix(":root")
}

pub(super) fn roots(partition: &str, accounts: &[String]) -> Principal {
    Principal::Accounts(accounts.iter().map(|account| account_root(partition, account)).collect())
}

/// The vault policy that lets other accounts copy in, and nothing else.
pub(crate) fn vault_access_policy(place: &Place, access: &VaultAccess) -> PolicyDocument {
    let VaultAccess { copy_from_accounts } = access;
    let principal = roots(&place.partition, copy_from_accounts);
    document(vec![allow("CopyFromAccounts", principal, &["backup:CopyIntoBackupVault"])])
}

/// The access that a vault policy of ours stands for.
///
/// # Errors
/// A sentence if the policy says anything that we do not write.
pub(crate) fn copy_from_accounts(
    place: &Place,
    policy: &PolicyDocument,
) -> Result<VaultAccess, String> {
    let access = VaultAccess { copy_from_accounts: accounts_of(policy.statement.first()) };
    if vault_access_policy(place, &access) != *policy {
        return Err("the vault's access policy is not one of ours".to_owned());
    }
    Ok(access)
}

pub(super) fn accounts_of(statement: Option<&Statement>) -> Vec<String> {
    let Some(Statement { principal: Principal::Accounts(arns), .. }) = statement else {
        return Vec::new();
    };
    arns.iter().filter_map(|arn| root_account(arn)).map(str::to_owned).collect()
}
