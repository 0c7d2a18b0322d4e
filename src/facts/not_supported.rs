//! What AWS Backup does not protect at all.

use super::fact::facts;
use super::sources::{S3_BACKUPS, WHAT_IS};

facts! {
    "not-supported", "AWS Backup: what it does not protect";

    /// AWS Backup's list of protected services has none of these.
    SERVICES: &'static [&'static str] = ("not-supported-services", &[
        "cognito", "ecr", "elasticache", "grafana", "iam", "keyspaces", "kinesis", "kms",
        "lambda", "lightsail", "memorydb", "msk", "opensearch", "parameter_store", "prometheus",
        "qldb", "route53", "secrets_manager", "sns", "sqs", "valkey", "workspaces",
    ], WHAT_IS, High);

    /// Of protected services, these kinds of resource are left out.
    KINDS: &'static [&'static str] = ("not-supported-kinds", &[
        "DocumentDB elastic clusters", "EC2 instance store volumes", "FSx for ONTAP DP and LS volumes",
        "RDS Custom", "RDS on Outposts", "S3 directory buckets", "S3 on Outposts",
        "Timestream for InfluxDB",
    ], WHAT_IS, High);

    /// S3 backups skip objects in these storage classes.
    S3_CLASSES: &'static [&'static str] = ("not-supported-s3-classes", &["GLACIER", "DEEP_ARCHIVE"], S3_BACKUPS, High);

    /// S3 backups need a bucket with versioning on, and continuous ones also
    /// notifications to EventBridge.
    S3_NEEDS: &'static [&'static str] = ("s3-backup-needs", &["Versioning", "EventBridge"], S3_BACKUPS, High);
}

/// Whether AWS Backup is known not to protect the service.
#[must_use]
pub fn not_supported(service: &str) -> bool {
    SERVICES.value.contains(&service)
}
