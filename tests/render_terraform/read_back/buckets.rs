//! Buckets.

use policy::resources::iam::replicating_roles;
use policy::resources::{
    Bucket, BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentExpiration,
    NoncurrentTransition, ObjectLock, ObjectLockMode, ReplicationRule, Resources, Setting,
    SmallObjects, Transition, Versioning,
};
use serde_json::{Value, json};

use super::module::{Module, Node, map, number, text};
use super::{key_ref, role_ref};

pub(super) fn read(module: &Module, resources: &mut Resources) -> Vec<&'static str> {
    let types = [
        ("aws_s3_bucket", created as fn(&mut Bucket, &mut Node<'_>)),
        ("aws_s3_bucket_public_access_block", public_access),
        ("aws_s3_bucket_server_side_encryption_configuration", encryption),
        ("aws_s3_bucket_versioning", versioning),
        ("aws_s3_bucket_lifecycle_configuration", lifecycle),
        ("aws_s3_bucket_object_lock_configuration", object_lock),
        ("aws_s3_bucket_replication_configuration", replication),
    ];
    for (terraform_type, read) in types {
        for (place, mut node) in module.resources(terraform_type) {
            let name = text(node.take("bucket"));
            node.expression("depends_on");
            let buckets = &mut resources.places.entry(place).or_default().buckets;
            read(buckets.entry(name).or_default(), &mut node);
            if terraform_type == "aws_s3_bucket" {
                node.finish_protected();
            } else {
                node.finish();
            }
        }
    }
    policies(module, resources);
    let mut known = types.map(|(terraform_type, _)| terraform_type).to_vec();
    known.push("aws_s3_bucket_policy");
    known
}

fn policies(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_s3_bucket_policy") {
        let name = text(node.take("bucket"));
        let document = serde_json::from_value(node.take("policy").unwrap()).unwrap();
        let roles = replicating_roles(&place, &name, &document).unwrap();
        node.expression("depends_on");
        node.finish();
        let buckets = &mut resources.places.get_mut(&place).unwrap().buckets;
        buckets.get_mut(&name).unwrap().replicated_from =
            roles.iter().map(|arn| module.role_of_arn(arn)).collect();
    }
}

fn public_access(bucket: &mut Bucket, node: &mut Node<'_>) {
    let blocks = [
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ];
    bucket.block_public_access = blocks.iter().all(|name| node.take(name) == Some(json!(true)));
}

fn encryption(bucket: &mut Bucket, node: &mut Node<'_>) {
    let mut rule = node.block("rule").unwrap();
    let mut default = rule.block("apply_server_side_encryption_by_default").unwrap();
    assert_eq!(text(default.take("sse_algorithm")), "aws:kms");
    assert_eq!(rule.take("bucket_key_enabled"), Some(json!(true)));
    bucket.encryption_key = Some(key_ref(&default.take("kms_master_key_id").unwrap()));
    default.finish();
    rule.finish();
}

fn created(bucket: &mut Bucket, node: &mut Node<'_>) {
    bucket.created = true;
    bucket.tags = map(node.take("tags"));
    node.take("object_lock_enabled");
}

fn versioning(bucket: &mut Bucket, node: &mut Node<'_>) {
    let status = text(node.block("versioning_configuration").unwrap().take("status"));
    bucket.versioning = Some(Setting::rendered(match status.as_str() {
        "Enabled" => Versioning::Enabled,
        _ => Versioning::Suspended,
    }));
}

fn object_lock(bucket: &mut Bucket, node: &mut Node<'_>) {
    let mut retention = node.block("rule").unwrap().block("default_retention").unwrap();
    bucket.object_lock = Some(Setting::rendered(ObjectLock {
        mode: match text(retention.take("mode")).as_str() {
            "COMPLIANCE" => ObjectLockMode::Compliance,
            _ => ObjectLockMode::Governance,
        },
        days: number(retention.take("days")).unwrap(),
    }));
    retention.finish();
}

fn lifecycle(bucket: &mut Bucket, node: &mut Node<'_>) {
    let rules = node.blocks("rule").into_iter().map(lifecycle_rule).collect();
    let small = text(node.take("transition_default_minimum_object_size"));
    bucket.lifecycle = Some(BucketLifecycle {
        rules,
        transition_default_minimum_object_size: match small.as_str() {
            "all_storage_classes_128K" => SmallObjects::AllStorageClasses128K,
            _ => SmallObjects::VariesByStorageClass,
        },
    });
}

fn lifecycle_rule(mut node: Node<'_>) -> LifecycleRule {
    assert_eq!(text(node.take("status")), "Enabled");
    let expiration = node
        .block("expiration")
        .map(|mut block| (number(block.take("days")), block.take("expired_object_delete_marker")));
    let (expiration_days, marker) = expiration.unwrap_or_default();
    let abort = node.block("abort_incomplete_multipart_upload");
    let transitions = node.blocks("transition").into_iter();
    let noncurrent = node.blocks("noncurrent_version_transition").into_iter();
    let rule = LifecycleRule {
        id: text(node.take("id")),
        filter: filter(node.block("filter").unwrap()),
        transitions: transitions
            .map(|mut transition| Transition {
                days: number(transition.take("days")).unwrap(),
                storage_class: text(transition.take("storage_class")),
            })
            .collect(),
        expiration_days,
        expired_object_delete_marker: marker == Some(json!(true)),
        noncurrent_transitions: noncurrent
            .map(|mut transition| NoncurrentTransition {
                noncurrent_days: number(transition.take("noncurrent_days")).unwrap(),
                storage_class: text(transition.take("storage_class")),
                newer_noncurrent_versions: number(transition.take("newer_noncurrent_versions")),
            })
            .collect(),
        noncurrent_expiration: node.block("noncurrent_version_expiration").map(|mut block| {
            NoncurrentExpiration {
                noncurrent_days: number(block.take("noncurrent_days")).unwrap(),
                newer_noncurrent_versions: number(block.take("newer_noncurrent_versions")),
            }
        }),
        abort_incomplete_multipart_upload_days: abort
            .and_then(|mut block| number(block.take("days_after_initiation"))),
    };
    node.finish();
    rule
}

fn filter(mut node: Node<'_>) -> LifecycleFilter {
    let all_of = node.block("and");
    let is_and = all_of.is_some();
    let tag = node.block("tag");
    let mut node = match all_of {
        Some(all_of) => {
            node.finish();
            all_of
        }
        None => node,
    };
    let size = |value: Option<Value>| value.map(|value| value.as_u64().unwrap());
    let mut filter = LifecycleFilter {
        prefix: node.take("prefix").map(|prefix| text(Some(prefix))),
        tags: map(node.take("tags")),
        object_size_greater_than: size(node.take("object_size_greater_than")),
        object_size_less_than: size(node.take("object_size_less_than")),
    };
    if let Some(mut tag) = tag {
        filter.tags.insert(text(tag.take("key")), text(tag.take("value")));
    }
    node.finish();
    assert_eq!(
        is_and,
        filter.predicates() > 1,
        "S3 wants `And` for several and refuses it for one"
    );
    filter
}

fn replication(bucket: &mut Bucket, node: &mut Node<'_>) {
    bucket.replication_role = Some(role_ref(&node.take("role").unwrap()));
    let rules = node.blocks("rule").into_iter().map(replication_rule).collect();
    bucket.replication = Some(Setting::rendered(rules));
}

fn replication_rule(mut node: Node<'_>) -> ReplicationRule {
    assert_eq!(text(node.take("status")), "Enabled");
    node.block("filter").unwrap().finish();
    let markers = text(node.block("delete_marker_replication").unwrap().take("status"));
    let mut destination = node.block("destination").unwrap();
    let arn = text(destination.take("bucket"));
    let (head, name) = arn.split_once(":s3:::").unwrap();
    let time = destination.block("replication_time");
    assert_eq!(time.is_some(), destination.block("metrics").is_some());
    let key = destination.block("encryption_configuration");
    assert_eq!(key.is_some(), node.block("source_selection_criteria").is_some());
    let account = destination.take("account").map(|account| text(Some(account)));
    let owner = destination.block("access_control_translation");
    assert_eq!(account.is_some(), owner.is_some(), "another account owns its replicas");
    if let Some(mut owner) = owner {
        assert_eq!(text(owner.take("owner")), "Destination");
        owner.finish();
    }
    let rule = ReplicationRule {
        id: text(node.take("id")),
        priority: number(node.take("priority")).unwrap(),
        destination_bucket: name.to_owned(),
        destination_account: account,
        partition: head.strip_prefix("arn:").unwrap().to_owned(),
        time_control: time.is_some(),
        delete_markers: markers == "Enabled",
        replica_key: key.map(|mut key| key_ref(&key.take("replica_kms_key_id").unwrap())),
        storage_class: destination.take("storage_class").map(|class| text(Some(class))),
    };
    destination.finish();
    node.finish();
    rule
}
