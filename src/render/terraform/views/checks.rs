//! `check` blocks for what is asserted and what a data source shows.
//!
//! A setting is asserted here or listed in `unseen`, never both and never
//! neither. A check warns and never stops an apply: other code owns the setting.

use serde::Serialize;

use crate::render::RenderError;
use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::Module;
use crate::render::terraform::names::{Address, Ident};
use crate::resources::{
    AutomatedBackups, BackupVault, CacheGroup, DbCluster, DbInstance, Place, ReadReplica,
    ResourceKind, Settings, Table, VaultRef,
};

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct CheckView {
    check: Ident,
    data_type: &'static str,
    data_name: Ident,
    provider: Expr,
    argument: Expr,
    value: String,
    assertions: Vec<AssertionView>,
}

#[derive(Debug, Serialize)]
struct AssertionView {
    condition: Expr,
    error_message: String,
}

/// How the provider's data source shows a kind of resource.
struct Source {
    kind: ResourceKind,
    /// First word of the check's name.
    prefix: &'static str,
    data_type: &'static str,
    argument: &'static str,
}

const VAULT: Source = Source {
    kind: ResourceKind::Vault,
    prefix: "vault",
    data_type: "aws_backup_vault",
    argument: "name",
};
const DB_INSTANCE: Source = Source {
    kind: ResourceKind::DbInstance,
    prefix: "db_instance",
    data_type: "aws_db_instance",
    argument: "db_instance_identifier",
};
const DB_CLUSTER: Source = Source {
    kind: ResourceKind::DbCluster,
    prefix: "db_cluster",
    data_type: "aws_rds_cluster",
    argument: "cluster_identifier",
};
const TABLE: Source = Source {
    kind: ResourceKind::Table,
    prefix: "table",
    data_type: "aws_dynamodb_table",
    argument: "name",
};
const CACHE_GROUP: Source = Source {
    kind: ResourceKind::CacheGroup,
    prefix: "cache_group",
    data_type: "aws_elasticache_replication_group",
    argument: "replication_group_id",
};

/// Engine families whose clusters the data source `aws_rds_cluster` is made for.
pub(super) fn is_rds_cluster(cluster: &DbCluster) -> bool {
    matches!(cluster.engine_family.as_str(), "aurora" | "rds_cluster")
}

pub(super) fn views(
    module: &Module<'_>,
    place: &Place,
    settings: &Settings,
) -> Result<Vec<CheckView>, RenderError> {
    let mut checks = Vec::new();
    for (name, vault) in &settings.vaults {
        if module.is_existing(place, ResourceKind::Vault, name) {
            checks.push(vault_check(module, place, name, vault)?);
        }
    }
    for (name, instance) in &settings.db_instances {
        checks.push(db_instance_check(Check::new(module, place, &DB_INSTANCE, name), instance));
    }
    for (name, cluster) in settings.db_clusters.iter().filter(|(_, all)| is_rds_cluster(all)) {
        checks.push(db_cluster_check(Check::new(module, place, &DB_CLUSTER, name), cluster));
    }
    for (name, table) in &settings.tables {
        checks.push(table_check(Check::new(module, place, &TABLE, name), table));
    }
    for (name, group) in &settings.cache_groups {
        checks.push(cache_group_check(Check::new(module, place, &CACHE_GROUP, name), group));
    }
    checks.retain(|check| !check.assertions.is_empty());
    Ok(checks)
}

/// A check that is being filled.
struct Check<'a> {
    place: &'a Place,
    data: Expr,
    view: CheckView,
}

impl<'a> Check<'a> {
    fn new(module: &Module<'_>, place: &'a Place, source: &Source, name: &str) -> Self {
        let Source { kind, prefix, data_type, argument } = *source;
        let data_name = module.names.of(place, kind, name);
        let view = CheckView {
            check: data_name.prefixed(prefix),
            data_type,
            provider: Module::provider(place),
            argument: Expr::word(argument),
            value: name.to_owned(),
            assertions: Vec::new(),
            data_name: data_name.clone(),
        };
        Self { place, data: Expr::data(&Address::new(data_type, &data_name)), view }
    }

    /// Asserts that an attribute has the value that is stated, if any is.
    fn equals(&mut self, attribute: &'static str, expected: Option<Hcl>) {
        if let Some(expected) = expected {
            let condition = self.data.get(attribute).equals(&expected);
            self.assert(condition, attribute, &expected);
        }
    }

    /// Asserts that a flag is as stated, if anything is.
    fn flag(&mut self, attribute: &'static str, expected: Option<bool>) {
        if let Some(expected) = expected {
            let flag = self.data.get(attribute);
            let condition = if expected { flag } else { flag.not() };
            self.assert(condition, attribute, &Hcl::Bool(expected));
        }
    }

    fn assert(&mut self, condition: Expr, attribute: &str, expected: &Hcl) {
        let Self { place: _, data: _, view } = self;
        let expected = match expected {
            Hcl::Text(text) => text.clone(),
            expected => expected.to_text(),
        };
        let error_message = format!(
            "The backup policy relies on {attribute} = {expected} of {} {}.",
            view.data_type, view.value
        );
        view.assertions.push(AssertionView { condition, error_message });
    }

    fn automated_backups(&mut self, backups: &AutomatedBackups) {
        let AutomatedBackups {
            backup_retention_period,
            preferred_backup_window,
            preferred_maintenance_window,
        } = backups;
        self.equals("backup_retention_period", backup_retention_period.map(Hcl::from));
        self.equals("preferred_backup_window", preferred_backup_window.as_deref().map(Hcl::text));
        self.equals(
            "preferred_maintenance_window",
            preferred_maintenance_window.as_deref().map(Hcl::text),
        );
    }
}

/// A vault of other code: that it is there, and its key if one is stated.
fn vault_check(
    module: &Module<'_>,
    place: &Place,
    name: &str,
    vault: &BackupVault,
) -> Result<CheckView, RenderError> {
    let BackupVault { kind: _, encryption_key, tags: _, lock: _, access: _, notifications: _ } =
        vault;
    let mut check = Check::new(module, place, &VAULT, name);
    let arn = VaultRef { place: place.clone(), name: name.to_owned() }.arn();
    check.equals("arn", Some(Hcl::Text(arn)));
    check
        .equals("kms_key_arn", encryption_key.as_ref().map(|key| module.key_arn(key)).transpose()?);
    Ok(check.view)
}

fn db_instance_check(mut check: Check<'_>, instance: &DbInstance) -> CheckView {
    let DbInstance {
        automated_backups,
        multi_az,
        deletion_protection: _,
        replicated_backups: _,
        read_replica,
    } = instance;
    check.automated_backups(automated_backups);
    check.flag("multi_az", *multi_az);
    let source = read_replica.as_ref().map(|replica| Hcl::Text(source_of(check.place, replica)));
    check.equals("replicate_source_db", source);
    check.view
}

/// RDS shows a source in the same Region by identifier, any other by ARN.
fn source_of(place: &Place, replica: &ReadReplica) -> String {
    let ReadReplica { source, source_region } = replica;
    if *source_region == place.region {
        return source.clone();
    }
    let source_place = Place { region: source_region.clone(), ..place.clone() };
    source_place.arn("rds", &format!("db:{source}"))
}

fn db_cluster_check(mut check: Check<'_>, cluster: &DbCluster) -> CheckView {
    let DbCluster { engine_family: _, automated_backups, deletion_protection: _ } = cluster;
    check.automated_backups(automated_backups);
    check.view
}

fn table_check(mut check: Check<'_>, table: &Table) -> CheckView {
    let Table { point_in_time_recovery_days, deletion_protection, replica_regions } = table;
    if let Some(days) = point_in_time_recovery_days {
        let recovery = check.data.get("point_in_time_recovery");
        let enabled = Expr::call("anytrue", &[recovery.each("enabled").into()]);
        check.assert(enabled, "point_in_time_recovery.enabled", &Hcl::Bool(true));
        let days = Hcl::from(*days);
        let window = Expr::call("one", &[recovery.each("recovery_period_in_days").into()]);
        let window = window.equals(&days);
        check.assert(window, "point_in_time_recovery.recovery_period_in_days", &days);
    }
    check.flag("deletion_protection_enabled", *deletion_protection);
    for region in replica_regions {
        let regions = check.data.get("replica").each("region_name");
        let region = Hcl::text(region);
        let replicated = Expr::call("contains", &[regions.into(), region.clone()]);
        check.assert(replicated, "replica.region_name", &region);
    }
    check.view
}

fn cache_group_check(mut check: Check<'_>, group: &CacheGroup) -> CheckView {
    let CacheGroup { snapshot_retention_limit, snapshot_window, multi_az } = group;
    check.equals("snapshot_retention_limit", snapshot_retention_limit.map(Hcl::from));
    check.equals("snapshot_window", snapshot_window.as_deref().map(Hcl::text));
    check.flag("multi_az_enabled", *multi_az);
    check.flag("automatic_failover_enabled", multi_az.filter(|multi_az| *multi_az));
    check.view
}
