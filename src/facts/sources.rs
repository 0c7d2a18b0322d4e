//! The pages and threads that the facts were read in.

use super::Source;

const fn page(title: &'static str, url: &'static str) -> Source {
    Source {
        title,
        url,
        read: "2026-11-20",
        since: None,
    }
}

macro_rules! sources {
    ($base:literal; $($constant:ident = $title:literal, $path:literal;)+) => {
        $(pub(super) const $constant: Source = page($title, concat!($base, $path));)+
    };
}

sources! { "https://docs.aws.amazon.com/aws-backup/latest/devguide/";
    API_BACKUP_PLAN = "BackupPlanInput", "API_BackupPlanInput.html";
    API_BACKUP_RULE = "BackupRuleInput", "API_BackupRuleInput.html";
    API_LIFECYCLE = "Lifecycle", "API_Lifecycle.html";
    API_COPY_ACTION = "CopyAction", "API_CopyAction.html";
    API_SELECTION = "BackupSelection", "API_BackupSelection.html";
    API_ADVANCED_SETTING = "AdvancedBackupSetting", "API_AdvancedBackupSetting.html";
    API_GET_PLAN = "GetBackupPlan", "API_GetBackupPlan.html";
    API_CREATE_PLAN = "CreateBackupPlan", "API_CreateBackupPlan.html";
    API_CREATE_VAULT = "CreateBackupVault", "API_CreateBackupVault.html";
    PLAN = "Create a backup plan", "creating-a-backup-plan.html";
    PLAN_OPTIONS = "Backup plan options and configuration", "plan-options-and-configuration.html";
    PLAN_UPDATE = "Update a backup plan", "updating-a-backup-plan.html";
    QUOTAS = "AWS Backup quotas", "aws-backup-limits.html";
    FEATURES = "AWS Backup feature availability", "backup-feature-availability.html";
    PITR = "Continuous backups and point-in-time recovery", "point-in-time-recovery.html";
    CROSS_REGION = "Creating backup copies across AWS Regions", "cross-region-backup.html";
    METERING = "Metering, costs, and billing", "metering-and-billing.html";
    RESTORE_EBS = "Restore an Amazon EBS volume", "restoring-ebs.html";
}

sources! { "https://docs.aws.amazon.com/";
    REGIONS = "AWS Regions", "global-infrastructure/latest/regions/aws-regions.html";
    ACCOUNT_IDS = "Account identifiers", "accounts/latest/reference/manage-acct-identifiers.html";
    ARNS = "Identify AWS resources with Amazon Resource Names (ARNs)", "IAM/latest/UserGuide/reference-arns.html";
    S3_API_RULE = "LifecycleRule", "AmazonS3/latest/API/API_LifecycleRule.html";
    S3_API_PUT_LIFECYCLE = "PutBucketLifecycleConfiguration", "AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html";
    S3_API_FILTER = "LifecycleRuleFilter", "AmazonS3/latest/API/API_LifecycleRuleFilter.html";
    S3_API_TRANSITION = "Transition", "AmazonS3/latest/API/API_Transition.html";
    S3_API_EXPIRATION = "LifecycleExpiration", "AmazonS3/latest/API/API_LifecycleExpiration.html";
    S3_API_NONCURRENT = "NoncurrentVersionExpiration", "AmazonS3/latest/API/API_NoncurrentVersionExpiration.html";
    S3_API_ABORT = "AbortIncompleteMultipartUpload", "AmazonS3/latest/API/API_AbortIncompleteMultipartUpload.html";
    S3_TRANSITIONS = "Transitioning objects using Amazon S3 Lifecycle", "AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html";
    S3_RULES = "Lifecycle configuration elements", "AmazonS3/latest/userguide/intro-lifecycle-rules.html";
    S3_CONFLICTS = "Resolving lifecycle rule conflicts", "AmazonS3/latest/userguide/lifecycle-conflicts.html";
    S3_CLASSES = "Understanding and managing Amazon S3 storage classes", "AmazonS3/latest/userguide/storage-class-intro.html";
    S3_RETRIEVAL = "Understanding archive retrieval options", "AmazonS3/latest/userguide/restoring-objects-retrieval-options.html";
    S3_BUCKET_NAMES = "General purpose bucket naming rules", "AmazonS3/latest/userguide/bucketnamingrules.html";
    S3_OBJECT_LOCK = "Locking objects with Object Lock", "AmazonS3/latest/userguide/object-lock.html";
    S3_API_DEFAULT_RETENTION = "DefaultRetention", "AmazonS3/latest/API/API_DefaultRetention.html";
}

sources! { "https://github.com/";
    GH_COLD_ZERO = "lgallard/terraform-aws-backup#162", "lgallard/terraform-aws-backup/issues/162";
    GH_CONTINUOUS_35 = "hashicorp/terraform-provider-aws#39530", "hashicorp/terraform-provider-aws/issues/39530";
    GH_CONTINUOUS_COLD = "lgallard/terraform-aws-backup#40", "lgallard/terraform-aws-backup/issues/40";
    GH_RATE = "hashicorp/terraform-provider-aws#8269", "hashicorp/terraform-provider-aws/issues/8269";
    GH_START_WINDOW = "hashicorp/terraform-provider-aws#8794", "hashicorp/terraform-provider-aws/issues/8794";
    GH_DEFAULT_SCHEDULE = "hashicorp/terraform-provider-aws#22627", "hashicorp/terraform-provider-aws/issues/22627";
    GH_COPY_LIFECYCLE = "hashicorp/terraform-provider-aws#37862", "hashicorp/terraform-provider-aws/issues/37862";
    GH_SIZE_DEFAULT = "hashicorp/terraform-provider-aws#41073", "hashicorp/terraform-provider-aws/issues/41073";
    GH_SIZE_FILTER = "hashicorp/terraform-provider-aws#41521", "hashicorp/terraform-provider-aws/issues/41521";
    BOTOCORE = "botocore service models", "boto/botocore";
}
