//! How far behind a mechanism lags and how long a recovery takes, as AWS says it.
//!
//! None of these is a bound unless the row says so: AWS documents what is usual.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{DYNAMODB_PITR, RDS_MULTI_AZ};
use super::{Bounds, Confidence, Listed};

/// How far a mechanism's newest restorable moment usually lies behind now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypicalLag {
    /// The mechanism, in kebab-case.
    pub mechanism: &'static str,
    /// Usual lag in seconds.
    pub seconds: u32,
    /// How firmly the row is known.
    pub confidence: Confidence,
}

impl fmt::Display for TypicalLag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mechanism, seconds, confidence } = self;
        write!(out, "{mechanism}: {seconds} s behind ({confidence:?})")
    }
}

/// How long a way of recovering usually takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryTime {
    /// The way of recovering, in kebab-case.
    pub mechanism: &'static str,
    /// Usual seconds, from the fastest to the slowest; nothing if AWS gives no number.
    pub usual_seconds: Option<Bounds<u32>>,
    /// What the recovery consists of.
    pub works_as: &'static str,
    /// How firmly the row is known.
    pub confidence: Confidence,
}

impl fmt::Display for RecoveryTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mechanism, usual_seconds, works_as, confidence } = self;
        write!(out, "{mechanism}: ")?;
        match usual_seconds {
            Some(seconds) => write!(out, "{seconds} s")?,
            None => out.write_str("no published number")?,
        }
        write!(out, ", {works_as} ({confidence:?})")
    }
}

one_line!(TypicalLag, RecoveryTime);

const HIGH: Confidence = Confidence::High;
const MEDIUM: Confidence = Confidence::Medium;
const LOW: Confidence = Confidence::Low;

const fn lag(mechanism: &'static str, seconds: u32, confidence: Confidence) -> TypicalLag {
    TypicalLag { mechanism, seconds, confidence }
}

const fn takes(
    mechanism: &'static str,
    usual_seconds: Option<Bounds<u32>>,
    works_as: &'static str,
    confidence: Confidence,
) -> RecoveryTime {
    RecoveryTime { mechanism, usual_seconds, works_as, confidence }
}

const MINUTE: u32 = 60;
const HOUR: u32 = 3600;

#[rustfmt::skip]
const TIMES: &[RecoveryTime] = &[
    takes("rds-multi-az", Some(bounds(MINUTE, 2 * MINUTE)), "failover to the standby", HIGH),
    takes("rds-multi-az-cluster", Some(bounds(0, 35)), "failover to a readable standby", HIGH),
    takes("aurora-replica", Some(bounds(30, MINUTE)), "failover to a replica of the Region", MEDIUM),
    takes("aurora-global-database", None, "failover to another Region, in minutes", HIGH),
    takes("rds-remote-replica", Some(bounds(5 * MINUTE, 10 * MINUTE)), "promotion and a restart, longer for large databases", MEDIUM),
    takes("rds-point-in-time", None, "a new instance: snapshot, then up to 24 h of logs; blocks load when first read", MEDIUM),
    takes("rds-snapshot", Some(bounds(10 * MINUTE, 30 * MINUTE)), "a new instance; blocks load when first read", MEDIUM),
    takes("aurora-point-in-time", None, "a new cluster, which can take hours", HIGH),
    takes("dynamodb-point-in-time", Some(bounds(0, HOUR)), "a new table; 95 % are done within the hour", HIGH),
    takes("dynamodb-backup", Some(bounds(0, HOUR)), "a new table; 95 % are done within the hour", HIGH),
    takes("dynamodb-global-table", None, "requests go to another Region", HIGH),
    takes("elasticache-snapshot", Some(bounds(10 * MINUTE, 30 * MINUTE)), "a new cluster, longer for large data", MEDIUM),
    takes("s3-versioning", None, "seconds for an object; for a bucket the rate of listing and copying", HIGH),
    takes("s3-replication", None, "readers go to the other bucket", HIGH),
    takes("ebs-archive", Some(bounds(0, 72 * HOUR)), "the snapshot leaves the archive first", HIGH),
];

facts! {
    "recovery-times", "How far mechanisms lag and how long recoveries take";

    /// Mechanisms restore to a moment that usually lies this far back; AWS bounds
    /// none but S3 replication time control.
    TYPICAL_LAGS: &'static [TypicalLag] = ("typical-lags", &[
        lag("rds-point-in-time", 5 * MINUTE, HIGH),
        lag("aurora-point-in-time", 5 * MINUTE, MEDIUM),
        lag("documentdb-point-in-time", 5 * MINUTE, MEDIUM),
        lag("neptune-point-in-time", 5 * MINUTE, MEDIUM),
        lag("dynamodb-point-in-time", 5 * MINUTE, HIGH),
        lag("rds-continuous", 5 * MINUTE, HIGH),
        lag("aurora-continuous", 5 * MINUTE, LOW),
        lag("s3-continuous", 15 * MINUTE, HIGH),
        lag("sap-hana-continuous", 15 * MINUTE, LOW),
        lag("s3-replication-time-control", 15 * MINUTE, HIGH),
        lag("efs-replication", 15 * MINUTE, LOW),
        lag("dynamodb-global-table", 3, HIGH),
    ], DYNAMODB_PITR, Low);

    /// Recoveries usually take this long, before detection, decision and checks.
    RECOVERY_TIMES: &'static [RecoveryTime] = ("recovery-times", TIMES, RDS_MULTI_AZ, Medium);
}

/// The usual lag of a mechanism.
#[must_use]
pub fn typical_lag(mechanism: &str) -> Option<&'static TypicalLag> {
    TYPICAL_LAGS.value.iter().find(|row| row.mechanism == mechanism)
}

/// The usual time of a recovery.
#[must_use]
pub fn recovery_time(mechanism: &str) -> Option<&'static RecoveryTime> {
    RECOVERY_TIMES.value.iter().find(|row| row.mechanism == mechanism)
}
