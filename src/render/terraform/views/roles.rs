//! IAM roles that the module creates, with their permissions.

use serde::Serialize;

use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::{Module, types};
use crate::render::terraform::names::{Address, Ident};
use crate::resources::iam::trust_policy;
use crate::resources::{IamRole, InlinePolicy, Place, ResourceKind, Settings, Tags};

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct RoleView {
    address: Ident,
    provider: Expr,
    name: String,
    /// The role's own name, for what is attached to it.
    role: Expr,
    description: String,
    assume_role_policy: Expr,
    tags: Tags,
    managed_policies: Vec<String>,
    inline_policies: Vec<InlinePolicyView>,
}

#[derive(Debug, Serialize)]
struct InlinePolicyView {
    address: Ident,
    name: String,
    policy: Expr,
}

pub(super) fn views(module: &Module<'_>, place: &Place, settings: &Settings) -> Vec<RoleView> {
    let ours = settings
        .roles
        .iter()
        .filter(|(name, _)| !module.is_existing(place, ResourceKind::Role, name));
    ours.map(|(name, role)| view(module, place, name, role)).collect()
}

fn view(module: &Module<'_>, place: &Place, name: &str, role: &IamRole) -> RoleView {
    let IamRole { description, service, managed_policies, inline_policies, tags } = role;
    let address = module.names.of(place, ResourceKind::Role, name);
    let inline = |policy: &InlinePolicy| {
        let InlinePolicy { name, document } = policy;
        InlinePolicyView {
            address: address.part(name),
            name: name.clone(),
            policy: Hcl::from(document).jsonencode(),
        }
    };
    RoleView {
        provider: Module::provider(place),
        name: name.to_owned(),
        role: Expr::resource(&Address::new(types::ROLE, &address)).get("name"),
        description: description.clone(),
        assume_role_policy: Hcl::document(&trust_policy(service)),
        tags: tags.clone(),
        managed_policies: managed_policies.clone(),
        inline_policies: inline_policies.iter().map(inline).collect(),
        address,
    }
}
