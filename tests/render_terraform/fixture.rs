//! An environment by hand in which every kind of setting occurs.

use std::collections::BTreeMap;

use policy::resources::*;

/// Text that would read a file, branch, break a line or hide if it were code.
pub(crate) const HOSTILE: [(&str, &str); 6] = [
    ("interpolation", r#"${file("/etc/passwd")}"#),
    ("directive", "%{ if true }$${x}%%{ endif }"),
    ("quotes", r#"" } resource "x" "y" { \"#),
    ("lines", "one\r\ntwo\tthree\u{0}"),
    ("bidi", "safe \u{202e}efas\u{200b}\u{feff}\u{2028}"),
    ("plain", "größe 50% = 5$ 😀 # not a comment // /* */"),
];

pub(crate) fn tags(entries: &[(&str, &str)]) -> Tags {
    entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn ours(more: &[(&str, &str)]) -> Tags {
    let mut tags = tags(&[("policy:environment", "production"), ("policy:name", "orders")]);
    tags.extend(self::tags(more));
    tags
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn place(account: &str, region: &str) -> Place {
    Place { account: account.into(), region: region.into(), partition: "aws".into() }
}

pub(crate) fn home() -> Place {
    place("111122223333", "us-east-1")
}

pub(crate) fn dr() -> Place {
    place("999900001111", "us-west-2")
}

pub(crate) fn west() -> Place {
    place("111122223333", "us-west-2")
}

fn vault_ref(place: Place, name: &str) -> VaultRef {
    VaultRef { place, name: name.into() }
}

pub(crate) fn main_vault() -> VaultRef {
    vault_ref(home(), "orders-production-main")
}

fn dr_vault() -> VaultRef {
    vault_ref(dr(), "orders-production-dr")
}

fn safe_vault() -> VaultRef {
    vault_ref(home(), "orders-production-safe")
}

pub(crate) fn backup_role() -> RoleRef {
    RoleRef::Existing("arn:aws:iam::111122223333:role/backup".into())
}

fn restore_role() -> RoleRef {
    RoleRef::Created { place: home(), name: "orders-production-restore".into() }
}

pub(crate) fn app_key() -> KeyRef {
    let id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    KeyRef::Existing(format!("arn:aws:kms:us-east-1:111122223333:key/{id}"))
}

fn dr_key() -> KeyRef {
    KeyRef::Created { place: dr(), alias: "orders-production-dr".into() }
}

pub(crate) fn lowered() -> Lowered {
    let mut lowered = Lowered {
        policy: "orders".into(),
        environment: "production".into(),
        home: Some(home()),
        resources: Resources {
            places: BTreeMap::from([
                (home(), home_settings()),
                (dr(), dr_settings()),
                (west(), west_settings()),
            ]),
        },
        labels: BTreeMap::new(),
        irreversible: Vec::new(),
    };
    label_all(&mut lowered);
    lowered
}

fn label_all(lowered: &mut Lowered) {
    let mut add = |place: Place, kind, name: &str, key: &str, was: &[&str], existing| {
        let id = ResourceId { place, kind, name: name.into() };
        let label = Label { key: key.into(), was: texts(was), origin: String::new(), existing };
        lowered.labels.insert(id, label);
    };
    add(
        home(),
        ResourceKind::Vault,
        "orders-production-main",
        "main",
        &["first", "primary"],
        false,
    );
    add(home(), ResourceKind::Vault, "orders-production-safe", "safe", &[], false);
    add(home(), ResourceKind::Vault, "orders-production-held", "held", &[], false);
    add(home(), ResourceKind::Vault, "Default", "old", &[], true);
    add(dr(), ResourceKind::Vault, "orders-production-dr", "dr", &[], false);
    add(dr(), ResourceKind::Key, "orders-production-dr", "dr", &["offsite"], false);
    add(west(), ResourceKind::Key, "orders-production-west", "west", &[], false);
    add(home(), ResourceKind::Role, "orders-production-restore", "restore", &["verify"], false);
    add(home(), ResourceKind::Plan, "orders-production-core", "core", &["base"], false);
    add(west(), ResourceKind::Plan, "orders-production-core", "core", &["base"], false);
    add(home(), ResourceKind::Plan, "orders-production-core-odd", "core/odd", &[], false);
    add(home(), ResourceKind::Plan, "orders-production-files", "files", &[], false);
    add(home(), ResourceKind::Plan, "shared", "shared", &[], true);
    for (plan, key) in
        [("core", "core/tables"), ("core", "core/tagged-volumes"), ("files", "files/documents")]
    {
        let name = key.split_once('/').unwrap().1;
        let name = format!("orders-production-{plan}/{name}");
        add(home(), ResourceKind::Selection, &name, key, &[], false);
    }
    add(
        west(),
        ResourceKind::Selection,
        "orders-production-core/tables",
        "core/tables",
        &[],
        false,
    );
    add(home(), ResourceKind::Selection, "shared/tables", "shared/tables", &[], false);
    let tests = "orders_production_core";
    add(home(), ResourceKind::RestoreTestingPlan, tests, "core", &["base"], false);
}

fn home_settings() -> Settings {
    Settings {
        vaults: home_vaults(),
        plans: home_plans(),
        selections: home_selections(),
        restore_testing_plans: BTreeMap::from([("orders_production_core".into(), restore_tests())]),
        keys: BTreeMap::new(),
        roles: BTreeMap::from([("orders-production-restore".into(), role())]),
        buckets: home_buckets(),
        db_instances: BTreeMap::from([("orders".into(), db_instance())]),
        db_clusters: db_clusters(),
        tables: BTreeMap::from([("orders-production".into(), table())]),
        cache_groups: BTreeMap::from([("sessions".into(), cache_group())]),
        account: Some(AccountSettings {
            service_opt_in: texts(&["DynamoDB", "S3"]),
            dynamodb_advanced_features: Some(true),
            cross_account_copy: Some(true),
        }),
    }
}

pub(crate) fn plain_vault() -> BackupVault {
    BackupVault {
        kind: VaultKind::Standard,
        encryption_key: None,
        tags: ours(&[]),
        lock: None,
        access: None,
        notifications: None,
    }
}

fn home_vaults() -> BTreeMap<String, BackupVault> {
    let main = BackupVault {
        encryption_key: Some(app_key()),
        tags: ours(&HOSTILE),
        lock: Some(VaultLock {
            min_retention_days: Some(7),
            max_retention_days: Some(3653),
            changeable_for_days: None,
        }),
        notifications: Some(Notifications {
            sns_topic_arn: "arn:aws:sns:us-east-1:111122223333:backup".into(),
            backup_vault_events: texts(&["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"]),
        }),
        ..plain_vault()
    };
    let safe = BackupVault {
        kind: VaultKind::AirGapped { min_retention_days: 7, max_retention_days: 366 },
        ..plain_vault()
    };
    let held = BackupVault {
        lock: Some(VaultLock {
            min_retention_days: Some(30),
            max_retention_days: None,
            changeable_for_days: None,
        }),
        ..plain_vault()
    };
    let old = BackupVault { encryption_key: Some(app_key()), tags: Tags::new(), ..plain_vault() };
    BTreeMap::from([
        ("orders-production-main".into(), main),
        ("orders-production-safe".into(), safe),
        ("orders-production-held".into(), held),
        ("Default".into(), old),
    ])
}

pub(crate) fn rule(name: &str, schedule: &str, days: Option<u32>) -> BackupRule {
    BackupRule {
        rule_name: name.into(),
        target_backup_vault: main_vault(),
        schedule_expression: schedule.into(),
        schedule_expression_timezone: "Etc/UTC".into(),
        start_window_minutes: 60,
        completion_window_minutes: 240,
        lifecycle: Lifecycle { delete_after_days: days, ..Lifecycle::default() },
        enable_continuous_backup: false,
        recovery_point_tags: Tags::new(),
        copy_actions: Vec::new(),
    }
}

fn copy(vault: VaultRef, cold: Option<u32>, days: Option<u32>) -> CopyAction {
    let lifecycle = Lifecycle {
        move_to_cold_storage_after_days: cold,
        delete_after_days: days,
        opt_in_to_archive_for_supported_resources: false,
    };
    CopyAction { destination_backup_vault: vault, lifecycle }
}

fn home_plans() -> BTreeMap<String, BackupPlan> {
    let daily = BackupRule {
        recovery_point_tags: tags(&[("plan", "core"), ("note", HOSTILE[0].1)]),
        copy_actions: vec![
            copy(safe_vault(), None, Some(30)),
            copy(dr_vault(), Some(30), Some(365)),
        ],
        ..rule("daily", "cron(0 3 ? * * *)", Some(35))
    };
    let monthly = BackupRule {
        lifecycle: Lifecycle {
            move_to_cold_storage_after_days: Some(30),
            delete_after_days: Some(366),
            opt_in_to_archive_for_supported_resources: true,
        },
        schedule_expression_timezone: "Europe/Berlin".into(),
        ..rule("monthly", "cron(0 8 1 * ? *)", None)
    };
    let core = BackupPlan {
        rules: vec![daily, monthly],
        advanced_backup_settings: vec![AdvancedBackupSetting {
            resource_type: "EC2".into(),
            backup_options: tags(&[("WindowsVSS", "enabled")]),
        }],
        tags: ours(&[]),
    };
    let forever = BackupRule {
        target_backup_vault: vault_ref(home(), "Default"),
        copy_actions: vec![copy(dr_vault(), None, None)],
        ..rule("odd", "cron(0 22 ? * 2#1 *)", None)
    };
    let odd =
        BackupPlan { rules: vec![forever], advanced_backup_settings: vec![], tags: ours(&[]) };
    BTreeMap::from([
        ("orders-production-core".into(), core),
        ("orders-production-core-odd".into(), odd),
        ("orders-production-files".into(), files_plan()),
        (
            "shared".into(),
            BackupPlan { rules: vec![], advanced_backup_settings: vec![], tags: Tags::new() },
        ),
    ])
}

fn files_plan() -> BackupPlan {
    let pitr = BackupRule {
        enable_continuous_backup: true,
        start_window_minutes: 480,
        completion_window_minutes: 10_080,
        ..rule("pitr", "cron(0 1 ? * * *)", Some(35))
    };
    let s3 = AdvancedBackupSetting {
        resource_type: "S3".into(),
        backup_options: tags(&[("BackupACLs", "disabled")]),
    };
    BackupPlan { rules: vec![pitr], advanced_backup_settings: vec![s3], tags: ours(&[]) }
}

pub(crate) fn selection(role: RoleRef, resources: &[&str]) -> BackupSelection {
    BackupSelection {
        iam_role: role,
        resources: texts(resources),
        not_resources: Vec::new(),
        list_of_tags: Vec::new(),
        conditions: Vec::new(),
    }
}

fn home_selections() -> BTreeMap<(String, String), BackupSelection> {
    let condition = |operator, key: &str, value: &str| Condition {
        operator,
        key: key.into(),
        value: value.into(),
    };
    let volumes = BackupSelection {
        not_resources: texts(&["arn:aws:ec2:*:*:volume/vol-1"]),
        list_of_tags: vec![
            TagEquals { key: "backup".into(), value: "gold".into() },
            TagEquals { key: "backup".into(), value: HOSTILE[2].1.into() },
        ],
        conditions: vec![
            condition(ConditionOperator::Equals, "env", "production"),
            condition(ConditionOperator::NotEquals, "owner", HOSTILE[0].1),
            condition(ConditionOperator::Like, "team", "orders-*"),
            condition(ConditionOperator::NotLike, "kind", "tmp-*"),
            condition(ConditionOperator::NotLike, "kind", "test-*"),
        ],
        ..selection(restore_role(), &["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*"])
    };
    let table = "arn:aws:dynamodb:us-east-1:111122223333:table/orders-production";
    let key = |plan: &str, name: &str| (plan.to_owned(), name.to_owned());
    BTreeMap::from([
        (key("orders-production-core", "tables"), selection(backup_role(), &[table])),
        (key("orders-production-core", "tagged-volumes"), volumes),
        (
            key("orders-production-files", "documents"),
            selection(backup_role(), &["arn:aws:s3:::orders-documents-production"]),
        ),
        (key("shared", "tables"), selection(backup_role(), &[table])),
    ])
}

fn restore_tests() -> RestoreTestingPlan {
    let table = RestoreTestingSelection {
        protected_resource_type: "DynamoDB".into(),
        protected_resource_arns: texts(&["*"]),
        iam_role: restore_role(),
        validation_window_hours: 4,
    };
    let bucket = RestoreTestingSelection {
        protected_resource_type: "S3".into(),
        protected_resource_arns: texts(&["arn:aws:s3:::orders-documents-production"]),
        iam_role: backup_role(),
        validation_window_hours: 0,
    };
    RestoreTestingPlan {
        schedule_expression: "cron(0 9 L * ? *)".into(),
        schedule_expression_timezone: "Etc/UTC".into(),
        start_window_hours: 24,
        algorithm: TestedPoints::Latest,
        include_vaults: vec![main_vault().arn()],
        recovery_point_types: vec![TestedPointType::Continuous, TestedPointType::Snapshot],
        selection_window_days: 30,
        tags: ours(&[]),
        selections: BTreeMap::from([("tables".into(), table), ("documents".into(), bucket)]),
    }
}

fn role() -> IamRole {
    let document = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:GetObject"],
            "Resource": HOSTILE[0].1,
            "Condition": { "StringEquals": { "aws:ResourceTag/x": HOSTILE[3].1 }, "Bool": { "b": true, "n": null } },
        }],
    });
    IamRole {
        description: "Restores recovery points in tests".into(),
        service: "backup.amazonaws.com".into(),
        managed_policies: texts(&[
            "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
            "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
        ]),
        inline_policies: vec![InlinePolicy { name: "extra-rights".into(), document }],
        tags: ours(&[]),
    }
}

fn filter(prefix: Option<&str>, tags: Tags, sizes: (Option<u64>, Option<u64>)) -> LifecycleFilter {
    LifecycleFilter {
        prefix: prefix.map(str::to_owned),
        tags,
        object_size_greater_than: sizes.0,
        object_size_less_than: sizes.1,
    }
}

pub(crate) fn lifecycle_rule(id: &str, filter: LifecycleFilter) -> LifecycleRule {
    LifecycleRule {
        id: id.into(),
        filter,
        transitions: Vec::new(),
        expiration_days: Some(90),
        expired_object_delete_marker: false,
        noncurrent_transitions: Vec::new(),
        noncurrent_expiration: None,
        abort_incomplete_multipart_upload_days: None,
    }
}

fn transition(days: u32, storage_class: &str) -> Transition {
    Transition { days, storage_class: storage_class.into() }
}

fn lifecycle() -> BucketLifecycle {
    let everything = LifecycleRule {
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
        ..lifecycle_rule("everything", LifecycleFilter::default())
    };
    let none = (None, None);
    let scans = LifecycleRule {
        transitions: vec![transition(30, "STANDARD_IA"), transition(90, "GLACIER")],
        expiration_days: Some(2557),
        noncurrent_expiration: Some(NoncurrentExpiration {
            noncurrent_days: 14,
            newer_noncurrent_versions: None,
        }),
        ..lifecycle_rule(
            "scans",
            filter(
                Some("invoices/"),
                tags(&[("kind", "scan"), ("x:y", HOSTILE[1].1)]),
                (Some(131_072), Some(1_073_741_824)),
            ),
        )
    };
    BucketLifecycle {
        rules: vec![
            everything,
            scans,
            lifecycle_rule("prefix", filter(Some(HOSTILE[0].1), Tags::new(), none)),
            lifecycle_rule("tag", filter(None, tags(&[("kind", "scan")]), none)),
            lifecycle_rule("larger", filter(None, Tags::new(), (Some(1024), None))),
            lifecycle_rule("smaller", filter(None, Tags::new(), (None, Some(1024)))),
            lifecycle_rule("sizes", filter(None, Tags::new(), (Some(1), Some(1024)))),
            lifecycle_rule("tags", filter(None, tags(&[("a", "1"), ("b", "2")]), none)),
        ],
        transition_default_minimum_object_size: SmallObjects::AllStorageClasses128K,
    }
}

fn home_buckets() -> BTreeMap<String, Bucket> {
    let replication = ReplicationRule {
        id: "replica".into(),
        priority: 1,
        destination_bucket: "orders-documents-dr-production".into(),
        destination_account: Some("999900001111".into()),
        partition: "aws".into(),
        time_control: true,
        delete_markers: false,
        replica_key: Some(dr_key()),
        storage_class: Some("STANDARD_IA".into()),
    };
    let elsewhere = ReplicationRule {
        id: "elsewhere".into(),
        priority: 2,
        destination_bucket: "other.example.com".into(),
        destination_account: None,
        time_control: false,
        delete_markers: true,
        replica_key: None,
        storage_class: None,
        ..replication.clone()
    };
    let documents = Bucket {
        created: true,
        tags: ours(&[]),
        versioning: Some(Setting::rendered(Versioning::Enabled)),
        lifecycle: Some(lifecycle()),
        object_lock: Some(Setting::rendered(ObjectLock {
            mode: ObjectLockMode::Compliance,
            days: 2557,
        })),
        replication: Some(Setting::rendered(vec![replication, elsewhere])),
        replication_role: Some(restore_role()),
    };
    let drafts = Bucket {
        versioning: Some(Setting::asserted(Versioning::Enabled)),
        lifecycle: Some(BucketLifecycle {
            rules: vec![lifecycle_rule("erase", LifecycleFilter::default())],
            transition_default_minimum_object_size: SmallObjects::VariesByStorageClass,
        }),
        ..Bucket::default()
    };
    let watched = Bucket {
        versioning: Some(Setting::asserted(Versioning::Enabled)),
        object_lock: Some(Setting::asserted(ObjectLock {
            mode: ObjectLockMode::Governance,
            days: 30,
        })),
        replication: Some(Setting::asserted(Vec::new())),
        ..Bucket::default()
    };
    BTreeMap::from([
        ("orders-documents-production".into(), documents),
        ("orders-drafts-production".into(), drafts),
        ("orders.watched".into(), watched),
    ])
}

fn dr_settings() -> Settings {
    let vault = BackupVault {
        encryption_key: Some(dr_key()),
        lock: Some(VaultLock {
            min_retention_days: Some(7),
            max_retention_days: Some(3653),
            changeable_for_days: Some(14),
        }),
        access: Some(VaultAccess { copy_from_accounts: texts(&["111122223333"]) }),
        ..plain_vault()
    };
    let key = KmsKey {
        description: "Encrypts the backups in us-west-2".into(),
        used_by_accounts: texts(&["111122223333", "444455556666"]),
        tags: ours(&[]),
    };
    let replica = Bucket {
        versioning: Some(Setting::rendered(Versioning::Enabled)),
        object_lock: Some(Setting::rendered(ObjectLock {
            mode: ObjectLockMode::Governance,
            days: 30,
        })),
        ..Bucket::default()
    };
    Settings {
        vaults: BTreeMap::from([("orders-production-dr".into(), vault)]),
        keys: BTreeMap::from([("orders-production-dr".into(), key)]),
        buckets: BTreeMap::from([("orders-documents-dr-production".into(), replica)]),
        ..Settings::default()
    }
}

fn west_settings() -> Settings {
    let key =
        KmsKey { description: HOSTILE[5].1.into(), used_by_accounts: vec![], tags: Tags::new() };
    let daily = BackupRule {
        target_backup_vault: vault_ref(west(), "Default"),
        ..rule("daily", "cron(0 3 ? * * *)", Some(35))
    };
    let plan =
        BackupPlan { rules: vec![daily], advanced_backup_settings: vec![], tags: Tags::new() };
    let replica = DbInstance {
        automated_backups: AutomatedBackups {
            backup_retention_period: Some(7),
            ..AutomatedBackups::default()
        },
        multi_az: Some(false),
        read_replica: Some(ReadReplica {
            source: "orders".into(),
            source_region: "us-east-1".into(),
        }),
        ..DbInstance::default()
    };
    let table = "arn:aws:dynamodb:us-west-2:111122223333:table/orders-production";
    Settings {
        plans: BTreeMap::from([("orders-production-core".into(), plan)]),
        selections: BTreeMap::from([(
            ("orders-production-core".into(), "tables".into()),
            selection(backup_role(), &[table]),
        )]),
        keys: BTreeMap::from([("orders-production-west".into(), key)]),
        db_instances: BTreeMap::from([("orders-west".into(), replica)]),
        tables: BTreeMap::from([(
            "orders-production".into(),
            Table { point_in_time_recovery_days: Some(35), ..Table::default() },
        )]),
        ..Settings::default()
    }
}

fn db_instance() -> DbInstance {
    DbInstance {
        automated_backups: AutomatedBackups {
            backup_retention_period: Some(35),
            preferred_backup_window: Some("02:00-02:30".into()),
            preferred_maintenance_window: Some("sun:04:00-sun:04:30".into()),
        },
        multi_az: Some(true),
        deletion_protection: Some(true),
        replicated_backups: BTreeMap::from([(
            "us-west-2".into(),
            ReplicatedBackups { retention_days: 7 },
        )]),
        read_replica: None,
    }
}

fn db_clusters() -> BTreeMap<String, DbCluster> {
    let cluster = |family: &str| DbCluster {
        engine_family: family.into(),
        automated_backups: AutomatedBackups {
            backup_retention_period: Some(14),
            ..AutomatedBackups::default()
        },
        deletion_protection: Some(true),
    };
    BTreeMap::from([
        ("ledger".into(), cluster("aurora")),
        ("catalog".into(), cluster("documentdb")),
    ])
}

fn table() -> Table {
    Table {
        point_in_time_recovery_days: Some(35),
        deletion_protection: Some(true),
        replica_regions: texts(&["us-west-2"]),
    }
}

fn cache_group() -> CacheGroup {
    CacheGroup {
        snapshot_retention_limit: Some(10),
        snapshot_window: Some("03:00-04:00".into()),
        multi_az: Some(true),
    }
}

/// The settings without those that the module neither creates nor checks: they
/// are gaps, compared by drift only, or other code's.
pub(crate) fn carried_by_terraform(lowered: Lowered) -> Resources {
    let mut resources = lowered.resources;
    for settings in resources.places.values_mut() {
        settings.vaults.remove("Default");
        settings.plans.remove("shared");
        settings.selections.retain(|(plan, _), _| plan != "shared");
        for plan in settings.plans.values_mut() {
            plan.advanced_backup_settings.retain(|setting| setting.resource_type == "EC2");
        }
        for bucket in settings.buckets.values_mut() {
            bucket.versioning = bucket.versioning.filter(|s| s.if_rendered().is_some());
            bucket.object_lock = bucket.object_lock.filter(|s| s.if_rendered().is_some());
            bucket.replication = bucket.replication.take().filter(|s| s.if_rendered().is_some());
        }
        settings.buckets.retain(|_, bucket| *bucket != Bucket::default());
        for instance in settings.db_instances.values_mut() {
            instance.deletion_protection = None;
            instance.replicated_backups.clear();
        }
        settings.db_clusters.retain(|_, cluster| cluster.engine_family == "aurora");
        for cluster in settings.db_clusters.values_mut() {
            cluster.deletion_protection = None;
        }
        settings.account = None;
    }
    resources
}
