//! What the rules about stated backups, deleters and scenarios underline, and
//! how much each finding weighs: at a boundary, and one step to its other side.
#![cfg(test)]

use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input};

fn found(rule: &str, text: &str) -> Vec<Finding> {
    let judged = compile(&Input::new("policy.yaml", text), &Options::default()).judged;
    judged.findings.into_iter().filter(|finding| finding.rule == rule).collect()
}

/// `level: underlined text` of each finding of one rule.
fn of(rule: &str, text: &str) -> Vec<String> {
    let described = |f: Finding| format!("{}: {}", f.level.word(), f.primary.span.slice(text));
    found(rule, text).into_iter().map(described).collect()
}

/// The labelled values of the only finding of a rule.
fn labelled<'t>(rule: &str, text: &'t str) -> Vec<&'t str> {
    let findings = found(rule, text);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings[0].labels.iter().map(|label| label.span.slice(text)).collect()
}

fn policy(rest: &str) -> String {
    format!(
        "version: 1\nname: orders\nenvironments: {{ production: {{ account: \"111122223333\", region: us-east-1 }} }}\n{rest}\n"
    )
}

fn table(rule: &str, wrap: impl Fn(&str) -> String, rows: &[(&str, &[&str])]) {
    for (part, wanted) in rows {
        assert_eq!(of(rule, &wrap(part)), *wanted, "{rule}: {part}");
    }
}

/// A server of one's own with these protections, and its repositories.
fn server(protections: &str, repositories: &str) -> String {
    policy(&format!(
        "resources: {{ db: {{ type: postgresql, host: pg-1, {protections} }} }}\nrepositories: {{ {repositories} }}"
    ))
}

/// An RDS instance with these keys, and the rest of the policy.
fn instance(keys: &str, rest: &str) -> String {
    policy(&format!(
        "resources: {{ db: {{ type: rds_instance, instance: orders, {keys} }} }}\n{rest}"
    ))
}

#[test]
fn a_deleter_counts_the_shortest_and_a_promise_the_longest() {
    let kept = |age: &str| {
        instance(
            "snapshots: { a: { schedule: manual, retention: 1y } }",
            &format!("deleters: {{ clean: {{ deletes: [db.snapshots.a], older_than: {age} }} }}"),
        )
    };
    table(
        "deleter-beats-retention",
        kept,
        &[
            ("364d", &["error: 364d"]),
            ("365d", &["error: 365d"]),
            ("1y", &["warning: 1y"]),
            ("366d", &[]),
        ],
    );
}

#[test]
fn a_deleter_is_compared_with_all_that_it_deletes() {
    let text = instance(
        "snapshots: { a: { schedule: manual, retention: 30d }, b: { schedule: manual, retention: forever }, c: { schedule: manual, retention: 3 copies } }",
        "deleters: { clean: { deletes: [db.snapshots], older_than: 29d } }",
    );
    assert_eq!(labelled("deleter-beats-retention", &text), ["30d", "forever"]);
    let message = &found("deleter-beats-retention", &text)[0].message;
    assert_eq!(
        message,
        "`clean` deletes after `29d` what `db.snapshots.b` keeps `forever` (and one more)"
    );
}

#[test]
fn a_deleter_that_is_switched_off_is_judged_as_if_on() {
    let text = instance(
        "snapshots: { a: { schedule: manual, retention: 30d } }",
        "deleters: { clean: { deletes: [db.snapshots.a], older_than: 7d, planned: true } }",
    );
    assert_eq!(of("deleter-beats-retention", &text), ["error: 7d"]);
}

#[test]
fn a_deleter_of_a_plan_is_compared_with_its_tiers_once() {
    let text = policy(
        "vaults: { main: {} }
plans:
  core: { vault: main, tiers: { daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d } } }
resources:
  a: { type: dynamodb, tables: [a], plans: [core] }
  b: { type: dynamodb, tables: [b], plans: [core] }
deleters: { clean: { deletes: [plans.core], older_than: 34d } }",
    );
    assert_eq!(labelled("deleter-beats-retention", &text), ["35d"]);
}

#[test]
fn a_lifecycle_with_a_filter_may_leave_backups_out() {
    let wrap = |lifecycle: &str| {
        server(
            "dumps: { a: { schedule: { every: day }, to: s, object: \"a/%Y%m%d\", retention: 35d } }",
            &format!("s: {{ bucket: s, lifecycle: [ {{ name: x, {lifecycle} }} ] }}"),
        )
    };
    table(
        "expiration-beats-retention",
        wrap,
        &[
            ("current: { expire_after: 34d }", &["error: 34d"]),
            ("current: { expire_after: 35d }", &[]),
            ("filter: { prefix: a/ }, current: { expire_after: 34d }", &["warning: 34d"]),
            ("filter: { prefix: b/ }, current: { expire_after: 34d }", &[]),
        ],
    );
    let fixed = &found("expiration-beats-retention", &wrap("current: { expire_after: 1d }"))[0];
    assert_eq!(fixed.fix.as_ref().map(|edit| edit.replacement.as_str()), Some("35d"));
}

#[test]
fn what_is_kept_must_be_made() {
    let wrap = |entry: &str| instance(&format!("snapshots: {{ a: {{ {entry} }} }}"), "");
    table(
        "never-made",
        wrap,
        &[
            ("retention: 7y", &["error: a"]),
            ("region: us-west-2", &["warning: a"]),
            ("schedule: manual, retention: 7y", &[]),
            ("retention: 7y, planned: true", &["error: a"]),
        ],
    );
}

#[test]
fn what_is_made_must_end() {
    let wrap = |entry: &str| instance(&format!("snapshots: {{ a: {{ {entry} }} }}"), "");
    table(
        "backup-without-retention",
        wrap,
        &[
            ("schedule: { every: week }", &["warning: a"]),
            ("schedule: manual", &["advice: a"]),
            ("schedule: manual, retention: forever", &[]),
            ("region: us-west-2", &[]),
        ],
    );
}

#[test]
fn of_several_classes_the_longest_is_named() {
    let text = instance(
        "automated_backups: { retention: 35d }, data_classes: { a: { retention: 36d }, b: { retention: 7y }, c: { retention: 35d }, d: { retention: forever } }",
        "",
    );
    assert_eq!(of("class-outlives-backups", &text), ["warning: 7y"]);
    assert_eq!(labelled("class-outlives-backups", &text), ["36d", "{ retention: 35d }"]);
    let switched_off =
        text.replace("retention: 35d }, data", "retention: 7y, planned: true }, data");
    assert_eq!(of("class-outlives-backups", &switched_off), ["warning: 7y"]);
}

#[test]
fn wal_needs_a_base_of_its_tool() {
    let wrap = |protections: &str| server(protections, "w: { bucket: w }");
    table(
        "wal-without-base",
        wrap,
        &[
            ("wal_archiving: { a: { to: w, tool: wal-g } }", &["error: a"]),
            (
                "wal_archiving: { a: { to: w, tool: wal-g } }, base_backups: { b: { to: w, tool: barman } }",
                &["error: wal-g"],
            ),
            ("wal_archiving: { a: { to: w, tool: wal-g } }, base_backups: { b: { to: w } }", &[]),
            (
                "wal_archiving: { a: { to: w, tool: wal-g } }, base_backups: { b: { to: w, tool: wal-g } }",
                &[],
            ),
        ],
    );
    table(
        "two-archive-commands",
        wrap,
        &[
            (
                "wal_archiving: { a: { to: w, tool: wal-g }, b: { to: w, tool: wal-e } }",
                &["error: wal-e"],
            ),
            ("wal_archiving: { a: { to: w, tool: wal-g }, b: { to: w, tool: wal-g } }", &[]),
            (
                "wal_archiving: { a: { to: w, tool: wal-g }, b: { to: w, tool: pg_receivewal -D } }",
                &[],
            ),
            ("wal_archiving: { a: { to: w, tool: wal-g }, b: { to: w } }", &[]),
        ],
    );
}

#[test]
fn only_a_tool_that_replaces_overwrites_wal() {
    let wrap = |archive: &str| {
        server(&format!("wal_archiving: {{ a: {{ to: w, {archive} }} }}"), "w: { bucket: w }")
    };
    table(
        "overwritten-wal",
        wrap,
        &[
            ("tool: cp", &["error: cp"]),
            ("tool: cpio", &[]),
            ("tool: aws s3 cp %p", &["error: aws s3 cp %p"]),
            ("tool: cp, overwrites: false", &[]),
            ("tool: wal-g, overwrites: true", &["error: true"]),
        ],
    );
    let versions = server(
        "wal_archiving: { a: { to: w, tool: cp } }",
        "w: { bucket: w, versioning: enabled }",
    );
    assert_eq!(of("overwritten-wal", &versions), ["warning: cp"]);
}

#[test]
fn wal_lasts_as_long_as_its_base() {
    let wrap = |wal: &str| {
        server(
            &format!(
                "base_backups: {{ b: {{ to: w, retention: 1mo }} }}, wal_archiving: {{ a: {{ to: w, retention: {wal} }} }}"
            ),
            "w: { bucket: w }",
        )
    };
    table(
        "wal-shorter-than-base",
        wrap,
        &[("30d", &["error: 30d"]), ("31d", &[]), ("1mo", &[]), ("forever", &[])],
    );
}

#[test]
fn the_archive_timeout_counts_against_the_rpo_after_bad_writes() {
    let wrap = |keys: &str| server(keys, "w: { bucket: w }");
    table(
        "archive-timeout-beyond-rpo",
        wrap,
        &[
            ("objectives: { rpo: 5m }, wal_archiving: { a: { to: w, archive_timeout: 5m } }", &[]),
            (
                "objectives: { rpo: 5m }, wal_archiving: { a: { to: w, archive_timeout: 301s } }",
                &["warning: 301s"],
            ),
            ("objectives: { rpo: 5m }, wal_archiving: { a: { to: w } }", &["warning: a"]),
            ("objectives: { zone: { rpo: 5m } }, wal_archiving: { a: { to: w } }", &[]),
            ("wal_archiving: { a: { to: w } }", &[]),
        ],
    );
}

#[test]
fn a_lifecycle_must_not_delete_under_a_tool() {
    let wrap = |lifecycle: &str| {
        server(
            "base_backups: { b: { to: w, tool: pgBackRest, retention: 35d } }",
            &format!("w: {{ bucket: w, lifecycle: [ {{ name: x, {lifecycle} }} ] }}"),
        )
    };
    table(
        "expiration-under-backup-tool",
        wrap,
        &[
            ("current: { expire_after: 35d }", &["warning: 35d"]),
            ("current: { expire_after: 36d }", &["advice: 36d"]),
            ("filter: { prefix: tmp/ }, current: { expire_after: 1d }", &[]),
            ("abort_incomplete_uploads_after: 7d", &[]),
        ],
    );
}

#[test]
fn a_fixed_name_overwrites_unless_versions_are_kept() {
    let dump =
        "dumps: { a: { schedule: { every: day }, to: s, object: full.dump, retention: 7d } }";
    assert_eq!(of("overwritten-backup", &server(dump, "s: { bucket: s }")), ["error: full.dump"]);
    assert_eq!(
        of("overwritten-backup", &server(dump, "s: { path: /backup }")),
        ["error: full.dump"]
    );
    let versions = server(dump, "s: { bucket: s, versioning: enabled }");
    assert_eq!(of("overwritten-backup", &versions), Vec::<String>::new());
    let help = found("overwritten-backup", &server(dump, "s: { bucket: s }"))[0].help.clone();
    assert!(help.unwrap().contains("`full-%Y%m%d.dump`"));
}

#[test]
fn a_mirror_needs_versions_or_a_lock() {
    let wrap = |part: &str| {
        let (copy, to) = part.split_once('|').unwrap();
        policy(&format!(
            "repositories: {{ disk: {{ path: /b, copies: [ {{ to: dr, schedule: {{ every: day }}{copy} }} ] }}, dr: {{ bucket: dr{to} }} }}"
        ))
    };
    table(
        "mirrored-deletion",
        wrap,
        &[
            (", propagates_deletes: true|", &["error: true"]),
            ("|", &["warning: dr"]),
            (", propagates_deletes: false|", &[]),
            (", propagates_deletes: true|, versioning: enabled", &[]),
            (", propagates_deletes: true|, versioning: suspended", &["error: true"]),
        ],
    );
}

#[test]
fn what_deletion_takes_is_blamed_where_it_is_said() {
    let wrap = |fate: &str| instance(&format!("automated_backups: {{ retention: 7d }}{fate}"), "");
    table(
        "deletion-takes-backups",
        wrap,
        &[
            ("", &["warning: db"]),
            (", on_delete: { automated_backups: delete }", &["warning: delete"]),
            (", on_delete: { final_snapshot: false }", &["warning: false"]),
            (", on_delete: { final_snapshot: true }", &[]),
            (", on_delete: { deletion_protection: true }", &[]),
            (", on_delete: { automated_backups: keep, final_snapshot: false }", &[]),
        ],
    );
    let off = instance("automated_backups: { retention: 0d }", "");
    assert_eq!(of("deletion-takes-backups", &off), Vec::<String>::new());
}

#[test]
fn a_replica_is_compared_with_its_source() {
    let wrap = |replica: &str| {
        instance(&format!("multi_az: true, read_replicas: {{ r: {{ {replica} }} }}"), "")
    };
    table(
        "weaker-replica",
        wrap,
        &[
            ("region: us-west-2", &["warning: r"]),
            ("region: us-west-2, multi_az: false", &["warning: false"]),
            ("region: us-west-2, multi_az: true", &[]),
            ("region: us-west-2, multi_az: true, smaller: true", &["warning: true"]),
            ("region: us-east-1, smaller: true", &[]),
            ("smaller: true", &[]),
        ],
    );
}

#[test]
fn what_the_policy_relies_on_must_be_set_again() {
    let wrap = |part: &str| {
        let (disruption, reapply) = part.split_once('|').unwrap();
        policy(&format!(
            "resources: {{ t: {{ type: dynamodb, tables: [t], point_in_time_recovery: {{ retention: 35d }} }} }}\nrecovery: {{ r: {{ disruption: {disruption}, restores: {{ t: {{ from: t.point_in_time_recovery{reapply} }} }} }} }}"
        ))
    };
    table(
        "settings-lost-on-restore",
        wrap,
        &[
            ("deletion|", &["warning: t.point_in_time_recovery"]),
            ("corruption|", &["advice: t.point_in_time_recovery"]),
            ("deletion|, reapply: [ttl]", &["warning: t.point_in_time_recovery"]),
            ("deletion|, reapply: [point_in_time_recovery]", &[]),
        ],
    );
}

#[test]
fn an_export_of_a_database_restores_nothing() {
    let wrap = |flag: &str| {
        instance(
            &format!(
                "exports: {{ e: {{ schedule: {{ every: month }}, to: x, retention: 7y{flag} }} }}"
            ),
            "repositories: { x: { bucket: x } }",
        )
    };
    table(
        "export-taken-for-backup",
        wrap,
        &[(", restorable: true", &["error: true"]), (", restorable: false", &[]), ("", &[])],
    );
}

#[test]
fn production_is_compared_where_environments_differ() {
    let wrap = |lengths: &str| {
        let [production, staging, dev] = lengths.split(' ').collect::<Vec<_>>()[..] else {
            panic!()
        };
        let environment = |name: &str, id: char, kept: &str| {
            let account = id.to_string().repeat(12);
            format!(
                "  {name}: {{ account: \"{account}\", region: us-east-1, override: {{ resources: {{ db: {{ automated_backups: {{ retention: {kept} }} }} }} }} }}\n"
            )
        };
        format!(
            "version: 1\nname: orders\nenvironments:\n{}{}{}resources:\n  db: {{ type: rds_instance, instance: orders, automated_backups: {{ retention: 9d }} }}\n",
            environment("prod", '1', production),
            environment("staging", '2', staging),
            environment("dev", '3', dev),
        )
    };
    table(
        "production-kept-no-longer",
        wrap,
        &[
            ("7d 8d 8d", &["warning: 7d"]),
            ("7d 7d 1d", &["advice: 7d"]),
            ("7d 7d 7d", &[]),
            ("8d 7d 7d", &[]),
        ],
    );
}

#[test]
fn a_tool_with_one_repository_finds_both_there() {
    let wrap = |wal: &str| {
        server(
            &format!("base_backups: {{ b: {{ to: w, tool: wal-g }} }}, wal_archiving: {{ {wal} }}"),
            "w: { bucket: w }, v: { bucket: v }",
        )
    };
    table(
        "wal-without-base",
        wrap,
        &[
            ("a: { to: v, tool: wal-g }", &["warning: v"]),
            ("a: { to: v, tool: wal-g }, c: { to: w, tool: wal-g }", &[]),
            ("a: { to: v }", &[]),
        ],
    );
    let own = server(
        "base_backups: { b: { to: w, tool: own.sh } }, wal_archiving: { a: { to: v, tool: own.sh } }",
        "w: { bucket: w }, v: { bucket: v }",
    );
    assert_eq!(of("wal-without-base", &own), Vec::<String>::new());
}
