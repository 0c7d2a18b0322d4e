//! The pages and threads that the facts were read in.

use super::Source;

const fn page(title: &'static str, url: &'static str) -> Source {
    Source { title, url, read: "2026-11-20", since: None }
}

macro_rules! sources {
    ($base:literal; $($constant:ident = $title:literal, $path:literal;)+) => {
        $(pub(super) const $constant: Source = page($title, concat!($base, $path));)+
    };
}

sources! { "https://docs.aws.amazon.com/aws-backup/latest/devguide/";
    ADVANCED_DYNAMODB = "Advanced DynamoDB backup", "advanced-ddb-backup.html";
    AIR_GAPPED = "Logically air-gapped vault", "logicallyairgappedvault.html";
    API_ADVANCED_SETTING = "AdvancedBackupSetting", "API_AdvancedBackupSetting.html";
    API_AIR_GAPPED = "CreateLogicallyAirGappedBackupVault", "API_CreateLogicallyAirGappedBackupVault.html";
    API_BACKUP_PLAN = "BackupPlanInput", "API_BackupPlanInput.html";
    API_BACKUP_RULE = "BackupRuleInput", "API_BackupRuleInput.html";
    API_CONDITION = "Condition", "API_Condition.html";
    API_COPY_ACTION = "CopyAction", "API_CopyAction.html";
    API_CREATE_PLAN = "CreateBackupPlan", "API_CreateBackupPlan.html";
    API_CREATE_VAULT = "CreateBackupVault", "API_CreateBackupVault.html";
    API_FRAMEWORK = "CreateFramework", "API_CreateFramework.html";
    API_GET_PLAN = "GetBackupPlan", "API_GetBackupPlan.html";
    API_LIFECYCLE = "Lifecycle", "API_Lifecycle.html";
    API_NOTIFICATIONS = "PutBackupVaultNotifications", "API_PutBackupVaultNotifications.html";
    API_REGION_SETTINGS = "UpdateRegionSettings", "API_UpdateRegionSettings.html";
    API_REPORT_SETTING = "ReportSetting", "API_ReportSetting.html";
    API_RESTORE_PLAN = "RestoreTestingPlanForCreate", "API_RestoreTestingPlanForCreate.html";
    API_RESTORE_POINTS = "RestoreTestingRecoveryPointSelection", "API_RestoreTestingRecoveryPointSelection.html";
    API_RESTORE_SELECTION = "RestoreTestingSelectionForCreate", "API_RestoreTestingSelectionForCreate.html";
    API_SELECTION = "BackupSelection", "API_BackupSelection.html";
    API_TIERING = "TieringConfigurationInputForCreate", "API_TieringConfigurationInputForCreate.html";
    API_VAULT_LOCK = "PutBackupVaultLockConfiguration", "API_PutBackupVaultLockConfiguration.html";
    ASSIGN = "Select AWS services to backup", "assigning-resources.html";
    AUDIT_CONTROLS = "AWS Backup Audit Manager controls and remediation", "controls-and-remediation.html";
    AUDIT_FRAMEWORKS = "Working with audit frameworks", "working-with-audit-frameworks.html";
    COPY = "Creating a backup copy", "recov-point-create-a-copy.html";
    CREATE_VAULT = "Backup vault creation and deletion", "create-a-vault.html";
    CROSS_ACCOUNT = "Creating backup copies across AWS accounts", "create-cross-account-backup.html";
    CROSS_REGION = "Creating backup copies across AWS Regions", "cross-region-backup.html";
    ENCRYPTION = "Encryption for backups in AWS Backup", "encryption.html";
    FEATURES = "AWS Backup feature availability", "backup-feature-availability.html";
    MANAGED_POLICIES = "AWS managed policies for AWS Backup", "security-iam-awsmanpol.html";
    METERING = "Metering, costs, and billing", "metering-and-billing.html";
    PITR = "Continuous backups and point-in-time recovery", "point-in-time-recovery.html";
    PLAN = "Create a backup plan", "creating-a-backup-plan.html";
    PLAN_OPTIONS = "Backup plan options and configuration", "plan-options-and-configuration.html";
    PLAN_UPDATE = "Update a backup plan", "updating-a-backup-plan.html";
    QUOTAS = "AWS Backup quotas", "aws-backup-limits.html";
    RESTORE_EBS = "Restore an Amazon EBS volume", "restoring-ebs.html";
    RESTORE_TESTING = "Restore testing", "restore-testing.html";
    S3_BACKUPS = "Amazon S3 backups", "s3-backups.html";
    SERVICE_ROLES = "IAM service roles", "iam-service-roles.html";
    VAULT_LOCK = "AWS Backup Vault Lock", "vault-lock.html";
    WHAT_IS = "What is AWS Backup?", "whatisbackup.html";
}

sources! { "https://docs.aws.amazon.com/AmazonS3/latest/";
    S3_API_ABORT = "AbortIncompleteMultipartUpload", "API/API_AbortIncompleteMultipartUpload.html";
    S3_API_DEFAULT_RETENTION = "DefaultRetention", "API/API_DefaultRetention.html";
    S3_API_EXPIRATION = "LifecycleExpiration", "API/API_LifecycleExpiration.html";
    S3_API_FILTER = "LifecycleRuleFilter", "API/API_LifecycleRuleFilter.html";
    S3_API_GET_LIFECYCLE = "GetBucketLifecycleConfiguration", "API/API_GetBucketLifecycleConfiguration.html";
    S3_API_NONCURRENT = "NoncurrentVersionExpiration", "API/API_NoncurrentVersionExpiration.html";
    S3_API_PUT_LIFECYCLE = "PutBucketLifecycleConfiguration", "API/API_PutBucketLifecycleConfiguration.html";
    S3_API_REPLICATION_RULE = "ReplicationRule", "API/API_ReplicationRule.html";
    S3_API_REPLICATION_TIME = "ReplicationTimeValue", "API/API_ReplicationTimeValue.html";
    S3_API_RULE = "LifecycleRule", "API/API_LifecycleRule.html";
    S3_API_TRANSITION = "Transition", "API/API_Transition.html";
    S3_API_VERSIONING = "VersioningConfiguration", "API/API_VersioningConfiguration.html";
    S3_BUCKET_NAMES = "General purpose bucket naming rules", "userguide/bucketnamingrules.html";
    S3_BLOCK_PUBLIC = "Blocking public access to your Amazon S3 storage", "userguide/access-control-block-public-access.html";
    S3_CLASSES = "Understanding and managing Amazon S3 storage classes", "userguide/storage-class-intro.html";
    S3_CONFLICTS = "Conflicts in lifecycle configurations", "userguide/lifecycle-conflicts.html";
    S3_MFA_DELETE = "Lifecycle and other bucket configurations", "userguide/lifecycle-and-other-bucket-config.html";
    S3_OBJECT_LOCK = "Locking objects with Object Lock", "userguide/object-lock.html";
    S3_REPLICATED = "What does Amazon S3 replicate?", "userguide/replication-what-is-isnot-replicated.html";
    S3_REPLICATION = "Replicating objects", "userguide/replication.html";
    S3_REPLICATION_RULES = "Replication configuration", "userguide/replication-add-config.html";
    S3_REPLICATION_OWNER = "Changing the replica owner", "userguide/replication-change-owner.html";
    S3_REPLICATION_ROLE = "Setting up permissions for live replication", "userguide/setting-repl-config-perm-overview.html";
    S3_RETRIEVAL = "Understanding archive retrieval options", "userguide/restoring-objects-retrieval-options.html";
    S3_RTC = "Replication Time Control", "userguide/replication-time-control.html";
    S3_RULES = "Lifecycle configuration elements", "userguide/intro-lifecycle-rules.html";
    S3_TRANSITIONS = "Transitioning objects using Amazon S3 Lifecycle", "userguide/lifecycle-transition-general-considerations.html";
}

sources! { "https://docs.aws.amazon.com/";
    ACCOUNT_IDS = "View AWS account identifiers", "accounts/latest/reference/manage-acct-identifiers.html";
    ARNS = "Identify AWS resources with Amazon Resource Names (ARNs)", "IAM/latest/UserGuide/reference-arns.html";
    AURORA_BACKTRACK = "Backtracking an Aurora DB cluster", "AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html";
    CFN_FORMAT = "CloudFormation template format version", "AWSCloudFormation/latest/UserGuide/format-version-structure.html";
    CFN_LIMITS = "Understand CloudFormation quotas", "AWSCloudFormation/latest/UserGuide/cloudformation-limits.html";
    DOCDB_CREATE = "CreateDBCluster (DocumentDB)", "documentdb/latest/developerguide/API_CreateDBCluster.html";
    DYNAMODB_CREATE_PITR = "PointInTimeRecoverySpecification", "amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html";
    DYNAMODB_PITR = "Point-in-time recovery for DynamoDB", "amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html";
    DYNAMODB_RESTORE = "Restoring a DynamoDB table", "amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html";
    EFS_BACKUP = "Backing up EFS file systems", "efs/latest/ug/awsbackup.html";
    ELASTICACHE_AUTO = "Scheduling automatic backups (ElastiCache)", "AmazonElastiCache/latest/dg/backups-automatic.html";
    ELASTICACHE_CREATE = "CreateReplicationGroup", "AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html";
    ELASTICACHE_EXPORT = "Exporting a backup (ElastiCache)", "AmazonElastiCache/latest/dg/backups-exporting.html";
    FSX_CREATE = "CreateFileSystemWindowsConfiguration", "fsx/latest/APIReference/API_CreateFileSystemWindowsConfiguration.html";
    FSX_CREATE_BACKUP = "CreateBackup (FSx)", "fsx/latest/APIReference/API_CreateBackup.html";
    IAM_PRINCIPAL_ARN = "AWS global condition context keys", "IAM/latest/UserGuide/reference_policies_condition-keys.html";
    IAM_VERSION = "IAM JSON policy elements: Version", "IAM/latest/UserGuide/reference_policies_elements_version.html";
    KMS_DELETE = "ScheduleKeyDeletion", "kms/latest/APIReference/API_ScheduleKeyDeletion.html";
    KMS_OTHER_ACCOUNTS = "Allowing users in other accounts to use a KMS key", "kms/latest/developerguide/key-policy-modifying-external-accounts.html";
    KMS_VIA_SERVICE = "Condition keys for AWS KMS: kms:ViaService", "kms/latest/developerguide/conditions-kms.html";
    NEPTUNE_CREATE = "CreateDBCluster (Neptune)", "neptune/latest/apiref/API_CreateDBCluster.html";
    RDS_AUTO = "Introduction to backups (RDS)", "AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html";
    RDS_CREATE = "CreateDBInstance", "AmazonRDS/latest/APIReference/API_CreateDBInstance.html";
    RDS_CREATE_CLUSTER = "CreateDBCluster (RDS)", "AmazonRDS/latest/APIReference/API_CreateDBCluster.html";
    RDS_CREATE_REPLICA = "CreateDBInstanceReadReplica", "AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html";
    RDS_DELETE = "DeleteDBInstance", "AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";
    RDS_EXPORT = "StartExportTask", "AmazonRDS/latest/APIReference/API_StartExportTask.html";
    RDS_LIMITS = "Quotas and constraints for Amazon RDS", "AmazonRDS/latest/UserGuide/CHAP_Limits.html";
    RDS_MULTI_AZ = "Configuring and managing a Multi-AZ deployment", "AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html";
    RDS_REPLICATE = "Replicating automated backups to another AWS Region", "AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html";
    RDS_RESTORE = "RestoreDBInstanceFromDBSnapshot", "AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html";
    RDS_RETAINING = "Retaining automated backups", "AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html";
    REDSHIFT_CREATE = "CreateCluster (Redshift)", "redshift/latest/APIReference/API_CreateCluster.html";
    REDSHIFT_SNAPSHOT = "CreateClusterSnapshot (Redshift)", "redshift/latest/APIReference/API_CreateClusterSnapshot.html";
    REGIONS = "AWS Regions", "global-infrastructure/latest/regions/aws-regions.html";
}

macro_rules! threads {
    ($($constant:ident = $repository:literal, $number:literal;)+) => {
        $(pub(super) const $constant: Source = page(
            concat!($repository, "#", $number),
            concat!("https://github.com/", $repository, "/issues/", $number),
        );)+
    };
}

threads! {
    GH_AIR_GAPPED_KEY = "hashicorp/terraform-provider-aws", "45010";
    GH_AWS_BACKUP_OWNS = "terraform-aws-modules/terraform-aws-rds-aurora", "411";
    GH_AWS_MADE = "rebuy-de/aws-nuke", "599";
    GH_COLD_ZERO = "lgallard/terraform-aws-backup", "162";
    GH_CONTINUOUS_COLD = "lgallard/terraform-aws-backup", "40";
    GH_DEFAULT_SCHEDULE = "hashicorp/terraform-provider-aws", "22627";
    GH_RATE = "hashicorp/terraform-provider-aws", "8269";
    GH_RDS_WINDOW = "NHSDigital/manage-vaccinations-in-schools", "3519";
    GH_SELECTION_UNION = "hashicorp/terraform-provider-aws", "41274";
    GH_SIZE_DEFAULT = "hashicorp/terraform-provider-aws", "41073";
    GH_SIZE_FILTER = "hashicorp/terraform-provider-aws", "41521";
    GH_TYPE_BLIND = "hashicorp/terraform-provider-aws", "20423";
}
