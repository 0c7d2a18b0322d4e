//! What keeps a promise of years out of one administrator's hands, and backups
//! out of those of a job.

use crate::policies::{of, table};

/// A plan that keeps points in `main`, with more vaults, objectives and tables.
fn plan(tier: &str, vaults: &str, objectives: &str) -> String {
    format!(
        "version: 1\nname: orders\naccounts: {{ home: \"111122223333\", far: \"999900001111\" }}\nenvironments: {{ production: {{ account: home, region: us-east-1 }} }}\nobjectives: {{ {objectives} }}\nvaults: {{ {vaults} }}\nplans: {{ core: {{ vault: main, tiers: {{ {tier} }} }} }}\nresources: {{ t: {{ type: dynamodb, tables: [t], plans: [core] }} }}\n"
    )
}

const RULE: &str = "kept-for-years-without-lock";

#[test]
fn more_than_a_year_is_years() {
    let kept = |length: &str| plan(&format!("a: {{ retention: {length} }}"), "main: {}", "");
    table(
        RULE,
        kept,
        &[
            ("1y", &[]),
            ("366d", &[]),
            ("367d", &["advice: 367d"]),
            ("2y", &["advice: 2y"]),
            ("forever", &[]),
            ("2y, planned: true", &[]),
        ],
    );
    let both = plan("a: { retention: 2y }, b: { retention: 7y }", "main: {}", "");
    assert_eq!(of(RULE, &both), ["advice: 7y"], "once a plan, of the longest");
}

#[test]
fn a_lock_or_another_account_keeps_points() {
    let vaults = |vaults: &str| plan("a: { retention: 7y }", vaults, "");
    let lock = "mode: governance, min_retention: 7d, max_retention: 10y";
    let on = format!("main: {{ lock: {{ {lock} }} }}");
    let off = format!("main: {{ lock: {{ {lock}, planned: true }} }}");
    table(
        RULE,
        vaults,
        &[
            ("main: {}", &["advice: 7y"]),
            ("main: { region: us-west-2 }", &["advice: 7y"]),
            ("main: { account: far }", &[]),
            ("main: { air_gapped: true }", &[]),
            (&on, &[]),
            (&off, &["advice: 7y"]),
        ],
    );
}

#[test]
fn a_copy_counts_if_it_is_kept_as_long() {
    let copied = |copy: &str| {
        plan(
            &format!("a: {{ retention: 7y, copies: [ {{ to: dr{copy} }} ] }}"),
            "main: {}, dr: { account: far }",
            "",
        )
    };
    table(
        RULE,
        copied,
        &[
            ("", &[]),
            (", retention: forever", &[]),
            (", retention: 367d", &[]),
            (", retention: 366d", &["advice: 7y"]),
            (", planned: true", &["advice: 7y"]),
        ],
    );
}

#[test]
fn who_says_what_may_become_of_it_has_decided() {
    let objectives = |objectives: &str| plan("a: { retention: 7y }", "main: {}", objectives);
    table(
        RULE,
        objectives,
        &[
            ("rpo: 25h", &["advice: 7y"]),
            ("account: { rto: 4h }", &["advice: 7y"]),
            ("account: { rpo: 25h }", &[]),
            ("account: none", &[]),
            ("account: { accepted: \"so be it\" }", &[]),
        ],
    );
}

/// A bucket of a class kept seven years, in which more is stated.
fn bucket(keys: &str) -> String {
    format!(
        "version: 1\nname: orders\naccounts: {{ home: \"111122223333\", far: \"999900001111\" }}\nenvironments: {{ production: {{ account: home, region: us-east-1 }} }}\nvaults: {{ main: {{}}, safe: {{ air_gapped: true }} }}\nplans:\n  open: {{ vault: main, tiers: {{ a: {{ retention: 7y }} }} }}\n  safe: {{ vault: safe, tiers: {{ a: {{ retention: 7y }} }} }}\nresources: {{ b: {{ type: s3, buckets: [b], versioning: enabled, {keys} }} }}\nrepositories:\n  near: {{ bucket: near, region: us-west-2 }}\n  locked: {{ bucket: locked, region: us-west-2, object_lock: {{ mode: governance, retention: 7y }} }}\n  away: {{ bucket: away, account: far, region: us-west-2 }}\n"
    )
}

#[test]
fn a_bucket_is_kept_by_a_lock_a_replica_or_a_backup() {
    let with = |keys: &str| bucket(&format!("data_classes: {{ all: {{ retention: 7y }} }}{keys}"));
    table(
        RULE,
        with,
        &[
            ("", &["advice: 7y"]),
            (", object_lock: { mode: governance, retention: 7y }", &[]),
            (", object_lock: { mode: governance, retention: 7y, planned: true }", &["advice: 7y"]),
            (", replication: [ { to: near } ]", &["advice: 7y"]),
            (", replication: [ { to: locked } ]", &[]),
            (", replication: [ { to: away } ]", &[]),
            (", replication: [ { to: away, planned: true } ]", &["advice: 7y"]),
            (", plans: [safe]", &[]),
            (", objectives: { account: none }", &[]),
        ],
    );
    let open = with(", plans: [open]");
    assert_eq!(of(RULE, &open), ["advice: 7y", "advice: 7y"], "the plan and the bucket");
}

#[test]
fn of_a_bucket_the_longest_class_is_told() {
    let classes = |classes: &str| bucket(&format!("data_classes: {{ {classes} }}"));
    table(
        RULE,
        classes,
        &[
            ("a: { retention: 2y }, b: { retention: 3y }", &["advice: 3y"]),
            ("a: { retention: 3y }, b: { retention: 2y }", &["advice: 3y"]),
            ("a: { retention: 2y, immutable: true }", &[]),
            ("a: { retention: forever }", &[]),
            ("a: { retention: { event: closed, then: 7y } }", &[]),
        ],
    );
}

#[test]
fn what_a_job_may_overwrite_keeps_versions() {
    let held = |keys: &str| {
        format!(
            "version: 1\nname: orders\nresources: {{ db: {{ type: postgresql, dumps: {{ d: {{ to: far }} }} }} }}\nrepositories: {{ far: {{ {keys} }} }}\n"
        )
    };
    table(
        "backups-deletable-at-will",
        held,
        &[
            ("bucket: far", &[]),
            ("bucket: far, deletable_by: [job, ops]", &["warning: job"]),
            ("bucket: far, deletable_by: [job], versioning: suspended", &["warning: job"]),
            ("bucket: far, deletable_by: [job], versioning: enabled", &[]),
            (
                "bucket: far, deletable_by: [job], object_lock: { mode: governance, retention: 7d }",
                &[],
            ),
            (
                "bucket: far, deletable_by: [job], object_lock: { mode: governance, retention: 7d, planned: true }",
                &["warning: job"],
            ),
            ("path: /backup, deletable_by: [job]", &[]),
        ],
    );
    let planned =
        held("bucket: far, deletable_by: [job]").replace("to: far", "to: far, planned: true");
    assert_eq!(of("backups-deletable-at-will", &planned), [""; 0], "it holds nothing yet");
}
