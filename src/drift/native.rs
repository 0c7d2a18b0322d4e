//! Databases, tables, caches and AWS Backup's settings of the account: compared
//! as far as the policy states them, never written.

mod account;
mod database;

use std::collections::BTreeSet;

use crate::resolved::{self, DynamodbNative, Native, OnDelete, Resource};
use crate::resources::{CacheGroup, DbCluster, DbInstance, ResourceKind, Table};
use crate::source::Span;

use super::act::Act;
use super::comparing::Here;
use super::found::{Found, Raw, Stated};
use super::{whereabouts, words};

/// A resource of the policy, or one of its read replicas.
struct Of<'a> {
    resource: &'a Resource,
    replica: Option<&'a resolved::ReadReplica>,
    name: Option<&'a str>,
    /// Continuous backups of AWS Backup have taken over its automated backups.
    owned: bool,
}

impl Here<'_> {
    pub(super) fn natives(&self) -> Vec<Found> {
        let wanted = self.expected();
        let mut found = Vec::new();
        for (name, expected) in &wanted.db_instances {
            let actual = self.seen().db_instances.get(name);
            let diff = |of: &Of<'_>, actual: &DbInstance| of.instance(expected, actual);
            found.extend(self.native(ResourceKind::DbInstance, name, actual, diff));
        }
        for (name, expected) in &wanted.db_clusters {
            let actual = self.seen().db_clusters.get(name);
            let diff = |of: &Of<'_>, actual: &DbCluster| of.cluster(expected, actual);
            found.extend(self.native(ResourceKind::DbCluster, name, actual, diff));
        }
        for (name, expected) in &wanted.tables {
            let actual = self.seen().tables.get(name);
            let diff = |of: &Of<'_>, actual: &Table| of.table(expected, actual);
            found.extend(self.native(ResourceKind::Table, name, actual, diff));
        }
        for (name, expected) in &wanted.cache_groups {
            let actual = self.seen().cache_groups.get(name);
            let diff = |of: &Of<'_>, actual: &CacheGroup| of.cache(expected, actual);
            found.extend(self.native(ResourceKind::CacheGroup, name, actual, diff));
        }
        found.extend(self.account());
        found
    }

    fn native<T>(
        &self,
        kind: ResourceKind,
        name: &str,
        actual: Option<&T>,
        differences: impl FnOnce(&Of<'_>, &T) -> Vec<Raw>,
    ) -> Option<Found> {
        let label = self.label(kind, name)?;
        let (key, replica) = whereabouts::part(&label.key);
        let resource = self.policy().resources.get(key)?;
        let owned = self.observation.is_some_and(|seen| {
            seen.answers.owned_by_backup.iter().any(|identifier| identifier == name)
        });
        let of = Of {
            resource,
            replica: replica.and_then(|r| read_replica(resource, r)),
            name: replica,
            owned,
        };
        let stated = of.at("", None);
        Some(self.judged(
            (kind, name),
            stated,
            actual,
            |actual| differences(&of, actual),
            || of.missing(kind, name),
        ))
    }
}

fn read_replica<'r>(resource: &'r Resource, name: &str) -> Option<&'r resolved::ReadReplica> {
    match &resource.native {
        Native::Database(database) => database.read_replicas.get(name),
        _ => None,
    }
}

impl Of<'_> {
    fn key(&self) -> String {
        self.resource.at.key.clone()
    }

    fn at(&self, key: &str, own: Option<Span>) -> Stated {
        match self.replica {
            Some(replica) => whereabouts::of(&replica.path, replica.span, key, own),
            None => whereabouts::of(&self.resource.at.path, self.resource.at.span, key, own),
        }
    }

    fn missing(&self, kind: ResourceKind, name: &str) -> Raw {
        let (what, field) = match kind {
            ResourceKind::Table => ("table", "TableName"),
            ResourceKind::CacheGroup => ("replication group", "ReplicationGroupId"),
            ResourceKind::DbCluster => ("cluster", "DBClusterIdentifier"),
            _ => ("instance", "DBInstanceIdentifier"),
        };
        let raw =
            Raw::new("", what, field).stated(self.at("", None)).values(Some(name.to_owned()), None);
        let count = self.resource.identifiers.len();
        match self.name {
            Some(replica) => raw.acting(Act::ReplicaGone(self.key(), replica.to_owned())),
            None if count > 1 => raw
                .acting(Act::NativeGone(self.key()))
                .note(format!("1 of {count} of `{}`; what it does is said of all", self.key())),
            None => raw.acting(Act::NativeGone(self.key())),
        }
    }

    fn on_delete(&self) -> Option<&OnDelete> {
        match &self.resource.native {
            Native::Dynamodb(table) => Some(&table.on_delete),
            Native::Database(database) => Some(&database.on_delete),
            Native::Cache(cache) => Some(&cache.on_delete),
            Native::Bucket(_) | Native::None => None,
        }
    }

    fn deletion_protection(
        &self,
        field: &str,
        expected: Option<bool>,
        actual: Option<bool>,
    ) -> Option<Raw> {
        let wanted = expected?;
        let Some(found) = actual else { return Some(Raw::unknown("deletion_protection")) };
        let stated = self.on_delete().and_then(|on| on.deletion_protection);
        (wanted != found).then(|| {
            Raw::new("deletion_protection", "deletion protection", field)
                .stated(self.at("on_delete.deletion_protection", stated.map(|flag| flag.span)))
                .values(Some(words::switch(wanted)), Some(words::switch(found)))
                .acting(Act::DeletionProtection(self.key(), found))
        })
    }

    fn multi_az(&self, expected: Option<bool>, actual: Option<bool>) -> Option<Raw> {
        let wanted = expected?;
        let Some(found) = actual else { return Some(Raw::unknown("multi_az")) };
        let stated = match (&self.resource.native, self.replica) {
            (_, Some(replica)) => replica.multi_az,
            (Native::Database(database), None) => database.multi_az,
            (Native::Cache(cache), None) => cache.multi_az,
            _ => None,
        };
        (wanted != found).then(|| {
            let raw = Raw::new("multi_az", "Multi-AZ", "MultiAZ")
                .stated(self.at("multi_az", stated.map(|flag| flag.span)))
                .values(Some(words::switch(wanted)), Some(words::switch(found)));
            match self.replica {
                Some(_) => raw.doubted(),
                None => raw.acting(Act::MultiAz(self.key(), found)),
            }
        })
    }

    fn table(&self, expected: &Table, actual: &Table) -> Vec<Raw> {
        let Table { point_in_time_recovery_days, deletion_protection, replica_regions } = expected;
        let mut raws = Vec::new();
        let Native::Dynamodb(native) = &self.resource.native else { return raws };
        let (wanted, found) = (*point_in_time_recovery_days, actual.point_in_time_recovery_days);
        if wanted.is_some() && wanted != found {
            let stated = native.point_in_time_recovery.as_ref();
            let span = stated.map(|pitr| pitr.value.as_ref().map_or(pitr.span, |days| days.span));
            let (what, field) = match found {
                Some(_) => (
                    "window of point-in-time recovery",
                    "PointInTimeRecoveryDescription.RecoveryPeriodInDays",
                ),
                None => (
                    "point-in-time recovery",
                    "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
                ),
            };
            raws.push(
                Raw::new("point_in_time_recovery_days", what, field)
                    .stated(self.at("point_in_time_recovery.retention", span))
                    .values(wanted.map(words::days), found.map(words::days))
                    .acting(Act::PointInTime(self.key(), found)),
            );
        }
        let field = "DeletionProtectionEnabled";
        raws.extend(self.deletion_protection(
            field,
            *deletion_protection,
            actual.deletion_protection,
        ));
        raws.extend(self.replicas(native, replica_regions, &actual.replica_regions));
        raws
    }

    fn replicas(&self, native: &DynamodbNative, wanted: &[String], found: &[String]) -> Vec<Raw> {
        let mut raws = Vec::new();
        let regions: BTreeSet<&String> = wanted.iter().chain(found).collect();
        for region in regions {
            let stated = native.replica_regions.iter().find(|own| own.value == *region);
            let raw = Raw::new(
                "replica_regions",
                format!("replica in {region}"),
                format!("Replicas[{region}]"),
            )
            .stated(self.at("global_table.regions", stated.map(|own| own.span)));
            match (wanted.contains(region), found.contains(region)) {
                (true, false) => raws.push(
                    raw.values(Some("replica".to_owned()), None)
                        .acting(Act::TableReplicaGone(self.key(), region.clone())),
                ),
                // Of a table that states no replica nothing is asked of them.
                (false, true) if !wanted.is_empty() => raws.push(
                    raw.values(None, Some("replica".to_owned()))
                        .note("nobody asked for this replica: it is not counted"),
                ),
                _ => {}
            }
        }
        raws
    }

    fn cache(&self, expected: &CacheGroup, actual: &CacheGroup) -> Vec<Raw> {
        let CacheGroup { snapshot_retention_limit, snapshot_window, multi_az } = expected;
        let mut raws = Vec::new();
        let Native::Cache(native) = &self.resource.native else { return raws };
        match (*snapshot_retention_limit, actual.snapshot_retention_limit) {
            (Some(_), None) => raws.push(Raw::unknown("snapshot_retention_limit")),
            (Some(wanted), Some(found)) if wanted != found => raws.push(
                Raw::new(
                    "snapshot_retention_limit",
                    "retention of snapshots",
                    "SnapshotRetentionLimit",
                )
                .stated(self.at("snapshots.retention", native.retention.as_ref().map(|d| d.span)))
                .values(Some(words::days(wanted)), Some(words::days(found)))
                .acting(Act::CacheSnapshots(self.key(), found)),
            ),
            _ => {}
        }
        match (snapshot_window, &actual.snapshot_window) {
            (Some(_), None) => raws.push(Raw::unknown("snapshot_window")),
            (Some(wanted), Some(found)) if wanted != found => raws.push(
                Raw::new("snapshot_window", "snapshot window", "SnapshotWindow")
                    .stated(self.at("snapshots.window", native.window.as_ref().map(|w| w.span)))
                    .values(Some(wanted.clone()), Some(found.clone()))
                    .acting(Act::CacheWindow(self.key(), found.clone())),
            ),
            _ => {}
        }
        raws.extend(self.multi_az(*multi_az, actual.multi_az));
        raws
    }
}
