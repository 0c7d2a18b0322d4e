//! How long something stays: in a storage class, beside another backup, in a
//! scenario; and what a lifecycle rule still reaches.

use crate::policies::{compiled, of, policy, table};
use policy::diagnostic::Finding;

fn first(rule: &str, text: &str) -> Option<Finding> {
    compiled(text).into_iter().find(|finding| finding.rule == rule)
}

fn bucket(settings: &str) -> String {
    policy(
        "us-east-1",
        &format!("resources: {{ documents: {{ type: s3, buckets: [orders], {settings} }} }}"),
    )
}

/// A table, or a database, that a scenario restores from something.
fn restored(resource: &str, from: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}}, dr: {{ region: us-west-2 }} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 35d, copies: [ {{ to: dr }} ] }} }} }} }}\nresources: {{ a: {{ {resource} }} }}\nrecovery: {{ lost: {{ disruption: deletion, restores: {{ a: {{ from: {from} }} }} }} }}"
        ),
    )
}

#[test]
fn a_table_comes_back_without_its_settings_also_from_a_vault() {
    let rule = "settings-lost-on-restore";
    let table_from = |from: &str| {
        restored(
            "type: dynamodb, tables: [o], plans: [core], point_in_time_recovery: { retention: 35d }",
            from,
        )
    };
    for from in [
        "a.point_in_time_recovery",
        "vaults.main",
        "plans.core",
        "plans.core.tiers.daily",
        "plans.core.tiers.daily.copies",
    ] {
        assert_eq!(of(rule, &table_from(from)).len(), 1, "{from}");
    }
    let database = |from: &str| {
        restored(
            "type: rds_instance, instance: o, plans: [core], multi_az: true, automated_backups: { retention: 7d }",
            from,
        )
    };
    assert_eq!(of(rule, &database("a.automated_backups")).len(), 1);
    for from in
        ["vaults.main", "plans.core", "plans.core.tiers.daily", "plans.core.tiers.daily.copies"]
    {
        assert_eq!(of(rule, &database(from)), [""; 0], "AWS Backup remembers the settings: {from}");
    }
}

#[test]
fn tags_are_lost_with_what_they_select() {
    let text = restored(
        "type: dynamodb, selection: { any_of: { tags: { backup: daily } } }, plans: [core], point_in_time_recovery: { retention: 35d }",
        "a.point_in_time_recovery",
    );
    let message = first("settings-lost-on-restore", &text).unwrap().message;
    assert!(message.contains("`point_in_time_recovery` and `tags`"), "{message}");
}

/// Dumps that are copied to another bucket in a class.
fn copied(copy: &str, retention: &str, lifecycle: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "resources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day }}, to: near, object: \"d-%Y%m%d\", retention: {retention} }} }} }} }}\nrepositories:\n  near: {{ bucket: near, {lifecycle} copies: [ {{ to: far, schedule: {{ every: day }} {copy} }} ] }}\n  far: {{ bucket: far }}"
        ),
    )
}

#[test]
fn a_copy_is_in_its_class_from_the_first_day() {
    let rule = "short-stay-in-cold-class";
    let into = |class: &str, days: u32| {
        of(
            rule,
            &copied(
                &format!(", storage_class: {class}, propagates_deletes: false, retention: {days}d"),
                "7d",
                "",
            ),
        )
    };
    assert_eq!(into("STANDARD_IA", 29), ["warning: STANDARD_IA"]);
    assert_eq!(into("STANDARD_IA", 30), [""; 0]);
    assert_eq!(into("GLACIER_IR", 89), ["warning: GLACIER_IR"]);
    assert_eq!(into("GLACIER_IR", 90), [""; 0]);
    let other = ", storage_class: STANDARD_IA, propagates_deletes: false, retention: 40d";
    assert_eq!(of(rule, &copied(other, "7d", "")), [""; 0], "its source is in no such class");
}

#[test]
fn what_a_lifecycle_ends_early_has_a_rule_of_its_own() {
    let rule = "short-stay-in-cold-class";
    let moved = |expire: &str| {
        let rules = format!(
            "lifecycle: [ {{ name: all, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: 0d }} ] {expire} }} }} ],"
        );
        of(rule, &copied("", "20d", &rules)).len()
    };
    assert_eq!(moved(""), 1);
    assert_eq!(moved(", expire_after: 10d"), 0);
}

/// A database with its own recovery of 7 days, and a tier.
fn beside(database: &str, tier: &str, vault: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{ {vault} }} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, {tier} }} }} }} }}\nresources: {{ db: {{ {database}, plans: [core] }} }}"
        ),
    )
}

#[test]
fn snapshots_inside_the_recovery_window_are_of_no_more_use() {
    let rule = "snapshots-inside-recovery-window";
    let own = "type: rds_instance, instance: o, automated_backups: { retention: 7d }";
    let found = |tier: &str, vault: &str| of(rule, &beside(own, tier, vault)).len();
    assert_eq!(found("retention: 7d", ""), 1);
    assert_eq!(found("retention: 8d", ""), 0);
    assert_eq!(found("retention: 7d, planned: true", ""), 0);
    assert_eq!(found("retention: 7d, continuous: true", ""), 0);
    assert_eq!(found("retention: 7d", "region: us-east-1"), 1, "it is where the database is");
    assert_eq!(found("retention: 7d", "region: us-west-2"), 0, "it is elsewhere");
    let nowhere = beside(own, "retention: 7d", "").replace("environments", "x-environments");
    let nowhere =
        nowhere.lines().filter(|line| !line.starts_with("x-")).collect::<Vec<_>>().join("\n");
    assert_eq!(of(rule, &nowhere).len(), 1, "nobody says that it is elsewhere");
}

#[test]
fn one_step_leads_to_the_next_after_the_least_stay() {
    let rule = "storage-class-left-too-soon";
    let steps = |next: u32, rest: &str| {
        first(
            rule,
            &bucket(&format!(
                "lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: 30d }}, {{ storage_class: GLACIER, after: {next}d }} {rest} }} }} ]"
            )),
        )
    };
    let edit = |found: Option<Finding>| found.unwrap().fix.map(|edit| edit.replacement);
    assert!(steps(60, "]").is_none());
    assert_eq!(edit(steps(59, "]")).as_deref(), Some("60d"));
    assert_eq!(edit(steps(59, "], expire_after: 61d")).as_deref(), Some("60d"));
    assert_eq!(edit(steps(59, "], expire_after: 60d")), None, "it would be gone by then");
    let third = ", { storage_class: DEEP_ARCHIVE, after: 200d } ]";
    assert_eq!(edit(steps(59, third)), None, "the next would have to move too");
}

#[test]
fn the_drill_that_comes_most_often_counts() {
    let drills = |drills: &str| {
        format!(
            "version: 1\nname: orders\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day }}, to: disk, retention: 7d }}, q: {{ schedule: {{ every: day }}, to: disk, retention: 7d }} }} }} }}\nrecovery:\n  quick: {{ disruption: corruption, objectives: {{ rto: 1h }}, restores: {{ pg: {{ from: pg.dumps.q }} }} }}\n  slow: {{ disruption: region, objectives: {{ rto: 8h }}, restores: {{ pg: {{ from: pg.dumps.d }} }} }}\ndrills: {{ s: {{ schedule: {{ every: month, day: 1 }}, exercises: [recovery.slow] }}, {drills} }}\n"
        )
    };
    let quick = |name: &str, every: &str| {
        format!("{name}: {{ schedule: {{ every: {every} }}, exercises: [recovery.quick] }}")
    };
    let found = |of_quick: &str| of("strictest-scenario-exercised-least", &drills(of_quick)).len();
    let (month, year) = (quick("m", "month"), quick("y", "year"));
    assert_eq!(found(&year), 1);
    assert_eq!(found(&month), 0);
    assert_eq!(found(&format!("{month}, {year}")), 0);
    assert_eq!(found(&format!("{year}, {}", quick("z", "month"))), 0, "in any order");
}

#[test]
fn a_rule_that_keeps_the_newest_or_reaches_others_leaves_the_transition() {
    let rule = "transition-never-reached";
    let other = |other: &str, which: &str| {
        let transition = format!(
            "{{ name: a, filter: {{ prefix: logs/ }}, {which}: {{ transitions: [ {{ storage_class: GLACIER_IR, after: 60d }} ] }} }}"
        );
        of(rule, &bucket(&format!("versioning: enabled, lifecycle: [ {transition}, {other} ]")))
            .len()
    };
    let archive = |rest: &str| format!("{{ name: b, {rest} }}");
    let deep = "transitions: [ { storage_class: DEEP_ARCHIVE, after: 30d } ]";
    assert_eq!(other(&archive(&format!("noncurrent: {{ {deep} }}")), "noncurrent"), 1);
    assert_eq!(
        other(&archive(&format!("noncurrent: {{ {deep}, keep_newest: 3 }}")), "noncurrent"),
        0
    );
    assert_eq!(
        other(&archive(&format!("current: {{ {deep} }}")), "noncurrent"),
        0,
        "other versions"
    );
    assert_eq!(other(&archive(&format!("current: {{ {deep} }}")), "current"), 1);
    assert_eq!(
        other(&archive(&format!("filter: {{ prefix: tmp/ }}, current: {{ {deep} }}")), "current"),
        0
    );
    assert_eq!(other(&archive("current: { expire_after: 60d }"), "current"), 1);
    assert_eq!(other(&archive("current: { expire_after: 61d }"), "current"), 0);
}

#[test]
fn a_key_has_the_region_that_it_states() {
    let rule = "unknown-region";
    let key = |key: &str| policy("us-east-1", &format!("keys: {{ k: {{ create: true {key} }} }}"));
    assert_eq!(of(rule, &key(", region: us-wst-2")).len(), 1);
    assert_eq!(of(rule, &key(", region: us-west-2")), [""; 0]);
    let home = key("").replace("us-east-1", "us-est-1");
    assert_eq!(of(rule, &home), ["warning: us-est-1"], "of the environment, and told there alone");
}

#[test]
fn a_class_in_other_letters_is_that_class() {
    let class = |class: &str| {
        let text = bucket(&format!(
            "lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: {class}, after: 30d }} ] }} }} ]"
        ));
        let found = first("unknown-storage-class", &text).unwrap();
        (found.help.unwrap(), found.fix.map(|edit| edit.replacement))
    };
    assert_eq!(
        class("glacier-ir"),
        ("write `GLACIER_IR`".to_owned(), Some("GLACIER_IR".to_owned()))
    );
    assert_eq!(
        class("GLACIER_IX"),
        ("did you mean `GLACIER_IR`?".to_owned(), None),
        "it may be another"
    );
}

#[test]
fn a_number_of_days_for_years_is_told_once_for_a_tier_and_its_copies() {
    let text = policy(
        "us-east-1",
        "vaults: { main: {}, dr: { region: us-west-2 } }\nplans: { core: { vault: main, tiers: { y: { schedule: { every: month, day: 1 }, retention: 2555d, copies: [ { to: dr } ] } } } }\nresources: { a: { type: efs, plans: [core], objectives: { history: 7y } } }",
    );
    assert_eq!(of("years-counted-as-days", &text).len(), 1);
    let own = text.replace("{ to: dr }", "{ to: dr, retention: 2555d }");
    assert_eq!(of("years-counted-as-days", &own).len(), 2);
}

#[test]
fn the_newest_current_version_goes_after_a_day_at_least() {
    let rules = |which: &str| {
        bucket(&format!(
            "versioning: enabled, lifecycle: [ {{ name: a, {which}: {{ expire_after: 0d }} }} ]"
        ))
    };
    table(
        "zero-day-lifecycle-action",
        rules,
        &[("current", &["error: 0d"]), ("noncurrent", &["error: 0d"])],
    );
}

#[test]
fn runs_an_hour_apart_are_the_most_that_aws_backup_makes() {
    let cron = |cron: &str| {
        policy(
            "us-east-1",
            &format!(
                "plans: {{ core: {{ tiers: {{ t: {{ schedule: \"cron({cron})\", retention: 35d }} }} }} }}"
            ),
        )
    };
    table(
        "schedule-too-frequent",
        cron,
        &[
            ("0 * * * ? *", &[]),
            ("0 1,2 * * ? *", &[]),
            ("0,59 1 * * ? *", &["error: \"cron(0,59 1 * * ? *)\""]),
        ],
    );
}

#[test]
fn of_two_that_are_alike_the_first_is_named() {
    let text = "version: 1\nname: orders\nrepositories: { disk: { path: /backup } }\nresources: { a: { type: postgresql, dumps: { d: { schedule: { every: day, at: \"02:00\" }, to: disk, retention: 7d }, e: { schedule: { every: day, at: \"03:00\" }, to: disk, retention: 7d } } } }\nalarms: { w: { watches: [a], when: { age_over: 3h }, notify: [on-call] } }\n";
    let message = first("alarm-before-next-backup", text).unwrap().message;
    assert!(message.contains("`a.dumps.d`"), "{message}");
    let text = bucket(
        "data_classes: { one: { prefix: a/, retention: 7y }, two: { prefix: b/, retention: 7y } }",
    );
    let path = first("kept-for-years-without-lock", &text).unwrap().path;
    assert!(path.ends_with("data_classes.one"), "{path}");
    let text = "version: 1\nname: orders\nresources: { pg: { type: postgresql, data_classes: { logs: { erase_after: 30d } }, dumps: { d: { schedule: { every: day }, to: far, object: \"d-%Y%m%d\", retention: 31d } } } }\nrepositories: { far: { bucket: far, lifecycle: [ { name: a, current: { expire_after: 31d } } ] } }\n";
    let found = first("erased-data-in-backups", text).unwrap();
    assert_eq!(Some(found.labels[0].span.start), text.find("31d"), "the retention, not the rule");
    let text = "version: 1\nname: orders\nrepositories: { disk: { path: /backup } }\nresources: { pg: { type: postgresql, dumps: { d: { schedule: { every: day }, to: disk, retention: 7d }, q: { schedule: { every: day }, to: disk, retention: 7d } } } }\nrecovery:\n  quick: { disruption: corruption, objectives: { rto: 1h }, restores: { pg: { from: pg.dumps.q } } }\n  slow: { disruption: region, objectives: { rto: 8h }, restores: { pg: { from: pg.dumps.d } } }\ndrills: { s: { schedule: { every: month, day: 1 }, exercises: [recovery.slow] }, y: { schedule: { every: year }, exercises: [recovery.quick] }, z: { schedule: { every: year }, exercises: [recovery.quick] } }\n";
    assert_eq!(first("strictest-scenario-exercised-least", text).unwrap().path, "drills.y");
}
