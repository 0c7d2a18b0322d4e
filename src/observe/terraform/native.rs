//! Databases, tables and caches.

use super::arn::Arn;
use super::backup::place_in;
use super::reading::{Reading, Resource};
use super::values::{Known, Values};
use crate::facts::native::DYNAMODB_PITR_DEFAULT_DAYS;
use crate::resources::{
    AutomatedBackups, CacheGroup, DbCluster, DbInstance, Place, ReadReplica, ReplicatedBackups,
    ResourceKind, Table,
};

/// Automated backups; a data source calls the windows otherwise than a resource.
fn automated_backups(values: Values<'_>) -> Known<AutomatedBackups> {
    let window = |names: [&str; 2]| {
        let [first, second] = names.map(|name| values.owned(name));
        Ok(first?.or(second?))
    };
    Ok(AutomatedBackups {
        backup_retention_period: values.count("backup_retention_period")?,
        preferred_backup_window: window(["backup_window", "preferred_backup_window"])?,
        preferred_maintenance_window: window([
            "maintenance_window",
            "preferred_maintenance_window",
        ])?,
    })
}

pub(super) fn instance(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let place = match place_in(values)? {
        Some(place) => place,
        None => resource.place(None)?,
    };
    let name = match values.text("identifier")? {
        Some(name) => name,
        None => values.needed("db_instance_identifier")?,
    };
    let deletion_protection = values.flag("deletion_protection")?;
    let source = values.text("replicate_source_db")?;
    let instance = DbInstance {
        automated_backups: automated_backups(values)?,
        multi_az: values.flag("multi_az")?,
        deletion_protection,
        replicated_backups: Default::default(),
        read_replica: source.map(|source| replica(source, &place)),
    };
    if deletion_protection.is_none() {
        reading.apart(&place, ResourceKind::DbInstance, name, "deletion_protection");
    }
    reading.apart(&place, ResourceKind::DbInstance, name, "replicated_backups");
    reading.at(&place).settings.db_instances.entry(name.to_owned()).or_insert(instance);
    Ok(())
}

/// RDS names a source in the same Region by identifier, any other by ARN.
fn replica(source: &str, place: &Place) -> ReadReplica {
    let by_arn =
        Arn::parse(source).and_then(|arn| Some((arn.resource.strip_prefix("db:")?, arn.region)));
    let (source, region) = by_arn.unwrap_or((source, &place.region));
    ReadReplica { source: source.to_owned(), source_region: region.to_owned() }
}

/// Automated backups in another Region, which belong to the instance.
pub(super) fn replicated(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let source = Arn::parse(values.needed("source_db_instance_arn")?);
    let source = source.and_then(|arn| Some((arn.place()?, arn.resource.strip_prefix("db:")?)));
    // The resource's id is the ARN of the backups, in their own Region.
    let there = match values.text("id")?.and_then(Arn::parse).and_then(Arn::place) {
        Some(place) => place,
        None => resource.place(None)?,
    };
    let (Some((place, name)), Some(retention_days)) = (source, values.count("retention_period")?)
    else {
        return Ok(());
    };
    reading.found(&place, ResourceKind::DbInstance, name, "replicated_backups");
    if let Some(instance) = reading.at(&place).settings.db_instances.get_mut(name) {
        instance.replicated_backups.insert(there.region, ReplicatedBackups { retention_days });
    }
    Ok(())
}

/// Engines that are no Aurora: Multi-AZ clusters of RDS.
fn family(kind: &str, engine: &str) -> &'static str {
    match kind {
        "aws_docdb_cluster" => "documentdb",
        "aws_neptune_cluster" => "neptune",
        _ if engine.starts_with("aurora") => "aurora",
        _ => "rds_cluster",
    }
}

pub(super) fn cluster(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let place = resource.place(values.text("arn")?)?;
    let name = values.needed("cluster_identifier")?;
    let deletion_protection = values.flag("deletion_protection")?;
    let engine = values.text("engine")?.unwrap_or_default();
    let cluster = DbCluster {
        engine_family: family(resource.kind, engine).to_owned(),
        automated_backups: automated_backups(values)?,
        deletion_protection,
    };
    if deletion_protection.is_none() {
        reading.apart(&place, ResourceKind::DbCluster, name, "deletion_protection");
    }
    reading.at(&place).settings.db_clusters.entry(name.to_owned()).or_insert(cluster);
    Ok(())
}

pub(super) fn table(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let place = resource.place(values.text("arn")?)?;
    let name = values.needed("name")?;
    let recovery = values.block("point_in_time_recovery")?;
    let is_on = recovery.map(|values| values.is_set("enabled")).transpose()?.unwrap_or_default();
    let days = recovery.map(|values| values.positive("recovery_period_in_days")).transpose()?;
    let days = days.flatten().unwrap_or(DYNAMODB_PITR_DEFAULT_DAYS.value);
    let mut replica_regions = Vec::new();
    for replica in values.blocks("replica")? {
        replica_regions.push(replica.needed("region_name")?.to_owned());
    }
    let table = Table {
        point_in_time_recovery_days: is_on.then_some(days),
        deletion_protection: values.flag("deletion_protection_enabled")?,
        replica_regions,
    };
    reading.at(&place).settings.tables.entry(name.to_owned()).or_insert(table);
    Ok(())
}

/// A replica that is a resource of its own.
pub(super) fn table_replica(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let there = resource.place(values.text("arn")?)?;
    let source = Arn::parse(values.needed("global_table_arn")?);
    let source = source.and_then(|arn| Some((arn.place()?, arn.resource.strip_prefix("table/")?)));
    let Some((place, name)) = source else { return Ok(()) };
    if let Some(table) = reading.at(&place).settings.tables.get_mut(name)
        && !table.replica_regions.contains(&there.region)
    {
        table.replica_regions.push(there.region);
    }
    Ok(())
}

pub(super) fn cache(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let place = resource.place(values.text("arn")?)?;
    let name = values.needed("replication_group_id")?;
    let multi_az = values.flag("multi_az_enabled")?;
    let failover = values.flag("automatic_failover_enabled")?;
    let group = CacheGroup {
        snapshot_retention_limit: values.count("snapshot_retention_limit")?,
        snapshot_window: values.owned("snapshot_window")?,
        multi_az: multi_az.map(|on| on && failover != Some(false)),
    };
    reading.at(&place).settings.cache_groups.entry(name.to_owned()).or_insert(group);
    Ok(())
}
