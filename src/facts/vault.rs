//! Vaults, their locks, notifications and tiering, and air-gapped vaults.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{
    AIR_GAPPED, API_AIR_GAPPED, API_NOTIFICATIONS, API_TIERING, API_VAULT_LOCK, CREATE_VAULT,
    GH_AIR_GAPPED_KEY, GH_AWS_MADE, QUOTAS, VAULT_LOCK,
};
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
    "vault", "AWS Backup: vaults and locks";

    /// A compliance lock can be changed for 3 to 36,500 days after it is set.
    LOCK_CHANGEABLE_FOR_DAYS: Bounds<u32> = ("lock-changeable-for-days", bounds(3, 36_500), API_VAULT_LOCK, High);

    /// The shortest retention a lock may demand is 1 to 36,500 days.
    LOCK_MIN_RETENTION_DAYS: Bounds<u32> = ("lock-min-retention-days", bounds(1, 36_500), API_VAULT_LOCK, High);

    /// The longest retention a lock may allow is 1 to 36,500 days; absent means no limit.
    LOCK_MAX_RETENTION_DAYS: Bounds<u32> = ("lock-max-retention-days", bounds(1, 36_500), API_VAULT_LOCK, High);

    /// The shortest retention of a lock is at most its longest.
    LOCK_MIN_AT_MOST_MAX: bool = ("lock-min-at-most-max", true, API_VAULT_LOCK, Medium);

    /// A lock is in compliance mode if, and only if, it says how long it may change.
    LOCK_COMPLIANCE_FIELD: &'static str = ("lock-compliance-field", "ChangeableForDays", VAULT_LOCK, High);

    /// A new backup or copy whose retention is outside a lock's bounds fails.
    LOCK_FAILS_JOBS: bool = ("lock-fails-jobs", true, API_VAULT_LOCK, High);

    /// A backup kept for ever fails in a vault whose lock has a longest retention.
    LOCK_MAX_REFUSES_FOREVER: bool = ("lock-max-refuses-forever", true, VAULT_LOCK, Medium);

    /// Nobody can delete a point kept for ever in a compliance vault without a longest retention.
    LOCK_KEEPS_FOREVER: bool = ("lock-keeps-forever", true, VAULT_LOCK, High);

    /// AWS shows a compliance lock by its date and never returns how long it may change.
    LOCK_READ_FIELD: &'static str = ("lock-read-field", "LockDate", VAULT_LOCK, High);

    /// A closed account's vaults are emptied after 90 days, locked or not.
    ACCOUNT_CLOSURE_DAYS: u32 = ("account-closure-days", 90, VAULT_LOCK, High);

    /// An air-gapped vault needs a shortest retention of at least 7 days.
    AIR_GAPPED_LEAST_RETENTION_DAYS: u32 = ("air-gapped-least-retention-days", 7, API_AIR_GAPPED, High);

    /// An air-gapped vault needs a longest retention; its bound is that of every
    /// retention, 36,500 days.
    AIR_GAPPED_MOST_RETENTION_DAYS: u32 = ("air-gapped-most-retention-days", 36_500, API_AIR_GAPPED, Medium);

    /// The retention bounds of an air-gapped vault cannot change.
    AIR_GAPPED_IMMUTABLE: bool = ("air-gapped-immutable", true, API_AIR_GAPPED, High);

    /// An air-gapped vault is always locked in compliance mode.
    AIR_GAPPED_IS_LOCKED: bool = ("air-gapped-is-locked", true, AIR_GAPPED, High);

    /// The key of an air-gapped vault is AWS's own or a customer managed one, and
    /// cannot change.
    AIR_GAPPED_CUSTOMER_KEY: bool = ("air-gapped-customer-key", true, GH_AIR_GAPPED_KEY.since("2025-11"), High);

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
