//! Protection outside AWS Backup plans: native backups, replicas, dumps.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    AvailabilityZoneText, AwsNameText, DateText, DaysText, ElapsedText, NameText, PrefixText,
    RateText, RegionText, RetentionText, Schedule, SizeText, Time, TimeText, WeeklyWindowText,
    WindowText, Words,
};
use crate::source::Spanned;

/// A time that was measured or is only estimated.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Stated: the measured time.
    #[serde(default)]
    pub took: Option<TimeText>,
    /// Stated: how much data was moved when it was measured.
    #[serde(default)]
    pub size: Option<SizeText>,
    /// Stated: the day it was measured.
    #[serde(default)]
    pub at: Option<DateText>,
    /// Stated: a guess, shown and never taken as proof.
    #[serde(default)]
    pub estimate: Option<TimeText>,
    /// Stated: time that grows with the data lost.
    #[serde(default)]
    pub takes_per: Option<TakesPer>,
}

/// Time that grows with the data lost.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakesPer {
    /// Stated: what it grows with.
    pub of: Spanned<GrowsWith>,
    /// Stated: time per age, such as `2h/1d`.
    pub rate: RateText,
}

/// What a time grows with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GrowsWith {
    /// Stated: the age of the restored data.
    DataAge,
}

macro_rules! protection {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attr])* #[serde(default)] pub $field: $type,)*
            /// Stated: how long a backup by it takes, measured; unproven if absent.
            #[serde(default)]
            pub backup_time: Option<Time>,
            /// Stated: how long a restore from it takes, measured; unproven if absent.
            #[serde(default)]
            pub restore_time: Option<Time>,
            /// Stated: written, but switched off: not rendered, not counted; no if absent.
            #[serde(default)]
            pub planned: Option<Spanned<bool>>,
            /// Stated: environments that have it; all if absent.
            #[serde(default)]
            pub only: Option<Vec<NameText>>,
        }
    )* };
}

protection! {
    /// Point-in-time recovery of a DynamoDB table.
    PointInTimeRecovery {
        /// Asserted: how far back any second can be restored, 1 to 35 days.
        retention: Option<DaysText>,
    }
    /// Automated backups of a database.
    AutomatedBackups {
        /// Asserted: how far back any second can be restored; `0d` is off.
        retention: Option<DaysText>,
        /// Asserted: when the daily snapshot is taken, in UTC.
        window: Option<WindowText>,
        /// Asserted: weekly maintenance window, in UTC.
        maintenance_window: Option<WeeklyWindowText>,
    }
    /// Automated backups replicated to another Region.
    AutomatedBackupReplication {
        /// Asserted: the other Region; reported if absent.
        region: Option<RegionText>,
        /// Asserted: how far back it reaches there.
        retention: Option<DaysText>,
        /// Asserted: key in the other Region (a name under `keys`).
        key: Option<NameText>,
    }
    /// Snapshots of a cache.
    CacheSnapshots {
        /// Asserted: how long daily snapshots are kept; `0d` is off.
        retention: Option<DaysText>,
        /// Asserted: when they are taken, in UTC.
        window: Option<WindowText>,
    }
    /// Snapshots taken by hand or by other code.
    ManualSnapshots {
        /// Stated: when they are taken; `manual` gives no RPO.
        schedule: Option<Schedule>,
        /// Stated: how long they are kept.
        retention: Option<RetentionText>,
        /// Stated: Region that holds them; the resource's if absent.
        region: Option<RegionText>,
    }
    /// Exports of data that another program can read.
    Export {
        /// Stated: when they are made.
        schedule: Option<Schedule>,
        /// Stated: where they go (a name under `repositories`).
        to: Option<NameText>,
        /// Stated: prefix of their objects.
        prefix: Option<PrefixText>,
        /// Stated: name of each object; a fixed one overwrites the last.
        object: Option<Words>,
        /// Stated: `dynamodb_json`, `ion`, `parquet`, …
        format: Option<Words>,
        /// Stated: how long they are kept.
        retention: Option<RetentionText>,
        /// Stated: the resource can be restored from them; no if absent.
        restorable: Option<Spanned<bool>>,
        /// Stated: the source is a snapshot; an export of a live database is refused by AWS.
        source: Option<Words>,
    }
    /// Replicas of a DynamoDB table in other Regions.
    GlobalTable {
        /// Asserted: Regions of the replicas.
        regions: Vec<RegionText>,
    }
    /// A read replica of a database.
    ReadReplica {
        /// Asserted: Region of the replica; the resource's if absent.
        region: Option<RegionText>,
        /// Asserted: identifier of the replica in AWS; not compared if absent.
        instance: Option<AwsNameText>,
        /// Asserted: the replica spans Availability Zones; no if absent.
        multi_az: Option<Spanned<bool>>,
        /// Stated: the replica is smaller than its source; no if absent.
        smaller: Option<Spanned<bool>>,
        /// Asserted: automated backups of the replica; off if absent.
        automated_backups: Option<Spanned<AutomatedBackups>>,
    }
    /// A standby that follows a self-managed database.
    Standby {
        /// Stated: its host.
        host: Option<Words>,
        /// Stated: its Availability Zone; unknown if absent.
        zone: Option<AvailabilityZoneText>,
        /// Stated: its Region; that of its zone if absent.
        region: Option<RegionText>,
        /// Stated: every commit waits for it; no if absent.
        synchronous: Option<Spanned<bool>>,
        /// Stated: `automatic` or `manual` failover; unknown if absent.
        failover: Option<Spanned<Failover>>,
        /// Stated: age of its data that raises an alarm.
        lag_alarm: Option<ElapsedText>,
    }
    /// Logical dumps.
    Dump {
        /// Stated: when they are made.
        schedule: Option<Schedule>,
        /// Stated: where they go (a name under `repositories`).
        to: Option<NameText>,
        /// Stated: name of each file; a fixed one overwrites the last.
        object: Option<Words>,
        /// Stated: how long they are kept.
        retention: Option<RetentionText>,
        /// Stated: `gpg`, `kms`, `none`, …
        encryption: Option<Words>,
        /// Stated: program that makes them.
        tool: Option<Words>,
    }
    /// Physical base backups, on which WAL is replayed.
    BaseBackup {
        /// Stated: when they are made.
        schedule: Option<Schedule>,
        /// Stated: where they go (a name under `repositories`).
        to: Option<NameText>,
        /// Stated: program that makes them; WAL must be read by the same one.
        tool: Option<Words>,
        /// Stated: how long they are kept.
        retention: Option<RetentionText>,
        /// Stated: `gpg`, `kms`, `none`, …
        encryption: Option<Words>,
    }
    /// Archiving of write-ahead log.
    WalArchiving {
        /// Stated: where it goes (a name under `repositories`).
        to: Option<NameText>,
        /// Stated: program that archives.
        tool: Option<Words>,
        /// Stated: longest time until a segment is archived; unbounded if absent.
        archive_timeout: Option<ElapsedText>,
        /// Stated: how long segments are kept.
        retention: Option<RetentionText>,
        /// Stated: archiving overwrites an existing segment; judged by the tool if absent.
        overwrites: Option<Spanned<bool>>,
    }
    /// Protection by another product.
    External {
        /// Stated: the product.
        tool: Option<Words>,
        /// Stated: when it runs.
        schedule: Option<Schedule>,
        /// Stated: how long it keeps.
        retention: Option<RetentionText>,
        /// Stated: where it keeps.
        place: Option<Spanned<Location>>,
        /// Stated: the resource can be restored from it; no if absent.
        restorable: Option<Spanned<bool>>,
        /// Stated: who can delete it.
        deletable_by: Vec<Words>,
    }
}

/// A place outside the environment's own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Stated: its account; unknown if absent.
    #[serde(default)]
    pub account: Option<super::AccountText>,
    /// Stated: its Region; survives no Region loss if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Stated: its Availability Zone; unknown if absent.
    #[serde(default)]
    pub zone: Option<AvailabilityZoneText>,
}

/// How a standby takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Failover {
    /// Stated: by itself.
    Automatic,
    /// Stated: by a person.
    Manual,
}

/// What happens to the data when the resource is deleted.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnDelete {
    /// Asserted: deletion is refused until protection is taken off; not compared if absent.
    #[serde(default)]
    pub deletion_protection: Option<Spanned<bool>>,
    /// Stated: a last snapshot is taken; no if absent.
    #[serde(default)]
    pub final_snapshot: Option<Spanned<bool>>,
    /// Stated: automated backups are kept or deleted with the resource; deleted if absent.
    #[serde(default)]
    pub automated_backups: Option<Spanned<KeepOrDelete>>,
}

/// Fate of automated backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeepOrDelete {
    /// Stated: kept until their retention ends.
    Keep,
    /// Stated: deleted with the resource, AWS's default.
    Delete,
}
