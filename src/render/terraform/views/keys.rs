//! KMS keys that the module creates, with their aliases.

use serde::Serialize;

use crate::facts::kms::DELETION_WINDOW_DAYS;
use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::Module;
use crate::render::terraform::names::Ident;
use crate::resources::iam::key_policy;
use crate::resources::{KmsKey, Place, ResourceKind, Settings, Tags};

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
    let KmsKey { description, used_by_accounts: _, tags } = key;
    let address = module.address("aws_kms_key", place, ResourceKind::Key, alias);
    KeyView {
        provider: Module::provider(place),
        description: description.clone(),
        // Data under a deleted key is lost: the time to notice is as long as can be had.
        deletion_window_in_days: DELETION_WINDOW_DAYS.value.most,
        policy: Hcl::document(&key_policy(place, key)),
        tags: tags.clone(),
        alias: format!("alias/{alias}"),
        key_id: Expr::resource(&address).get("key_id"),
        address: address.name,
    }
}
