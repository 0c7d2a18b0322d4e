//! Reads the protections of a resource.

use std::collections::BTreeMap;

use crate::document::{self, Resource as Written};
use crate::source::{Map, Span, Spanned, Text};
use crate::units::{CalendarDays, DailyWindow, Duration};

use super::context::{Context, is_on};
use super::cut::belongs;
use super::protection::{Protection, ProtectionKind, Stored, Timetable};
use super::protection_stored::words;
use super::times::Times;

/// What protections refer to.
pub(super) struct ProtectionAround<'a> {
    pub(super) repositories: &'a BTreeMap<String, ()>,
    pub(super) keys: &'a BTreeMap<String, super::vault::Key>,
}

/// Collects the protections of one resource.
pub(super) struct Reader<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    pub(super) around: &'c ProtectionAround<'c>,
    /// Name of the resource.
    resource: &'c str,
    found: Vec<Protection>,
}

/// The parts that every protection has, of any type.
macro_rules! entry {
    ($written:expr) => {
        Entry {
            backup_time: $written.backup_time.as_ref(),
            restore_time: $written.restore_time.as_ref(),
            planned: $written.planned.as_ref(),
            only: $written.only.as_ref(),
        }
    };
}

pub(super) use entry;

/// The parts that every protection has.
#[derive(Clone, Copy)]
pub(super) struct Entry<'e> {
    pub(super) backup_time: Option<&'e document::Time>,
    pub(super) restore_time: Option<&'e document::Time>,
    pub(super) planned: Option<&'e Spanned<bool>>,
    pub(super) only: Option<&'e Vec<document::NameText>>,
}

impl Context<'_> {
    /// The protections of a resource, in the order of the language's keys.
    pub(super) fn protections(
        &mut self,
        name: &str,
        written: &Written,
        around: &ProtectionAround<'_>,
    ) -> Vec<Protection> {
        let mut reader = Reader { context: self, around, resource: name, found: Vec::new() };
        match written {
            Written::Dynamodb(table) => reader.dynamodb(table),
            Written::RdsInstance(database)
            | Written::RdsCluster(database)
            | Written::Aurora(database)
            | Written::Documentdb(database)
            | Written::Neptune(database) => reader.database(database),
            Written::Elasticache(cache) => reader.cache(cache),
            Written::S3(bucket) => reader.bucket(bucket),
            Written::Postgresql(server) => reader.postgresql(server),
            Written::Other(other) => reader.other(other),
            Written::Listed(_) => {}
        }
        reader.external(external_of(written));
        reader.found
    }

    /// A schedule with its zone; `path` is that of the entry.
    pub(super) fn timetable(
        &mut self,
        schedule: Option<&document::Schedule>,
        path: &str,
    ) -> Timetable {
        let nearest = self.timezone.clone();
        Timetable {
            zone: self.zone(schedule, &[nearest.as_ref()], path),
            schedule: self.schedule(schedule, path),
        }
    }
}

fn external_of(written: &Written) -> &Map<document::External> {
    match written {
        Written::Dynamodb(r) => &r.external,
        Written::RdsInstance(r)
        | Written::RdsCluster(r)
        | Written::Aurora(r)
        | Written::Documentdb(r)
        | Written::Neptune(r) => &r.external,
        Written::Elasticache(r) => &r.external,
        Written::S3(r) => &r.external,
        Written::Postgresql(r) => &r.external,
        Written::Other(r) => &r.external,
        Written::Listed(r) => &r.external,
    }
}

impl Reader<'_, '_> {
    /// Adds a protection; `None` where this environment has none.
    pub(super) fn add(
        &mut self,
        key: &str,
        span: Span,
        entry: Entry<'_>,
        kind: impl FnOnce(&mut Self, &str) -> Option<ProtectionKind>,
    ) {
        if !belongs(entry.only, &self.context.placeholders.environment) {
            return;
        }
        let reference = format!("{}.{key}", self.resource);
        let path = format!("resources.{reference}");
        let Some(kind) = kind(self, &path) else { return };
        let times = self.context.times([entry.backup_time, None, entry.restore_time], &path);
        let planned = is_on(entry.planned);
        self.found.push(Protection { reference, span, kind, times, planned });
    }

    /// Adds what is switched on by a word and has no times of its own.
    fn add_flag(&mut self, key: &str, span: Span, kind: ProtectionKind) {
        let reference = format!("{}.{key}", self.resource);
        let times = Times::default();
        self.found.push(Protection { reference, span, kind, times, planned: false });
    }

    fn dynamodb(&mut self, table: &document::Dynamodb) {
        if let Some(pitr) = &table.point_in_time_recovery {
            let key = "point_in_time_recovery";
            self.add(key, pitr.span, entry!(pitr.value), |reader, path| {
                let retention = reader.days(pitr.value.retention.as_deref(), path);
                Some(ProtectionKind::PointInTimeRecovery { retention })
            });
        }
        self.snapshots(&table.snapshots);
        self.exports(&table.exports);
        if let Some(global) = &table.global_table {
            for (index, region) in global.value.regions.iter().enumerate() {
                let key = format!("global_table.regions[{index}]");
                self.add(&key, region.span, entry!(global.value), |reader, path| {
                    let region = reader.context.fill(region, path);
                    Some(ProtectionKind::GlobalTable { region })
                });
            }
        }
    }

    fn database(&mut self, database: &document::Database) {
        if let Some(multi_az) = database.multi_az.filter(|flag| flag.value) {
            self.add_flag("multi_az", multi_az.span, ProtectionKind::MultiAz);
        }
        self.automated_backups(database.automated_backups.as_ref(), "automated_backups", None);
        if let Some(replication) = &database.automated_backup_replication {
            let key = "automated_backup_replication";
            let written = &replication.value;
            self.add(key, replication.span, entry!(written), |reader, path| {
                let key = reader.key(written.key.as_ref(), path);
                Some(ProtectionKind::AutomatedBackupReplication {
                    region: reader.region(written.region.as_ref(), path),
                    retention: reader.days(written.retention.as_deref(), path),
                    key,
                })
            });
        }
        self.snapshots(&database.snapshots);
        for (name, replica) in &database.read_replicas {
            self.read_replica(name, replica);
        }
        self.dumps(&database.dumps);
        self.exports(&database.exports);
    }

    fn read_replica(&mut self, name: &Text, replica: &document::ReadReplica) {
        let key = format!("read_replicas.{}", name.value);
        self.add(&key, name.span, entry!(replica), |reader, path| {
            Some(ProtectionKind::ReadReplica {
                region: reader.region(replica.region.as_ref(), path),
                multi_az: replica.multi_az,
                smaller: replica.smaller,
            })
        });
        if belongs(replica.only.as_ref(), &self.context.placeholders.environment) {
            let own = replica.automated_backups.as_ref();
            let before = self.found.len();
            self.automated_backups(own, &format!("{key}.automated_backups"), Some((name, replica)));
            // What a planned replica has is planned with it.
            for protection in self.found.iter_mut().skip(before) {
                protection.planned |= is_on(replica.planned.as_ref());
            }
        }
    }

    fn automated_backups(
        &mut self,
        written: Option<&Spanned<document::AutomatedBackups>>,
        key: &str,
        replica: Option<(&Text, &document::ReadReplica)>,
    ) {
        let Some(backups) = written else { return };
        self.add(key, backups.span, entry!(backups.value), |reader, path| {
            Some(ProtectionKind::AutomatedBackups {
                retention: reader.days(backups.value.retention.as_deref(), path),
                replica: replica.map(|(name, _)| name.value.clone()),
                region: replica
                    .and_then(|(_, replica)| reader.region(replica.region.as_ref(), path)),
            })
        });
    }

    fn cache(&mut self, cache: &document::Elasticache) {
        if let Some(multi_az) = cache.multi_az.filter(|flag| flag.value) {
            self.add_flag("multi_az", multi_az.span, ProtectionKind::MultiAz);
        }
        if let Some(snapshots) = &cache.snapshots {
            let written = &snapshots.value;
            self.add("snapshots", snapshots.span, entry!(written), |reader, path| {
                let window = written.window.as_deref();
                Some(ProtectionKind::CacheSnapshots {
                    retention: reader.days(written.retention.as_deref(), path),
                    window: reader.context.parse(window, path, DailyWindow::parse),
                })
            });
        }
        self.exports(&cache.exports);
    }

    fn bucket(&mut self, bucket: &document::S3) {
        let enabled =
            |state: &&Spanned<document::Versioning>| state.value == document::Versioning::Enabled;
        if let Some(versioning) = bucket.versioning.as_ref().filter(enabled) {
            self.add_flag("versioning", versioning.span, ProtectionKind::Versioning);
        }
        for (index, replication) in bucket.replication.iter().enumerate() {
            let written = &replication.value;
            let entry = Entry {
                backup_time: None,
                restore_time: written.restore_time.as_ref(),
                planned: written.planned.as_ref(),
                only: written.only.as_ref(),
            };
            let key = format!("replication[{index}]");
            self.add(&key, replication.span, entry, |reader, path| {
                let to = reader.repository(Some(&written.to), path)?;
                Some(ProtectionKind::Replication { to })
            });
            let copy_time = written.copy_time.as_ref();
            let path = format!("resources.{}.{key}.copy_time", self.resource);
            let copy = self.context.time(copy_time, &path);
            if let Some(last) = self.found.last_mut().filter(|last| last.span == replication.span) {
                last.times.copy = copy;
            }
        }
    }

    fn postgresql(&mut self, server: &document::Postgresql) {
        for (name, standby) in &server.standbys {
            let key = format!("standbys.{}", name.value);
            self.add(&key, name.span, entry!(standby), |reader, path| {
                let lag = standby.lag_alarm.as_deref();
                Some(ProtectionKind::Standby {
                    host: standby.host.as_ref().map(|host| host.0.clone()),
                    zone: standby.zone.as_ref().map(|zone| zone.0.clone()),
                    region: reader.region(standby.region.as_ref(), path),
                    synchronous: standby.synchronous,
                    failover: standby.failover,
                    lag_alarm: reader.context.parse(lag, path, Duration::parse),
                })
            });
        }
        self.dumps(&server.dumps);
        for (name, backup) in &server.base_backups {
            let key = format!("base_backups.{}", name.value);
            let document::BaseBackup { schedule, to, tool, retention, encryption, .. } = backup;
            self.add(&key, name.span, entry!(backup), |reader, path| {
                let stored =
                    reader.stored(schedule.as_ref(), to.as_ref(), retention.as_deref(), path);
                let (tool, encryption) = (words(tool.as_ref()), words(encryption.as_ref()));
                Some(ProtectionKind::BaseBackup(Stored { tool, encryption, ..stored }))
            });
        }
        for (name, archiving) in &server.wal_archiving {
            let key = format!("wal_archiving.{}", name.value);
            let document::WalArchiving { to, tool, archive_timeout, retention, overwrites, .. } =
                archiving;
            self.add(&key, name.span, entry!(archiving), |reader, path| {
                let stored = reader.stored(None, to.as_ref(), retention.as_deref(), path);
                let timeout = archive_timeout.as_deref();
                Some(ProtectionKind::WalArchiving {
                    stored: Stored { tool: words(tool.as_ref()), ..stored },
                    archive_timeout: reader.context.parse(timeout, path, Duration::parse),
                    overwrites: *overwrites,
                })
            });
        }
    }

    fn other(&mut self, other: &document::Other) {
        self.snapshots(&other.snapshots);
        self.dumps(&other.dumps);
        self.exports(&other.exports);
    }

    pub(super) fn repository(
        &mut self,
        to: Option<&document::NameText>,
        path: &str,
    ) -> Option<Text> {
        let to = to?;
        self.context.known(to, "repositories", self.around.repositories, path)?;
        Some(to.0.clone())
    }

    pub(super) fn key(&mut self, key: Option<&document::NameText>, path: &str) -> Option<Text> {
        let key = key?;
        self.context.known(key, "keys", self.around.keys, path)?;
        Some(key.0.clone())
    }

    pub(super) fn region(
        &mut self,
        region: Option<&document::RegionText>,
        path: &str,
    ) -> Option<Text> {
        region.map(|region| self.context.fill(region, path))
    }

    pub(super) fn days(
        &mut self,
        days: Option<&Text>,
        path: &str,
    ) -> Option<Spanned<CalendarDays>> {
        self.context.parse(days, path, CalendarDays::parse)
    }
}
