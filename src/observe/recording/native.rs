//! Databases, tables, caches and the account's settings, written down.

use super::form::{Map, form};
use crate::resources::{
    AccountSettings, AutomatedBackups, CacheGroup, DbCluster, DbInstance, ReadReplica,
    ReplicatedBackups, Table,
};

form! {
    /// An RDS database instance.
    struct RecordedInstance of DbInstance {
        /// Automated backups and windows.
        automated_backups: RecordedBackups,
    } optional {
        /// Multi-AZ.
        #[serde(rename = "MultiAZ")]
        multi_az: Option<bool>,
        /// Deletion protection.
        deletion_protection: Option<bool>,
        /// Automated backups in other Regions, by Region.
        replicated_backups: Map<RecordedReplicatedBackups>,
        /// What it is a read replica of.
        read_replica: Option<RecordedReplica>,
    }
}

form! {
    /// Automated backups and windows.
    struct RecordedBackups of AutomatedBackups {
    } optional {
        /// Days; 0 for none.
        backup_retention_period: Option<u32>,
        /// `hh24:mi-hh24:mi` in UTC.
        preferred_backup_window: Option<String>,
        /// `ddd:hh24:mi-ddd:hh24:mi` in UTC.
        preferred_maintenance_window: Option<String>,
    }
}

form! {
    /// Automated backups in another Region.
    struct RecordedReplicatedBackups of ReplicatedBackups {
        /// Retention there, in days.
        #[serde(rename = "BackupRetentionPeriod")]
        retention_days: u32,
    } optional {
    }
}

form! {
    /// The source of a read replica.
    struct RecordedReplica of ReadReplica {
        /// Its identifier.
        #[serde(rename = "SourceDBInstanceIdentifier")]
        source: String,
        /// Its Region.
        source_region: String,
    } optional {
    }
}

form! {
    /// A database cluster.
    struct RecordedCluster of DbCluster {
        /// `aurora`, `rds_cluster`, `documentdb` or `neptune`.
        engine_family: String,
        /// Automated backups and windows.
        automated_backups: RecordedBackups,
    } optional {
        /// Deletion protection.
        deletion_protection: Option<bool>,
    }
}

form! {
    /// A DynamoDB table.
    struct RecordedTable of Table {
    } optional {
        /// Window of point-in-time recovery in days; left out where it is off.
        #[serde(rename = "RecoveryPeriodInDays")]
        point_in_time_recovery_days: Option<u32>,
        /// Deletion protection.
        #[serde(rename = "DeletionProtectionEnabled")]
        deletion_protection: Option<bool>,
        /// Regions of replicas.
        #[serde(rename = "Replicas")]
        replica_regions: Vec<String>,
    }
}

form! {
    /// An ElastiCache replication group.
    struct RecordedCache of CacheGroup {
    } optional {
        /// Days; 0 for none.
        snapshot_retention_limit: Option<u32>,
        /// `hh24:mi-hh24:mi` in UTC.
        snapshot_window: Option<String>,
        /// Multi-AZ with automatic failover.
        #[serde(rename = "MultiAZ")]
        multi_az: Option<bool>,
    }
}

form! {
    /// AWS Backup's settings of the account in the Region.
    struct RecordedAccount of AccountSettings {
    } optional {
        /// Resource types that are opted in.
        service_opt_in: Vec<String>,
        /// DynamoDB's advanced backup features.
        #[serde(rename = "DynamoDBAdvancedFeatures")]
        dynamodb_advanced_features: Option<bool>,
        /// Copies across accounts, by the organization's settings.
        #[serde(rename = "IsCrossAccountBackupEnabled")]
        cross_account_copy: Option<bool>,
    }
}
