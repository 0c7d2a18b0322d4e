//! Reads the inputs back into the settings they stand for.
//!
//! What the inputs cannot say is absent: who creates a role (every role comes
//! back as an existing ARN), and the settings of keys and roles themselves.

use super::view::{
    AccessPolicyInput, AirGappedVaultInput, LockInput, NotificationsInput, Operation, PlanInput,
    PlanView, RestoreTestingPlanInput, RestoreTestingSelectionInput, RuleView, SelectionInput,
    VaultInput, placeholder_alias,
};
use crate::render::aws_json::{
    CopyActionView, LifecycleView, json_view, locate, read_back_error, vault_of_arn,
};
use crate::render::{Artifact, RenderError, Target};
use crate::resources::iam::{PolicyDocument, copy_from_accounts};
use crate::resources::{
    BackupPlan, BackupRule, BackupVault, CopyAction, KeyRef, Notifications, Place, Resources,
    RoleRef, Settings, Tags, VaultKind, VaultLock, VaultRef,
};

/// Reads artifacts of this target; `places` are those they may be for.
///
/// # Errors
/// [`RenderError::ReadBack`] for a path, call, member or value that this target
/// does not write.
pub fn read_back(artifacts: &[Artifact], places: &[Place]) -> Result<Resources, RenderError> {
    let mut located = Vec::new();
    for artifact in artifacts {
        let (place, name) = locate(artifact, Target::AwsBackup, places)?;
        let operation = Operation::ALL.into_iter().find(|operation| operation.name() == name);
        let operation =
            operation.ok_or_else(|| read_back_error(artifact, "it is for an unknown call"))?;
        located.push((place, operation, artifact));
    }
    let mut resources = Resources::default();
    for now in Operation::ALL {
        for (place, operation, artifact) in &located {
            if *operation == now {
                let settings = resources.places.entry(place.clone()).or_default();
                apply(settings, place, now, artifact)?;
            }
        }
    }
    Ok(resources)
}

fn apply(
    settings: &mut Settings,
    place: &Place,
    operation: Operation,
    artifact: &Artifact,
) -> Result<(), RenderError> {
    let read = match operation {
        Operation::CreateVault => vault(settings, place, json_view(artifact)?),
        Operation::CreateAirGappedVault => air_gapped_vault(settings, place, json_view(artifact)?),
        Operation::PutLock => lock(settings, &json_view(artifact)?),
        Operation::PutAccessPolicy => access(settings, place, &json_view(artifact)?),
        Operation::PutNotifications => notifications(settings, json_view(artifact)?),
        Operation::CreatePlan => plan(settings, place, json_view(artifact)?),
        Operation::CreateSelection => selection(settings, json_view(artifact)?),
        Operation::CreateRestoreTestingPlan => restore_testing_plan(settings, json_view(artifact)?),
        Operation::CreateRestoreTestingSelection => {
            restore_testing_selection(settings, json_view(artifact)?)
        }
    };
    read.map_err(|detail| read_back_error(artifact, detail))
}

fn vault(settings: &mut Settings, place: &Place, input: VaultInput) -> Result<(), String> {
    let VaultInput { backup_vault_name, backup_vault_tags, encryption_key_arn } = input;
    let key = encryption_key_arn.map(|arn| key(place, arn));
    let vault = new_vault(VaultKind::Standard, backup_vault_tags, key);
    insert_once(&settings.vaults.insert(backup_vault_name, vault))
}

fn air_gapped_vault(
    settings: &mut Settings,
    place: &Place,
    input: AirGappedVaultInput,
) -> Result<(), String> {
    let AirGappedVaultInput {
        backup_vault_name,
        backup_vault_tags,
        min_retention_days,
        max_retention_days,
        encryption_key_arn,
    } = input;
    let kind = VaultKind::AirGapped { min_retention_days, max_retention_days };
    let key = encryption_key_arn.map(|arn| key(place, arn));
    let vault = new_vault(kind, backup_vault_tags, key);
    insert_once(&settings.vaults.insert(backup_vault_name, vault))
}

fn new_vault(kind: VaultKind, tags: Tags, encryption_key: Option<KeyRef>) -> BackupVault {
    BackupVault { kind, encryption_key, tags, lock: None, access: None, notifications: None }
}

fn key(place: &Place, arn: String) -> KeyRef {
    match placeholder_alias(&arn) {
        Some(alias) => KeyRef::Created { place: place.clone(), alias: alias.to_owned() },
        None => KeyRef::Existing(arn),
    }
}

fn created_vault<'a>(
    settings: &'a mut Settings,
    name: &str,
) -> Result<&'a mut BackupVault, String> {
    settings.vaults.get_mut(name).ok_or_else(|| "its vault is not created beside it".to_owned())
}

fn lock(settings: &mut Settings, input: &LockInput) -> Result<(), String> {
    let LockInput {
        backup_vault_name,
        min_retention_days,
        max_retention_days,
        changeable_for_days,
    } = input;
    created_vault(settings, backup_vault_name)?.lock = Some(VaultLock {
        min_retention_days: *min_retention_days,
        max_retention_days: *max_retention_days,
        changeable_for_days: *changeable_for_days,
    });
    Ok(())
}

fn access(settings: &mut Settings, place: &Place, input: &AccessPolicyInput) -> Result<(), String> {
    let AccessPolicyInput { backup_vault_name, policy } = input;
    let policy: PolicyDocument = serde_json::from_str(policy).map_err(|error| error.to_string())?;
    let access = copy_from_accounts(place, &policy)?;
    created_vault(settings, backup_vault_name)?.access = Some(access);
    Ok(())
}

fn notifications(settings: &mut Settings, input: NotificationsInput) -> Result<(), String> {
    let NotificationsInput { backup_vault_name, sns_topic_arn, backup_vault_events } = input;
    created_vault(settings, &backup_vault_name)?.notifications =
        Some(Notifications { sns_topic_arn, backup_vault_events });
    Ok(())
}

fn plan(settings: &mut Settings, place: &Place, input: PlanInput) -> Result<(), String> {
    let PlanInput { backup_plan, backup_plan_tags } = input;
    let PlanView { backup_plan_name, rules, advanced_backup_settings } = backup_plan;
    let plan = BackupPlan {
        rules: rules.into_iter().map(|view| rule(place, view)).collect::<Result<_, _>>()?,
        advanced_backup_settings: advanced_backup_settings.into_iter().map(Into::into).collect(),
        tags: backup_plan_tags,
    };
    insert_once(&settings.plans.insert(backup_plan_name, plan))
}

fn rule(place: &Place, view: RuleView) -> Result<BackupRule, String> {
    let RuleView {
        rule_name,
        target_backup_vault_name,
        schedule_expression,
        schedule_expression_timezone,
        start_window_minutes,
        completion_window_minutes,
        lifecycle,
        recovery_point_tags,
        copy_actions,
        enable_continuous_backup,
    } = view;
    Ok(BackupRule {
        rule_name,
        target_backup_vault: VaultRef { place: place.clone(), name: target_backup_vault_name },
        schedule_expression,
        schedule_expression_timezone,
        start_window_minutes,
        completion_window_minutes,
        lifecycle: LifecycleView::read(lifecycle),
        enable_continuous_backup,
        recovery_point_tags,
        copy_actions: copy_actions.into_iter().map(copy_action).collect::<Result<_, _>>()?,
    })
}

fn copy_action(view: CopyActionView<String>) -> Result<CopyAction, String> {
    let CopyActionView { destination_backup_vault_arn, lifecycle } = view;
    let Some(destination_backup_vault) = vault_of_arn(&destination_backup_vault_arn) else {
        return Err("a copy's destination is not the ARN of a vault".to_owned());
    };
    Ok(CopyAction { destination_backup_vault, lifecycle: LifecycleView::read(lifecycle) })
}

fn selection(settings: &mut Settings, input: SelectionInput) -> Result<(), String> {
    let plan = input.plan().ok_or("its plan is not `<plan name>`")?.to_owned();
    let (name, selection) = input.backup_selection.read(|arn| Ok(RoleRef::Existing(arn)))?;
    insert_once(&settings.selections.insert((plan, name), selection))
}

fn restore_testing_plan(
    settings: &mut Settings,
    input: RestoreTestingPlanInput,
) -> Result<(), String> {
    let RestoreTestingPlanInput { restore_testing_plan, tags } = input;
    let (name, mut plan) = restore_testing_plan.read(Ok)?;
    plan.tags = tags;
    insert_once(&settings.restore_testing_plans.insert(name, plan))
}

fn restore_testing_selection(
    settings: &mut Settings,
    input: RestoreTestingSelectionInput,
) -> Result<(), String> {
    let RestoreTestingSelectionInput { restore_testing_plan_name, restore_testing_selection } =
        input;
    let (name, selection) = restore_testing_selection.read(|arn| Ok(RoleRef::Existing(arn)))?;
    let plan = settings
        .restore_testing_plans
        .get_mut(&restore_testing_plan_name)
        .ok_or("its restore testing plan is not created beside it")?;
    insert_once(&plan.selections.insert(name, selection))
}

fn insert_once<T>(former: &Option<T>) -> Result<(), String> {
    match former {
        None => Ok(()),
        Some(_) => Err("another file creates the same resource".to_owned()),
    }
}
