//! What protects a resource outside AWS Backup plans, each entry as stated.
//!
//! One list for every kind of resource: native backups, replicas, dumps. What
//! an entry is worth is derived in `mechanisms`; what drift compares is in
//! `native`.

use crate::document::Failover;
use crate::schedule::{Schedule, Zone};
use crate::source::{Span, Spanned, Text};
use crate::units::{CalendarDays, DailyWindow, Duration, Retention};

use super::times::Times;

/// One protection of a resource.
#[derive(Debug, Clone)]
pub struct Protection {
    /// How the policy refers to it: `database.read_replicas.west`.
    pub reference: String,
    /// Its key, or its value where it has no key of its own.
    pub span: Span,
    /// What it is.
    pub kind: ProtectionKind,
    /// How long it takes.
    pub times: Times,
    /// Written, but switched off.
    pub planned: bool,
}

/// When a protection runs.
#[derive(Debug, Clone)]
pub struct Timetable {
    /// The schedule, if stated.
    pub schedule: Option<Spanned<Schedule>>,
    /// Its zone.
    pub zone: Spanned<Zone>,
}

/// The kinds of protection, one for each key of the language.
#[derive(Debug, Clone)]
pub enum ProtectionKind {
    /// `point_in_time_recovery` of a table.
    PointInTimeRecovery {
        /// How far back.
        retention: Option<Spanned<CalendarDays>>,
    },
    /// `automated_backups` of a database or of a read replica.
    AutomatedBackups {
        /// How far back; zero days is off.
        retention: Option<Spanned<CalendarDays>>,
        /// The read replica that has them, by its name.
        replica: Option<String>,
        /// Region of the replica, if stated.
        region: Option<Text>,
    },
    /// `automated_backup_replication`
    AutomatedBackupReplication {
        /// The other Region.
        region: Option<Text>,
        /// How far back there.
        retention: Option<Spanned<CalendarDays>>,
        /// Key there, a name under `keys`.
        key: Option<Text>,
    },
    /// `snapshots` of a cache, daily.
    CacheSnapshots {
        /// How long; zero days is off.
        retention: Option<Spanned<CalendarDays>>,
        /// When.
        window: Option<Spanned<DailyWindow>>,
    },
    /// An entry of `snapshots`.
    ManualSnapshots {
        /// When.
        timetable: Timetable,
        /// How long.
        retention: Option<Spanned<Retention>>,
        /// Region that holds them, if stated.
        region: Option<Text>,
    },
    /// An entry of `exports`.
    Export(Stored),
    /// An entry of `dumps`.
    Dump(Stored),
    /// An entry of `base_backups`.
    BaseBackup(Stored),
    /// An entry of `wal_archiving`.
    WalArchiving {
        /// Where it goes and how long it stays there; it has no schedule.
        stored: Stored,
        /// Longest time until a segment is archived.
        archive_timeout: Option<Spanned<Duration>>,
        /// It overwrites existing segments.
        overwrites: Option<Spanned<bool>>,
    },
    /// `global_table`: one for each Region.
    GlobalTable {
        /// The other Region.
        region: Text,
    },
    /// An entry of `read_replicas`.
    ReadReplica {
        /// Its Region, if stated.
        region: Option<Text>,
        /// It spans Availability Zones.
        multi_az: Option<Spanned<bool>>,
        /// It is smaller than its source.
        smaller: Option<Spanned<bool>>,
    },
    /// `multi_az: true`
    MultiAz,
    /// An entry of `standbys`.
    Standby {
        /// Its host.
        host: Option<Text>,
        /// Its Availability Zone.
        zone: Option<Text>,
        /// Its Region, if stated.
        region: Option<Text>,
        /// Every commit waits for it.
        synchronous: Option<Spanned<bool>>,
        /// How it takes over.
        failover: Option<Spanned<Failover>>,
        /// Age of its data that raises an alarm.
        lag_alarm: Option<Spanned<Duration>>,
    },
    /// `versioning: enabled` of a bucket.
    Versioning,
    /// An entry of `replication` of a bucket, by its position in the settings.
    Replication {
        /// Destination, a name under `repositories`.
        to: Text,
    },
    /// An entry of `external`.
    External {
        /// The product.
        tool: Option<Text>,
        /// When.
        timetable: Timetable,
        /// How long.
        retention: Option<Spanned<Retention>>,
        /// Where.
        place: Option<StatedPlace>,
        /// It can be restored from, if stated.
        restorable: Option<Spanned<bool>>,
        /// Who can delete it.
        deletable_by: Vec<Text>,
    },
}

/// What is written to a repository.
#[derive(Debug, Clone)]
pub struct Stored {
    /// When.
    pub timetable: Timetable,
    /// The repository, a name under `repositories`.
    pub to: Option<Text>,
    /// How long.
    pub retention: Option<Spanned<Retention>>,
    /// Prefix of its objects.
    pub prefix: Option<Text>,
    /// Name of each object; one without a date overwrites the last.
    pub object: Option<Text>,
    /// The program that makes it.
    pub tool: Option<Text>,
    /// How it is encrypted.
    pub encryption: Option<Text>,
    /// `dynamodb_json`, `parquet`, …
    pub format: Option<Text>,
    /// It can be restored from, if stated.
    pub restorable: Option<Spanned<bool>>,
    /// What is exported, if stated: a snapshot, a cluster.
    pub source: Option<Text>,
}

impl Stored {
    /// The name of the objects, if every run writes the same one: no part of
    /// it changes with the date.
    pub fn overwrites_last(&self) -> Option<&Text> {
        self.object.as_ref().filter(|name| !name.value.contains('%'))
    }
}

/// A place as stated.
#[derive(Debug, Clone, Default)]
pub struct StatedPlace {
    /// Id of its account.
    pub account: Option<Spanned<String>>,
    /// Its Region.
    pub region: Option<Spanned<String>>,
    /// Its Availability Zone.
    pub zone: Option<Text>,
}
