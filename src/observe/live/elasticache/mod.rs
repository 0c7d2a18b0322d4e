//! ElastiCache replication groups, looked up by identifier.

mod group;

use aws_sdk_elasticache::Client;

use super::session::{Session, all};
use crate::observe::operations::ELASTICACHE_DESCRIBE_REPLICATION_GROUPS;
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::ResourceKind;

/// Reads the wanted replication groups.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let Some(names) = wanted.names.get(&ResourceKind::CacheGroup) else { return };
    let client = session.elasticache();
    let reading: Vec<_> = names.iter().map(|name| one(session, &client, name)).collect();
    for part in all(reading).await {
        seen.absorb(part);
    }
}

async fn one(session: &Session, client: &Client, name: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let kind = ResourceKind::CacheGroup;
    let request = client.describe_replication_groups().replication_group_id(name);
    match session.call(&ELASTICACHE_DESCRIBE_REPLICATION_GROUPS, request.send()).await {
        Ok(answer) => {
            // ElastiCache keeps identifiers in lower case, however they are asked for.
            let mut groups = answer.replication_groups().iter().filter_map(group::group);
            let found = groups.find(|(identifier, _)| identifier.eq_ignore_ascii_case(name));
            let Some((_, settings)) = found else { return seen.without(kind, name) };
            seen.settings.cache_groups.insert(name.to_owned(), settings);
        }
        Err(refusal) if refusal.is("ReplicationGroupNotFoundFault") => {
            return seen.without(kind, name);
        }
        Err(refusal) => {
            seen.refused(Subject::Resource(kind, name.to_owned()), refusal);
        }
    }
    seen
}
