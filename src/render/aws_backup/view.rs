//! The inputs of AWS Backup's calls, member for member.

use serde::{Deserialize, Serialize};

use crate::render::RenderError;
use crate::render::aws_json::{
    AdvancedBackupSettingView, CopyActionView, LifecycleView, RestoreTestingPlanView,
    RestoreTestingSelectionView, SelectionView, json_escapes,
};
use crate::resources::iam::{PolicyDocument, vault_access_policy};
use crate::resources::{
    BackupPlan, BackupRule, BackupSelection, Notifications, Place, RestoreTestingPlan,
    RestoreTestingSelection, Tags, VaultAccess, VaultLock,
};

/// The calls that have inputs here, in the order in which they can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    CreateVault,
    CreateAirGappedVault,
    PutLock,
    PutAccessPolicy,
    PutNotifications,
    CreatePlan,
    CreateSelection,
    CreateRestoreTestingPlan,
    CreateRestoreTestingSelection,
}

impl Operation {
    pub(super) const ALL: [Self; 9] = [
        Self::CreateVault,
        Self::CreateAirGappedVault,
        Self::PutLock,
        Self::PutAccessPolicy,
        Self::PutNotifications,
        Self::CreatePlan,
        Self::CreateSelection,
        Self::CreateRestoreTestingPlan,
        Self::CreateRestoreTestingSelection,
    ];

    /// The subcommand of `aws backup`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::CreateVault => "create-backup-vault",
            Self::CreateAirGappedVault => "create-logically-air-gapped-backup-vault",
            Self::PutLock => "put-backup-vault-lock-configuration",
            Self::PutAccessPolicy => "put-backup-vault-access-policy",
            Self::PutNotifications => "put-backup-vault-notifications",
            Self::CreatePlan => "create-backup-plan",
            Self::CreateSelection => "create-backup-selection",
            Self::CreateRestoreTestingPlan => "create-restore-testing-plan",
            Self::CreateRestoreTestingSelection => "create-restore-testing-selection",
        }
    }
}

/// Stands for the ARN of a key that the policy creates.
pub(super) fn key_placeholder(alias: &str) -> String {
    format!("<key alias/{alias}>")
}

/// The alias that a placeholder names.
pub(super) fn placeholder_alias(value: &str) -> Option<&str> {
    value.strip_prefix("<key alias/")?.strip_suffix('>')
}

/// The file of a selection, which is named within its plan.
pub(super) fn selection_file(plan: &str, selection: &str) -> String {
    format!("{plan}.{selection}")
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct VaultInput {
    pub(super) backup_vault_name: String,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) backup_vault_tags: Tags,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encryption_key_arn: Option<String>,
}

impl VaultInput {
    pub(super) fn of(name: &str, tags: &Tags, key: Option<String>) -> Self {
        Self {
            backup_vault_name: name.to_owned(),
            backup_vault_tags: tags.clone(),
            encryption_key_arn: key,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AirGappedVaultInput {
    pub(super) backup_vault_name: String,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) backup_vault_tags: Tags,
    pub(super) min_retention_days: u32,
    pub(super) max_retention_days: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encryption_key_arn: Option<String>,
}

impl AirGappedVaultInput {
    pub(super) fn of(name: &str, tags: &Tags, days: (u32, u32), key: Option<String>) -> Self {
        Self {
            backup_vault_name: name.to_owned(),
            backup_vault_tags: tags.clone(),
            min_retention_days: days.0,
            max_retention_days: days.1,
            encryption_key_arn: key,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct LockInput {
    pub(super) backup_vault_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) min_retention_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) max_retention_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) changeable_for_days: Option<u32>,
}

impl LockInput {
    pub(super) fn of(name: &str, lock: &VaultLock) -> Self {
        let VaultLock { min_retention_days, max_retention_days, changeable_for_days } = *lock;
        Self {
            backup_vault_name: name.to_owned(),
            min_retention_days,
            max_retention_days,
            changeable_for_days,
        }
    }
}

/// `Policy` is a JSON document inside a string.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AccessPolicyInput {
    pub(super) backup_vault_name: String,
    pub(super) policy: String,
}

impl AccessPolicyInput {
    pub(super) fn of(place: &Place, name: &str, access: &VaultAccess) -> Result<Self, RenderError> {
        let policy: PolicyDocument = vault_access_policy(place, access);
        let json = serde_json::to_string(&policy).map_err(|error| RenderError::Serialise {
            what: format!("the access policy of `{name}`"),
            detail: error.to_string(),
        })?;
        Ok(Self { backup_vault_name: name.to_owned(), policy: json_escapes(&json) })
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct NotificationsInput {
    pub(super) backup_vault_name: String,
    #[serde(rename = "SNSTopicArn")]
    pub(super) sns_topic_arn: String,
    pub(super) backup_vault_events: Vec<String>,
}

impl NotificationsInput {
    pub(super) fn of(name: &str, notifications: &Notifications) -> Self {
        let Notifications { sns_topic_arn, backup_vault_events } = notifications.clone();
        Self { backup_vault_name: name.to_owned(), sns_topic_arn, backup_vault_events }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PlanInput {
    pub(super) backup_plan: PlanView,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) backup_plan_tags: Tags,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct PlanView {
    pub(super) backup_plan_name: String,
    pub(super) rules: Vec<RuleView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) advanced_backup_settings: Vec<AdvancedBackupSettingView>,
}

/// A rule; the zone stands beside the schedule it belongs to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RuleView {
    pub(super) rule_name: String,
    pub(super) target_backup_vault_name: String,
    pub(super) schedule_expression: String,
    pub(super) schedule_expression_timezone: String,
    pub(super) start_window_minutes: u64,
    pub(super) completion_window_minutes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lifecycle: Option<LifecycleView>,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) recovery_point_tags: Tags,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) copy_actions: Vec<CopyActionView<String>>,
    pub(super) enable_continuous_backup: bool,
}

impl PlanInput {
    pub(super) fn of(name: &str, plan: &BackupPlan) -> Self {
        let BackupPlan { rules, advanced_backup_settings, tags } = plan;
        Self {
            backup_plan: PlanView {
                backup_plan_name: name.to_owned(),
                rules: rules.iter().map(RuleView::of).collect(),
                advanced_backup_settings: advanced_backup_settings
                    .iter()
                    .map(AdvancedBackupSettingView::from)
                    .collect(),
            },
            backup_plan_tags: tags.clone(),
        }
    }
}

impl RuleView {
    fn of(rule: &BackupRule) -> Self {
        let BackupRule {
            rule_name,
            target_backup_vault,
            schedule_expression,
            schedule_expression_timezone,
            start_window_minutes,
            completion_window_minutes,
            lifecycle,
            enable_continuous_backup,
            recovery_point_tags,
            copy_actions,
        } = rule;
        Self {
            rule_name: rule_name.clone(),
            target_backup_vault_name: target_backup_vault.name.clone(),
            schedule_expression: schedule_expression.clone(),
            schedule_expression_timezone: schedule_expression_timezone.clone(),
            start_window_minutes: *start_window_minutes,
            completion_window_minutes: *completion_window_minutes,
            lifecycle: LifecycleView::of(lifecycle),
            recovery_point_tags: recovery_point_tags.clone(),
            copy_actions: copy_actions
                .iter()
                .map(|copy| CopyActionView {
                    destination_backup_vault_arn: copy.destination_backup_vault.arn(),
                    lifecycle: LifecycleView::of(&copy.lifecycle),
                })
                .collect(),
            enable_continuous_backup: *enable_continuous_backup,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SelectionInput {
    pub(super) backup_plan_id: String,
    pub(super) backup_selection: SelectionView<String>,
}

impl SelectionInput {
    pub(super) fn of(plan: &str, name: &str, selection: &BackupSelection) -> Self {
        let role = selection.iam_role.arn();
        Self {
            backup_plan_id: format!("<{plan}>"),
            backup_selection: SelectionView::of(name, selection, role),
        }
    }

    /// The plan that the placeholder names.
    pub(super) fn plan(&self) -> Option<&str> {
        self.backup_plan_id.strip_prefix('<')?.strip_suffix('>')
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RestoreTestingPlanInput {
    pub(super) restore_testing_plan: RestoreTestingPlanView<String>,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(super) tags: Tags,
}

impl RestoreTestingPlanInput {
    pub(super) fn of(name: &str, plan: &RestoreTestingPlan) -> Self {
        Self {
            restore_testing_plan: RestoreTestingPlanView::of(name, plan, str::to_owned),
            tags: plan.tags.clone(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RestoreTestingSelectionInput {
    pub(super) restore_testing_plan_name: String,
    pub(super) restore_testing_selection: RestoreTestingSelectionView<String>,
}

impl RestoreTestingSelectionInput {
    pub(super) fn of(plan: &str, name: &str, selection: &RestoreTestingSelection) -> Self {
        let role = selection.iam_role.arn();
        Self {
            restore_testing_plan_name: plan.to_owned(),
            restore_testing_selection: RestoreTestingSelectionView::of(name, selection, role),
        }
    }
}
