//! Roles and permissions that backups need.

use super::fact::{bounds, facts};
use super::sources::{
    API_SELECTION, CROSS_ACCOUNT, IAM_PRINCIPAL_ARN, IAM_VERSION, MANAGED_POLICIES, PITR,
    S3_REPLICATION_OWNER, S3_REPLICATION_ROLE, S3_REPLICATION_RULES, SERVICE_ROLES,
};
use super::{Source, TextRule};

const API_CREATE_ROLE: Source = Source {
    title: "CreateRole",
    url: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    read: "2026-11-21",
    since: None,
};

facts! {
    "iam", "Roles and permissions";

    /// A role's name has 1 to 64 letters, digits, `_`, `+`, `=`, `,`, `.`, `@` or `-`.
    ROLE_NAME: TextRule = ("role-name", TextRule {
        pattern: r"^[\w+=,.@-]{1,64}$",
        also: "_+=,.@-",
        capitals: true,
        starts_with_letter: false,
        length: bounds(1, 64),
    }, API_CREATE_ROLE, High);

    /// The service that a backup role trusts.
    SERVICE_PRINCIPAL: &'static str = ("service-principal", "backup.amazonaws.com", SERVICE_ROLES, High);

    /// The service that a replication role trusts.
    S3_SERVICE_PRINCIPAL: &'static str = ("s3-service-principal", "s3.amazonaws.com", S3_REPLICATION_RULES, High);

    /// The managed policies of a role that makes backups, S3 included.
    BACKUP_POLICIES: &'static [&'static str] = ("backup-policies", &[
        "arn:{p}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:{p}:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
    ], MANAGED_POLICIES, High);

    /// The managed policies of a role that restores, S3 included.
    RESTORE_POLICIES: &'static [&'static str] = ("restore-policies", &[
        "arn:{p}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
        "arn:{p}:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
    ], MANAGED_POLICIES, High);

    /// A selection's role must be allowed this action, else the selection is rejected.
    SELECTION_NEEDS: &'static str = ("selection-needs", "tag:GetResources", API_SELECTION, High);

    /// A vault that takes copies from other accounts allows this action; no other
    /// action is accepted across accounts.
    COPY_ACTION: &'static str = ("copy-action", "backup:CopyIntoBackupVault", CROSS_ACCOUNT, High);

    /// Continuous backup of an RDS instance needs this action, else AWS takes snapshots.
    CONTINUOUS_RDS_NEEDS: &'static str = ("continuous-rds-needs", "rds:ModifyDBInstance", PITR, High);

    /// Copies of continuous RDS backups need this action, else points end expired and stay billed.
    CONTINUOUS_RDS_COPY_NEEDS: &'static str = ("continuous-rds-copy-needs", "rds:DeleteDBSnapshot", PITR, Medium);

    /// The version of the policy language; an older one lacks variables.
    POLICY_LANGUAGE: &'static str = ("policy-language", "2012-10-17", IAM_VERSION, High);

    /// This condition key compares the role or user that asks, by its ARN.
    PRINCIPAL_ARN: &'static str = ("principal-arn-condition", "aws:PrincipalArn", IAM_PRINCIPAL_ARN, High);

    /// A replication role needs these on the source bucket.
    REPLICATION_SOURCE_ACTIONS: &'static [&'static str] = ("replication-source-actions", &[
        "s3:GetReplicationConfiguration", "s3:ListBucket",
    ], S3_REPLICATION_ROLE, High);

    /// A replication role needs these on the objects of the source.
    REPLICATION_READ_ACTIONS: &'static [&'static str] = ("replication-read-actions", &[
        "s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging",
    ], S3_REPLICATION_ROLE, High);

    /// A replication role also needs these on the objects of a source with Object Lock.
    REPLICATION_LOCK_ACTIONS: &'static [&'static str] = ("replication-lock-actions", &[
        "s3:GetObjectRetention", "s3:GetObjectLegalHold",
    ], S3_REPLICATION_ROLE, High);

    /// A replication role needs these on the objects of the destination, and the
    /// destination's own policy must allow them to a role of another account.
    REPLICATION_WRITE_ACTIONS: &'static [&'static str] = ("replication-write-actions", &[
        "s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags",
    ], S3_REPLICATION_ROLE, High);

    /// Role and destination must also allow this where the replicas are to belong to
    /// the other account.
    REPLICATION_OWNER_ACTION: &'static str = ("replication-owner-action", "s3:ObjectOwnerOverrideToBucketOwner", S3_REPLICATION_OWNER, High);
}
