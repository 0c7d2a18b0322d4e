//! RDS instances, their read replicas, and database clusters.

use std::collections::BTreeMap;

use crate::resolved::{AutomatedBackups as AutomatedBackupsStated, Native};
use crate::resources::{AutomatedBackups, DbCluster, DbInstance, ReadReplica, ReplicatedBackups};
use crate::source::Span;

use super::super::act::Act;
use super::super::found::{Raw, Stated};
use super::super::words;
use super::Of;

impl Of<'_> {
    pub(super) fn instance(&self, expected: &DbInstance, actual: &DbInstance) -> Vec<Raw> {
        let DbInstance {
            automated_backups,
            multi_az,
            deletion_protection,
            replicated_backups,
            read_replica,
        } = expected;
        let mut raws = self.backups(automated_backups, &actual.automated_backups);
        raws.extend(self.multi_az(*multi_az, actual.multi_az));
        let protection = self.deletion_protection(
            "DeletionProtection",
            *deletion_protection,
            actual.deletion_protection,
        );
        raws.extend(protection);
        raws.extend(self.replicated(replicated_backups, &actual.replicated_backups));
        raws.extend(self.source(read_replica.as_ref(), actual.read_replica.as_ref()));
        raws
    }

    /// Automated backups in other Regions.
    fn replicated(
        &self,
        expected: &BTreeMap<String, ReplicatedBackups>,
        actual: &BTreeMap<String, ReplicatedBackups>,
    ) -> Vec<Raw> {
        let mut raws = Vec::new();
        let stated = match &self.resource.native {
            Native::Database(database) => database.automated_backup_replication.as_ref(),
            _ => None,
        };
        let at = |key: &str, own: Option<Span>| {
            self.at(key, own.or_else(|| stated.map(|replication| replication.span)))
        };
        for (region, wanted) in expected {
            let found = actual.get(region);
            if found == Some(wanted) {
                continue;
            }
            let days = found.map(|found| found.retention_days);
            let field = format!("DBInstanceAutomatedBackupsReplications[{region}]");
            let span = stated.and_then(|own| own.retention.as_ref()).map(|days| days.span);
            let raw = match days {
                Some(_) => Raw::new(
                    "replicated_backups",
                    format!("retention in {region}"),
                    format!("{field}.BackupRetentionPeriod"),
                )
                .stated(at("automated_backup_replication.retention", span)),
                None => {
                    Raw::new("replicated_backups", format!("automated backups in {region}"), field)
                        .stated(at("automated_backup_replication", None))
                }
            };
            raws.push(
                raw.values(Some(words::days(wanted.retention_days)), days.map(words::days))
                    .acting(Act::Replicated(self.key(), days)),
            );
        }
        raws
    }

    /// The instance that a read replica replicates.
    fn source(&self, expected: Option<&ReadReplica>, actual: Option<&ReadReplica>) -> Option<Raw> {
        let wanted = expected?;
        if actual == Some(wanted) {
            return None;
        }
        let words = |replica: &ReadReplica| {
            format!("replica of {} in {}", replica.source, replica.source_region)
        };
        let raw = Raw::new("read_replica", "source", "ReadReplicaSourceDBInstanceIdentifier")
            .stated(self.at("", None))
            .values(Some(words(wanted)), actual.map(words));
        Some(match self.name {
            Some(name) => raw.acting(Act::ReplicaGone(self.key(), name.to_owned())),
            None => raw.doubted(),
        })
    }

    pub(super) fn cluster(&self, expected: &DbCluster, actual: &DbCluster) -> Vec<Raw> {
        // The family says which API describes the cluster, not what is set.
        let DbCluster { engine_family: _, automated_backups, deletion_protection } = expected;
        let mut raws = self.backups(automated_backups, &actual.automated_backups);
        let (wanted, found) = (*deletion_protection, actual.deletion_protection);
        raws.extend(self.deletion_protection("DeletionProtection", wanted, found));
        raws
    }

    fn stated_backups(&self) -> Option<&AutomatedBackupsStated> {
        match (&self.resource.native, self.replica) {
            (_, Some(replica)) => replica.automated_backups.as_ref(),
            (Native::Database(database), None) => database.automated_backups.as_ref(),
            _ => None,
        }
    }

    fn backups_at(&self, key: &str, own: Option<Span>) -> Stated {
        let own = own.or_else(|| self.stated_backups().map(|backups| backups.span));
        self.at(&format!("automated_backups.{key}"), own)
    }

    /// Automated backups, unless AWS Backup has taken them over: then their
    /// retention and window are those of its continuous backup.
    fn backups(&self, expected: &AutomatedBackups, actual: &AutomatedBackups) -> Vec<Raw> {
        let AutomatedBackups {
            backup_retention_period,
            preferred_backup_window,
            preferred_maintenance_window,
        } = expected;
        let stated = self.stated_backups();
        let own_retention = backup_retention_period.filter(|_| !self.owned);
        let mut raws = Vec::new();
        raws.extend(self.retention(own_retention, actual.backup_retention_period));
        let span = stated.and_then(|own| own.window.as_ref()).map(|window| window.span);
        raws.extend(self.window(
            ["window", "backup window", "PreferredBackupWindow"],
            span,
            preferred_backup_window.as_ref().filter(|_| !self.owned),
            actual.preferred_backup_window.as_ref(),
        ));
        let span = stated.and_then(|own| own.maintenance_window.as_ref()).map(|window| window.span);
        raws.extend(self.window(
            ["maintenance_window", "maintenance window", "PreferredMaintenanceWindow"],
            span,
            preferred_maintenance_window.as_ref(),
            actual.preferred_maintenance_window.as_ref(),
        ));
        raws
    }

    fn retention(&self, expected: Option<u32>, actual: Option<u32>) -> Option<Raw> {
        let wanted = expected?;
        let Some(found) = actual else { return Some(Raw::unknown("automated_backups")) };
        let stated = self.stated_backups().and_then(|own| own.retention.as_ref());
        let replica = self.name.map(str::to_owned);
        (wanted != found).then(|| {
            Raw::new("automated_backups", "retention of automated backups", "BackupRetentionPeriod")
                .stated(self.backups_at("retention", stated.map(|days| days.span)))
                .values(Some(words::days(wanted)), Some(words::days(found)))
                .acting(Act::Automated(self.key(), replica, found))
        })
    }

    fn window(
        &self,
        [key, what, field]: [&str; 3],
        span: Option<Span>,
        expected: Option<&String>,
        actual: Option<&String>,
    ) -> Option<Raw> {
        let wanted = expected?;
        let Some(found) = actual else { return Some(Raw::unknown("automated_backups")) };
        (wanted != found).then(|| {
            Raw::new("automated_backups", what, field)
                .stated(self.backups_at(key, span))
                .values(Some(wanted.clone()), Some(found.clone()))
        })
    }
}
