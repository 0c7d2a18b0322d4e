//! The access policy of a vault.

use super::{PolicyDocument, accounts_of, allow, document, roots};
use crate::facts::iam::COPY_ACTION;
use crate::resources::{Place, VaultAccess};

/// The vault policy that lets other accounts copy in, and nothing else.
#[must_use]
pub fn vault_access_policy(place: &Place, access: &VaultAccess) -> PolicyDocument {
    let VaultAccess { copy_from_accounts } = access;
    let accounts = roots(&place.partition, copy_from_accounts.iter().map(String::as_str));
    document(vec![allow("CopyFromOtherAccounts", [COPY_ACTION.value]).to(accounts).on(["*"])])
}

/// The access that a vault policy of ours stands for.
///
/// # Errors
/// A sentence if the policy says anything that we do not write.
pub fn copy_from_accounts(place: &Place, policy: &PolicyDocument) -> Result<VaultAccess, String> {
    let access = VaultAccess { copy_from_accounts: accounts_of(policy.statement.first()) };
    if vault_access_policy(place, &access) != *policy {
        return Err("the vault's access policy is not one of ours".to_owned());
    }
    Ok(access)
}
