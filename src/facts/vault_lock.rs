//! Vault locks, and the air-gapped vaults that are locked by nature.

use super::Bounds;
use super::fact::{bounds, facts};
use super::sources::{AIR_GAPPED, API_AIR_GAPPED, API_VAULT_LOCK, GH_AIR_GAPPED_KEY, VAULT_LOCK};

facts! {
    "vault-lock", "AWS Backup: vault locks and air-gapped vaults";

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
}
