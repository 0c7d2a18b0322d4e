//! Backup vaults with all that is set on them.

use super::{KeyRef, Place, Tags};

/// A backup vault. Field names as in `CreateBackupVault`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupVault {
    /// Ordinary or logically air-gapped.
    pub kind: VaultKind,
    /// Key of the vault; `None` leaves AWS's own (`aws/backup`).
    pub encryption_key: Option<KeyRef>,
    /// Tags of the vault.
    pub tags: Tags,
    /// Vault lock; of an air-gapped vault see [`VaultKind::AirGapped`].
    pub lock: Option<VaultLock>,
    /// Who may copy into the vault from another account.
    pub access: Option<VaultAccess>,
    /// Events sent to a topic.
    pub notifications: Option<Notifications>,
}

/// The two types of vaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VaultKind {
    /// A backup vault in the account.
    Standard,
    /// A logically air-gapped vault, locked by nature.
    AirGapped {
        /// Shortest retention accepted, in days.
        min_retention_days: u32,
        /// Longest retention accepted, in days.
        max_retention_days: u32,
    },
}

/// A vault lock. Field names as in `PutBackupVaultLockConfiguration`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VaultLock {
    /// Shortest retention accepted, in days.
    pub min_retention_days: Option<u32>,
    /// Longest retention accepted, in days.
    pub max_retention_days: Option<u32>,
    /// Cooling-off period in days: present means compliance mode.
    pub changeable_for_days: Option<u32>,
}

/// Accounts that may copy recovery points into the vault.
///
/// Rendered as a vault policy that allows `backup:CopyIntoBackupVault` to the
/// root of each account and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VaultAccess {
    /// Account ids, sorted.
    pub copy_from_accounts: Vec<String>,
}

/// Vault notifications. Field names as in `PutBackupVaultNotifications`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notifications {
    /// ARN of the SNS topic.
    pub sns_topic_arn: String,
    /// Event names such as `BACKUP_JOB_COMPLETED`, sorted.
    pub backup_vault_events: Vec<String>,
}

/// A vault named from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VaultRef {
    /// Where the vault is.
    pub place: Place,
    /// Its name.
    pub name: String,
}

impl VaultRef {
    /// ARN of the vault.
    pub fn arn(&self) -> String {
        self.place.arn("backup", &format!("backup-vault:{}", self.name))
    }

    /// The vault that an ARN names, or `None` if it names something else.
    #[must_use]
    pub fn of_arn(arn: &str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':').map(str::to_owned);
        let mut next = || parts.next();
        let (scheme, partition, service) = (next()?, next()?, next()?);
        let (region, account, resource) = (next()?, next()?, next()?);
        let name = resource.strip_prefix("backup-vault:")?.to_owned();
        let place = Place { account, region, partition };
        (scheme == "arn" && service == "backup").then_some(Self { place, name })
    }
}
