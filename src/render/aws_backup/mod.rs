//! Input JSON of the AWS CLI for plans, selections, vaults and their settings.
//!
//! One file per call, `<AWS name>.<operation>.json`, for
//! `aws backup <operation> --cli-input-json file://…`. Two values exist only
//! after an earlier call and stand in angle brackets until then: the plan's id
//! as `<plan name>` in a selection, and the ARN of a key that the policy
//! creates as `<key alias/NAME>` in a vault. Invariants: no call that creates a
//! key, a role or a bucket, and none for what other code creates.

mod read_back;
mod view;

use std::collections::BTreeSet;

pub use read_back::read_back;

use self::view::{
    AccessPolicyInput, AirGappedVaultInput, LockInput, NotificationsInput, Operation, PlanInput,
    RestoreTestingPlanInput, RestoreTestingSelectionInput, SelectionInput, VaultInput,
    key_placeholder, selection_file,
};
use super::aws_json::JsonFiles;
use super::gaps::{endless_copies, gap};
use super::{RenderError, Rendered, Target};
use crate::resources::{
    BackupPlan, BackupVault, KeyRef, Lowered, Place, ResourceKind, RoleRef, Settings, VaultKind,
};

/// Renders the inputs of one environment.
///
/// # Errors
/// [`RenderError`] if two resources ask for one file.
pub fn render(lowered: &Lowered) -> Result<Rendered, RenderError> {
    let mut files = JsonFiles::new(lowered, Target::AwsBackup)?;
    for (place, settings) in &lowered.resources.places {
        for (name, vault) in &settings.vaults {
            if !lowered.is_existing(place, ResourceKind::Vault, name) {
                add_vault(&mut files, place, name, vault)?;
            }
        }
        for (name, plan) in &settings.plans {
            if !lowered.is_existing(place, ResourceKind::Plan, name) {
                add_plan(&mut files, place, name, plan)?;
            }
        }
        add_selections(&mut files, lowered, place, settings)?;
        add_restore_testing(&mut files, lowered, place, settings)?;
    }
    add_identity_gaps(&mut files, lowered);
    files.finish()
}

fn add_vault(
    files: &mut JsonFiles<'_>,
    place: &Place,
    name: &str,
    vault: &BackupVault,
) -> Result<(), RenderError> {
    let BackupVault { kind, encryption_key, tags, lock, access, notifications } = vault;
    let key = encryption_key.as_ref().map(|key| match key {
        KeyRef::Existing(arn) => arn.clone(),
        KeyRef::Created { place: _, alias } => key_placeholder(alias),
    });
    match *kind {
        VaultKind::Standard => {
            let input = VaultInput::of(name, tags, key);
            files.add(place, name, Operation::CreateVault.name(), &input)?;
        }
        VaultKind::AirGapped { min_retention_days, max_retention_days } => {
            let days = (min_retention_days, max_retention_days);
            let input = AirGappedVaultInput::of(name, tags, days, key);
            files.add(place, name, Operation::CreateAirGappedVault.name(), &input)?;
        }
    }
    if let Some(lock) = lock {
        files.add(place, name, Operation::PutLock.name(), &LockInput::of(name, lock))?;
    }
    if let Some(access) = access {
        let input = AccessPolicyInput::of(place, name, access)?;
        files.add(place, name, Operation::PutAccessPolicy.name(), &input)?;
    }
    if let Some(notifications) = notifications {
        let input = NotificationsInput::of(name, notifications);
        files.add(place, name, Operation::PutNotifications.name(), &input)?;
    }
    Ok(())
}

fn add_plan(
    files: &mut JsonFiles<'_>,
    place: &Place,
    name: &str,
    plan: &BackupPlan,
) -> Result<(), RenderError> {
    files.gaps(endless_copies(place, name, &plan.rules));
    files.add(place, name, Operation::CreatePlan.name(), &PlanInput::of(name, plan))
}

fn add_selections(
    files: &mut JsonFiles<'_>,
    lowered: &Lowered,
    place: &Place,
    settings: &Settings,
) -> Result<(), RenderError> {
    for ((plan, name), selection) in &settings.selections {
        let file = selection_file(plan, name);
        if !lowered.is_existing(place, ResourceKind::Selection, &format!("{plan}/{name}")) {
            let input = SelectionInput::of(plan, name, selection);
            files.add(place, &file, Operation::CreateSelection.name(), &input)?;
        }
    }
    Ok(())
}

fn add_restore_testing(
    files: &mut JsonFiles<'_>,
    lowered: &Lowered,
    place: &Place,
    settings: &Settings,
) -> Result<(), RenderError> {
    for (name, plan) in &settings.restore_testing_plans {
        if lowered.is_existing(place, ResourceKind::RestoreTestingPlan, name) {
            continue;
        }
        let input = RestoreTestingPlanInput::of(name, plan);
        files.add(place, name, Operation::CreateRestoreTestingPlan.name(), &input)?;
        for (selection_name, selection) in &plan.selections {
            let file = selection_file(name, selection_name);
            let input = RestoreTestingSelectionInput::of(name, selection_name, selection);
            files.add(place, &file, Operation::CreateRestoreTestingSelection.name(), &input)?;
        }
    }
    Ok(())
}

/// Names the keys and roles that the inputs refer to and no input creates.
fn add_identity_gaps(files: &mut JsonFiles<'_>, lowered: &Lowered) {
    for (place, alias) in created_keys(lowered) {
        let reason = format!(
            "AWS Backup's API creates no keys: create `alias/{alias}` first (the targets \
             `cloudformation` and `terraform` do) and write its ARN in place of `{}`",
            key_placeholder(alias)
        );
        files.gaps([gap(place, ResourceKind::Key, alias, "the key itself", reason)]);
    }
    for (place, name) in created_roles(lowered) {
        let reason = format!(
            "AWS Backup's API creates no roles: create `{name}` before the selections that name \
             it (the targets `cloudformation` and `terraform` do)"
        );
        files.gaps([gap(place, ResourceKind::Role, name, "the role itself", reason)]);
    }
}

/// Keys of vaults that the policy creates, each once.
fn created_keys(lowered: &Lowered) -> BTreeSet<(&Place, &str)> {
    let mut keys = BTreeSet::new();
    for (place, settings) in &lowered.resources.places {
        for (name, vault) in &settings.vaults {
            if let Some(KeyRef::Created { place: of_key, alias }) = &vault.encryption_key
                && !lowered.is_existing(place, ResourceKind::Vault, name)
            {
                keys.insert((of_key, alias.as_str()));
            }
        }
    }
    keys
}

/// Roles of selections that the policy creates, each once.
fn created_roles(lowered: &Lowered) -> BTreeSet<(&Place, &str)> {
    let mut roles = BTreeSet::new();
    for settings in lowered.resources.places.values() {
        let tests = settings.restore_testing_plans.values().flat_map(|plan| &plan.selections);
        let selected = settings.selections.values().map(|selection| &selection.iam_role);
        for role in selected.chain(tests.map(|(_, selection)| &selection.iam_role)) {
            if let RoleRef::Created { place, name } = role {
                roles.insert((place, name.as_str()));
            }
        }
    }
    roles
}
