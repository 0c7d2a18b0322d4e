//! Tags of whatever plans select by tags.

use std::collections::BTreeMap;

use aws_sdk_resourcegroupstagging::types::ResourceTagMapping;

use super::session::{Session, all};
use crate::observe::operations::TAGGING_GET_RESOURCES;
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::{Settings, Tags, bucket_arn};

/// ARNs in one request: few requests, and well below what AWS takes.
const AT_ONCE: usize = 50;

/// Reads the tags of the wanted resources.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.tagging();
    let arns: Vec<&String> = wanted.tagged.iter().collect();
    let asking = arns.chunks(AT_ONCE).map(|some| {
        let some = some.iter().copied().cloned().collect();
        let request = client.get_resources().set_resource_arn_list(Some(some));
        session.call(&TAGGING_GET_RESOURCES, request.send())
    });
    let asking: Vec<_> = asking.collect();
    for answer in all(asking).await {
        match answer {
            Ok(answer) => {
                seen.answers.tags.extend(mappings(answer.resource_tag_mapping_list()));
            }
            Err(refusal) => seen.refused(Subject::Answer("selected"), refusal),
        }
    }
}

/// Adds the resources that are there and bear no tags.
///
/// AWS names only what has or had tags. What else was asked for and is among the
/// settings exists all the same; of what is neither, nothing is known.
pub(super) fn complete(wanted: &Wanted, seen: &mut Observation) {
    if seen.unread.iter().any(|unread| unread.subject == Subject::Answer("selected")) {
        return;
    }
    for arn in existing(wanted, &seen.settings) {
        seen.answers.tags.entry(arn).or_default();
    }
}

fn mappings(list: &[ResourceTagMapping]) -> BTreeMap<String, Tags> {
    let one = |mapping: &ResourceTagMapping| {
        let tags = mapping.tags().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned()));
        Some((mapping.resource_arn()?.to_owned(), tags.collect()))
    };
    list.iter().filter_map(one).collect()
}

/// The wanted ARNs of what was seen.
fn existing<'a>(wanted: &'a Wanted, settings: &'a Settings) -> impl Iterator<Item = String> + 'a {
    let place = &wanted.place;
    let buckets = settings.buckets.keys().map(|name| bucket_arn(&place.partition, name));
    let instances =
        settings.db_instances.keys().map(|name| place.arn("rds", &format!("db:{name}")));
    let clusters =
        settings.db_clusters.keys().map(|name| place.arn("rds", &format!("cluster:{name}")));
    let tables = settings.tables.keys().map(|name| place.arn("dynamodb", &format!("table/{name}")));
    let all = buckets.chain(instances).chain(clusters).chain(tables);
    all.filter(|arn| wanted.tagged.contains(arn))
}
