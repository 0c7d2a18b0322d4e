//! What is lost without anybody being told: between two backups, on the way to
//! a replica.

use crate::policies::{policy, table};

fn database(kind: &str) -> impl Fn(&str) -> String {
    let plans = "plans: { core: { tiers: { daily: { retention: 7d } } } }";
    move |keys| {
        policy("us-east-1", &format!("{plans}\nresources: {{ data: {{ type: {kind}, {keys} }} }}"))
    }
}

#[test]
fn only_instances_keep_automated_backups() {
    let keep = "on_delete: { final_snapshot: true, automated_backups: keep }";
    for (kind, found) in
        [("rds_cluster", &["warning: keep"] as &[&str]), ("rds_instance", &[]), ("aurora", &[])]
    {
        table("cluster-backups-kept", database(kind), &[(keep, found)]);
    }
    table(
        "cluster-backups-kept",
        database("rds_cluster"),
        &[
            (
                "on_delete: { deletion_protection: true, automated_backups: keep }",
                &["warning: keep"],
            ),
            ("on_delete: { final_snapshot: true, automated_backups: delete }", &[]),
            ("on_delete: { automated_backups: keep }", &[]),
        ],
    );
}

#[test]
fn a_cache_exports_at_home() {
    let export = |repository: &str| {
        policy(
            "us-east-1",
            &format!(
                "resources: {{ data: {{ type: elasticache, replication_group: a, exports: {{ e: {{ to: out, schedule: manual, retention: 90d }} }} }} }}\nrepositories: {{ out: {{ {repository} }} }}"
            ),
        )
    };
    table(
        "cache-export-elsewhere",
        export,
        &[
            ("bucket: out, region: us-west-2", &["error: out"]),
            ("bucket: out, region: us-east-1", &[]),
            ("bucket: out", &[]),
            ("path: /out, host: a", &[]),
        ],
    );
}

/// A bucket that is backed up by these tiers, with these lifecycle rules.
fn backed_up(tiers: &str, rules: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "plans: {{ core: {{ tiers: {{ {tiers} }} }} }}\nresources: {{ documents: {{ type: s3, buckets: [orders], versioning: enabled, plans: [core], lifecycle: [ {rules} ] }} }}"
        ),
    )
}

#[test]
fn objects_live_from_one_backup_to_the_next() {
    let weekly = "w: { schedule: { every: week, weekday: sunday, at: \"03:00\" }, retention: 35d }";
    let daily = "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d }";
    let continuous = "c: { continuous: true, schedule: { every: week, weekday: sunday, at: \"03:00\" }, retention: 35d }";
    let lives = |current: &str, noncurrent: &str| {
        format!(
            "{{ name: all, current: {{ expire_after: {current} }}, noncurrent: {{ expire_after: {noncurrent} }} }}"
        )
    };
    let rules = |tiers: &'static str| move |rule: &str| backed_up(tiers, rule);
    let (six, seven) = (lives("5d", "1d"), lives("6d", "1d"));
    let cases: &[(&str, &[&str])] = &[(&six, &["warning: 5d"]), (&seven, &[])];
    table("expired-before-backup", rules(weekly), cases);
    for tiers in [daily, continuous] {
        table("expired-before-backup", rules(tiers), &[(&six, &[])]);
    }
    let both = format!("{weekly}, {daily}");
    table("expired-before-backup", |rule| backed_up(&both, rule), &[(&six, &[])]);
    // A version that nobody deletes is in every later backup.
    let kept = "{ name: all, current: { expire_after: 1d } }";
    let elsewhere = "{ name: all, current: { expire_after: 1d } }, { name: logs, filter: { prefix: logs/ }, noncurrent: { expire_after: 1d } }";
    table("expired-before-backup", rules(weekly), &[(kept, &[]), (elsewhere, &[])]);
}

/// A bucket that replicates, and its replica.
fn replicated(source: &str, destination: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "resources: {{ documents: {{ type: s3, buckets: [orders], versioning: enabled, {source} }} }}\nrepositories: {{ replica: {{ bucket: replica, region: us-west-2, versioning: enabled, {destination} }} }}"
        ),
    )
}

#[test]
fn a_replica_has_a_lifecycle_of_its_own() {
    let rule = "replica-without-lifecycle";
    let source = |rules: &str| {
        replicated(&format!("replication: [ {{ to: replica }} ], lifecycle: [ {rules} ]"), "")
    };
    table(
        rule,
        source,
        &[
            ("{ name: a, current: { expire_after: 1d } }", &["advice: replica"]),
            ("{ name: a, noncurrent: { expire_after: 1d } }", &["advice: replica"]),
            (
                "{ name: a, current: { transitions: [ { storage_class: GLACIER, after: 1d } ] } }",
                &[],
            ),
            ("{ name: a, abort_incomplete_uploads_after: 1d }", &[]),
        ],
    );
    let own = |destination: &str| {
        replicated(
            "replication: [ { to: replica } ], lifecycle: [ { name: a, current: { expire_after: 1d } } ]",
            destination,
        )
    };
    table(rule, own, &[("lifecycle: [ { name: b, current: { expire_after: 9d } } ]", &[])]);
}

#[test]
fn a_batch_replication_reads_what_is_not_archived() {
    let moved = |class: &str, existing: &str| {
        replicated(
            &format!(
                "replication: [ {{ to: replica, {existing} }} ], lifecycle: [ {{ name: a, noncurrent: {{ transitions: [ {{ storage_class: {class}, after: 1d }} ] }} }} ]"
            ),
            "",
        )
    };
    let batch = |class: &str| moved(class, "existing_objects: batch");
    table(
        "archived-objects-not-replicated",
        batch,
        &[
            ("GLACIER", &["advice: batch"]),
            ("DEEP_ARCHIVE", &["advice: batch"]),
            ("GLACIER_IR", &[]),
            ("STANDARD_IA", &[]),
        ],
    );
    let archived = |existing: &str| moved("GLACIER", existing);
    table(
        "archived-objects-not-replicated",
        archived,
        &[("existing_objects: ignored", &[]), ("time_control: true", &[])],
    );
}
