//! Parts of a backup plan that the API and CloudFormation spell alike.

use serde::{Deserialize, Serialize};

use crate::resources::{AdvancedBackupSetting, Lifecycle, Tags};

/// `Lifecycle` of a rule or copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct LifecycleView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) move_to_cold_storage_after_days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delete_after_days: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) opt_in_to_archive_for_supported_resources: bool,
}

impl LifecycleView {
    /// `None` where nothing is set: AWS returns such a lifecycle as absent.
    pub(crate) fn of(lifecycle: &Lifecycle) -> Option<Self> {
        let Lifecycle {
            move_to_cold_storage_after_days,
            delete_after_days,
            opt_in_to_archive_for_supported_resources,
        } = *lifecycle;
        (*lifecycle != Lifecycle::default()).then_some(Self {
            move_to_cold_storage_after_days,
            delete_after_days,
            opt_in_to_archive_for_supported_resources,
        })
    }

    /// The lifecycle that an optional view stands for.
    pub(crate) fn read(view: Option<Self>) -> Lifecycle {
        view.map_or_else(Lifecycle::default, |view| {
            let Self {
                move_to_cold_storage_after_days,
                delete_after_days,
                opt_in_to_archive_for_supported_resources,
            } = view;
            Lifecycle {
                move_to_cold_storage_after_days,
                delete_after_days,
                opt_in_to_archive_for_supported_resources,
            }
        })
    }
}

/// `CopyAction`; the destination is an ARN or, in a template, a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct CopyActionView<A> {
    pub(crate) destination_backup_vault_arn: A,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lifecycle: Option<LifecycleView>,
}

/// `AdvancedBackupSetting`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct AdvancedBackupSettingView {
    pub(crate) resource_type: String,
    pub(crate) backup_options: Tags,
}

impl From<&AdvancedBackupSetting> for AdvancedBackupSettingView {
    fn from(setting: &AdvancedBackupSetting) -> Self {
        let AdvancedBackupSetting { resource_type, backup_options } = setting.clone();
        Self { resource_type, backup_options }
    }
}

impl From<AdvancedBackupSettingView> for AdvancedBackupSetting {
    fn from(view: AdvancedBackupSettingView) -> Self {
        let AdvancedBackupSettingView { resource_type, backup_options } = view;
        Self { resource_type, backup_options }
    }
}
