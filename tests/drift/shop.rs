//! A policy with one of everything that drift compares.

use std::sync::LazyLock;

use policy::compile::Compiled;
use policy::observe::Observation;
use policy::resources::{Place, Settings};

use crate::deployed::{Observed, compiled, deployed};

pub(crate) const TEXT: &str = r#"
version: 1
name: shop
accounts: { workload: "111122223333", backup: "999900001111" }
environments: { production: { account: workload, region: us-east-1 } }
defaults: { timezone: UTC, role: backup }
objectives:
  rpo: 25h
  history: 30d
  region: { rpo: 30h, history: 30d }
  account: { rpo: 30h, history: 30d }
keys:
  dr:  { create: true, account: backup, region: us-west-2 }
  app: { existing: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
roles: { backup: { create: true }, restore: { existing: "arn:aws:iam::111122223333:role/restore" } }
vaults:
  main: { key: app, tags: { team: orders }, notifications: { topic: "arn:aws:sns:us-east-1:111122223333:backup", events: [backup_job_completed, copy_job_failed] } }
  dr:   { account: backup, region: us-west-2, key: dr, access: [workload], lock: { mode: compliance, min_retention: 7d, max_retention: 10y, changeable_for: 14d, irreversible: agreed } }
account_settings: { dynamodb_advanced_features: true, service_opt_in: [Aurora, DynamoDB, RDS, S3], cross_account_copy: true }
plans:
  core:
    vault: main
    start_window: 1h
    completion_window: 4h
    recovery_point_tags: { plan: core }
    backup_options: { windows_vss: true }
    tiers:
      daily:   { schedule: { every: day, at: "03:00" }, retention: 35d, copies: [ { to: dr, retention: 40d, copy_time: 40m } ] }
      monthly: { schedule: { every: month, day: 1, at: "08:00" }, retention: 400d, cold_storage_after: 30d }
      odd:     { schedule: "cron(0 22 ? * 2#1 *)", retention: 90d, separate_plan: true }
    restore_testing: { schedule: { every: month, day: last, at: "09:00" }, role: restore, points: latest, from_last: 30d, vaults: [main], keep_restored_for: 4h }
resources:
  tables:
    type: dynamodb
    tables: [orders, carts]
    plans: [core]
    point_in_time_recovery: { retention: 35d }
    on_delete: { deletion_protection: true }
  replicated:
    type: dynamodb
    tables: [sessions]
    objectives: none
    global_table: { regions: [us-west-2] }
  database:
    type: rds_instance
    instance: orders
    multi_az: true
    plans: [core]
    automated_backups: { retention: 35d, window: "02:00-02:30", maintenance_window: "sun:04:00-sun:04:30" }
    automated_backup_replication: { region: us-west-2, retention: 7d }
    read_replicas: { west: { instance: orders-west, region: us-west-2, automated_backups: { retention: 7d } } }
    on_delete: { deletion_protection: true, automated_backups: keep }
  warehouse:
    type: aurora
    cluster: warehouse
    objectives: none
    automated_backups: { retention: 14d }
  cache:
    type: elasticache
    replication_group: cache
    objectives: none
    snapshots: { retention: 10d, window: "03:00-04:00" }
    multi_az: true
  documents:
    type: s3
    buckets: [shop-documents]
    objectives: { rpo: none, history: 8y, region: none, account: none }
    versioning: enabled
    object_lock: { mode: governance, retention: 30d }
    lifecycle:
      - name: versions
        noncurrent: { keep_newest: 3, transitions: [ { storage_class: GLACIER_IR, after: 30d } ], expire_after: 9y }
        abort_incomplete_uploads_after: 7d
      - { name: scans, filter: { prefix: scans/ }, current: { transitions: [ { storage_class: STANDARD_IA, after: 30d } ] } }
    replication: [ { to: replica, time_control: true, delete_markers: false, existing_objects: batch } ]
  volumes:
    type: ebs
    plans: [core]
    objectives: none
    selection: { any_of: { tags: { backup: gold } } }
repositories:
  replica: { bucket: shop-replica, account: backup, region: us-west-2, versioning: enabled }
"#;

static SHOP: LazyLock<Compiled> = LazyLock::new(|| compiled(TEXT));

pub(crate) fn shop() -> &'static Compiled {
    &SHOP
}

/// The accounts of the shop as they should be.
pub(crate) fn observed() -> Observed {
    deployed(&SHOP.environments[0])
}

pub(crate) fn place(account: &str, region: &str) -> Place {
    Place { account: account.to_owned(), region: region.to_owned(), partition: "aws".to_owned() }
}

pub(crate) fn home() -> Place {
    place("111122223333", "us-east-1")
}

pub(crate) fn west() -> Place {
    place("111122223333", "us-west-2")
}

pub(crate) fn dr() -> Place {
    place("999900001111", "us-west-2")
}

/// What was seen in a place.
pub(crate) fn at<'o>(observed: &'o mut Observed, place: &Place) -> &'o mut Observation {
    observed.get_mut(place).unwrap()
}

/// The settings of a place.
pub(crate) fn settings<'o>(observed: &'o mut Observed, place: &Place) -> &'o mut Settings {
    &mut at(observed, place).settings
}
