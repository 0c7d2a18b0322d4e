//! Vaults in every lock mode, their keys, and the roles.

use std::collections::BTreeMap;

use policy::resources::{
    BackupVault, IamRole, InlinePolicy, KeyRef, KmsKey, Notifications, VaultAccess, VaultKind,
    VaultLock,
};
use serde_json::json;

use super::{hostile_tags, tags};

fn plain() -> BackupVault {
    BackupVault {
        kind: VaultKind::Standard,
        encryption_key: None,
        tags: tags(&[]),
        lock: None,
        access: None,
        notifications: None,
    }
}

/// Without a lock, in governance mode, air-gapped, and one of other code.
pub(super) fn home() -> BTreeMap<String, BackupVault> {
    let main = BackupVault {
        encryption_key: Some(KeyRef::Existing(
            "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab".into(),
        )),
        tags: hostile_tags(),
        notifications: Some(Notifications {
            sns_topic_arn: "arn:aws:sns:us-east-1:111122223333:backup".into(),
            backup_vault_events: vec!["BACKUP_JOB_COMPLETED".into(), "COPY_JOB_FAILED".into()],
        }),
        ..plain()
    };
    let governance = BackupVault {
        encryption_key: Some(KeyRef::Created {
            place: super::home(),
            alias: "orders-production-gov".into(),
        }),
        lock: Some(VaultLock {
            min_retention_days: Some(7),
            max_retention_days: Some(3660),
            changeable_for_days: None,
        }),
        ..plain()
    };
    let air_gapped = BackupVault {
        kind: VaultKind::AirGapped { min_retention_days: 7, max_retention_days: 366 },
        tags: tags(&[("team", "orders")]),
        access: Some(VaultAccess { copy_from_accounts: vec!["999900001111".into()] }),
        ..plain()
    };
    let existing = BackupVault {
        lock: Some(VaultLock {
            min_retention_days: Some(1),
            max_retention_days: None,
            changeable_for_days: None,
        }),
        ..plain()
    };
    BTreeMap::from([
        ("orders-production-main".to_owned(), main),
        ("orders-production-gov-2".to_owned(), governance),
        ("orders-production-safe".to_owned(), air_gapped),
        ("Default".to_owned(), existing),
    ])
}

/// A lock without a minimum.
pub(super) fn west() -> BTreeMap<String, BackupVault> {
    let vault = BackupVault {
        lock: Some(VaultLock {
            min_retention_days: None,
            max_retention_days: Some(400),
            changeable_for_days: None,
        }),
        access: Some(VaultAccess {
            copy_from_accounts: vec!["222233334444".into(), "999900001111".into()],
        }),
        ..plain()
    };
    BTreeMap::from([("orders-production-west".to_owned(), vault)])
}

/// Compliance mode under a key that the policy creates.
pub(super) fn backup() -> BTreeMap<String, BackupVault> {
    let vault = BackupVault {
        encryption_key: Some(KeyRef::Created {
            place: super::backup(),
            alias: "orders-production-dr".into(),
        }),
        lock: Some(VaultLock {
            min_retention_days: Some(7),
            max_retention_days: Some(3660),
            changeable_for_days: Some(14),
        }),
        access: Some(VaultAccess { copy_from_accounts: vec!["111122223333".into()] }),
        ..plain()
    };
    BTreeMap::from([("orders-production-dr".to_owned(), vault)])
}

/// A key that only its own account uses.
pub(super) fn home_keys() -> BTreeMap<String, KmsKey> {
    let key = KmsKey {
        description: "Backups of orders, \"governed\"".into(),
        used_by_accounts: vec![],
        tags: tags(&[("no", "yes")]),
    };
    BTreeMap::from([("orders-production-gov".to_owned(), key)])
}

/// A key that another account copies and restores with.
pub(super) fn backup_keys() -> BTreeMap<String, KmsKey> {
    let key = KmsKey {
        description: "Copies of orders".into(),
        used_by_accounts: vec!["111122223333".into(), "222233334444".into()],
        tags: tags(&[]),
    };
    BTreeMap::from([("orders-production-dr".to_owned(), key)])
}

/// Roles with managed and inline policies.
pub(super) fn roles() -> BTreeMap<String, IamRole> {
    let managed = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor";
    let role = |service: &str, managed_policies, inline_policies| IamRole {
        description: "For the policy orders".into(),
        service: service.into(),
        managed_policies,
        inline_policies,
        tags: tags(&[("policy:name", "orders")]),
    };
    let replicate = InlinePolicy {
        name: "replicate".into(),
        document: json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                "Resource": "arn:aws:s3:::orders-exports",
                "Condition": { "StringLike": { "aws:PrincipalTag/team": "${aws:username}" } }
            }]
        }),
    };
    let service = "backup.amazonaws.com";
    BTreeMap::from([
        (
            "orders-production-backup".to_owned(),
            role(service, vec![format!("{managed}Backup")], vec![]),
        ),
        (
            "orders-production-restore".to_owned(),
            role(service, vec![format!("{managed}Restores")], vec![]),
        ),
        (
            "orders-production-replicate".to_owned(),
            role("s3.amazonaws.com", vec![], vec![replicate]),
        ),
    ])
}
