//! Vaults: their keys, their notifications and the tiering of what they hold.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{API_NOTIFICATIONS, API_TIERING, CREATE_VAULT, GH_AWS_MADE, QUOTAS};
use super::{Bounds, Listed, TextRule};

/// One event a vault can report to a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VaultEvent {
    /// AWS's name.
    pub name: &'static str,
    /// Whether AWS accepts the name but no longer sends anything.
    pub deprecated: bool,
}

impl fmt::Display for VaultEvent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.deprecated { " (deprecated)" } else { "" };
        write!(out, "{}{mark}", self.name)
    }
}

one_line!(VaultEvent);

const fn sent(name: &'static str) -> VaultEvent {
    VaultEvent { name, deprecated: false }
}

const fn deprecated(name: &'static str) -> VaultEvent {
    VaultEvent { name, deprecated: true }
}

facts! {
    "vault", "AWS Backup: vaults";

    /// The key of a vault is named by its ARN, not by an alias, and cannot change.
    KEY_IS_ARN: bool = ("vault-key-is-arn", true, CREATE_VAULT, High);

    /// A vault without a key uses the account's key of this alias.
    DEFAULT_KEY_ALIAS: &'static str = ("vault-default-key-alias", "alias/aws/backup", CREATE_VAULT, High);

    /// This vault exists only where someone opened the console; no API creates it.
    CONSOLE_VAULT: &'static str = ("vault-of-the-console", "Default", CREATE_VAULT, High);

    /// AWS makes vaults whose names break its own rule.
    AWS_MADE: &'static [&'static str] = ("vaults-made-by-aws", &["aws/efs/automatic-backup-vault"], GH_AWS_MADE, High);

    /// A vault with recovery points cannot be deleted.
    DELETE_NEEDS_EMPTY: bool = ("vault-delete-needs-empty", true, CREATE_VAULT, High);

    /// A Region of an account holds 300 vaults unless AWS raises the quota.
    PER_REGION: u32 = ("vaults-per-region", 300, QUOTAS, High);

    /// A vault holds a million recovery points.
    POINTS: u32 = ("vault-points", 1_000_000, QUOTAS, High);

    /// The events a vault can report; AWS accepts the deprecated ones and sends nothing.
    EVENTS: &'static [VaultEvent] = ("vault-events", &[
        sent("BACKUP_JOB_STARTED"),
        sent("BACKUP_JOB_COMPLETED"),
        deprecated("BACKUP_JOB_SUCCESSFUL"),
        deprecated("BACKUP_JOB_FAILED"),
        deprecated("BACKUP_JOB_EXPIRED"),
        sent("RESTORE_JOB_STARTED"),
        sent("RESTORE_JOB_COMPLETED"),
        deprecated("RESTORE_JOB_SUCCESSFUL"),
        deprecated("RESTORE_JOB_FAILED"),
        sent("COPY_JOB_STARTED"),
        sent("COPY_JOB_SUCCESSFUL"),
        sent("COPY_JOB_FAILED"),
        sent("RECOVERY_POINT_MODIFIED"),
        deprecated("BACKUP_PLAN_CREATED"),
        deprecated("BACKUP_PLAN_MODIFIED"),
        sent("S3_BACKUP_OBJECT_FAILED"),
        sent("S3_RESTORE_OBJECT_FAILED"),
        sent("CONTINUOUS_BACKUP_INTERRUPTED"),
        sent("RECOVERY_POINT_INDEX_COMPLETED"),
        sent("RECOVERY_POINT_INDEX_DELETED"),
        sent("RECOVERY_POINT_INDEXING_FAILED"),
        sent("EKS_RESTORE_OBJECT_FAILED"),
        sent("EKS_RESTORE_OBJECT_SKIPPED"),
        sent("EKS_BACKUP_OBJECT_FAILED"),
    ], API_NOTIFICATIONS, Medium);

    /// S3 backups move to the cheaper tier after 60 to 36,500 days.
    TIERING_DAYS: Bounds<u32> = ("tiering-days", bounds(60, 36_500), API_TIERING, High);

    /// A tiering configuration's name has 1 to 200 letters, digits or `_`.
    TIERING_NAME: TextRule = ("tiering-name", TextRule {
        pattern: "^[a-zA-Z0-9_]{1,200}$",
        also: "_",
        capitals: true,
        starts_with_letter: false,
        length: bounds(1, 200),
    }, API_TIERING, High);
}

/// The row of an event by AWS's name.
#[must_use]
pub fn event(name: &str) -> Option<&'static VaultEvent> {
    EVENTS.value.iter().find(|row| row.name == name)
}
