//! Backups that the services make themselves: retention, windows and quotas.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{
    AURORA_BACKTRACK, DOCDB_CREATE, DYNAMODB_CREATE_PITR, DYNAMODB_PITR, DYNAMODB_RESTORE,
    EFS_BACKUP, ELASTICACHE_AUTO, ELASTICACHE_CREATE, ELASTICACHE_EXPORT, FSX_CREATE,
    FSX_CREATE_BACKUP, GH_AWS_BACKUP_OWNS, GH_ELASTICACHE_WINDOW, GH_RDS_WINDOW, NEPTUNE_CREATE,
    PITR, RDS_AUTO, RDS_CREATE, RDS_CREATE_CLUSTER, RDS_CREATE_REPLICA, RDS_DELETE, RDS_EXPORT,
    RDS_LIMITS, RDS_REPLICATE, RDS_RESTORE, RDS_RETAINING, REDSHIFT_CREATE, REDSHIFT_SNAPSHOT,
};
use super::{Bounds, Confidence, Listed};

/// How long a service keeps the backups that it makes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NativeRetention {
    /// Our language's spelling of the type, or the service's name.
    pub resource_type: &'static str,
    /// Accepted days.
    pub days: Bounds<u32>,
    /// Days when nothing is stated, through the API.
    pub default_days: u32,
    /// Whether 0 is accepted and switches backups off.
    pub zero_is_off: bool,
    /// Least length of the backup window, where the service has one.
    pub window_minutes: Option<u32>,
    /// How firmly the row is known.
    pub confidence: Confidence,
}

impl fmt::Display for NativeRetention {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource_type, days, default_days, zero_is_off, window_minutes, confidence } =
            self;
        write!(out, "{resource_type}: {days} days, default {default_days}")?;
        if *zero_is_off {
            out.write_str(", 0 is off")?;
        }
        if let Some(minutes) = window_minutes {
            write!(out, ", window of at least {minutes} min")?;
        }
        write!(out, " ({confidence:?})")
    }
}

one_line!(NativeRetention);

const fn kept(
    resource_type: &'static str,
    days: Bounds<u32>,
    default_days: u32,
    window_minutes: Option<u32>,
) -> NativeRetention {
    NativeRetention {
        resource_type,
        zero_is_off: days.least == 0,
        days,
        default_days,
        window_minutes,
        confidence: Confidence::High,
    }
}

facts! {
    "native", "Backups that the services make themselves";

    /// Each service keeps its own backups for these days.
    RETENTION: &'static [NativeRetention] = ("native-retention", &[
        kept("rds_instance", bounds(0, 35), 1, Some(30)),
        kept("rds_cluster", bounds(1, 35), 1, Some(30)),
        kept("aurora", bounds(1, 35), 1, Some(30)),
        kept("documentdb", bounds(1, 35), 1, Some(30)),
        kept("neptune", bounds(1, 35), 1, Some(30)),
        kept("dynamodb", bounds(1, 35), 35, None),
        kept("elasticache", bounds(0, 35), 0, Some(60)),
        kept("fsx_windows", bounds(0, 90), 30, None),
        kept("fsx_ontap", bounds(0, 90), 30, None),
        kept("fsx_openzfs", bounds(0, 90), 30, None),
        kept("fsx_lustre", bounds(0, 90), 0, None),
        kept("redshift", bounds(0, 35), 1, None),
        NativeRetention { confidence: Confidence::Low, ..kept("memorydb", bounds(0, 35), 0, None) },
    ], RDS_CREATE, Low);

    /// An RDS instance keeps automated backups 0 to 35 days; 0 switches them off and
    /// deletes them at once.
    RDS_RETENTION_DAYS: Bounds<u32> = ("rds-retention-days", bounds(0, 35), RDS_CREATE, High);

    /// An RDS instance without a stated retention gets 1 day; the console fills in 7.
    RDS_RETENTION_DEFAULT_DAYS: u32 = ("rds-retention-default-days", 1, RDS_CREATE, High);

    /// Aurora and Multi-AZ DB clusters keep automated backups 1 to 35 days, never 0.
    RDS_CLUSTER_RETENTION_DAYS: Bounds<u32> = ("rds-cluster-retention-days", bounds(1, 35), RDS_CREATE_CLUSTER, High);

    /// Switching an instance's automated backups on or off interrupts it briefly.
    RDS_ZERO_FLIP_INTERRUPTS: bool = ("rds-zero-flip-interrupts", true, RDS_AUTO, High);

    /// An instance with read replicas cannot switch automated backups off.
    RDS_REPLICA_SOURCE_NEEDS_BACKUPS: bool = ("rds-replica-source-needs-backups", true, RDS_CREATE, High);

    /// A backup or maintenance window of RDS, DocumentDB or Neptune lasts at least 30 minutes.
    RDS_WINDOW_MINUTES: u32 = ("rds-window-minutes", 30, RDS_CREATE, High);

    /// The backup window must not overlap the weekly maintenance window.
    RDS_WINDOWS_OVERLAP: bool = ("rds-windows-overlap", false, RDS_CREATE, High);

    /// A backup window may end when the maintenance window begins; AWS has no sentence on it.
    RDS_WINDOWS_TOUCH: bool = ("rds-windows-touch", true, GH_RDS_WINDOW, Medium);

    /// A Region of an account holds 100 manual snapshots of instances, those of AWS Backup aside.
    RDS_MANUAL_SNAPSHOTS: u32 = ("rds-manual-snapshots", 100, RDS_LIMITS, High);

    /// Deleting an instance deletes its automated backups unless asked otherwise.
    RDS_DELETE_TAKES_BACKUPS: bool = ("rds-delete-takes-backups", true, RDS_DELETE, High);

    /// Deleting an instance takes a final snapshot unless asked otherwise.
    RDS_DELETE_TAKES_SNAPSHOT: bool = ("rds-delete-takes-snapshot", true, RDS_DELETE, High);

    /// A Multi-AZ DB cluster cannot keep its automated backups when it is deleted.
    RDS_CLUSTER_RETAINS_ON_DELETE: bool = ("rds-cluster-retains-on-delete", false, RDS_RETAINING, Medium);

    /// A Region keeps the automated backups of at most 40 deleted instances.
    RDS_RETAINED_BACKUPS: u32 = ("rds-retained-backups", 40, RDS_RETAINING, High);

    /// Automated backups replicated to another Region are kept 1 to 35 days.
    RDS_REPLICATED_RETENTION_DAYS: Bounds<u32> = ("rds-replicated-retention-days", bounds(1, 35), RDS_REPLICATE, High);

    /// At most 20 replications of automated backups go into one Region.
    RDS_REPLICATED_PER_REGION: u32 = ("rds-replicated-per-region", 20, RDS_REPLICATE, High);

    /// The engines whose automated backups replicate to another Region.
    RDS_REPLICATED_ENGINES: &'static [&'static str] = ("rds-replicated-engines",
        &["mariadb", "mysql", "oracle", "postgres", "sqlserver"], RDS_REPLICATE, High);

    /// Aurora's automated backups do not replicate to another Region.
    RDS_REPLICATES_AURORA: bool = ("rds-replicates-aurora", false, RDS_REPLICATE, High);

    /// Engines without read replicas in another Region.
    RDS_NO_REMOTE_REPLICA: &'static [&'static str] = ("rds-no-remote-replica", &["sqlserver"], RDS_CREATE_REPLICA, Medium);

    /// A read replica is created with its own backups off.
    RDS_REPLICA_HAS_BACKUPS: bool = ("rds-replica-has-backups", false, RDS_CREATE_REPLICA, High);

    /// An instance is exported to S3 from a snapshot; only Aurora exports a cluster.
    RDS_EXPORT_SOURCE: &'static str = ("rds-export-source", "snapshot", RDS_EXPORT, High);

    /// A snapshot's export to S3 cannot be restored into RDS.
    RDS_EXPORT_RESTORES: bool = ("rds-export-restores", false, RDS_EXPORT, High);

    /// A restored database has one Availability Zone and default groups unless these
    /// are given.
    RDS_REAPPLY: &'static [&'static str] = ("rds-reapply",
        &["multi_az", "parameter_group", "option_group", "security_groups"], RDS_RESTORE, High);

    /// Continuous backup by AWS Backup owns the retention and window of a database;
    /// other values are rejected.
    AWS_BACKUP_OWNS_WINDOW: &'static str = ("aws-backup-owns-window", "AwsBackupRecoveryPointArn", GH_AWS_BACKUP_OWNS, High);

    /// Deleting an Aurora continuous point in AWS Backup leaves the cluster 1 day of retention.
    AURORA_RETENTION_AFTER_POINT_DELETED_DAYS: u32 = ("aurora-retention-after-point-deleted-days", 1, PITR, Medium);

    /// An Aurora cluster of the `mysql` kind backtracks at most 72 hours.
    AURORA_BACKTRACK_HOURS: u32 = ("aurora-backtrack-hours", 72, AURORA_BACKTRACK, High);

    /// DocumentDB keeps automated backups 1 to 35 days.
    DOCUMENTDB_RETENTION_DAYS: Bounds<u32> = ("documentdb-retention-days", bounds(1, 35), DOCDB_CREATE, High);

    /// Neptune keeps automated backups 1 to 35 days.
    NEPTUNE_RETENTION_DAYS: Bounds<u32> = ("neptune-retention-days", bounds(1, 35), NEPTUNE_CREATE, High);

    /// DynamoDB's point-in-time recovery reaches back 1 to 35 days.
    DYNAMODB_PITR_DAYS: Bounds<u32> = ("dynamodb-pitr-days", bounds(1, 35), DYNAMODB_CREATE_PITR.since("2025-01"), High);

    /// DynamoDB's point-in-time recovery reaches back 35 days unless stated.
    DYNAMODB_PITR_DEFAULT_DAYS: u32 = ("dynamodb-pitr-default-days", 35, DYNAMODB_CREATE_PITR, High);

    /// Switching point-in-time recovery off and on begins its window anew.
    DYNAMODB_PITR_RESTARTS: bool = ("dynamodb-pitr-restarts", true, DYNAMODB_PITR, High);

    /// A table deleted with point-in-time recovery on leaves one backup of that
    /// moment for 35 days.
    DYNAMODB_SYSTEM_BACKUP_DAYS: u32 = ("dynamodb-system-backup-days", 35, DYNAMODB_PITR, High);

    /// A backup that DynamoDB makes on demand stays in its Region and is always full.
    DYNAMODB_BACKUP_STAYS_IN_REGION: bool = ("dynamodb-backup-stays-in-region", true, DYNAMODB_RESTORE, High);

    /// Point-in-time recovery restores into another Region only while the table's
    /// own Region answers.
    DYNAMODB_PITR_NEEDS_SOURCE_REGION: bool = ("dynamodb-pitr-needs-source-region", true, DYNAMODB_RESTORE, High);

    /// A restored table lacks these until they are set again.
    DYNAMODB_REAPPLY: &'static [&'static str] = ("dynamodb-reapply",
        &["autoscaling", "iam", "alarms", "tags", "streams", "ttl", "point_in_time_recovery"], DYNAMODB_RESTORE, High);

    /// An account runs 50 table restores at a time.
    DYNAMODB_CONCURRENT_RESTORES: u32 = ("dynamodb-concurrent-restores", 50, DYNAMODB_RESTORE, High);

    /// ElastiCache keeps automatic snapshots 0 to 35 days; 0, the default, is off.
    ELASTICACHE_RETENTION_DAYS: Bounds<u32> = ("elasticache-retention-days", bounds(0, 35), ELASTICACHE_CREATE, High);

    /// A snapshot window of ElastiCache lasts at least 60 minutes, also when snapshots are off.
    ELASTICACHE_WINDOW_MINUTES: u32 = ("elasticache-window-minutes", 60, ELASTICACHE_CREATE, High);

    /// The snapshot window of ElastiCache must not overlap the weekly maintenance
    /// window, also when snapshots are off.
    ELASTICACHE_WINDOWS_OVERLAP: bool = ("elasticache-windows-overlap", false, GH_ELASTICACHE_WINDOW, High);

    /// ElastiCache takes one automatic snapshot a day.
    ELASTICACHE_INTERVAL_HOURS: u32 = ("elasticache-interval-hours", 24, ELASTICACHE_AUTO, High);

    /// A node makes at most 20 manual snapshots in 24 hours.
    ELASTICACHE_MANUAL_PER_DAY: u32 = ("elasticache-manual-per-day", 20, ELASTICACHE_AUTO, High);

    /// These have no snapshots: Memcached on nodes, and one node type.
    ELASTICACHE_WITHOUT_SNAPSHOTS: &'static [&'static str] = ("elasticache-without-snapshots",
        &["memcached", "cache.t1.micro"], ELASTICACHE_AUTO, High);

    /// A snapshot is exported only to a bucket of its own Region.
    ELASTICACHE_EXPORT_SAME_REGION: bool = ("elasticache-export-same-region", true, ELASTICACHE_EXPORT, High);

    /// Amazon `FSx` keeps automatic backups 0 to 90 days.
    FSX_RETENTION_DAYS: Bounds<u32> = ("fsx-retention-days", bounds(0, 90), FSX_CREATE, High);

    /// These Lustre file systems have no backups.
    FSX_LUSTRE_WITHOUT_BACKUPS: &'static [&'static str] = ("fsx-lustre-without-backups",
        &["scratch", "linked to a data repository"], FSX_CREATE_BACKUP, High);

    /// Redshift keeps automated snapshots 0 to 35 days.
    REDSHIFT_RETENTION_DAYS: Bounds<u32> = ("redshift-retention-days", bounds(0, 35), REDSHIFT_CREATE, High);

    /// RA3 clusters keep automated snapshots for at least one day.
    REDSHIFT_RA3_LEAST_DAYS: u32 = ("redshift-ra3-least-days", 1, REDSHIFT_CREATE, High);

    /// Redshift keeps a manual snapshot 1 to 3,653 days, or for ever.
    REDSHIFT_MANUAL_DAYS: Bounds<u32> = ("redshift-manual-days", bounds(1, 3653), REDSHIFT_SNAPSHOT, High);

    /// The backup policy of EFS is a daily plan of AWS Backup kept 35 days.
    EFS_DEFAULT_PLAN_DAYS: u32 = ("efs-default-plan-days", 35, EFS_BACKUP, Low);
}

/// The days a service keeps its own backups, by our language's spelling.
#[must_use]
pub fn native_retention(resource_type: &str) -> Option<&'static NativeRetention> {
    RETENTION.value.iter().find(|row| row.resource_type == resource_type)
}
