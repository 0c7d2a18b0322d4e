//! `moved` blocks: a renamed key keeps what it already created.

use serde::Serialize;

use super::restore_testing::{
    PLAN as RESTORE_TESTING_PLAN, SELECTION as RESTORE_TESTING_SELECTION,
};
use crate::render::Gap;
use crate::render::terraform::hcl::Expr;
use crate::render::terraform::module::{Module, types};
use crate::render::terraform::names::{Address, Ident};
use crate::resources::{Label, ResourceId, ResourceKind, Settings, VaultKind};

/// The blocks of `moved.tf`.
#[derive(Debug, Default, Serialize)]
pub(in crate::render::terraform) struct MovedView {
    /// Steps, oldest first for each resource.
    pub(in crate::render::terraform) moves: Vec<MoveView>,
}

/// One step of one resource.
#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct MoveView {
    from: Expr,
    to: Expr,
}

/// The steps of every resource with former keys.
///
/// A resource with several former keys moves through all of them: Terraform
/// refuses two moves to one address. A former key that another resource has now
/// cannot move, and is a gap.
pub(in crate::render::terraform) fn moved(module: &Module<'_>, gaps: &mut Vec<Gap>) -> MovedView {
    let mut view = MovedView::default();
    for (id, label) in &module.lowered.labels {
        let Some(settings) = module.lowered.resources.places.get(&id.place) else { continue };
        if label.existing {
            continue;
        }
        let types = types_of(id, settings);
        let former = former_names(module, id, label, &types, gaps);
        let current = module.names.of(&id.place, id.kind, &id.name);
        let path: Vec<Ident> = former.into_iter().chain([current]).collect();
        for (from, to) in path.iter().zip(path.iter().skip(1)) {
            view.moves.extend(types.iter().map(|part| MoveView {
                from: Expr::resource(&part.address(from)),
                to: Expr::resource(&part.address(to)),
            }));
        }
    }
    view
}

fn former_names(
    module: &Module<'_>,
    id: &ResourceId,
    label: &Label,
    parts: &[Part],
    gaps: &mut Vec<Gap>,
) -> Vec<Ident> {
    let mut former = Vec::new();
    if parts.is_empty() {
        return former;
    }
    for key in &label.was {
        let name = module.names.former(id, key);
        if module.names.is_taken(id.kind, &name) {
            gaps.push(Gap {
                resource: id.clone(),
                setting: format!("the move from its former key `{key}`"),
                reason: format!(
                    "something else is called `{key}` now, and Terraform moves nothing away from \
                     an address that is in use: rename in two steps, with an apply between them"
                ),
            });
            continue;
        }
        former.push(name);
    }
    former
}

/// One Terraform resource of a resource of ours.
struct Part {
    terraform_type: &'static str,
    below: Option<String>,
}

impl Part {
    fn address(&self, name: &Ident) -> Address {
        match &self.below {
            Some(part) => Address::new(self.terraform_type, &name.part(part)),
            None => Address::new(self.terraform_type, name),
        }
    }
}

/// The Terraform resources whose addresses follow from the key. Buckets are not
/// among them: their addresses follow from their names.
fn types_of(id: &ResourceId, settings: &Settings) -> Vec<Part> {
    let whole = |terraform_type| Part { terraform_type, below: None };
    match id.kind {
        ResourceKind::Key if settings.keys.contains_key(&id.name) => {
            vec![whole(types::KEY), whole("aws_kms_alias")]
        }
        ResourceKind::Role => role_parts(&id.name, settings),
        ResourceKind::Vault => vault_parts(&id.name, settings),
        ResourceKind::Plan if settings.plans.contains_key(&id.name) => vec![whole(types::PLAN)],
        ResourceKind::Selection => vec![whole("aws_backup_selection")],
        ResourceKind::RestoreTestingPlan => restore_testing_parts(&id.name, settings),
        ResourceKind::Key
        | ResourceKind::Plan
        | ResourceKind::Bucket
        | ResourceKind::DbInstance
        | ResourceKind::DbCluster
        | ResourceKind::Table
        | ResourceKind::CacheGroup
        | ResourceKind::Account => Vec::new(),
    }
}

fn role_parts(name: &str, settings: &Settings) -> Vec<Part> {
    let Some(role) = settings.roles.get(name) else { return Vec::new() };
    let mut parts = vec![Part { terraform_type: types::ROLE, below: None }];
    if !role.managed_policies.is_empty() {
        parts.push(Part { terraform_type: types::ROLE_ATTACHMENT, below: None });
    }
    parts.extend(role.inline_policies.iter().map(|policy| Part {
        terraform_type: types::ROLE_POLICY,
        below: Some(policy.name.clone()),
    }));
    parts
}

fn vault_parts(name: &str, settings: &Settings) -> Vec<Part> {
    let Some(vault) = settings.vaults.get(name) else { return Vec::new() };
    let (own, lock) = match vault.kind {
        VaultKind::Standard => (types::VAULT, vault.lock.is_some()),
        VaultKind::AirGapped { .. } => (types::AIR_GAPPED_VAULT, false),
    };
    [
        (own, true),
        (types::LOCK, lock),
        ("aws_backup_vault_policy", vault.access.is_some()),
        ("aws_backup_vault_notifications", vault.notifications.is_some()),
    ]
    .into_iter()
    .filter_map(|(terraform_type, present)| present.then_some(Part { terraform_type, below: None }))
    .collect()
}

fn restore_testing_parts(name: &str, settings: &Settings) -> Vec<Part> {
    let Some(plan) = settings.restore_testing_plans.get(name) else { return Vec::new() };
    let own = Part { terraform_type: RESTORE_TESTING_PLAN, below: None };
    let selections = plan.selections.keys().map(|selection| Part {
        terraform_type: RESTORE_TESTING_SELECTION,
        below: Some(selection.clone()),
    });
    std::iter::once(own).chain(selections).collect()
}
