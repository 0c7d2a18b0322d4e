//! Backups of the services themselves, and hostile texts.

use crate::policies::{of, policy, table};

/// A resource of a type with these settings.
fn resource(kind: &str) -> impl Fn(&str) -> String {
    move |settings| {
        policy("us-east-1", &format!("resources: {{ data: {{ type: {kind}, {settings} }} }}"))
    }
}

#[test]
fn automated_backups_are_kept_within_bounds() {
    for (kind, least) in
        [("rds_instance", 0), ("rds_cluster", 1), ("aurora", 1), ("documentdb", 1), ("neptune", 1)]
    {
        let kept =
            |days: &str| resource(kind)(&format!("automated_backups: {{ retention: {days} }}"));
        let zero: &[&str] = if least == 0 { &[] } else { &["error: 0d"] };
        table(
            "native-retention-out-of-bounds",
            kept,
            &[
                ("0d", zero),
                ("1d", &[]),
                ("35d", &[]),
                ("36d", &["error: 36d"]),
                ("5w", &[]),
                ("2mo", &["error: 2mo"]),
            ],
        );
    }
    let bounds: &[(&str, &[&str])] =
        &[("0d", &["error: 0d"]), ("1d", &[]), ("35d", &[]), ("36d", &["error: 36d"])];
    table(
        "native-retention-out-of-bounds",
        |d| resource("dynamodb")(&format!("point_in_time_recovery: {{ retention: {d} }}")),
        bounds,
    );
    table(
        "native-retention-out-of-bounds",
        |d| {
            resource("rds_instance")(&format!(
                "automated_backup_replication: {{ region: us-west-2, retention: {d} }}"
            ))
        },
        bounds,
    );
    table(
        "native-retention-out-of-bounds",
        |d| resource("elasticache")(&format!("snapshots: {{ retention: {d} }}")),
        &[("0d", &[]), ("35d", &[]), ("36d", &["error: 36d"])],
    );
}

#[test]
fn windows_are_long_enough_and_apart_over_the_whole_week() {
    let rds = |window: &str| {
        resource("rds_instance")(&format!(
            "automated_backups: {{ retention: 7d, window: \"{window}\", maintenance_window: \"sun:00:00-sun:00:30\" }}"
        ))
    };
    table(
        "backup-window-too-short",
        rds,
        &[("02:00-02:29", &["error: \"02:00-02:29\""]), ("02:00-02:30", &[]), ("23:45-00:15", &[])],
    );
    table(
        "backup-window-in-maintenance",
        rds,
        &[
            ("23:30-00:00", &[]),
            ("23:31-00:01", &["error: \"23:31-00:01\""]),
            ("00:29-00:59", &["error: \"00:29-00:59\""]),
            ("00:30-01:00", &[]),
        ],
    );
    let cache = |window: &str| {
        resource("elasticache")(&format!(
            "snapshots: {{ retention: 7d, window: \"{window}\" }}, maintenance_window: \"sun:04:00-sun:05:00\""
        ))
    };
    table(
        "backup-window-too-short",
        cache,
        &[("02:00-02:59", &["error: \"02:00-02:59\""]), ("02:00-03:00", &[])],
    );
    table(
        "backup-window-in-maintenance",
        cache,
        &[("03:00-04:00", &[]), ("03:01-04:01", &["error: \"03:01-04:01\""])],
    );
}

#[test]
fn a_backup_starts_outside_of_the_windows_of_its_database() {
    let tier = |at: &str, kind: &str, window: &str| {
        policy(
            "us-east-1",
            &format!(
                "plans: {{ core: {{ start_window: {window}, tiers: {{ daily: {{ schedule: {{ every: day, at: \"{at}\" }}, retention: 35d }} }} }} }}\nresources: {{ data: {{ type: {kind}, plans: [core], automated_backups: {{ retention: 7d, window: \"02:00-02:30\" }} }} }}"
            ),
        )
    };
    // Closed from 01:00 to 02:30; a job tries for one hour.
    for (at, fails) in
        [("00:59", false), ("01:00", true), ("01:30", true), ("01:31", false), ("02:30", false)]
    {
        let found = of("backup-starts-in-database-window", &tier(at, "rds_instance", "1h"));
        assert_eq!(!found.is_empty(), fails, "{at}");
    }
    assert_eq!(of("backup-starts-in-database-window", &tier("01:00", "aurora", "1h")), [""; 0]);
    assert_eq!(
        of("backup-starts-in-database-window", &tier("01:00", "rds_instance", "2h")),
        [""; 0]
    );
    assert_eq!(of("backup-starts-in-database-window", &tier("01:00", "documentdb", "1h")).len(), 1);
}

#[test]
fn replicas_lie_elsewhere_in_the_same_partition() {
    let global =
        |region: &str| resource("dynamodb")(&format!("global_table: {{ regions: [{region}] }}"));
    table(
        "replica-in-own-region",
        global,
        &[("us-east-1", &["error: us-east-1"]), ("us-west-2", &[])],
    );
    table(
        "unfamiliar-region",
        global,
        &[("us-wset-2", &["warning: us-wset-2"]), ("us-west-2", &[])],
    );
    table(
        "region-of-another-partition",
        global,
        &[("cn-north-1", &["error: cn-north-1"]), ("eu-west-1", &[])],
    );
    let database = resource("rds_instance");
    let off =
        "automated_backups: { retention: 0d }, read_replicas: { west: { region: us-west-2 } }";
    assert_eq!(of("native-backups-off-but-needed", &database(off)), ["error: 0d"]);
    assert_eq!(of("native-backups-off-but-needed", &database(&off.replace("0d", "1d"))), [""; 0]);
    for (kind, wanted) in
        [("rds_instance", None), ("rds_cluster", Some("warning")), ("aurora", Some("error"))]
    {
        let found = of(
            "backup-replication-of-a-cluster",
            &resource(kind)("automated_backup_replication: { region: us-west-2 }"),
        );
        assert_eq!(found.first().and_then(|f| f.split(':').next()), wanted, "{kind}");
    }
}

#[test]
fn hostile_texts_are_found_wherever_they_are_rendered() {
    let hostile = "{{resolve:secretsmanager:db}}";
    let places = [
        "vaults: { main: { tags: { a: X } } }",
        "vaults: { main: { tags: { X: a } } }",
        "vaults: { main: { aws_name: X } }",
        "vaults: { main: { notifications: { topic: X, events: [backup_job_completed] } } }",
        "keys: { main: { existing: X } }",
        "roles: { main: { existing: X } }",
        "plans: { core: { tags: { a: X } } }",
        "plans: { core: { recovery_point_tags: { a: X }, tiers: { daily: { retention: 1d } } } }",
        "resources: { data: { type: dynamodb, tables: [X] } }",
        "resources: { data: { type: ebs, selection: { any_of: { arns: [X] } } } }",
        "resources: { data: { type: ebs, selection: { any_of: { tags: { a: [X] } } } } }",
        "resources: { data: { type: ebs, selection: { all_of: [ { tag: a, equals: X } ], except: [Y] } } }",
        "resources: { data: { type: s3, buckets: [a], lifecycle: [ { name: a, filter: { prefix: X }, current: { expire_after: 1d } } ] } }",
        "repositories: { data: { bucket: X } }",
    ];
    for place in places {
        let quoted = format!("\"{hostile}\"");
        let text = policy("us-east-1", &place.replace('X', &quoted));
        assert_eq!(of("dynamic-reference-in-text", &text), [format!("error: {quoted}")], "{place}");
        let text = policy("us-east-1", &place.replace('X', "\"a\\tb\""));
        assert_eq!(of("control-character-in-text", &text), ["error: \"a\\tb\""], "{place}");
        let text = policy("us-east-1", &place.replace('X', "\"{{ a }}\""));
        assert_eq!(of("dynamic-reference-in-text", &text), [""; 0], "{place}");
    }
}

/// Fifty, and two of them are those that everything created gets.
const MOST_TAGS: usize = 48;

#[test]
fn tags_are_those_that_aws_takes() {
    let tagged =
        |tag: &str| policy("us-east-1", &format!("vaults: {{ main: {{ tags: {{ {tag} }} }} }}"));
    let tag =
        |key: usize, value: usize| tagged(&format!("{}: {}", "k".repeat(key), "v".repeat(value)));
    assert_eq!(of("tag-refused", &tag(128, 256)), [""; 0]);
    assert_eq!(of("tag-refused", &tag(129, 256)), [format!("error: {}", "k".repeat(129))]);
    assert_eq!(of("tag-refused", &tag(128, 257)), [format!("error: {}", "v".repeat(257))]);
    table("tag-refused", tagged, &[("\"AWS:x\": a", &["error: \"AWS:x\""]), ("awsx: a", &[])]);
    let many = |count: usize| {
        let tags: Vec<String> = (0..count).map(|n| format!("t{n}: x")).collect();
        tagged(&tags.join(", "))
    };
    assert_eq!(of("tag-refused", &many(MOST_TAGS)), [""; 0]);
    assert_eq!(of("tag-refused", &many(MOST_TAGS + 1)), [format!("error: t{MOST_TAGS}")]);
    let points = policy(
        "us-east-1",
        "plans: { core: { recovery_point_tags: { \"Aws:x\": y }, tiers: { daily: {} } } }",
    );
    assert_eq!(of("tag-refused", &points), ["error: \"Aws:x\""]);
}

#[test]
fn a_replica_elsewhere_keeps_backups_of_its_own() {
    let replica =
        |part: &str| resource("rds_instance")(&format!("read_replicas: {{ west: {{ {part} }} }}"));
    table(
        "replica-without-backups",
        replica,
        &[
            ("region: us-west-2", &["warning: west"]),
            ("region: us-west-2, automated_backups: { retention: 0d }", &["warning: west"]),
            ("region: us-west-2, automated_backups: { retention: 1d }", &[]),
            ("region: us-east-1", &[]),
            ("multi_az: true", &[]),
        ],
    );
}

#[test]
fn what_is_planned_is_looked_at_as_if_it_were_on() {
    let resources = |resource: &str| policy("us-east-1", &format!("resources: {{ {resource} }}"));
    let recovery = |retention: &str| {
        resources(&format!(
            "t: {{ type: dynamodb, tables: [t], point_in_time_recovery: {{ {retention} planned: true }} }}"
        ))
    };
    let snapshots = |parts: &str| {
        resources(&format!(
            "c: {{ type: elasticache, replication_group: c, maintenance_window: \"sun:03:30-sun:04:30\", snapshots: {{ {parts}, planned: true }} }}"
        ))
    };
    assert_eq!(of("native-retention-out-of-bounds", &recovery("retention: 36d,")), ["error: 36d"]);
    assert_eq!(of("native-retention-out-of-bounds", &recovery("retention: 35d,")), [""; 0]);
    assert_eq!(of("native-retention-out-of-bounds", &snapshots("retention: 36d")), ["error: 36d"]);
    assert_eq!(of("native-backups-switched-off", &snapshots("retention: 0d")), ["warning: 0d"]);
    let window = "retention: 7d, window: \"03:00-04:00\"";
    assert_eq!(of("backup-window-in-maintenance", &snapshots(window)), ["error: \"03:00-04:00\""]);
    let global = resources(
        "t: { type: dynamodb, tables: [t], global_table: { regions: [us-east-1], planned: true } }",
    );
    assert_eq!(of("replica-in-own-region", &global), ["error: us-east-1"]);
}

#[test]
fn a_window_that_nobody_knows_may_hold_a_whole_start_window() {
    let database = |start_window: &str, tier: &str, keys: &str| {
        policy(
            "us-east-1",
            &format!(
                "plans: {{ core: {{ {start_window} tiers: {{ a: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 7d {tier} }} }} }} }}\nresources: {{ db: {{ plans: [core], {keys} }} }}"
            ),
        )
    };
    let instance = "type: rds_instance, instance: o";
    table(
        "database-windows-unstated",
        |start_window| database(start_window, "", instance),
        &[
            // An hour before a window, and the window of half an hour at least.
            ("start_window: 90m,", &["warning: db"]),
            ("start_window: 91m,", &["advice: db"]),
            ("", &["advice: db"]),
        ],
    );
    table(
        "database-windows-unstated",
        |tier| database("", tier, instance),
        &[(", continuous: true", &[]), (", planned: true", &[])],
    );
    table(
        "database-windows-unstated",
        |keys| database("", "", keys),
        &[
            ("type: documentdb, cluster: o", &["advice: db"]),
            (
                "type: neptune, cluster: o, automated_backups: { retention: 7d }",
                &["advice: { retention: 7d }"],
            ),
            ("type: rds_instance, instance: o, automated_backups: { retention: 0d }", &[]),
            ("type: aurora, cluster: o", &[]),
            (
                "type: rds_instance, instance: o, automated_backups: { window: \"05:00-05:30\" }",
                &[],
            ),
            (
                "type: rds_instance, instance: o, automated_backups: { maintenance_window: \"sun:05:00-sun:05:30\" }",
                &[],
            ),
        ],
    );
}

#[test]
fn snapshots_of_other_code_meet_windows_too() {
    let snapshots = |entry: &str| {
        policy(
            "us-east-1",
            &format!(
                "resources: {{ db: {{ type: rds_instance, instance: o, snapshots: {{ a: {{ {entry} }} }} }} }}"
            ),
        )
    };
    table(
        "database-windows-unstated",
        snapshots,
        &[
            ("schedule: { every: day, at: \"03:00\" }", &["advice: db"]),
            ("schedule: { every: 5h }", &["advice: db"]),
            ("schedule: { every: 5h }, planned: true", &[]),
            ("schedule: manual", &[]),
            ("retention: 7d", &[]),
        ],
    );
}
