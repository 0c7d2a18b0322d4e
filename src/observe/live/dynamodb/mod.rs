//! DynamoDB tables, looked up by name.

mod table;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::TableDescription;

use super::refusal::Refusal;
use super::session::{Session, all};
use crate::observe::operations::{DYNAMODB_DESCRIBE_CONTINUOUS_BACKUPS, DYNAMODB_DESCRIBE_TABLE};
use crate::observe::{Beyond, Observation, Subject, Wanted};
use crate::resources::{ResourceKind, Table};

/// Reads the wanted tables.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let Some(names) = wanted.names.get(&ResourceKind::Table) else { return };
    let client = session.dynamodb();
    let reading: Vec<_> = names.iter().map(|name| one(session, &client, wanted, name)).collect();
    for part in all(reading).await {
        seen.absorb(part);
    }
}

/// Codes by which DynamoDB says that there is no such table.
const GONE: &[&str] = &["ResourceNotFoundException", "TableNotFoundException"];

async fn one(session: &Session, client: &Client, wanted: &Wanted, name: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let kind = ResourceKind::Table;
    let backups = client.describe_continuous_backups().table_name(name).send();
    let (described, backups) = tokio::join!(
        session.call(&DYNAMODB_DESCRIBE_TABLE, client.describe_table().table_name(name).send()),
        session.call(&DYNAMODB_DESCRIBE_CONTINUOUS_BACKUPS, backups),
    );
    let gone = |code: &&str| {
        described.as_ref().is_err_and(|refusal| refusal.is(code))
            || backups.as_ref().is_err_and(|refusal| refusal.is(code))
    };
    if GONE.iter().any(gone) {
        return seen.without(kind, name);
    }
    let mut table = Table::default();
    match described.map(|answer| answer.table) {
        Ok(Some(found)) if !table::is_there(&found) => return seen.without(kind, name),
        Ok(Some(found)) => {
            let arn = session.place.arn("dynamodb", &format!("table/{name}"));
            seen.since(wanted, arn, found.creation_date_time());
            described_as(&mut table, name, &found, &mut seen);
        }
        Ok(None) => {
            let refusal = Refusal::empty(&DYNAMODB_DESCRIBE_TABLE);
            seen.refused(Subject::Resource(kind, name.to_owned()), refusal);
            return seen;
        }
        Err(refusal) => {
            for setting in ["deletion_protection", "replica_regions"] {
                seen.refused(Subject::Setting(kind, name.to_owned(), setting), refusal.clone());
            }
        }
    }
    match backups.map(|answer| answer.continuous_backups_description) {
        Ok(Some(found)) => table.point_in_time_recovery_days = table::recovery_days(&found),
        without => {
            let empty = || Refusal::empty(&DYNAMODB_DESCRIBE_CONTINUOUS_BACKUPS);
            let refusal = without.err().unwrap_or_else(empty);
            let setting = "point_in_time_recovery_days";
            seen.refused(Subject::Setting(kind, name.to_owned(), setting), refusal);
        }
    }
    seen.settings.tables.insert(name.to_owned(), table);
    seen
}

/// Takes over what `DescribeTable` says of a table.
fn described_as(table: &mut Table, name: &str, found: &TableDescription, seen: &mut Observation) {
    let (regions, stopped) = table::replicas(&seen.place, found);
    table.replica_regions = regions;
    // DynamoDB leaves out a protection that was never set.
    table.deletion_protection = Some(found.deletion_protection_enabled().unwrap_or(false));
    seen.beyond.extend(stopped.into_iter().map(|(region, value)| Beyond {
        kind: ResourceKind::Table,
        name: name.to_owned(),
        field: format!("Replicas[{region}].ReplicaStatus"),
        value,
    }));
}
