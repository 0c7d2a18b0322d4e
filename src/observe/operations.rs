//! Every operation of AWS that may be sent: whatever is not here is refused.
//!
//! One table, read by whoever calls, by the interceptor that refuses anything
//! else before it is signed, and by the IAM policy that allows it. Invariant:
//! nothing in it changes anything, and nothing in it reads the data of a user.

mod iam_policy;

use std::fmt;

pub use iam_policy::iam_policy;
#[cfg(feature = "live")]
pub(super) use iam_policy::role_arn;

/// The services that are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// AWS Backup.
    Backup,
    /// S3.
    S3,
    /// RDS; it also describes Aurora, DocumentDB and Neptune.
    Rds,
    /// DynamoDB.
    DynamoDb,
    /// ElastiCache.
    ElastiCache,
    /// The tagging of resources of any service.
    Tagging,
    /// IAM.
    Iam,
    /// KMS.
    Kms,
    /// STS.
    Sts,
    /// IAM Identity Center, for credentials.
    Sso,
    /// IAM Identity Center's tokens, for credentials.
    SsoOidc,
}

impl Service {
    /// The service's prefix in IAM actions and ARNs.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::S3 => "s3",
            Self::Rds => "rds",
            Self::DynamoDb => "dynamodb",
            Self::ElastiCache => "elasticache",
            Self::Tagging => "tag",
            Self::Iam => "iam",
            Self::Kms => "kms",
            Self::Sts => "sts",
            Self::Sso => "sso",
            Self::SsoOidc => "sso-oauth",
        }
    }

    /// The service's name within the AWS SDK, by which a request is recognised.
    #[must_use]
    pub const fn sdk_name(self) -> &'static str {
        match self {
            Self::Backup => "Backup",
            Self::S3 => "S3",
            Self::Rds => "RDS",
            Self::DynamoDb => "DynamoDB",
            Self::ElastiCache => "ElastiCache",
            Self::Tagging => "Resource Groups Tagging API",
            Self::Iam => "IAM",
            Self::Kms => "KMS",
            Self::Sts => "STS",
            Self::Sso => "SSO",
            Self::SsoOidc => "SSO OIDC",
        }
    }
}

/// What an action can be limited to in an IAM policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Nothing: AWS takes only `*`.
    Everything,
    /// Backup plans.
    Plans,
    /// Backup vaults.
    Vaults,
    /// What AWS Backup puts tags on: plans, vaults, restore testing plans.
    BackupTags,
    /// Restore testing plans.
    RestoreTestingPlans,
    /// Buckets.
    Buckets,
    /// Database instances.
    Instances,
    /// Database clusters.
    Clusters,
    /// Tables.
    Tables,
    /// Replication groups of caches.
    CacheGroups,
    /// Roles.
    Roles,
    /// Keys.
    Keys,
    /// The role that is assumed to read an account.
    ReadingRole,
    /// Nothing to limit: it needs no permission.
    Free,
}

/// One operation that may be sent.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The service that is asked.
    pub service: Service,
    /// The operation, as AWS and its SDK name it.
    pub name: &'static str,
    /// The IAM action that it takes, without the service; none if it takes none.
    pub action: Option<&'static str>,
    /// What the action can be limited to.
    pub scope: Scope,
    /// What it is read for.
    pub purpose: &'static str,
}

impl Operation {
    /// The permission that it takes, such as `s3:GetReplicationConfiguration`.
    #[must_use]
    pub fn permission(&self) -> Option<String> {
        self.action.map(|action| format!("{}:{action}", self.service.prefix()))
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.service.prefix(), self.name)
    }
}

/// The operation with these names of the SDK, if it may be sent.
#[must_use]
pub fn allowed(sdk_service: &str, name: &str) -> Option<&'static Operation> {
    ALL.iter().copied().find(|row| row.name == name && row.service.sdk_name() == sdk_service)
}

/// Declares the operations, and the list of all of them.
macro_rules! operations {
    ($($constant:ident: $service:ident, $name:literal, $action:expr, $scope:ident, $purpose:literal;)+) => {
        $(
            #[doc = concat!("`", $name, "`: ", $purpose, ".")]
            pub static $constant: Operation = Operation {
                service: Service::$service,
                name: $name,
                action: $action,
                scope: Scope::$scope,
                purpose: $purpose,
            };
        )+

        /// Every operation that may be sent, grouped by service.
        pub static ALL: &[&Operation] = &[$(&$constant),+];
    };
}

#[rustfmt::skip]
operations! {
    BACKUP_LIST_BACKUP_PLANS: Backup, "ListBackupPlans", Some("ListBackupPlans"), Everything, "which plans there are";
    BACKUP_GET_BACKUP_PLAN: Backup, "GetBackupPlan", Some("GetBackupPlan"), Plans, "the backup rules of a plan, and its next runs";
    BACKUP_LIST_BACKUP_SELECTIONS: Backup, "ListBackupSelections", Some("ListBackupSelections"), Plans, "which selections a plan has";
    BACKUP_GET_BACKUP_SELECTION: Backup, "GetBackupSelection", Some("GetBackupSelection"), Plans, "which resources a plan protects";
    BACKUP_LIST_BACKUP_VAULTS: Backup, "ListBackupVaults", Some("ListBackupVaults"), Everything, "which vaults there are";
    BACKUP_DESCRIBE_BACKUP_VAULT: Backup, "DescribeBackupVault", Some("DescribeBackupVault"), Vaults, "the key and the lock of a vault";
    BACKUP_GET_BACKUP_VAULT_ACCESS_POLICY: Backup, "GetBackupVaultAccessPolicy", Some("GetBackupVaultAccessPolicy"), Vaults, "who may copy into a vault";
    BACKUP_GET_BACKUP_VAULT_NOTIFICATIONS: Backup, "GetBackupVaultNotifications", Some("GetBackupVaultNotifications"), Vaults, "where a vault sends its events";
    BACKUP_LIST_TAGS: Backup, "ListTags", Some("ListTags"), BackupTags, "the tags of plans, vaults and restore testing plans";
    BACKUP_DESCRIBE_REGION_SETTINGS: Backup, "DescribeRegionSettings", Some("DescribeRegionSettings"), Everything, "which resource types are opted in";
    BACKUP_DESCRIBE_GLOBAL_SETTINGS: Backup, "DescribeGlobalSettings", Some("DescribeGlobalSettings"), Everything, "whether copies may leave the account";
    BACKUP_LIST_RESTORE_TESTING_PLANS: Backup, "ListRestoreTestingPlans", Some("ListRestoreTestingPlans"), Everything, "which restore testing plans there are";
    BACKUP_GET_RESTORE_TESTING_PLAN: Backup, "GetRestoreTestingPlan", Some("GetRestoreTestingPlan"), RestoreTestingPlans, "when restores are tested, and from which vaults";
    BACKUP_LIST_RESTORE_TESTING_SELECTIONS: Backup, "ListRestoreTestingSelections", Some("ListRestoreTestingSelections"), RestoreTestingPlans, "which selections a restore testing plan has";
    BACKUP_GET_RESTORE_TESTING_SELECTION: Backup, "GetRestoreTestingSelection", Some("GetRestoreTestingSelection"), RestoreTestingPlans, "which resources are restored in a test";
    BACKUP_LIST_RECOVERY_POINTS_BY_BACKUP_VAULT: Backup, "ListRecoveryPointsByBackupVault", Some("ListRecoveryPointsByBackupVault"), Vaults, "the recovery points in a vault";
    BACKUP_LIST_BACKUP_JOBS: Backup, "ListBackupJobs", Some("ListBackupJobs"), Everything, "backup jobs that failed";
    BACKUP_LIST_COPY_JOBS: Backup, "ListCopyJobs", Some("ListCopyJobs"), Everything, "copy jobs that failed";

    S3_HEAD_BUCKET: S3, "HeadBucket", Some("ListBucket"), Buckets, "whether a bucket exists, and its Region";
    S3_GET_BUCKET_VERSIONING: S3, "GetBucketVersioning", Some("GetBucketVersioning"), Buckets, "the versioning of a bucket";
    S3_GET_BUCKET_LIFECYCLE_CONFIGURATION: S3, "GetBucketLifecycleConfiguration", Some("GetLifecycleConfiguration"), Buckets, "the lifecycle of a bucket";
    S3_GET_OBJECT_LOCK_CONFIGURATION: S3, "GetObjectLockConfiguration", Some("GetBucketObjectLockConfiguration"), Buckets, "the Object Lock of a bucket";
    S3_GET_BUCKET_REPLICATION: S3, "GetBucketReplication", Some("GetReplicationConfiguration"), Buckets, "the replication of a bucket";
    S3_GET_BUCKET_TAGGING: S3, "GetBucketTagging", Some("GetBucketTagging"), Buckets, "the tags of a bucket";
    S3_GET_BUCKET_ENCRYPTION: S3, "GetBucketEncryption", Some("GetEncryptionConfiguration"), Buckets, "the key of a bucket";
    S3_GET_PUBLIC_ACCESS_BLOCK: S3, "GetPublicAccessBlock", Some("GetBucketPublicAccessBlock"), Buckets, "whether a bucket blocks public access";
    S3_GET_BUCKET_POLICY: S3, "GetBucketPolicy", Some("GetBucketPolicy"), Buckets, "who may replicate into a bucket";

    RDS_DESCRIBE_DB_INSTANCES: Rds, "DescribeDBInstances", Some("DescribeDBInstances"), Instances, "the automated backups of an instance";
    RDS_DESCRIBE_DB_CLUSTERS: Rds, "DescribeDBClusters", Some("DescribeDBClusters"), Clusters, "the automated backups of a cluster";
    RDS_DESCRIBE_DB_INSTANCE_AUTOMATED_BACKUPS: Rds, "DescribeDBInstanceAutomatedBackups", Some("DescribeDBInstanceAutomatedBackups"), Everything, "automated backups replicated into another Region";

    DYNAMODB_DESCRIBE_TABLE: DynamoDb, "DescribeTable", Some("DescribeTable"), Tables, "deletion protection and replicas of a table";
    DYNAMODB_DESCRIBE_CONTINUOUS_BACKUPS: DynamoDb, "DescribeContinuousBackups", Some("DescribeContinuousBackups"), Tables, "the point-in-time recovery of a table";

    ELASTICACHE_DESCRIBE_REPLICATION_GROUPS: ElastiCache, "DescribeReplicationGroups", Some("DescribeReplicationGroups"), CacheGroups, "the snapshots of a cache";

    TAGGING_GET_RESOURCES: Tagging, "GetResources", Some("GetResources"), Everything, "which resources bear the tags of a selection";

    IAM_GET_ROLE: Iam, "GetRole", Some("GetRole"), Roles, "whether a role exists, and who may assume it";
    IAM_LIST_ATTACHED_ROLE_POLICIES: Iam, "ListAttachedRolePolicies", Some("ListAttachedRolePolicies"), Roles, "the managed policies of a role";
    IAM_LIST_ROLE_POLICIES: Iam, "ListRolePolicies", Some("ListRolePolicies"), Roles, "the inline policies of a role";
    IAM_GET_ROLE_POLICY: Iam, "GetRolePolicy", Some("GetRolePolicy"), Roles, "what an inline policy of a role allows";

    KMS_DESCRIBE_KEY: Kms, "DescribeKey", Some("DescribeKey"), Keys, "whether a key is enabled, and which one an alias means";
    KMS_GET_KEY_POLICY: Kms, "GetKeyPolicy", Some("GetKeyPolicy"), Keys, "which accounts may use a key";
    KMS_LIST_RESOURCE_TAGS: Kms, "ListResourceTags", Some("ListResourceTags"), Keys, "the tags of a key";

    STS_GET_CALLER_IDENTITY: Sts, "GetCallerIdentity", None, Free, "which account was reached";
    STS_ASSUME_ROLE: Sts, "AssumeRole", Some("AssumeRole"), ReadingRole, "the role that reads an account";
    STS_ASSUME_ROLE_WITH_WEB_IDENTITY: Sts, "AssumeRoleWithWebIdentity", None, Free, "credentials of a pod or a CI job";

    SSO_GET_ROLE_CREDENTIALS: Sso, "GetRoleCredentials", None, Free, "credentials of a signed-in user";
    SSO_OIDC_CREATE_TOKEN: SsoOidc, "CreateToken", None, Free, "a fresh token of a signed-in user";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nothing_but_reading_and_identifying_is_in_the_table() {
        let credentials = ["AssumeRole", "AssumeRoleWithWebIdentity", "CreateToken"];
        for row in ALL {
            let reads =
                ["Get", "List", "Describe", "Head"].iter().any(|verb| row.name.starts_with(verb));
            assert!(reads || credentials.contains(&row.name), "{row}");
            let action = row.action.unwrap_or("Get");
            let reads = ["Get", "List", "Describe"].iter().any(|verb| action.starts_with(verb));
            assert!(reads || action == "AssumeRole", "{row} takes {action}");
        }
        let names: BTreeSet<_> = ALL.iter().map(|row| (row.service, row.name)).collect();
        assert_eq!(names.len(), ALL.len(), "an operation stands twice");
    }

    #[test]
    fn no_operation_reads_what_a_user_stored() {
        let data = ["GetObject", "GetItem", "Query", "Scan", "BatchGetItem", "GetRecords"];
        assert!(ALL.iter().all(|row| !data.contains(&row.name)));
    }

    #[test]
    fn an_operation_needs_both_names() {
        assert_eq!(allowed("Backup", "ListTags"), Some(&BACKUP_LIST_TAGS));
        assert_eq!(allowed("KMS", "ListTags"), None);
        assert_eq!(allowed("Backup", "DeleteBackupVault"), None);
    }

    #[test]
    fn permissions_that_are_not_named_like_their_operation() {
        let of = |operation: &Operation| operation.permission().unwrap();
        assert_eq!(of(&S3_HEAD_BUCKET), "s3:ListBucket");
        assert_eq!(of(&S3_GET_BUCKET_REPLICATION), "s3:GetReplicationConfiguration");
        assert_eq!(of(&TAGGING_GET_RESOURCES), "tag:GetResources");
        assert_eq!(STS_GET_CALLER_IDENTITY.permission(), None);
    }
}
