//! Buckets as a state holds them.

use policy::resources::iam::replica_bucket_policy;
use policy::resources::{
    Bucket, LifecycleRule, ObjectLockMode, Place, ReplicationRule, bucket_arn,
};
use serde_json::{Map, Value, json};

use super::{entry, key_arn};

pub(super) fn bucket(entries: &mut Vec<Value>, place: &Place, name: &str, bucket: &Bucket) {
    let with = |values| of_bucket(name, values);
    entry(
        entries,
        "aws_s3_bucket",
        with(json!({
            "arn": bucket_arn(&place.partition, name), "region": place.region,
            "object_lock_enabled": bucket.object_lock.is_some(), "force_destroy": false,
            "tags": bucket.tags, "tags_all": bucket.tags, "versioning": [{ "enabled": false }],
        })),
    );
    let on = bucket.block_public_access;
    entry(
        entries,
        "aws_s3_bucket_public_access_block",
        with(json!({
            "block_public_acls": on, "block_public_policy": on,
            "ignore_public_acls": on, "restrict_public_buckets": on,
        })),
    );
    if let Some(key) = &bucket.encryption_key {
        entry(
            entries,
            "aws_s3_bucket_server_side_encryption_configuration",
            with(json!({
                "rule": [{ "bucket_key_enabled": true, "apply_server_side_encryption_by_default": [
                    { "kms_master_key_id": key_arn(key), "sse_algorithm": "aws:kms" },
                ] }],
            })),
        );
    }
    if !bucket.replicated_from.is_empty() {
        let roles: Vec<String> = bucket.replicated_from.iter().map(|role| role.arn()).collect();
        let policy = replica_bucket_policy(place, name, &roles).to_json().to_string();
        entry(entries, "aws_s3_bucket_policy", with(json!({ "policy": policy })));
    }
    versions(entries, name, bucket);
}

fn of_bucket(name: &str, mut values: Value) -> Value {
    values["bucket"] = name.into();
    values["id"] = name.into();
    values
}

fn versions(entries: &mut Vec<Value>, name: &str, bucket: &Bucket) {
    let with = |values| of_bucket(name, values);
    if let Some(versioning) = &bucket.versioning {
        entry(
            entries,
            "aws_s3_bucket_versioning",
            with(json!({
                "mfa": null, "expected_bucket_owner": "",
                "versioning_configuration": [
                    { "status": format!("{:?}", versioning.value), "mfa_delete": "" },
                ],
            })),
        );
    }
    if let Some(lifecycle) = &bucket.lifecycle {
        entry(
            entries,
            "aws_s3_bucket_lifecycle_configuration",
            with(json!({
                "transition_default_minimum_object_size":
                    match lifecycle.transition_default_minimum_object_size {
                        policy::resources::SmallObjects::AllStorageClasses128K => "all_storage_classes_128K",
                        policy::resources::SmallObjects::VariesByStorageClass => "varies_by_storage_class",
                    },
                "rule": lifecycle.rules.iter().map(lifecycle_rule).collect::<Vec<_>>(),
                "timeouts": null,
            })),
        );
    }
    kept(entries, name, bucket);
}

fn kept(entries: &mut Vec<Value>, name: &str, bucket: &Bucket) {
    let with = |values| of_bucket(name, values);
    if let Some(lock) = &bucket.object_lock {
        let mode = match lock.value.mode {
            ObjectLockMode::Compliance => "COMPLIANCE",
            ObjectLockMode::Governance => "GOVERNANCE",
        };
        entry(
            entries,
            "aws_s3_bucket_object_lock_configuration",
            with(json!({
                "object_lock_enabled": "Enabled", "token": null,
                "rule": [{ "default_retention": [{ "mode": mode, "days": lock.value.days, "years": 0 }] }],
            })),
        );
    }
    if let Some(rules) = &bucket.replication {
        let role = bucket.replication_role.as_ref().map(|role| role.arn());
        entry(
            entries,
            "aws_s3_bucket_replication_configuration",
            with(json!({
                "role": role.unwrap_or_else(|| "arn:aws:iam::111122223333:role/other".to_owned()),
                "rule": rules.value.iter().map(replication_rule).collect::<Vec<_>>(),
            })),
        );
    }
}

fn lifecycle_rule(rule: &LifecycleRule) -> Value {
    let filter = &rule.filter;
    let mut members = Map::new();
    members.insert("prefix".into(), filter.prefix.clone().unwrap_or_default().into());
    members.insert("object_size_greater_than".into(), json!(filter.object_size_greater_than));
    members.insert("object_size_less_than".into(), json!(filter.object_size_less_than));
    let filter = if filter.predicates() > 1 {
        members.insert("tags".into(), json!(filter.tags));
        json!([{ "and": [members], "prefix": null, "tag": [] }])
    } else {
        let tags = filter.tags.iter().map(|(key, value)| json!({ "key": key, "value": value }));
        members.insert("tag".into(), tags.collect());
        json!([members])
    };
    let expiration =
        (rule.expiration_days.is_some() || rule.expired_object_delete_marker).then(|| {
            json!({
                "date": null, "days": rule.expiration_days.unwrap_or(0),
                "expired_object_delete_marker": rule.expired_object_delete_marker,
            })
        });
    let transitions = rule.transitions.iter().map(|transition| {
        json!({
            "date": null, "days": transition.days, "storage_class": transition.storage_class,
        })
    });
    let noncurrent = rule.noncurrent_transitions.iter().map(|transition| {
        json!({
            "noncurrent_days": transition.noncurrent_days,
            "newer_noncurrent_versions": transition.newer_noncurrent_versions,
            "storage_class": transition.storage_class,
        })
    });
    let expiring = rule.noncurrent_expiration.iter().map(|expiration| {
        json!({
            "noncurrent_days": expiration.noncurrent_days,
            "newer_noncurrent_versions": expiration.newer_noncurrent_versions,
        })
    });
    let abort = rule.abort_incomplete_multipart_upload_days.iter();
    let abort = abort.map(|days| json!({ "days_after_initiation": days }));
    json!({
        "id": rule.id, "status": "Enabled", "prefix": "", "filter": filter,
        "expiration": expiration.into_iter().collect::<Vec<_>>(),
        "transition": transitions.collect::<Vec<_>>(),
        "noncurrent_version_transition": noncurrent.collect::<Vec<_>>(),
        "noncurrent_version_expiration": expiring.collect::<Vec<_>>(),
        "abort_incomplete_multipart_upload": abort.collect::<Vec<_>>(),
    })
}

fn replication_rule(rule: &ReplicationRule) -> Value {
    let status = |on: bool| if on { "Enabled" } else { "Disabled" };
    let key: Vec<Value> =
        rule.replica_key.iter().map(|key| json!({ "replica_kms_key_id": key_arn(key) })).collect();
    let time = if rule.time_control {
        json!([{ "status": "Enabled", "time": [{ "minutes": 15 }] }])
    } else {
        json!([])
    };
    let owner = rule.destination_account.iter().map(|_| json!({ "owner": "Destination" }));
    json!({
        "id": rule.id, "priority": rule.priority, "status": "Enabled", "prefix": "",
        "filter": [{ "prefix": "", "and": [], "tag": [] }],
        "delete_marker_replication": [{ "status": status(rule.delete_markers) }],
        "source_selection_criteria": [{ "replica_modifications": [], "sse_kms_encrypted_objects": [
            { "status": status(rule.replica_key.is_some()) },
        ] }],
        "destination": [{
            "bucket": bucket_arn(&rule.partition, &rule.destination_bucket),
            "account": rule.destination_account.clone().unwrap_or_default(),
            "storage_class": rule.storage_class.clone().unwrap_or_default(),
            "access_control_translation": owner.collect::<Vec<_>>(),
            "encryption_configuration": key,
            "replication_time": time, "metrics": [],
        }],
    })
}
