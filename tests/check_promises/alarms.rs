//! Alarms: when they go off, what for, and whom they tell.

use crate::policies::{of, table};

/// A server with a nightly dump, and the rest of the policy.
fn dumped(dump: &str, objectives: &str, rest: &str) -> String {
    format!(
        "version: 1\nname: orders\nobjectives: {{ {objectives} }}\nresources:\n  pg: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day, at: \"02:00\" }}, to: disk, retention: 7d {dump} }} }} }}\nrepositories: {{ disk: {{ path: /backup }} }}\n{rest}\n"
    )
}

fn alarm(parts: &str) -> String {
    format!("alarms: {{ a: {{ watches: [pg.dumps.d], {parts} }} }}")
}

#[test]
fn a_daily_backup_needs_more_than_a_day() {
    let age =
        |age: &str| dumped("", "history: 1d", &alarm(&format!("when: {{ age_over: {age} }}")));
    table(
        "alarm-before-next-backup",
        age,
        &[("23h", &["warning: 23h"]), ("24h", &["warning: 24h"]), ("24h1m", &[])],
    );
    let timed = |age: &str| {
        dumped(
            ", backup_time: 30m..90m",
            "history: 1d",
            &alarm(&format!("when: {{ age_over: {age} }}")),
        )
    };
    table(
        "alarm-before-next-backup",
        timed,
        &[("25h29m", &["warning: 25h29m"]), ("25h30m", &[]), ("26h", &[])],
    );
}

#[test]
fn a_vault_is_as_new_as_its_most_frequent_tier() {
    let age = |age: &str| {
        format!(
            "version: 1\nname: orders\nvaults: {{ main: {{}} }}\nplans:\n  core:\n    vault: main\n    start_window: 1h\n    completion_window: 2h\n    tiers:\n      daily: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 7d }}\n      monthly: {{ schedule: {{ every: month, day: 1, at: \"09:00\" }}, retention: 1y }}\nresources: {{ disks: {{ type: ebs, plans: [core] }} }}\nalarms: {{ a: {{ watches: [vaults.main], when: {{ age_over: {age} }} }} }}\n"
        )
    };
    table(
        "alarm-before-next-backup",
        age,
        &[("24h", &["warning: 24h"]), ("24h59m", &["warning: 24h59m"]), ("25h", &[])],
    );
}

#[test]
fn an_alarm_comes_while_there_is_time() {
    let at = |rest: &str| dumped("", "rpo: 26h", &alarm(rest));
    table(
        "alarm-after-objective",
        at,
        &[
            ("when: { age_over: 26h }", &[]),
            ("when: { age_over: 26h1m }", &["warning: 26h1m"]),
            ("when: { age_over: 25h }, evaluate_every: 1h", &[]),
            ("when: { age_over: 25h }, evaluate_every: 61m", &["warning: 25h"]),
            ("when: { age_over: 48h }, planned: true", &[]),
            ("when: { job_failed: true }", &[]),
        ],
    );
    let none = dumped("", "rpo: none", &alarm("when: { age_over: 48h }"));
    assert_eq!(of("alarm-after-objective", &none), [""; 0]);
    let minutes = dumped("", "rpo: 5m", &alarm("when: { age_over: 48h }"));
    assert_eq!(of("alarm-after-objective", &minutes), [""; 0], "a daily dump is not for minutes");
    let either = "rpo: 5m, corruption: { rpo: 48h }";
    let text = dumped("", either, &alarm("when: { age_over: 48h }"));
    assert_eq!(of("alarm-after-objective", &text), [""; 0], "the most patient objective counts");
}

#[test]
fn an_alarm_has_a_condition_and_tells_somebody() {
    let parts = |rest: &str| dumped("", "rpo: none", &alarm(rest));
    table(
        "alarm-without-effect",
        parts,
        &[
            ("notify: [me], when: { age_over: 30h }", &[]),
            ("notify: [me], when: { job_failed: true }", &[]),
            ("notify: [me], when: { job_failed: false }", &["warning: a"]),
            ("notify: [me], when: {}", &["warning: a"]),
            ("notify: [me]", &["warning: a"]),
            ("when: { age_over: 30h }", &["warning: a"]),
        ],
    );
    table(
        "backups-unwatched",
        |objectives| dumped("", objectives, ""),
        &[("rpo: 26h", &["advice: pg"]), ("rpo: none", &[]), ("history: 1d", &[])],
    );
    for watched in ["pg", "pg.dumps", "pg.dumps.d", "repositories.disk"] {
        let rest = format!("alarms: {{ a: {{ watches: [{watched}] }} }}");
        assert_eq!(of("backups-unwatched", &dumped("", "rpo: 26h", &rest)), [""; 0], "{watched}");
        let planned = format!("alarms: {{ a: {{ watches: [{watched}], planned: true }} }}");
        assert_eq!(of("backups-unwatched", &dumped("", "rpo: 26h", &planned)), ["advice: pg"]);
    }
}

/// A server in `us-east-1` with these standbys, and the rest of the policy.
fn standbys(standbys: &str, objectives: &str, rest: &str) -> String {
    format!(
        "version: 1\nname: orders\naccounts: {{ m: \"111122223333\" }}\nenvironments: {{ p: {{ account: m, region: us-east-1 }} }}\nobjectives: {{ {objectives} }}\nresources: {{ pg: {{ type: postgresql, standbys: {{ {standbys} }} }} }}\n{rest}\n"
    )
}

#[test]
fn the_lag_of_a_replica_is_watched_in_half_of_the_time_it_may_have() {
    let near = |alarm: &str| {
        standbys(&format!("b: {{ zone: us-east-1b {alarm} }}"), "rpo: 10m, region: none", "")
    };
    table(
        "replica-lag-unwatched",
        near,
        &[
            ("", &["warning: b"]),
            (", lag_alarm: 5m", &[]),
            (", lag_alarm: 301s", &["warning: 301s"]),
            (", synchronous: true", &[]),
            (", synchronous: false", &["warning: b"]),
            (", planned: true", &[]),
        ],
    );
    let far = |objectives: &str| standbys("w: { zone: us-west-2a }", objectives, "");
    table(
        "replica-lag-unwatched",
        far,
        &[
            ("rpo: 5m, region: { rpo: 59m }", &["warning: w"]),
            ("rpo: 5m, region: { rpo: 1h }", &[]),
            ("rpo: 5m, region: none", &[]),
        ],
    );
    let scenario =
        "recovery: { lost: { disruption: region, restores: { pg: { from: pg.standbys.w } } } }";
    let text = standbys("w: { zone: us-west-2a }", "region: { rpo: 1d }", scenario);
    assert_eq!(of("replica-lag-unwatched", &text), ["warning: w"], "the scenario rests on it");
    let watched = |when: &str| {
        let rest = format!("alarms: {{ a: {{ watches: [pg.standbys], when: {{ {when} }} }} }}");
        standbys("b: { zone: us-east-1b }", "rpo: 10m", &rest)
    };
    table(
        "replica-lag-unwatched",
        watched,
        &[
            ("lag_over: 5m", &[]),
            ("age_over: 5m", &[]),
            ("lag_over: 6m", &["warning: 6m"]),
            ("lag_bytes_over: 100MB", &["warning: 100MB"]),
            ("lag_bytes_over: 100MB, lag_over: 1m", &[]),
            ("job_failed: true", &["warning: b"]),
        ],
    );
}
