//! The IAM documents of keys and roles that the policy creates.

use std::collections::BTreeMap;

use super::iam::{PolicyDocument, Principal, account_root, accounts_of, allow, document, roots};
use crate::resources::{KmsKey, Place};

/// The key policy: its owner's IAM decides, and other accounts may use the key.
///
/// The statements for other accounts are those of the KMS Developer Guide,
/// "Allowing users in other accounts to use a KMS key", read on 2026-11-20;
/// grants are limited to AWS services, which is what copies and restores need.
pub(crate) fn key_policy(place: &Place, key: &KmsKey) -> PolicyDocument {
    let Place { account, region: _, partition } = place;
    let owner = Principal::Accounts(vec![account_root(partition, account)]);
    let mut statements = vec![allow("OwnerAccount", owner, &["kms:*"])];
    if !key.used_by_accounts.is_empty() {
        let users = roots(partition, &key.used_by_accounts);
        statements.push(allow(
            "UsedByAccounts",
            users.clone(),
            &[
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
            ],
        ));
        let mut grants = allow(
            "GrantsForServicesOfAccounts",
            users,
            &["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
        );
        let only_services = ("kms:GrantIsForAWSResource".to_owned(), "true".to_owned());
        grants.condition.insert("Bool".to_owned(), BTreeMap::from([only_services]));
        statements.push(grants);
    }
    document(statements)
}

/// The accounts that a key policy of ours lets use the key.
pub(crate) fn key_users(policy: &PolicyDocument) -> Vec<String> {
    accounts_of(policy.statement.get(1))
}

/// The trust policy of a role that one service assumes.
pub(crate) fn trust_policy(service: &str) -> PolicyDocument {
    let principal = Principal::Service(service.to_owned());
    let mut statement = allow("Service", principal, &["sts:AssumeRole"]);
    // A trust policy is attached to the role: it names no resource.
    statement.resource = None;
    document(vec![statement])
}

/// The service that a trust policy of ours names.
pub(crate) fn trusted_service(policy: &PolicyDocument) -> Option<&str> {
    match policy.statement.first()?.principal {
        Principal::Service(ref service) => Some(service),
        Principal::Accounts(_) => None,
    }
}
