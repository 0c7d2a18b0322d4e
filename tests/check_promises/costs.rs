//! Years as days, classes left too soon, small objects, and what is encrypted.

use crate::policies::{bucket, of, table};

#[test]
fn years_have_leap_days() {
    let kept = |retention: &str| {
        bucket(&format!(
            "data_classes: {{ noncurrent: {{ retention: 7y }} }}, lifecycle: [ {{ name: a, current: {{ expire_after: {retention} }} }} ]"
        ))
    };
    table(
        "years-counted-as-days",
        kept,
        &[
            ("2555d", &["warning: 2555d"]),
            ("2556d", &[]),
            ("7y", &[]),
            ("365d", &[]),
            ("1825d", &["advice: 1825d"]),
            ("1826d", &[]),
            ("1824d", &[]),
            ("0d", &[]),
        ],
    );
    let claimed = |claim: &str| {
        format!(
            "version: 1\nname: orders\nresources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ schedule: manual, retention: 2555d }} }} }} }}\nclaims: [ {{ source: a, {claim} }} ]\n"
        )
    };
    table(
        "years-counted-as-days",
        claimed,
        &[
            ("history: 7y", &["warning: 2555d"]),
            ("retention: 7y", &["warning: 2555d"]),
            ("retention: 6y", &["advice: 2555d"]),
        ],
    );
}

/// A dump into a bucket whose lifecycle moves it.
fn moved(dump: &str, repository: &str) -> String {
    format!(
        "version: 1\nname: orders\nresources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ to: cold, {dump} }} }} }} }}\nrepositories: {{ cold: {{ bucket: orders-cold, region: us-east-1, {repository} }} }}\n"
    )
}

#[test]
fn a_series_that_is_overwritten_is_cheaper_in_standard() {
    let weekly = "schedule: { every: week, weekday: sunday, at: \"02:00\" }, object: weekly.dump";
    let lifecycle = |after: &str| {
        moved(
            weekly,
            &format!(
                "lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: GLACIER, after: {after} }} ] }} }} ]"
            ),
        )
    };
    table(
        "short-stay-in-cold-class",
        lifecycle,
        &[("0d", &["warning: 0d"]), ("6d", &["warning: 6d"]), ("7d", &[])],
    );
    let dated = |rest: &str| {
        let (retention, rest) = rest.split_once(' ').unwrap();
        moved(
            &format!(
                "schedule: {{ every: day, at: \"02:00\" }}, object: \"%Y.dump\", retention: {retention}"
            ),
            &format!(
                "{rest} lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: GLACIER, after: 10d }} ] }}, noncurrent: {{ expire_after: 20d }} }} ]"
            ),
        )
    };
    table(
        "short-stay-in-cold-class",
        dated,
        &[
            ("99d versioning: never,", &["warning: 10d"]),
            ("100d versioning: never,", &[]),
            ("79d versioning: enabled,", &["warning: 10d"]),
            ("80d versioning: enabled,", &[]),
        ],
    );
}

#[test]
fn small_objects_stay_where_they_are_cheaper() {
    let rule = |rest: &str| {
        let (filter, class) = rest.rsplit_once(' ').unwrap();
        bucket(&format!(
            "lifecycle: [ {{ name: a, filter: {{ {filter} }}, current: {{ transitions: [ {{ storage_class: {class}, after: 30d }} ] }} }} ]"
        ))
    };
    table(
        "small-objects-in-cold-class",
        rule,
        &[
            ("larger_than: 128KB STANDARD_IA", &[]),
            ("larger_than: 131071B STANDARD_IA", &[]),
            ("larger_than: 131070B STANDARD_IA", &["warning: 131070B"]),
            ("larger_than: 40KB GLACIER", &[]),
            ("larger_than: 39KB GLACIER", &["warning: 39KB"]),
            ("smaller_than: 1MB GLACIER_IR", &["warning: 1MB"]),
            ("larger_than: 1B INTELLIGENT_TIERING", &[]),
            ("prefix: a/ STANDARD_IA", &[]),
        ],
    );
}

#[test]
fn snapshots_add_to_what_can_be_restored_anyway() {
    let tier = |tier: &str| {
        format!(
            "version: 1\nname: orders\nvaults: {{ main: {{}}, dr: {{ region: us-west-2 }} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day, at: \"03:00\" }}, {tier} }} }} }} }}\nresources: {{ t: {{ type: dynamodb, tables: [t], plans: [core], point_in_time_recovery: {{ retention: 20d }} }} }}\n"
        )
    };
    table(
        "snapshots-inside-recovery-window",
        tier,
        &[
            ("retention: 20d", &["advice: 20d"]),
            ("retention: 21d", &[]),
            ("retention: forever", &[]),
            ("retention: 20d, copies: [ { to: dr } ]", &[]),
            ("retention: 20d, copies: [ { to: dr, planned: true } ]", &["advice: 20d"]),
            ("retention: 20d, planned: true", &[]),
        ],
    );
}

#[test]
fn what_is_encrypted_can_be_decrypted() {
    let dumps = |dumps: &str| {
        format!(
            "version: 1\nname: orders\nresources: {{ pg: {{ type: postgresql, dumps: {{ {dumps} }} }} }}\nrepositories: {{ disk: {{ path: /b }}, s3: {{ bucket: orders-s3, region: us-east-1 }} }}\nrecovery: {{ lost: {{ disruption: deletion, restores: {{ pg: {{ from: pg.dumps.a }} }} }} }}\n"
        )
    };
    table(
        "unencrypted-beside-encrypted",
        dumps,
        &[
            ("a: { to: disk }, b: { to: disk, encryption: gpg }", &["warning: a"]),
            ("a: { to: s3 }, b: { to: disk, encryption: gpg }", &[]),
            ("a: { schedule: manual }, b: { to: disk, encryption: gpg }", &["warning: a"]),
            ("a: { to: disk }, b: { to: disk }", &[]),
        ],
    );
    table(
        "decryption-key-unstated",
        dumps,
        &[
            ("a: { to: disk, encryption: gpg }", &["advice: pg.dumps.a"]),
            ("a: { to: disk }, b: { to: disk, encryption: gpg }", &[]),
        ],
    );
    let restored =
        dumps("a: { to: disk, encryption: gpg }").replace("restores:", "needs: [pg], restores:");
    assert_eq!(of("decryption-key-unstated", &restored), [""; 0]);
}

#[test]
fn a_mirror_pays_for_what_its_source_deletes() {
    let mirror = |parts: &str| {
        let (copy, rest) = parts.split_once(" to ").unwrap();
        let (retention, far) = rest.split_once(" and ").unwrap_or((rest, ""));
        format!(
            "version: 1\nname: orders\nresources: {{ db: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day, at: \"02:00\" }}, to: disk, object: \"%Y%m%d\" {retention} }} }} }} }}\nrepositories:\n  disk: {{ path: /backup, copies: [ {{ to: far, schedule: {{ every: day, at: \"03:00\" }}, {copy} }} ] }}\n  far: {{ bucket: far {far} }}\n"
        )
    };
    let class = "propagates_deletes: true, storage_class: STANDARD_IA to ";
    let moved = |after: &str| {
        format!(
            "propagates_deletes: true to  and , lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: GLACIER_IR, after: {after} }} ] }} }} ]"
        )
    };
    table(
        "short-stay-in-cold-class",
        mirror,
        &[
            (class, &["advice: STANDARD_IA"]),
            (&format!("planned: true, {class}"), &[]),
            ("propagates_deletes: false, storage_class: STANDARD_IA to ", &[]),
            ("propagates_deletes: true, storage_class: STANDARD to ", &[]),
            (&moved("0d"), &["advice: GLACIER_IR"]),
            (&moved("1d"), &[]),
            (&format!("{class}, retention: 60d"), &[]),
            (&format!("{class} and , versioning: enabled"), &[]),
        ],
    );
}

#[test]
fn three_years_may_have_no_leap_day() {
    let kept = |days: &str| {
        format!(
            "version: 1\nname: orders\nresources: {{ u: {{ type: other, external: {{ e: {{ schedule: manual, retention: {days} }} }} }} }}\n"
        )
    };
    table(
        "years-counted-as-days",
        kept,
        &[
            ("365d", &[]),
            ("1095d", &[]),
            ("1460d", &["advice: 1460d"]),
            ("1461d", &[]),
            ("36135d", &["advice: 36135d"]),
            ("36500d", &[]),
            ("36865d", &["advice: 36865d"]),
        ],
    );
}
