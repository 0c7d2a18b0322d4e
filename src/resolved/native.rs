//! Native protection of databases, tables and caches.

use std::collections::BTreeMap;

use crate::document::{self, KeepOrDelete};
use crate::source::{Span, Spanned, Text};
use crate::units::{CalendarDays, DailyWindow, WeeklyWindow};

use super::bucket::BucketSettings;
use super::context::{Context, is_on};
use super::cut::belongs;

/// What a resource does for itself.
#[derive(Debug, Clone)]
pub enum Native {
    /// A DynamoDB table.
    Dynamodb(Box<DynamodbNative>),
    /// An RDS instance or a database cluster.
    Database(Box<DatabaseNative>),
    /// An ElastiCache replication group.
    Cache(Box<CacheNative>),
    /// An S3 bucket.
    Bucket(Box<BucketSettings>),
    /// Nothing that AWS knows of.
    None,
}

/// Native settings of a DynamoDB table.
#[derive(Debug, Clone, Default)]
pub struct DynamodbNative {
    /// Point-in-time recovery, if it is on.
    pub point_in_time_recovery: Option<Spanned<Option<Spanned<CalendarDays>>>>,
    /// Regions of its replicas.
    pub replica_regions: Vec<Text>,
    /// What happens when it is deleted.
    pub on_delete: OnDelete,
}

/// Native settings of a database.
#[derive(Debug, Clone, Default)]
pub struct DatabaseNative {
    /// Identifier of an instance.
    pub instance: Option<Spanned<String>>,
    /// Identifier of a cluster.
    pub cluster: Option<Spanned<String>>,
    /// A standby in another Availability Zone.
    pub multi_az: Option<Spanned<bool>>,
    /// Automated backups.
    pub automated_backups: Option<AutomatedBackups>,
    /// Automated backups in another Region.
    pub automated_backup_replication: Option<AutomatedBackupReplication>,
    /// Read replicas by their names.
    pub read_replicas: BTreeMap<String, ReadReplica>,
    /// What happens when it is deleted.
    pub on_delete: OnDelete,
}

/// Automated backups of a database.
#[derive(Debug, Clone)]
pub struct AutomatedBackups {
    /// The whole setting.
    pub span: Span,
    /// How far back they reach.
    pub retention: Option<Spanned<CalendarDays>>,
    /// When the daily snapshot is taken.
    pub window: Option<Spanned<DailyWindow>>,
    /// Weekly maintenance.
    pub maintenance_window: Option<Spanned<WeeklyWindow>>,
    /// Written, but switched off.
    pub planned: bool,
}

/// Automated backups in another Region.
#[derive(Debug, Clone)]
pub struct AutomatedBackupReplication {
    /// The whole setting.
    pub span: Span,
    /// The other Region.
    pub region: Option<Spanned<String>>,
    /// How far back they reach there.
    pub retention: Option<Spanned<CalendarDays>>,
    /// Key in the other Region, a name under `keys`.
    pub key: Option<Text>,
    /// Written, but switched off.
    pub planned: bool,
}

/// A read replica.
#[derive(Debug, Clone)]
pub struct ReadReplica {
    /// Its key's place.
    pub span: Span,
    /// Its path.
    pub path: String,
    /// Its Region, if stated.
    pub region: Option<Spanned<String>>,
    /// Its identifier in AWS, if stated.
    pub instance: Option<Spanned<String>>,
    /// It spans Availability Zones.
    pub multi_az: Option<Spanned<bool>>,
    /// Its own automated backups.
    pub automated_backups: Option<AutomatedBackups>,
    /// Written, but switched off.
    pub planned: bool,
}

/// Native settings of a cache.
#[derive(Debug, Clone, Default)]
pub struct CacheNative {
    /// Replicas in another Availability Zone.
    pub multi_az: Option<Spanned<bool>>,
    /// The whole of `snapshots`, if stated and switched on.
    pub snapshots: Option<Span>,
    /// How long daily snapshots are kept.
    pub retention: Option<Spanned<CalendarDays>>,
    /// When they are taken.
    pub window: Option<Spanned<DailyWindow>>,
    /// Weekly maintenance.
    pub maintenance_window: Option<Spanned<WeeklyWindow>>,
    /// What happens when it is deleted.
    pub on_delete: OnDelete,
}

/// What happens when a resource is deleted.
#[derive(Debug, Clone, Copy, Default)]
pub struct OnDelete {
    /// Deletion is refused until protection is taken off.
    pub deletion_protection: Option<Spanned<bool>>,
    /// A last snapshot is taken.
    pub final_snapshot: Option<Spanned<bool>>,
    /// Automated backups are kept or deleted.
    pub automated_backups: Option<Spanned<KeepOrDelete>>,
}

pub(super) fn on_delete(written: Option<&Spanned<document::OnDelete>>) -> OnDelete {
    written.map_or_else(OnDelete::default, |written| {
        let document::OnDelete { deletion_protection, final_snapshot, automated_backups } =
            written.value;
        OnDelete { deletion_protection, final_snapshot, automated_backups }
    })
}

impl Context<'_> {
    pub(super) fn dynamodb(&mut self, written: &document::Dynamodb, path: &str) -> DynamodbNative {
        let environment = self.placeholders.environment.clone();
        let on =
            |planned: Option<&Spanned<bool>>, only| !is_on(planned) && belongs(only, &environment);
        let recovery = written.point_in_time_recovery.as_ref();
        let recovery =
            recovery.filter(|pitr| on(pitr.value.planned.as_ref(), pitr.value.only.as_ref()));
        let point_in_time_recovery = recovery.map(|pitr| {
            let path = format!("{path}.point_in_time_recovery");
            pitr.with(self.parse(pitr.value.retention.as_deref(), &path, CalendarDays::parse))
        });
        let global = written.global_table.as_ref();
        let global =
            global.filter(|table| on(table.value.planned.as_ref(), table.value.only.as_ref()));
        let regions = global.map(|table| table.value.regions.as_slice()).unwrap_or_default();
        DynamodbNative {
            point_in_time_recovery,
            replica_regions: regions.iter().map(|region| self.fill(region, path)).collect(),
            on_delete: on_delete(written.on_delete.as_ref()),
        }
    }

    pub(super) fn database(&mut self, written: &document::Database, path: &str) -> DatabaseNative {
        let environment = self.placeholders.environment.clone();
        let mut read_replicas = BTreeMap::new();
        for (name, replica) in &written.read_replicas {
            if !belongs(replica.only.as_ref(), &environment) {
                continue;
            }
            let path = format!("{path}.read_replicas.{}", name.value);
            read_replicas.insert(
                name.value.clone(),
                ReadReplica {
                    span: name.span,
                    region: replica.region.as_ref().map(|region| self.fill(region, &path)),
                    instance: replica.instance.as_ref().map(|instance| self.fill(instance, &path)),
                    multi_az: replica.multi_az,
                    automated_backups: replica
                        .automated_backups
                        .as_ref()
                        .and_then(|b| self.automated_backups(b, &path)),
                    planned: is_on(replica.planned.as_ref()),
                    path,
                },
            );
        }
        let replication = written.automated_backup_replication.as_ref();
        let replication = replication.filter(|r| belongs(r.value.only.as_ref(), &environment));
        DatabaseNative {
            instance: written.instance.as_ref().map(|instance| self.fill(instance, path)),
            cluster: written.cluster.as_ref().map(|cluster| self.fill(cluster, path)),
            multi_az: written.multi_az,
            automated_backups: written
                .automated_backups
                .as_ref()
                .and_then(|b| self.automated_backups(b, path)),
            automated_backup_replication: replication.map(|replication| {
                let path = format!("{path}.automated_backup_replication");
                let document::AutomatedBackupReplication {
                    region, retention, key, planned, ..
                } = &replication.value;
                AutomatedBackupReplication {
                    span: replication.span,
                    region: region.as_ref().map(|region| self.fill(region, &path)),
                    retention: self.parse(retention.as_deref(), &path, CalendarDays::parse),
                    key: key.as_ref().map(|key| key.0.clone()),
                    planned: is_on(planned.as_ref()),
                }
            }),
            read_replicas,
            on_delete: on_delete(written.on_delete.as_ref()),
        }
    }

    fn automated_backups(
        &mut self,
        written: &Spanned<document::AutomatedBackups>,
        path: &str,
    ) -> Option<AutomatedBackups> {
        let document::AutomatedBackups {
            retention,
            window,
            maintenance_window,
            planned,
            only,
            restore_time: _,
            backup_time: _,
        } = &written.value;
        if !belongs(only.as_ref(), &self.placeholders.environment) {
            return None;
        }
        let path = format!("{path}.automated_backups");
        Some(AutomatedBackups {
            span: written.span,
            retention: self.parse(retention.as_deref(), &path, CalendarDays::parse),
            window: self.parse(window.as_deref(), &path, DailyWindow::parse),
            maintenance_window: self.parse(
                maintenance_window.as_deref(),
                &path,
                WeeklyWindow::parse,
            ),
            planned: is_on(planned.as_ref()),
        })
    }

    pub(super) fn cache(&mut self, written: &document::Elasticache, path: &str) -> CacheNative {
        let environment = self.placeholders.environment.clone();
        let snapshots = written.snapshots.as_ref().filter(|snapshots| {
            !is_on(snapshots.value.planned.as_ref())
                && belongs(snapshots.value.only.as_ref(), &environment)
        });
        let path = format!("{path}.snapshots");
        let retention = snapshots.and_then(|s| s.value.retention.as_deref());
        let window = snapshots.and_then(|s| s.value.window.as_deref());
        CacheNative {
            multi_az: written.multi_az,
            snapshots: snapshots.map(|snapshots| snapshots.span),
            retention: self.parse(retention, &path, CalendarDays::parse),
            window: self.parse(window, &path, DailyWindow::parse),
            maintenance_window: self.parse(
                written.maintenance_window.as_deref(),
                &path,
                WeeklyWindow::parse,
            ),
            on_delete: on_delete(written.on_delete.as_ref()),
        }
    }
}
