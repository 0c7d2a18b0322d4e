//! What an account says about the assumptions of the proof.

use std::collections::BTreeMap;

use crate::resources::Tags;

/// Answers to what a policy has to assume. What is absent was not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// Tags of the resources that were asked for, by ARN; a resource without
    /// tags has none here, a resource that does not exist no entry.
    pub tags: BTreeMap<String, Tags>,
    /// Roles by ARN.
    pub roles: BTreeMap<String, RoleState>,
    /// Keys by ARN.
    pub keys: BTreeMap<String, KeyState>,
    /// ARN of the key behind an alias, by the alias without `alias/`.
    pub aliases: BTreeMap<String, String>,
    /// Every resource type of `DescribeRegionSettings` with its opt-in.
    pub opt_ins: BTreeMap<String, bool>,
    /// Types with AWS Backup's advanced features (`ResourceTypeManagementPreference`).
    pub advanced_features: BTreeMap<String, bool>,
    /// Locks by vault name.
    pub locks: BTreeMap<String, LockInForce>,
    /// What continuous backups of AWS Backup have taken over the automated
    /// backups of, by identifier: RDS instances and clusters.
    pub owned_by_backup: Vec<String>,
}

/// A role as AWS Backup would find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleState {
    /// It exists.
    pub exists: bool,
    /// Its trust policy lets AWS Backup assume it.
    pub trusts_backup: bool,
}

/// The state of a key, in KMS's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyState {
    /// `Enabled`, `Disabled`, `PendingDeletion`, …; `NotFound` for no key.
    pub state: String,
}

/// A vault lock as `DescribeBackupVault` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockInForce {
    /// The moment from which nobody can loosen it, as in RFC 3339; present in
    /// compliance mode only.
    pub lock_date: Option<String>,
}
