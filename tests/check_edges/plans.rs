//! AWS Backup: plans, their tiers and copies, and the windows of databases.

use crate::policies::{compiled, of, policy, table};

/// Helps of what a rule finds.
fn helps(rule: &str, text: &str) -> Vec<String> {
    let found = compiled(text).into_iter().filter(|finding| finding.rule == rule);
    found.filter_map(|finding| finding.help).collect()
}

/// Resources in a plan with one tier.
fn tier(resources: &str, tier: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, {tier} }} }} }} }}\nresources: {{ {resources} }}"
        ),
    )
}

#[test]
fn what_goes_cold_within_a_week_leaves_nothing_to_build_on() {
    let files = |cold: &str| {
        tier(
            "a: { type: efs, plans: [core] }",
            &format!("retention: 1y, cold_storage_after: {cold}"),
        )
    };
    table(
        "cold-storage-too-early",
        files,
        &[("0d", &[]), ("1d", &["advice: 1d"]), ("7d", &["advice: 7d"]), ("8d", &[])],
    );
    let warm =
        tier("a: { type: rds_instance, plans: [core] }", "retention: 1y, cold_storage_after: 2d");
    assert_eq!(of("cold-storage-too-early", &warm), [""; 0], "its backups never go cold");
    let full =
        tier("a: { type: dynamodb, plans: [core] }", "retention: 1y, cold_storage_after: 2d");
    assert_eq!(of("cold-storage-too-early", &full), [""; 0], "each is full anyway");
}

#[test]
fn types_whose_backups_stay_warm_are_named_once() {
    let rule = "cold-storage-ignored";
    let two = tier(
        "a: { type: rds_instance, plans: [core] }, b: { type: rds_instance, plans: [core] }, c: { type: ec2, plans: [core] }",
        "retention: 1y, cold_storage_after: 30d",
    );
    let found = compiled(&two).into_iter().find(|finding| finding.rule == rule).unwrap();
    assert!(found.message.contains("`rds_instance` and `ec2`"), "{}", found.message);
    let tables =
        tier("a: { type: dynamodb, plans: [core] }", "retention: 1y, cold_storage_after: 30d");
    let off = format!("{tables}account_settings: {{ dynamodb_advanced_features: false }}\n");
    assert!(helps(rule, &off)[0].contains("`dynamodb_advanced_features: true`"));
}

#[test]
fn a_copy_without_a_lifecycle_of_its_own_is_its_tier_again() {
    let copies = |copy: &str| {
        policy(
            "us-east-1",
            &format!(
                "vaults: {{ main: {{}}, dr: {{ region: us-west-2 }} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 40d, cold_storage_after: 30d, copies: [ {{ to: dr{copy} }} ] }} }} }} }}\nresources: {{ a: {{ type: efs, plans: [core] }} }}"
            ),
        )
    };
    let rule = "cold-storage-too-brief";
    assert_eq!(of(rule, &copies("")).len(), 1);
    assert_eq!(of(rule, &copies(", retention: 41d, cold_storage_after: 30d")).len(), 2);
}

#[test]
fn a_bucket_has_its_snapshots_where_its_continuous_point_is() {
    let vaults = |tiers: &str| {
        policy(
            "us-east-1",
            &format!(
                "vaults: {{ main: {{}}, other: {{}} }}\nplans: {{ core: {{ tiers: {{ {tiers} }} }} }}\nresources: {{ documents: {{ type: s3, buckets: [orders], plans: [core] }} }}"
            ),
        )
    };
    table(
        "continuous-in-two-vaults",
        vaults,
        &[
            (
                "a: { continuous: true, retention: 35d, vault: main }, b: { retention: 1y, vault: other }",
                &["warning: b"],
            ),
            (
                "a: { retention: 1y, vault: other }, b: { continuous: true, retention: 35d, vault: main }",
                &["warning: b"],
            ),
            (
                "a: { continuous: true, retention: 35d, vault: main }, b: { retention: 1y, vault: main }",
                &[],
            ),
            ("a: { retention: 35d, vault: main }, b: { retention: 1y, vault: other }", &[]),
        ],
    );
}

#[test]
fn a_tag_has_one_value() {
    let conditions = |conditions: &str| {
        policy(
            "us-east-1",
            &format!(
                "resources: {{ disks: {{ type: ebs, selection: {{ any_of: {{ arns: [\"*\"] }}, all_of: [ {conditions} ] }} }} }}"
            ),
        )
    };
    table(
        "contradictory-conditions",
        conditions,
        &[
            ("{ tag: t, equals: a }, { tag: t, equals: b }", &["error: b"]),
            ("{ tag: t, equals: a }, { tag: u, equals: b }", &[]),
            ("{ tag: t, equals: a }, { tag: t, not_equals: a }", &["error: a"]),
            ("{ tag: t, equals: a }, { tag: t, not_equals: b }", &[]),
            ("{ tag: t, not_equals: a }, { tag: t, equals: a }", &["error: a"]),
            ("{ tag: t, like: a* }, { tag: t, not_like: a* }", &["error: a*"]),
            ("{ tag: t, not_like: a* }, { tag: t, like: a* }", &["error: a*"]),
            ("{ tag: t, like: a* }, { tag: t, not_like: b* }", &[]),
            ("{ tag: t, equals: a }, { tag: t, not_like: a }", &[]),
        ],
    );
}

/// A tier with copies, and the vaults.
fn copied(vaults: &str, copies: &str, resource: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}}, {vaults} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 35d, copies: [ {copies} ] }} }} }} }}\nresources: {{ a: {{ {resource}, plans: [core] }} }}"
        ),
    )
}

#[test]
fn two_names_of_one_vault_are_one_vault() {
    let twins = "x: { aws_name: orders-copies, region: us-west-2 }, y: { aws_name: orders-copies, region: us-west-2 }, z: { aws_name: orders-copies, region: eu-west-1 }";
    let copies = |copies: &str| copied(twins, copies, "type: efs");
    table(
        "duplicate-copy",
        copies,
        &[
            ("{ to: x }, { to: x }", &["warning: x"]),
            ("{ to: x }, { to: y }", &["warning: y"]),
            ("{ to: x }, { to: z }", &[]),
        ],
    );
    let nowhere = "version: 1\nname: orders\nvaults: { main: {}, dr: {} }\nplans: { core: { vault: main, tiers: { daily: { retention: 35d, copies: [ { to: dr }, { to: dr } ] } } } }\n";
    assert_eq!(of("duplicate-copy", nowhere), ["warning: dr"], "its place need not be known");
    let own = nowhere.replace("[ { to: dr }, { to: dr } ]", "[ { to: main } ]");
    assert_eq!(of("copy-to-own-vault", &own), ["error: main"], "its place need not be known");
}

#[test]
fn a_type_that_is_copied_within_its_region_only_is_copied_there() {
    let rule = "copy-unsupported-type";
    let within = copied("dr: {}", "{ to: dr }", "type: rds_instance");
    assert_eq!(of(rule, &within), [""; 0]);
    let cluster = copied("dr: {}", "{ to: dr }", "type: rds_cluster");
    assert_eq!(of(rule, &cluster), ["error: dr"], "it is copied nowhere");
}

#[test]
fn a_vault_that_is_not_ours_or_air_gapped_has_some_key() {
    let vault = |vault: &str| {
        copied(&format!("dr: {{ region: us-west-2{vault} }}"), "{ to: dr }", "type: rds_instance")
    };
    table(
        "copy-without-own-key",
        vault,
        &[
            ("", &["error: dr"]),
            (", existing: true, aws_name: theirs", &[]),
            (", air_gapped: true, lock: { min_retention: 7d, max_retention: 1y }", &[]),
        ],
    );
}

/// A database with a maintenance window on a Wednesday, and a tier.
fn maintained(kind: &str, schedule: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}} }}\nplans: {{ core: {{ vault: main, start_window: 1h, tiers: {{ t: {{ schedule: {schedule}, retention: 35d }} }} }} }}\nresources: {{ db: {{ type: {kind}, plans: [core], automated_backups: {{ retention: 7d, window: \"12:00-12:30\", maintenance_window: \"wed:03:00-wed:03:30\" }} }} }}"
        ),
    )
}

#[test]
fn a_run_starts_outside_the_maintenance_window_of_its_day() {
    let rule = "backup-starts-in-database-window";
    let found = |schedule: &str| {
        let found = compiled(&maintained("rds_instance, instance: orders", schedule));
        let found = found.into_iter().find(|finding| finding.rule == rule);
        found.map(|finding| finding.message.split(':').next().unwrap().to_owned())
    };
    let at = |day: &str, time: &str| {
        found(&format!("{{ every: week, weekday: {day}, at: \"{time}\" }}"))
    };
    assert_eq!(at("wednesday", "02:15").as_deref(), Some("no run starts"));
    assert_eq!(at("wednesday", "02:30").as_deref(), Some("no run starts"));
    assert_eq!(at("wednesday", "02:31"), None, "its start window is open for longer");
    assert_eq!(at("wednesday", "02:00").as_deref(), Some("no run starts"));
    assert_eq!(at("wednesday", "01:59"), None);
    for other in ["tuesday", "thursday", "sunday"] {
        assert_eq!(at(other, "02:15"), None, "{other}");
    }
    let daily = found("{ every: day, at: \"02:15\" }");
    assert_eq!(daily.as_deref(), Some("52 of 365 runs a year do not start"));
    let there =
        found("{ every: week, weekday: tuesday, at: \"18:15\", timezone: Pacific/Pitcairn }");
    assert_eq!(there.as_deref(), Some("no run starts"), "02:15 of the next day in UTC");
}

#[test]
fn windows_count_as_long_as_the_type_says() {
    let rule = "backup-starts-in-database-window";
    let cluster = "documentdb, cluster: orders";
    let text = maintained(cluster, "{ every: week, weekday: wednesday, at: \"02:00\" }");
    assert_eq!(of(rule, &text).len(), 1);
    let before = maintained(cluster, "{ every: week, weekday: wednesday, at: \"01:00\" }");
    assert_eq!(of(rule, &before), [""; 0]);
}

#[test]
fn each_service_has_its_page_about_windows_that_overlap() {
    let page = |resource: &str| {
        let text = policy("us-east-1", &format!("resources: {{ a: {{ {resource} }} }}"));
        let found = compiled(&text).into_iter().find(|f| f.rule == "backup-window-in-maintenance");
        found.unwrap().url.unwrap()
    };
    let windows = "window: \"03:45-04:45\", maintenance_window: \"sun:04:00-sun:05:00\"";
    let database = page(&format!(
        "type: rds_instance, instance: o, automated_backups: {{ retention: 7d, {windows} }}"
    ));
    let cache = page(
        "type: elasticache, replication_group: o, snapshots: { retention: 7d, window: \"03:45-04:45\" }, maintenance_window: \"sun:04:00-sun:05:00\"",
    );
    assert!(database.contains("AmazonRDS"), "{database}");
    assert_ne!(cache, database);
}

#[test]
fn an_event_that_is_sent_no_more_has_one_that_is() {
    let help = |event: &str| {
        let text = policy(
            "us-east-1",
            &format!(
                "vaults: {{ main: {{ notifications: {{ topic: \"arn:aws:sns:us-east-1:111122223333:t\", events: [{event}] }} }} }}"
            ),
        );
        helps("deprecated-vault-event", &text).remove(0)
    };
    assert!(help("backup_job_failed").contains("`backup_job_completed`"));
    assert!(help("backup_plan_created").starts_with("drop it"));
    assert!(help("backup_plan_modified").starts_with("drop it"));
    assert!(help("restore_job_failed").contains("`restore_job_completed`"));
    assert!(help("restore_job_successful").contains("`restore_job_completed`"));
}

#[test]
fn a_restore_testing_plan_has_a_short_name() {
    let named = |length: usize| {
        policy(
            "us-east-1",
            &format!(
                "vaults: {{ main: {{}} }}\nplans: {{ core: {{ vault: main, aws_name: {}, restore_testing: {{ schedule: {{ every: week }} }}, tiers: {{ t: {{ schedule: {{ every: day }}, retention: 35d }} }} }} }}",
                "x-".repeat(length / 2)
            ),
        )
    };
    let found = |length| {
        let found = compiled(&named(length)).into_iter().filter(|f| f.rule == "bad-aws-name");
        found.map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(found(50), [""; 0]);
    assert!(
        found(52).iter().any(|message| message.contains("restore testing plan")),
        "{:?}",
        found(52)
    );
}
