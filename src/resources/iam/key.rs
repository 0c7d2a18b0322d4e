//! The policy of a key that the policy creates.

use super::{PolicyDocument, Texts, accounts_of, allow, document, roots};
use crate::facts::kms::{GRANT_ACTIONS, GRANT_FOR_SERVICE, USE_ACTIONS};
use crate::resources::{KmsKey, Place};

/// The key policy: its owner's IAM decides, and other accounts may use the key.
///
/// Grants of other accounts are limited to AWS services, which is what copies
/// and restores need.
#[must_use]
pub fn key_policy(place: &Place, key: &KmsKey) -> PolicyDocument {
    let Place { account, region: _, partition } = place;
    let owner = roots(partition, [account.as_str()]);
    let mut statements = vec![allow("OwnerAccount", ["kms:*"]).to(owner).on(["*"])];
    if !key.used_by_accounts.is_empty() {
        let users = || roots(partition, key.used_by_accounts.iter().map(String::as_str));
        let using = allow("UseFromOtherAccounts", USE_ACTIONS.value.iter().copied());
        statements.push(using.to(users()).on(["*"]));
        let grants = allow("GrantsForAwsServices", GRANT_ACTIONS.value.iter().copied());
        let services = Texts::of(["true"]);
        let grants = grants.to(users()).on(["*"]);
        statements.push(grants.when("Bool", GRANT_FOR_SERVICE.value, services));
    }
    document(statements)
}

/// The accounts that a key policy of ours lets use the key.
#[must_use]
pub fn key_users(policy: &PolicyDocument) -> Vec<String> {
    accounts_of(policy.statement.get(1))
}
