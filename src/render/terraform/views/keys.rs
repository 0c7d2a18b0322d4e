//! KMS keys that the module creates, with their aliases.

use serde::Serialize;

use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::Module;
use crate::render::terraform::names::Ident;
use crate::resources::{KmsKey, Place, ResourceKind, Settings, Tags};

/// The longest notice that KMS gives before it deletes a key
/// (`PendingWindowInDays` of `ScheduleKeyDeletion`): data under a deleted key
/// is lost, so the time to notice is as long as can be had.
const DELETION_WINDOW_IN_DAYS: u32 = 30;

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct KeyView {
    address: Ident,
    provider: Expr,
    description: String,
    deletion_window_in_days: u32,
    policy: Expr,
    tags: Tags,
    alias: String,
    key_id: Expr,
}

pub(super) fn views(module: &Module<'_>, place: &Place, settings: &Settings) -> Vec<KeyView> {
    let ours = settings
        .keys
        .iter()
        .filter(|(alias, _)| !module.is_existing(place, ResourceKind::Key, alias));
    ours.map(|(alias, key)| view(module, place, alias, key)).collect()
}

fn view(module: &Module<'_>, place: &Place, alias: &str, key: &KmsKey) -> KeyView {
    let KmsKey { description, used_by_accounts, tags } = key;
    let address = module.address("aws_kms_key", place, ResourceKind::Key, alias);
    KeyView {
        provider: Module::provider(place),
        description: description.clone(),
        deletion_window_in_days: DELETION_WINDOW_IN_DAYS,
        policy: policy(place, used_by_accounts),
        tags: tags.clone(),
        alias: format!("alias/{alias}"),
        key_id: Expr::resource(&address).get("key_id"),
        address: address.name,
    }
}

/// The owner's IAM decides about the key; other accounts may use it, and may let
/// AWS services use it for their resources, as KMS documents for access across
/// accounts.
fn policy(place: &Place, used_by_accounts: &[String]) -> Expr {
    let owner = statement("OwnerAccount", place, std::slice::from_ref(&place.account), &["kms:*"]);
    let mut statements = vec![Hcl::map(owner)];
    if !used_by_accounts.is_empty() {
        let actions = [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
        ];
        let using = statement("UseFromOtherAccounts", place, used_by_accounts, &actions);
        statements.push(Hcl::map(using));
        let actions = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];
        let mut grants = statement("GrantsForAwsServices", place, used_by_accounts, &actions);
        let is_for_service = Hcl::map([("kms:GrantIsForAWSResource", Hcl::text("true"))]);
        grants.push(("Condition", Hcl::map([("Bool", is_for_service)])));
        statements.push(Hcl::map(grants));
    }
    document(statements)
}

fn statement(
    sid: &str,
    place: &Place,
    accounts: &[String],
    actions: &[&str],
) -> Vec<(&'static str, Hcl)> {
    let actions = match actions {
        [action] => Hcl::text(action),
        actions => Hcl::List(actions.iter().copied().map(Hcl::text).collect()),
    };
    vec![
        ("Sid", Hcl::text(sid)),
        ("Effect", Hcl::text("Allow")),
        ("Principal", Hcl::map([("AWS", roots(place, accounts))])),
        ("Action", actions),
        ("Resource", Hcl::text("*")),
    ]
}

/// The accounts as principals; one is written without a list, as IAM returns it.
pub(super) fn roots(place: &Place, accounts: &[String]) -> Hcl {
    let root = |account: &String| format!("arn:{}:iam::{account}:root", place.partition);
    match accounts {
        [account] => Hcl::Text(root(account)),
        accounts => Hcl::List(accounts.iter().map(|account| Hcl::Text(root(account))).collect()),
    }
}

/// An IAM document of these statements.
pub(super) fn document(statements: Vec<Hcl>) -> Expr {
    let version = ("Version", Hcl::text("2012-10-17"));
    Hcl::map([version, ("Statement", Hcl::List(statements))]).jsonencode()
}
