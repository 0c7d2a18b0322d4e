//! Database instances and clusters, looked up by identifier.
//!
//! RDS describes the clusters of DocumentDB and Neptune too. Automated backups in
//! another Region are asked about there: only there is their retention known.

mod cluster;
mod instance;

use aws_config::Region;
use aws_sdk_rds::Client;

use super::refusal::Refusal;
use super::session::{Session, all};
use crate::observe::operations::{
    RDS_DESCRIBE_DB_CLUSTERS, RDS_DESCRIBE_DB_INSTANCE_AUTOMATED_BACKUPS, RDS_DESCRIBE_DB_INSTANCES,
};
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::{ReplicatedBackups, ResourceKind};

/// Reads the wanted instances and clusters.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.rds();
    if let Some(names) = wanted.names.get(&ResourceKind::DbInstance) {
        let reading = names.iter().map(|name| instance(session, &client, wanted, name));
        let reading: Vec<_> = reading.collect();
        for part in all(reading).await {
            seen.absorb(part);
        }
    }
    if let Some(names) = wanted.names.get(&ResourceKind::DbCluster) {
        let reading = names.iter().map(|name| cluster(session, &client, wanted, name));
        let reading: Vec<_> = reading.collect();
        for part in all(reading).await {
            seen.absorb(part);
        }
    }
}

async fn instance(session: &Session, client: &Client, wanted: &Wanted, name: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let request = client.describe_db_instances().db_instance_identifier(name);
    let answer = match session.call(&RDS_DESCRIBE_DB_INSTANCES, request.send()).await {
        Ok(answer) => answer,
        Err(refusal) => {
            return unless_gone(seen, ResourceKind::DbInstance, name, refusal);
        }
    };
    // RDS keeps identifiers in lower case, however they are asked for.
    let same = |found: &&aws_sdk_rds::types::DbInstance| {
        found.db_instance_identifier().is_some_and(|id| id.eq_ignore_ascii_case(name))
    };
    let found = answer.db_instances().iter().find(same);
    let arn = session.place.arn("rds", &format!("db:{name}"));
    seen.since(wanted, arn, found.and_then(|found| found.instance_create_time()));
    let Some(mut found) = found.and_then(|found| instance::instance(&session.place, found)) else {
        return seen.without(ResourceKind::DbInstance, name);
    };
    for (region, arn) in &found.replicated {
        if !wanted.replicated_backups.get(name).is_some_and(|all| all.contains(region)) {
            continue;
        }
        match retention_elsewhere(session, region, arn).await {
            Ok(Some(retention_days)) => {
                let backups = ReplicatedBackups { retention_days };
                found.settings.replicated_backups.insert(region.clone(), backups);
            }
            Ok(None) => {}
            Err(refusal) => {
                let name = name.to_owned();
                let subject =
                    Subject::Setting(ResourceKind::DbInstance, name, "replicated_backups");
                seen.refused(subject, refusal);
            }
        }
    }
    if found.owned_by_backup {
        seen.answers.owned_by_backup.push(name.to_owned());
    }
    seen.settings.db_instances.insert(name.to_owned(), found.settings);
    seen
}

/// Days for which the automated backups with this ARN are kept in their Region;
/// none if they are there no more.
async fn retention_elsewhere(
    session: &Session,
    region: &str,
    arn: &str,
) -> Result<Option<u32>, Refusal> {
    let config = session.config().to_builder().region(Region::new(region.to_owned())).build();
    let client = session.with(config).rds();
    let request =
        client.describe_db_instance_automated_backups().db_instance_automated_backups_arn(arn);
    let operation = &RDS_DESCRIBE_DB_INSTANCE_AUTOMATED_BACKUPS;
    let answer = match session.call(operation, request.send()).await {
        Ok(answer) => answer,
        Err(refusal) if refusal.is("DBInstanceAutomatedBackupNotFound") => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let backups = answer.db_instance_automated_backups().iter();
    let mut same = backups.filter(|found| found.db_instance_automated_backups_arn() == Some(arn));
    Ok(same.next().and_then(|found| found.backup_retention_period()).map(days))
}

async fn cluster(session: &Session, client: &Client, wanted: &Wanted, name: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let request = client.describe_db_clusters().db_cluster_identifier(name);
    let answer = match session.call(&RDS_DESCRIBE_DB_CLUSTERS, request.send()).await {
        Ok(answer) => answer,
        Err(refusal) => {
            return unless_gone(seen, ResourceKind::DbCluster, name, refusal);
        }
    };
    let same = |found: &&aws_sdk_rds::types::DbCluster| {
        found.db_cluster_identifier().is_some_and(|id| id.eq_ignore_ascii_case(name))
    };
    let found = answer.db_clusters().iter().find(same);
    let arn = session.place.arn("rds", &format!("cluster:{name}"));
    seen.since(wanted, arn, found.and_then(|found| found.cluster_create_time()));
    let Some(found) = found.and_then(cluster::cluster) else {
        return seen.without(ResourceKind::DbCluster, name);
    };
    if found.owned_by_backup {
        seen.answers.owned_by_backup.push(name.to_owned());
    }
    seen.settings.db_clusters.insert(name.to_owned(), found.settings);
    seen
}

/// What is not there is no failure: it is looked up by its name.
fn unless_gone(
    mut seen: Observation,
    kind: ResourceKind,
    name: &str,
    refusal: Refusal,
) -> Observation {
    if GONE.iter().any(|code| refusal.is(code)) {
        return seen.without(kind, name);
    }
    seen.refused(Subject::Resource(kind, name.to_owned()), refusal);
    seen
}

/// Codes by which RDS says that there is nothing of the name.
const GONE: &[&str] = &["DBClusterNotFoundFault", "DBInstanceNotFound", "DBInstanceNotFoundFault"];

/// Status of what is being deleted: it is there no more for those who need it.
const DELETING: &str = "deleting";

/// Days are never negative; if they were, none would be the worse reading.
fn days(days: i32) -> u32 {
    u32::try_from(days).unwrap_or_default()
}

/// The Region in an ARN; none in a plain identifier.
fn region_of(text: &str) -> Option<&str> {
    text.strip_prefix("arn:")?.split(':').nth(2).filter(|region| !region.is_empty())
}
