//! Backups outside AWS Backup, and what is claimed and exercised of them.

use crate::policies::{of, policy, table};

#[test]
fn whoever_makes_a_backup_somebody_says_how_long_it_is_kept() {
    let resource = |body: &str| {
        format!(
            "version: 1\nname: orders\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ a: {{ {body} }} }}\n"
        )
    };
    table(
        "backup-without-retention",
        resource,
        &[
            (
                "type: other, external: { vendor: { tool: vendor, schedule: { every: day } } }",
                &["warning: vendor"],
            ),
            (
                "type: other, external: { vendor: { tool: vendor, schedule: { every: day }, retention: 7d } }",
                &[],
            ),
            (
                "type: postgresql, base_backups: { full: { schedule: { every: week }, to: disk } }",
                &["warning: full"],
            ),
            (
                "type: postgresql, base_backups: { full: { schedule: { every: week }, to: disk, retention: 7d } }",
                &[],
            ),
        ],
    );
}

/// A volume in a plan, a claim of a monthly restore test, and a drill.
fn drilled(exercises: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}}, copies: {{}}, spare: {{}} }}\nplans:\n  core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 7d, copies: [ {{ to: copies }} ] }} }} }}\n  other: {{ vault: spare, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 7d }} }} }}\nresources:\n  disks: {{ type: ebs, plans: [core] }}\n  more: {{ type: ebs, plans: [other] }}\ndrills: {{ d: {{ schedule: {{ every: week }}, exercises: [{exercises}] }} }}\nclaims: [ {{ source: a, resources: [disks], restore_test: every month }} ]"
        ),
    )
}

#[test]
fn a_drill_of_a_plan_or_vault_is_one_of_what_uses_it() {
    table(
        "claimed-too-often",
        drilled,
        &[
            ("disks", &[]),
            ("more", &["error: every month"]),
            ("plans.core", &[]),
            ("plans.other", &["error: every month"]),
            ("plans.core.tiers.daily", &[]),
            ("plans.other.tiers.daily", &["error: every month"]),
            ("vaults.main", &[]),
            ("vaults.copies", &[]),
            ("vaults.spare", &["error: every month"]),
        ],
    );
}

#[test]
fn snapshots_by_hand_are_compared_between_environments_too() {
    let kept = |staging: &str| {
        let text = format!(
            "version: 1\nname: orders\nenvironments:\n  production: {{ account: \"111122223333\", region: us-east-1 }}\n  staging: {{ account: \"444455556666\", region: us-east-1, override: {{ resources: {{ db: {{ snapshots: {{ weekly: {{ retention: {staging} }} }} }} }} }} }}\nresources: {{ db: {{ type: rds_instance, instance: orders, snapshots: {{ weekly: {{ schedule: {{ every: week }}, retention: 30d }} }} }} }}\n"
        );
        of("production-kept-no-longer", &text)
    };
    assert_eq!(kept("7d"), [""; 0]);
    assert_eq!(kept("31d"), ["warning: 30d"]);
}

fn alarm(resource: &str, when: &str) -> String {
    format!(
        "version: 1\nname: orders\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ a: {{ {resource} }} }}\nalarms: {{ w: {{ watches: [a], when: {{ {when} }}, notify: [on-call] }} }}\n"
    )
}

#[test]
fn an_age_is_seen_without_any_job() {
    let table_with = |when: &str| {
        alarm("type: dynamodb, tables: [o], point_in_time_recovery: { retention: 35d }", when)
    };
    table(
        "alarm-on-absent-jobs",
        table_with,
        &[
            ("job_failed: true", &["warning: a"]),
            ("job_failed: true, age_over: 15m", &[]),
            ("job_failed: true, lag_over: 15m", &[]),
            ("job_failed: false", &[]),
        ],
    );
}

#[test]
fn only_what_is_on_makes_the_next_backup() {
    let hourly = |planned: &str| {
        alarm(
            &format!(
                "type: postgresql, dumps: {{ d: {{ schedule: {{ every: day, at: \"02:00\" }}, to: disk, retention: 7d }}, h: {{ schedule: {{ every: 1h }}, to: disk, retention: 7d {planned} }} }}"
            ),
            "age_over: 3h",
        )
    };
    let rule = "alarm-before-next-backup";
    assert_eq!(of(rule, &hourly("")), [""; 0]);
    assert_eq!(of(rule, &hourly(", planned: true")), ["warning: 3h"]);
}

#[test]
fn one_condition_is_enough_to_set_an_alarm_off() {
    let when = |when: &str| {
        alarm(
            "type: postgresql, dumps: { d: { schedule: { every: day }, to: disk, retention: 7d } }",
            when,
        )
    };
    table(
        "alarm-without-effect",
        when,
        &[
            ("age_over: 26h", &[]),
            ("lag_over: 1h", &[]),
            ("lag_bytes_over: 1MB", &[]),
            ("job_longer_than: 1h", &[]),
            ("job_failed: true", &[]),
            ("job_failed: false", &["warning: w"]),
        ],
    );
}

/// A server with a nightly dump, and who is told of it.
fn watched(resource: &str, alarm: &str) -> String {
    format!(
        "version: 1\nname: orders\nobjectives: {{ rpo: 25h, region: none, account: none }}\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ a: {{ {resource} }} }}\n{alarm}\n"
    )
}

#[test]
fn what_can_stop_is_watched() {
    let dump = "schedule: { every: day }, to: disk, retention: 7d";
    let rule = "backups-unwatched";
    let dumped =
        |alarm: &str| watched(&format!("type: postgresql, dumps: {{ d: {{ {dump} }} }}"), alarm);
    let alarm = |of: &str| {
        format!(
            "alarms: {{ w: {{ watches: [{of}], when: {{ age_over: 26h }}, notify: [on-call] }} }}"
        )
    };
    table(
        rule,
        |of| dumped(&alarm(of)),
        &[("a", &[]), ("a.dumps.d", &[]), ("repositories.disk", &[])],
    );
    assert_eq!(of(rule, &dumped("")), ["advice: a"]);
    let planned =
        watched(&format!("type: postgresql, dumps: {{ d: {{ {dump}, planned: true }} }}"), "");
    assert_eq!(of(rule, &planned), [""; 0], "what is only planned does not stop");
    let standby = watched("type: rds_instance, instance: orders, multi_az: true", "");
    assert_eq!(of(rule, &standby), [""; 0], "a setting of AWS does not stop");
    let nothing = watched("type: postgresql", "");
    assert_eq!(of(rule, &nothing), [""; 0]);
}

#[test]
fn any_part_of_a_plan_may_be_watched() {
    let plan = |vaults: &str, watches: &str| {
        policy(
            "us-east-1",
            &format!(
                "objectives: {{ rpo: 25h, region: none, account: none }}\nvaults: {{ {vaults} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 7d, copies: [ {{ to: dr }} ] }} }} }} }}\nresources: {{ disks: {{ type: ebs, plans: [core] }} }}\n{watches}"
            ),
        )
    };
    let alarm = |of: &str| {
        let alarm = format!(
            "alarms: {{ w: {{ watches: [{of}], when: {{ age_over: 26h }}, notify: [on-call] }} }}"
        );
        plan("main: {}, dr: {}, other: {}", &alarm)
    };
    table(
        "backups-unwatched",
        alarm,
        &[
            ("disks", &[]),
            ("plans.core", &[]),
            ("plans.core.tiers.daily", &[]),
            ("plans.core.tiers.daily.copies", &[]),
            ("vaults.main", &[]),
            ("vaults.dr", &[]),
            ("vaults.other", &["advice: disks"]),
        ],
    );
    let tells = "{ notifications: { topic: \"arn:aws:sns:us-east-1:111122223333:t\", events: [backup_job_failed] } }";
    let rule = "backups-unwatched";
    assert_eq!(of(rule, &plan(&format!("main: {tells}, dr: {{}}"), "")), [""; 0]);
    assert_eq!(of(rule, &plan(&format!("main: {{}}, dr: {tells}"), "")), [""; 0]);
    assert_eq!(of(rule, &plan("main: {}, dr: {}", "")), ["advice: disks"]);
}

/// A volume selected by one ARN.
fn selected(kind: &str, arn: &str) -> String {
    policy("us-east-1", &format!("resources: {{ a: {{ type: {kind}, arns: [\"{arn}\"] }} }}"))
}

#[test]
fn an_arn_has_six_parts_that_are_filled() {
    table(
        "bad-arn",
        |arn| selected("ebs", arn),
        &[
            ("arn:aws:ec2:us-east-1:111122223333:volume/*", &[]),
            ("arn:*:ec2:*:*:volume/*", &[]),
            ("arn:aws:ec2:*", &[]),
            (
                "arm:aws:ec2:us-east-1:111122223333:volume/*",
                &["error: \"arm:aws:ec2:us-east-1:111122223333:volume/*\""],
            ),
            (
                "arn:aws::us-east-1:111122223333:volume/*",
                &["error: \"arn:aws::us-east-1:111122223333:volume/*\""],
            ),
            (
                "arn:aws:ec2:us-east-1:111122223333:",
                &["error: \"arn:aws:ec2:us-east-1:111122223333:\""],
            ),
            (
                "arn:AWS:ec2:us-east-1:111122223333:volume/*",
                &["error: \"arn:AWS:ec2:us-east-1:111122223333:volume/*\""],
            ),
        ],
    );
}

#[test]
fn an_arn_fits_if_its_wildcard_may_be_the_type() {
    let arn =
        |resource: &str| selected("ebs", &format!("arn:aws:ec2:us-east-1:111122223333:{resource}"));
    let found = |resource: &str| !of("arn-of-another-type", &arn(resource)).is_empty();
    assert!(!found("volume/vol-1") && !found("volume/*") && !found("vol*") && !found("*"));
    assert!(found("instance/i-1") && found("inst*") && found("vol"));
    let other = policy(
        "us-east-1",
        "resources: { a: { type: other, selection: { any_of: { arns: [\"arn:aws:ec2:*:*:volume/*\"] } } }, b: { type: ebs, selection: { any_of: { arns: [\"*\"] } } } }",
    );
    assert_eq!(of("arn-of-another-type", &other), [""; 0], "who knows what it is");
}

/// A server with these dumps, and claims about it.
fn claims(dumps: &str, claims: &str) -> String {
    format!(
        "version: 1\nname: orders\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ pg: {{ type: postgresql, dumps: {{ {dumps} }} }} }}\nclaims: [ {claims} ]\n"
    )
}

#[test]
fn documents_that_promise_different_lengths_disagree() {
    let two = |two: &str| {
        let (one, other) = two.split_once(" and ").unwrap();
        claims(
            "d: { schedule: { every: day }, to: disk, retention: 1y }",
            &format!("{{ source: a, retention: {one} }}, {{ source: b, retention: {other} }}"),
        )
    };
    table(
        "claims-disagree",
        two,
        &[
            ("30d and 30d", &[]),
            ("30d and 35d", &["warning: 35d"]),
            ("1y and forever", &["warning: forever"]),
            ("7 copies and 35d", &[]),
            ("7 copies and 8 copies", &[]),
        ],
    );
}

#[test]
fn what_happens_within_the_day_is_told_apart() {
    let every = |cron: &str| {
        claims(
            &format!("d: {{ schedule: \"cron({cron})\", to: disk, retention: 7d }}"),
            "{ source: a, resources: [pg], backup: every 12h }",
        )
    };
    table(
        "claimed-too-often",
        every,
        &[
            ("0 0,12 * * ? *", &[]),
            ("0 0,11 * * ? *", &[]),
            ("0 0,10 * * ? *", &["error: every 12h"]),
        ],
    );
}

#[test]
fn what_is_kept_by_count_may_last() {
    let class = |dump: &str| {
        format!(
            "version: 1\nname: orders\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ pg: {{ type: postgresql, data_classes: {{ invoices: {{ retention: 1y }} }}, dumps: {{ d: {{ schedule: {{ every: day }}, to: disk {dump} }} }} }} }}\n"
        )
    };
    table(
        "class-outlives-backups",
        class,
        &[
            (", retention: 7 copies", &[]),
            (", retention: 35d", &["warning: 1y"]),
            ("", &["warning: 1y"]),
        ],
    );
    let bucket = "version: 1\nname: orders\nresources: { a: { type: s3, buckets: [o], data_classes: { all: { retention: 1y } } } }\n";
    assert_eq!(of("class-outlives-backups", bucket), [""; 0], "a bucket keeps its objects itself");
}
