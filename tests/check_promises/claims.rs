//! What other documents promise, and what is exercised.

use crate::policies::{of, table};

/// A server with a nightly dump, its claims, and the rest of the policy.
fn claimed(objectives: &str, dump: &str, claims: &str, rest: &str) -> String {
    format!(
        "version: 1\nname: orders\naccounts: {{ m: \"111122223333\" }}\nenvironments: {{ p: {{ account: m, region: us-east-1 }} }}\nobjectives: {{ {objectives} }}\nresources:\n  pg: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day, at: \"02:00\" }}, to: disk {dump} }} }} }}\n  other: {{ type: other, objectives: none }}\nrepositories: {{ disk: {{ path: /backup, region: us-west-2 }} }}\nclaims: [ {claims} ]\n{rest}\n"
    )
}

#[test]
fn two_documents_promise_the_same_or_are_reported() {
    let claims = |second: &str| {
        let first = "{ source: a, resources: [pg], rpo: 4h, history: 7y, disruption: region }";
        claimed("", ", retention: forever", &format!("{first}, {second}"), "")
    };
    table(
        "claims-disagree",
        claims,
        &[
            ("{ source: b, rpo: 4h, disruption: region }", &[]),
            ("{ source: b, rpo: 240m, disruption: region }", &[]),
            ("{ source: b, rpo: 1h, disruption: region }", &["warning: 1h"]),
            ("{ source: b, rpo: none, disruption: region }", &["warning: none"]),
            ("{ source: b, rpo: 1h }", &[]),
            ("{ source: b, resources: [other], rpo: 1h, disruption: region }", &[]),
            ("{ source: b, rpo: 1h, history: 2557d, disruption: region }", &["warning: 1h"]),
        ],
    );
}

#[test]
fn a_promise_beyond_the_objective_is_reported() {
    let objectives = "rpo: 4h, corruption: { rpo: 1h, history: 30d }, region: { rpo: 1d }";
    let claim = |claim: &str| {
        claimed(objectives, ", retention: forever", &format!("{{ source: a, {claim} }}"), "")
    };
    table(
        "claim-beyond-objective",
        claim,
        &[
            ("rpo: 1h", &[]),
            ("rpo: 59m", &["warning: 59m"]),
            ("rpo: 2h, disruption: deletion", &["warning: 2h"]),
            ("rpo: 1d, disruption: region", &[]),
            ("rpo: 23h, disruption: region", &["warning: 23h"]),
            ("rto: 1m", &[]),
            ("history: 30d", &[]),
            ("history: 31d", &["warning: 31d"]),
            ("history: none", &[]),
        ],
    );
}

#[test]
fn what_is_claimed_is_kept_that_long() {
    let kept = |claim: &str| {
        let (retention, claim) = claim.split_once(' ').unwrap();
        let dump =
            if retention == "-" { String::new() } else { format!(", retention: {retention}") };
        claimed("", &dump, &format!("{{ source: a, {claim} }}"), "")
    };
    table(
        "claimed-history-not-kept",
        kept,
        &[
            ("7y history: 7y", &[]),
            ("2556d history: 7y", &["error: 7y"]),
            ("2557d retention: 7y", &[]),
            ("forever retention: forever", &[]),
            ("7y retention: forever", &["error: forever"]),
            ("- history: 1d", &["warning: 1d"]),
            ("7d resources: [other], history: 1d", &["error: 1d"]),
            ("7d history: none", &[]),
        ],
    );
    let deleter = "deleters: { c: { deletes: [pg.dumps], older_than: 30d } }";
    let text =
        claimed("", ", retention: 7y", "{ source: a, resources: [pg], history: 1y }", deleter);
    assert_eq!(of("claimed-history-not-kept", &text), ["error: 1y"], "the deleter is earlier");
}

#[test]
fn a_claimed_region_holds_something() {
    let claim = |claim: &str| claimed("", "", &format!("{{ source: a, {claim} }}"), "");
    table(
        "claimed-region-without-copy",
        claim,
        &[
            ("resources: [pg], region: us-west-2", &[]),
            ("region: us-west-2", &[]),
            ("resources: [pg], region: eu-west-1", &["error: eu-west-1"]),
            ("resources: [other], region: us-west-2", &["error: us-west-2"]),
        ],
    );
}

#[test]
fn what_is_claimed_happens_as_often() {
    let backup = |every: &str| {
        claimed("", "", &format!("{{ source: a, resources: [pg], backup: every {every} }}"), "")
    };
    table(
        "claimed-too-often",
        backup,
        &[
            ("day", &[]),
            ("week", &[]),
            ("12h", &["error: every 12h"]),
            ("5m", &["error: every 5m"]),
        ],
    );
    let test = |schedule: &str| {
        let drills = format!("drills: {{ d: {{ exercises: [pg.dumps.d], {schedule} }} }}");
        claimed("", "", "{ source: a, restore_test: every month }", &drills)
    };
    table(
        "claimed-too-often",
        test,
        &[
            ("schedule: { every: month, day: 15, timezone: Europe/Berlin }", &[]),
            ("schedule: { every: week }", &[]),
            ("schedule: { every: 2mo }", &["error: every month"]),
            ("schedule: { every: week }, planned: true", &["error: every month"]),
            ("schedule: manual", &["error: every month"]),
        ],
    );
    let drills = "drills: { d: { exercises: [pg.dumps.d], schedule: { every: week } } }";
    let of_other = "{ source: a, resources: [other], restore_test: every month }";
    assert_eq!(of("claimed-too-often", &claimed("", "", of_other, drills)), ["error: every month"]);
}

#[test]
fn what_is_restored_on_the_worst_day_was_restored_before() {
    let drills = |drills: &str| {
        let scenario = "recovery: { lost: { disruption: deletion, restores: { pg: { from: pg.dumps.d } } }, again: { disruption: deletion, restores: { other: { from: other.external.x } } } }";
        format!(
            "version: 1\nname: orders\nresources:\n  pg: {{ type: postgresql, dumps: {{ d: {{ schedule: manual }} }} }}\n  other: {{ type: other, external: {{ x: {{ schedule: manual }} }} }}\n{scenario}\n{drills}\n"
        )
    };
    table(
        "scenario-never-exercised",
        drills,
        &[
            ("", &["advice: lost", "advice: again"]),
            ("drills: { d: { exercises: [recovery] } }", &[]),
            ("drills: { d: { exercises: [recovery.lost] } }", &["warning: again"]),
            ("drills: { d: { exercises: [pg.dumps, other.external.x] } }", &[]),
            (
                "drills: { d: { exercises: [pg.dumps], planned: true } }",
                &["advice: lost", "advice: again"],
            ),
        ],
    );
}

#[test]
fn log_that_is_shipped_is_no_backup() {
    let claim = |parts: &str| {
        let (claim, keys) = parts.split_once(" of ").unwrap();
        format!(
            "version: 1\nname: orders\nresources: {{ db: {{ {keys} }} }}\nclaims: [ {{ source: a, backup: {claim} }} ]\n"
        )
    };
    table(
        "continuous-claimed-as-backups",
        claim,
        &[
            // RDS ships log every 5 minutes.
            (
                "every 4m of type: rds_instance, automated_backups: { retention: 7d }",
                &["warning: every 4m"],
            ),
            (
                "every 5m of type: rds_instance, automated_backups: { retention: 7d }",
                &["advice: every 5m"],
            ),
            (
                "every 59m of type: rds_instance, automated_backups: { retention: 7d }",
                &["advice: every 59m"],
            ),
            ("every hour of type: rds_instance, automated_backups: { retention: 7d }", &[]),
            (
                "every 5m of type: rds_instance, automated_backups: { retention: 7d, planned: true }",
                &[],
            ),
            // Nothing is continuous: the claim is broken, which is another rule.
            ("every 5m of type: rds_instance", &[]),
            (
                "every 5m of type: rds_instance, automated_backups: { retention: 7d }, snapshots: { a: { schedule: { every: 5m } } }",
                &[],
            ),
            (
                "every 5m of type: rds_instance, automated_backups: { retention: 7d }, snapshots: { a: { schedule: { every: 6m } } }",
                &["advice: every 5m"],
            ),
        ],
    );
}
