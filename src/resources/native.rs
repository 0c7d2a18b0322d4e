//! Native settings of databases, tables and caches: asserted, never written.

use std::collections::BTreeMap;

/// What the policy states about an RDS database instance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DbInstance {
    /// Automated backups and windows.
    pub automated_backups: AutomatedBackups,
    /// `MultiAZ`.
    pub multi_az: Option<bool>,
    /// `DeletionProtection`.
    pub deletion_protection: Option<bool>,
    /// Automated backups replicated to another Region, by Region.
    pub replicated_backups: BTreeMap<String, ReplicatedBackups>,
    /// This instance is a read replica of another one.
    pub read_replica: Option<ReadReplica>,
}

/// Automated backups of an RDS instance or a database cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AutomatedBackups {
    /// `BackupRetentionPeriod` in days.
    pub backup_retention_period: Option<u32>,
    /// `PreferredBackupWindow`, `hh24:mi-hh24:mi` in UTC.
    pub preferred_backup_window: Option<String>,
    /// `PreferredMaintenanceWindow`, `ddd:hh24:mi-ddd:hh24:mi` in UTC.
    pub preferred_maintenance_window: Option<String>,
}

/// Automated backups replicated to another Region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplicatedBackups {
    /// Retention there, in days.
    pub retention_days: u32,
}

/// A read replica's own identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadReplica {
    /// Identifier of the source instance.
    pub source: String,
    /// Region of the source.
    pub source_region: String,
}

/// What the policy states about a database cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DbCluster {
    /// Which API describes it: `aurora`, `rds_cluster`, `documentdb`, `neptune`.
    pub engine_family: String,
    /// Automated backups and windows.
    pub automated_backups: AutomatedBackups,
    /// `DeletionProtection`.
    pub deletion_protection: Option<bool>,
}

/// What the policy states about a DynamoDB table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Window of point-in-time recovery in days; `Some` means it is on.
    pub point_in_time_recovery_days: Option<u32>,
    /// `DeletionProtectionEnabled`.
    pub deletion_protection: Option<bool>,
    /// Regions of global-table replicas, sorted.
    pub replica_regions: Vec<String>,
}

/// What the policy states about an ElastiCache replication group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CacheGroup {
    /// `SnapshotRetentionLimit` in days.
    pub snapshot_retention_limit: Option<u32>,
    /// `SnapshotWindow`, `hh24:mi-hh24:mi` in UTC.
    pub snapshot_window: Option<String>,
    /// Multi-AZ with automatic failover.
    pub multi_az: Option<bool>,
}

/// AWS Backup's settings of an account; CloudFormation has no type for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountSettings {
    /// Resource types that must be opted in, in AWS's spelling, sorted.
    pub service_opt_in: Vec<String>,
    /// DynamoDB's advanced backup features.
    pub dynamodb_advanced_features: Option<bool>,
    /// `isCrossAccountBackupEnabled` of the organization.
    pub cross_account_copy: Option<bool>,
}
