//! Vaults, plans, selections and restore testing, written down.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Form, Map, form, words};
use super::identity::{Key, Role};
use crate::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, BackupSelection, BackupVault, Condition,
    ConditionOperator, CopyAction, Lifecycle, Notifications, Place, RestoreTestingPlan,
    RestoreTestingSelection, TagEquals, TestedPointType, TestedPoints, VaultAccess, VaultKind,
    VaultLock, VaultRef,
};

form! {
    /// A backup vault.
    struct RecordedVault of BackupVault {
        /// Ordinary, or logically air-gapped with its retention bounds.
        #[serde(rename = "VaultType")]
        kind: RecordedVaultKind,
    } optional {
        /// The vault's key.
        #[serde(rename = "EncryptionKey")]
        encryption_key: Option<Key>,
        /// Tags without those that AWS makes.
        tags: Map<String>,
        /// The lock of an ordinary vault.
        lock: Option<RecordedLock>,
        /// Who may copy into the vault from another account.
        access: Option<RecordedAccess>,
        /// Events that are sent to a topic.
        notifications: Option<RecordedNotifications>,
    }
}

/// The two types of vaults, in AWS's words.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) enum RecordedVaultKind {
    /// An ordinary vault.
    #[serde(rename = "BACKUP_VAULT")]
    Standard,
    /// A logically air-gapped vault.
    #[serde(rename = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT", rename_all = "PascalCase")]
    AirGapped {
        /// Shortest retention accepted, in days.
        min_retention_days: u32,
        /// Longest retention accepted, in days.
        max_retention_days: u32,
    },
}

impl Form for RecordedVaultKind {
    type Of = VaultKind;

    fn of(of: &VaultKind) -> Self {
        match *of {
            VaultKind::Standard => Self::Standard,
            VaultKind::AirGapped { min_retention_days, max_retention_days } => {
                Self::AirGapped { min_retention_days, max_retention_days }
            }
        }
    }

    fn back(self) -> Result<VaultKind, String> {
        Ok(match self {
            Self::Standard => VaultKind::Standard,
            Self::AirGapped { min_retention_days, max_retention_days } => {
                VaultKind::AirGapped { min_retention_days, max_retention_days }
            }
        })
    }
}

form! {
    /// A vault lock; with a cooling-off period it is of compliance mode.
    struct RecordedLock of VaultLock {
    } optional {
        /// Shortest retention accepted, in days.
        min_retention_days: Option<u32>,
        /// Longest retention accepted, in days.
        max_retention_days: Option<u32>,
        /// Cooling-off period in days, or any number where AWS shows only that
        /// there was one.
        changeable_for_days: Option<u32>,
    }
}

form! {
    /// What a vault's access policy allows.
    struct RecordedAccess of VaultAccess {
        /// Accounts that may copy into the vault.
        copy_from_accounts: Vec<String>,
    } optional {
    }
}

form! {
    /// A vault's notifications.
    struct RecordedNotifications of Notifications {
        /// ARN of the topic.
        #[serde(rename = "SNSTopicArn")]
        sns_topic_arn: String,
        /// Names of the events.
        backup_vault_events: Vec<String>,
    } optional {
    }
}

/// The ARN of a vault.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct VaultArn(String);

impl Form for VaultArn {
    type Of = VaultRef;

    fn of(of: &VaultRef) -> Self {
        Self(of.arn())
    }

    fn back(self) -> Result<VaultRef, String> {
        let refused = || format!("`{}` is no ARN of a backup vault", self.0);
        let parts: Vec<&str> = self.0.splitn(7, ':').collect();
        let ["arn", partition, "backup", region, account, "backup-vault", name] = *parts else {
            return Err(refused());
        };
        let [partition, region, account] = [partition, region, account].map(str::to_owned);
        Ok(VaultRef { place: Place { account, region, partition }, name: name.to_owned() })
    }
}

form! {
    /// A backup plan.
    struct RecordedPlan of BackupPlan {
        /// Backup rules, by name.
        rules: Vec<RecordedRule>,
    } optional {
        /// Settings of resource types.
        advanced_backup_settings: Vec<RecordedAdvanced>,
        /// Tags without those that AWS makes.
        tags: Map<String>,
    }
}

form! {
    /// A backup rule.
    struct RecordedRule of BackupRule {
        /// Its name.
        rule_name: String,
        /// ARN of the vault that recovery points land in.
        #[serde(rename = "TargetBackupVaultArn")]
        target_backup_vault: VaultArn,
        /// `cron(...)` in AWS's dialect.
        schedule_expression: String,
        /// IANA name of the zone.
        schedule_expression_timezone: String,
        /// How late a job may start, in minutes.
        start_window_minutes: u64,
        /// How long a job may take, in minutes.
        completion_window_minutes: u64,
        /// Cold storage and deletion.
        lifecycle: RecordedLifecycle,
        /// Continuous backup with point-in-time recovery.
        enable_continuous_backup: bool,
    } optional {
        /// Tags of the recovery points.
        recovery_point_tags: Map<String>,
        /// Copies, by destination.
        copy_actions: Vec<RecordedCopy>,
    }
}

form! {
    /// Cold storage and deletion of recovery points; empty for what is kept for
    /// ever.
    struct RecordedLifecycle of Lifecycle {
    } optional {
        /// Days after creation until cold storage.
        move_to_cold_storage_after_days: Option<u32>,
        /// Days after creation until deletion.
        delete_after_days: Option<u32>,
        /// Snapshots of EBS move into the snapshot archive.
        opt_in_to_archive_for_supported_resources: Flag,
    }
}

/// A flag that is written only if it is set.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Flag(bool);

impl Form for Flag {
    type Of = bool;

    fn of(of: &bool) -> Self {
        Self(*of)
    }

    fn back(self) -> Result<bool, String> {
        Ok(self.0)
    }

    fn is_absent(&self) -> bool {
        !self.0
    }
}

form! {
    /// A copy action.
    struct RecordedCopy of CopyAction {
        /// ARN of the vault that copies land in.
        #[serde(rename = "DestinationBackupVaultArn")]
        destination_backup_vault: VaultArn,
        /// Cold storage and deletion of the copies.
        lifecycle: RecordedLifecycle,
    } optional {
    }
}

form! {
    /// Settings of one resource type.
    struct RecordedAdvanced of AdvancedBackupSetting {
        /// `EC2` or `S3`.
        resource_type: String,
        /// Its options.
        backup_options: Map<String>,
    } optional {
    }
}

form! {
    /// A backup selection.
    struct RecordedSelection of BackupSelection {
        /// The role that backs up.
        #[serde(rename = "IamRole")]
        iam_role: Role,
    } optional {
        /// ARNs that are selected.
        resources: Vec<String>,
        /// ARNs that are taken out again.
        not_resources: Vec<String>,
        /// Tags of which any one selects.
        list_of_tags: Vec<RecordedTag>,
        /// Conditions that must all hold.
        conditions: Vec<RecordedCondition>,
    }
}

form! {
    /// A tag that selects.
    struct RecordedTag of TagEquals {
        /// The key.
        #[serde(rename = "ConditionKey")]
        key: String,
        /// The value.
        #[serde(rename = "ConditionValue")]
        value: String,
    } optional {
    }
}

form! {
    /// A condition on a tag.
    struct RecordedCondition of Condition {
        /// How the value is compared.
        operator: RecordedOperator,
        /// Key of the tag, without `aws:ResourceTag/`.
        #[serde(rename = "ConditionKey")]
        key: String,
        /// Value or pattern.
        #[serde(rename = "ConditionValue")]
        value: String,
    } optional {
    }
}

words! {
    /// Operators of conditions.
    enum RecordedOperator of ConditionOperator {
        /// Equal.
        Equals = "StringEquals",
        /// Not equal.
        NotEquals = "StringNotEquals",
        /// Matches a pattern.
        Like = "StringLike",
        /// Matches no pattern.
        NotLike = "StringNotLike",
    }
}

form! {
    /// A restore testing plan.
    struct RecordedTesting of RestoreTestingPlan {
        /// `cron(...)` in AWS's dialect.
        schedule_expression: String,
        /// IANA name of the zone.
        schedule_expression_timezone: String,
        /// How late a test may start, in hours.
        start_window_hours: u32,
        /// Which point is restored.
        algorithm: RecordedAlgorithm,
        /// ARNs of vaults, or `*`.
        include_vaults: Vec<String>,
        /// Kinds of recovery points.
        recovery_point_types: Vec<RecordedPointType>,
        /// Age of the oldest point that may be picked, in days.
        selection_window_days: u32,
    } optional {
        /// Tags without those that AWS makes.
        tags: Map<String>,
        /// Selections by name.
        selections: Map<RecordedTested>,
    }
}

words! {
    /// Which point of the window is restored.
    enum RecordedAlgorithm of TestedPoints {
        /// The newest.
        Latest = "LATEST_WITHIN_WINDOW",
        /// Any.
        Random = "RANDOM_WITHIN_WINDOW",
    }
}

words! {
    /// Kinds of recovery points.
    enum RecordedPointType of TestedPointType {
        /// Continuous.
        Continuous = "CONTINUOUS",
        /// Snapshot.
        Snapshot = "SNAPSHOT",
    }
}

form! {
    /// A selection of a restore testing plan.
    struct RecordedTested of RestoreTestingSelection {
        /// AWS's name of the type.
        protected_resource_type: String,
        /// ARNs, or `*`.
        protected_resource_arns: Vec<String>,
        /// The role that restores.
        #[serde(rename = "IamRole")]
        iam_role: Role,
        /// How long a restored resource is kept, in hours.
        validation_window_hours: u32,
    } optional {
    }
}
