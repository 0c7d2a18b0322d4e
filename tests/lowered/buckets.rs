//! Buckets of our own and of other code, with every form of rule.

use std::collections::BTreeMap;

use policy::resources::{
    Bucket, BucketLifecycle, KeyRef, LifecycleFilter, LifecycleRule, NoncurrentExpiration,
    NoncurrentTransition, ObjectLock, ObjectLockMode, ReplicationRule, RoleRef, Setting,
    SmallObjects, Transition, Versioning,
};

use super::{HOSTILE, hostile_tags, tags};

fn rule(id: &str, filter: LifecycleFilter) -> LifecycleRule {
    LifecycleRule {
        id: id.into(),
        filter,
        transitions: vec![],
        expiration_days: Some(2557),
        expired_object_delete_marker: false,
        noncurrent_transitions: vec![],
        noncurrent_expiration: None,
        abort_incomplete_multipart_upload_days: None,
    }
}

/// One rule per form of filter, then one per action.
fn every_rule() -> Vec<LifecycleRule> {
    let prefix = |text: &str| LifecycleFilter { prefix: Some(text.into()), ..Default::default() };
    let all = LifecycleFilter::default;
    let mut rules = vec![
        rule("one-tag", LifecycleFilter { tags: tags(&[("kind", "scan")]), ..all() }),
        rule("larger", LifecycleFilter { object_size_greater_than: Some(131_072), ..all() }),
        rule("smaller", LifecycleFilter { object_size_less_than: Some(1_073_741_824), ..all() }),
        rule("two-tags", LifecycleFilter { tags: tags(&[("a", "1"), ("b", "2")]), ..all() }),
        rule(
            "everything",
            LifecycleFilter {
                prefix: Some("invoices/".into()),
                tags: hostile_tags(),
                object_size_greater_than: Some(0),
                object_size_less_than: Some(5),
            },
        ),
        LifecycleRule {
            transitions: vec![
                Transition { days: 30, storage_class: "STANDARD_IA".into() },
                Transition { days: 90, storage_class: "GLACIER".into() },
            ],
            expiration_days: None,
            expired_object_delete_marker: true,
            noncurrent_transitions: vec![
                NoncurrentTransition {
                    noncurrent_days: 30,
                    storage_class: "GLACIER_IR".into(),
                    newer_noncurrent_versions: Some(3),
                },
                NoncurrentTransition {
                    noncurrent_days: 120,
                    storage_class: "DEEP_ARCHIVE".into(),
                    newer_noncurrent_versions: None,
                },
            ],
            noncurrent_expiration: Some(NoncurrentExpiration {
                noncurrent_days: 2922,
                newer_noncurrent_versions: Some(3),
            }),
            abort_incomplete_multipart_upload_days: Some(7),
            ..rule("whole-bucket", all())
        },
    ];
    rules.extend(
        HOSTILE.iter().enumerate().map(|(n, text)| rule(&format!("hostile-{n}"), prefix(text))),
    );
    rules
}

fn lifecycle(rules: Vec<LifecycleRule>) -> Option<BucketLifecycle> {
    let transition_default_minimum_object_size = SmallObjects::AllStorageClasses128K;
    Some(BucketLifecycle { rules, transition_default_minimum_object_size })
}

fn replication_rule(id: &str, destination_bucket: &str) -> ReplicationRule {
    ReplicationRule {
        id: id.into(),
        priority: 1,
        destination_bucket: destination_bucket.into(),
        destination_account: None,
        partition: "aws".into(),
        time_control: false,
        delete_markers: false,
        replica_key: None,
        storage_class: None,
    }
}

fn replicate() -> RoleRef {
    RoleRef::Created { place: super::home(), name: "orders-production-replicate".into() }
}

fn role() -> Option<RoleRef> {
    Some(replicate())
}

/// One bucket of ours with everything, one of other code that is taken over,
/// one that is only watched beside its lifecycle.
pub(super) fn home() -> BTreeMap<String, Bucket> {
    let near = Bucket {
        created: true,
        versioning: Some(Setting::rendered(Versioning::Enabled)),
        ..Bucket::default()
    };
    let documents = Bucket {
        versioning: Some(Setting::asserted(Versioning::Enabled)),
        lifecycle: lifecycle(vec![rule("keep", LifecycleFilter::default())]),
        object_lock: Some(Setting::asserted(ObjectLock {
            mode: ObjectLockMode::Compliance,
            days: 2557,
        })),
        ..Bucket::default()
    };
    BTreeMap::from([
        ("orders-exports".to_owned(), exports()),
        ("orders-exports-near".to_owned(), near),
        ("orders-drafts".to_owned(), drafts()),
        ("orders-documents".to_owned(), documents),
    ])
}

fn exports() -> Bucket {
    Bucket {
        created: true,
        tags: hostile_tags(),
        block_public_access: true,
        encryption_key: Some(KeyRef::Created {
            place: super::home(),
            alias: "orders-production-gov".into(),
        }),
        replicated_from: Vec::new(),
        versioning: Some(Setting::rendered(Versioning::Enabled)),
        lifecycle: lifecycle(every_rule()),
        object_lock: Some(Setting::rendered(ObjectLock {
            mode: ObjectLockMode::Governance,
            days: 30,
        })),
        replication: Some(Setting::rendered(vec![
            ReplicationRule {
                destination_account: Some("999900001111".into()),
                time_control: true,
                delete_markers: true,
                replica_key: Some(KeyRef::Created {
                    place: super::backup(),
                    alias: "orders-production-dr".into(),
                }),
                storage_class: Some("GLACIER_IR".into()),
                ..replication_rule("replica", "orders-replica")
            },
            ReplicationRule { priority: 2, ..replication_rule("near", "orders-exports-near") },
        ])),
        replication_role: role(),
    }
}

fn drafts() -> Bucket {
    Bucket {
        versioning: Some(Setting::rendered(Versioning::Suspended)),
        lifecycle: Some(BucketLifecycle {
            rules: vec![rule("erase", LifecycleFilter::default())],
            transition_default_minimum_object_size: SmallObjects::VariesByStorageClass,
        }),
        object_lock: Some(Setting::rendered(ObjectLock {
            mode: ObjectLockMode::Governance,
            days: 1,
        })),
        replication: Some(Setting::rendered(vec![replication_rule("r", "orders-replica")])),
        replication_role: role(),
        ..Bucket::default()
    }
}

/// The destination of replication.
pub(super) fn backup() -> BTreeMap<String, Bucket> {
    let replica = Bucket {
        created: true,
        block_public_access: true,
        encryption_key: Some(KeyRef::Existing(
            "arn:aws:kms:us-west-2:999900001111:key/1234abcd-12ab-34cd-56ef-1234567890ab".into(),
        )),
        replicated_from: vec![
            RoleRef::Existing("arn:aws:iam::444455556666:role/replicate".into()),
            replicate(),
        ],
        versioning: Some(Setting::rendered(Versioning::Enabled)),
        object_lock: Some(Setting::rendered(ObjectLock {
            mode: ObjectLockMode::Compliance,
            days: 2557,
        })),
        ..Bucket::default()
    };
    BTreeMap::from([("orders-replica".to_owned(), replica)])
}
