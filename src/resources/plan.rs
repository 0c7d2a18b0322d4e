//! Backup plans, their rules and copy actions.

use super::{Tags, VaultRef};

/// A backup plan. Field names as in `BackupPlanInput`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupPlan {
    /// Backup rules, sorted by name: AWS keeps no order.
    pub rules: Vec<BackupRule>,
    /// Settings per resource type, sorted by type.
    pub advanced_backup_settings: Vec<AdvancedBackupSetting>,
    /// Tags of the plan.
    pub tags: Tags,
}

/// A backup rule. Field names as in `BackupRuleInput`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRule {
    /// Name of the rule: its identity when plans are compared.
    pub rule_name: String,
    /// The vault its recovery points land in.
    pub target_backup_vault: VaultRef,
    /// `cron(...)` in AWS's dialect.
    pub schedule_expression: String,
    /// IANA zone; `Etc/UTC` for UTC, as AWS returns it.
    pub schedule_expression_timezone: String,
    /// How late the job may start, in minutes.
    pub start_window_minutes: u64,
    /// How long the job may take, in minutes.
    pub completion_window_minutes: u64,
    /// Cold storage and deletion of the rule's recovery points.
    pub lifecycle: Lifecycle,
    /// Continuous backup with point-in-time recovery.
    pub enable_continuous_backup: bool,
    /// Tags put on the recovery points.
    pub recovery_point_tags: Tags,
    /// Copies, sorted by destination: AWS keeps no order.
    pub copy_actions: Vec<CopyAction>,
}

/// Cold storage and deletion, AWS Backup's "lifecycle" of a rule or copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifecycle {
    /// Days after creation until cold storage; `None` stays warm.
    pub move_to_cold_storage_after_days: Option<u32>,
    /// Days after creation until deletion; `None` keeps for ever.
    pub delete_after_days: Option<u32>,
    /// Opts EBS snapshots into the snapshot archive.
    pub opt_in_to_archive_for_supported_resources: bool,
}

/// A copy action. Field names as in `CopyAction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyAction {
    /// Destination vault.
    pub destination_backup_vault: VaultRef,
    /// Lifecycle of the copy, counted from the source's creation.
    pub lifecycle: Lifecycle,
}

/// Settings of one resource type. Field names as in `AdvancedBackupSetting`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AdvancedBackupSetting {
    /// `EC2` or `S3`.
    pub resource_type: String,
    /// Options such as `WindowsVSS` = `enabled`.
    pub backup_options: Tags,
}
