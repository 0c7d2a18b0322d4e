//! Data classes of buckets, against lifecycles, locks and backups.

use crate::policies::{bucket, compiled, of, table};

/// A bucket with versions.
fn versioned(settings: &str) -> String {
    bucket(&format!("versioning: enabled, {settings}"))
}

#[test]
fn a_lifecycle_keeps_what_a_class_promises() {
    let current = |age: &str| {
        versioned(&format!(
            "data_classes: {{ current: {{ retention: 7y }} }}, lifecycle: [ {{ name: a, current: {{ expire_after: {age} }} }} ]"
        ))
    };
    table(
        "expired-before-promise",
        current,
        &[
            ("2555d", &["error: 2555d"]),
            ("2556d", &["error: 2556d"]),
            ("2557d", &[]),
            ("7y", &[]),
            ("8y", &[]),
        ],
    );
    let rules = |rule: &str| {
        bucket(&format!(
            "data_classes: {{ scans: {{ prefix: scans/, retention: 30d }} }}, lifecycle: [ {{ name: a, {rule} }} ]"
        ))
    };
    table(
        "expired-before-promise",
        rules,
        &[
            ("current: { expire_after: 29d }", &["error: 29d"]),
            ("current: { expire_after: 30d }", &[]),
            ("filter: { prefix: scans/a }, current: { expire_after: 29d }", &["error: 29d"]),
            ("filter: { prefix: other/ }, current: { expire_after: 29d }", &[]),
            (
                "filter: { prefix: s, tags: { a: b } }, current: { expire_after: 29d }",
                &["warning: 29d"],
            ),
            ("noncurrent: { expire_after: 1d }", &[]),
        ],
    );
}

#[test]
fn in_a_bucket_with_versions_both_times_count() {
    let both = |settings: &str| {
        format!(
            "data_classes: {{ all: {{ retention: 60d }} }}, lifecycle: [ {{ name: a, current: {{ expire_after: 30d }} {settings} }} ]"
        )
    };
    let rule = "expired-before-promise";
    assert_eq!(of(rule, &versioned(&both(", noncurrent: { expire_after: 30d }"))), [""; 0]);
    assert_eq!(of(rule, &versioned(&both(", noncurrent: { expire_after: 29d }"))), ["error: 30d"]);
    assert_eq!(of(rule, &versioned(&both(""))), [""; 0], "the version stays for ever");
    assert_eq!(
        of(rule, &bucket(&both(", noncurrent: { expire_after: 30d }"))),
        ["error: 30d"],
        "without versions the object is gone at once"
    );
}

#[test]
fn the_narrower_class_speaks_for_its_objects() {
    let classes = |narrow: &str| {
        bucket(&format!(
            "data_classes: {{ all: {{ retention: forever }}, drafts: {{ prefix: drafts/, {narrow} }} }}, lifecycle: [ {{ name: a, filter: {{ prefix: drafts/ }}, current: {{ expire_after: 30d }} }} ]"
        ))
    };
    table(
        "expired-before-promise",
        classes,
        &[
            ("retention: 30d", &[]),
            ("retention: 31d", &["error: 30d"]),
            ("access: { for: 1d, within: 1h }", &["error: 30d"]),
        ],
    );
}

#[test]
fn a_mended_expiration_is_as_long_as_the_promise() {
    let text = versioned(
        "data_classes: { current: { retention: 7y } }, lifecycle: [ { name: a, current: { expire_after: 2555d } } ]",
    );
    let found = compiled(&text);
    let found = found.iter().find(|finding| finding.rule == "expired-before-promise").unwrap();
    let edit = found.fix.as_ref().unwrap();
    assert_eq!((edit.span.slice(&text), edit.replacement.as_str()), ("2555d", "7y"));
}

#[test]
fn what_must_be_readable_is_not_in_an_archive() {
    let moved = |rest: &str| {
        let (within, class) = rest.split_once(' ').unwrap();
        bucket(&format!(
            "data_classes: {{ a: {{ access: {{ for: 1y, within: {within} }} }} }}, lifecycle: [ {{ name: a, current: {{ transitions: [ {{ {class} }} ] }} }} ]"
        ))
    };
    table(
        "data-read-too-slowly",
        moved,
        &[
            ("5h storage_class: GLACIER, after: 90d", &[]),
            ("4h59m storage_class: GLACIER, after: 90d", &["error: 90d"]),
            ("12h storage_class: DEEP_ARCHIVE, after: 90d", &[]),
            ("11h storage_class: DEEP_ARCHIVE, after: 90d", &["error: 90d"]),
            ("1s storage_class: GLACIER_IR, after: 0d", &[]),
            ("1h storage_class: GLACIER, after: 365d", &["error: 365d"]),
            ("1h storage_class: GLACIER, after: 366d", &[]),
        ],
    );
}

#[test]
fn immutable_data_lies_behind_a_lock_as_long_as_its_promise() {
    let locked = |lock: &str| {
        versioned(&format!("{lock} data_classes: {{ a: {{ retention: 1y, immutable: true }} }}"))
    };
    table(
        "immutable-without-lock",
        locked,
        &[
            ("", &["error: true"]),
            ("object_lock: { mode: compliance, retention: 365d },", &["error: 365d"]),
            ("object_lock: { mode: compliance, retention: 366d },", &[]),
            ("object_lock: { mode: compliance, retention: 1y },", &[]),
            ("object_lock: { mode: governance, retention: 1y },", &["warning: governance"]),
            ("object_lock: { mode: compliance, retention: 1y, planned: true },", &["error: true"]),
        ],
    );
}

/// A server with one class, and the rest of the policy.
fn server(resource: &str, rest: &str) -> String {
    format!(
        "version: 1\nname: orders\nresources: {{ pg: {{ type: postgresql, data_classes: {{ logs: {{ erase_after: 30d }} }} {resource} }} }}\n{rest}\n"
    )
}

#[test]
fn what_must_be_erased_is_deleted_in_time() {
    let deleter = |rest: &str| {
        server("", &format!("deleters: {{ logs: {{ deletes: [pg.data_classes.logs], {rest} }} }}"))
    };
    table(
        "erased-too-late",
        deleter,
        &[
            ("older_than: 30d, schedule: { every: day, at: \"01:00\" }", &[]),
            (
                "older_than: 30d, schedule: { every: day, at: \"01:00\", timezone: Europe/Berlin }",
                &[],
            ),
            ("older_than: 31d, schedule: { every: day, at: \"01:00\" }", &["error: 31d"]),
            ("older_than: 23d, schedule: { every: week, weekday: sunday, at: \"01:00\" }", &[]),
            (
                "older_than: 24d, schedule: { every: week, weekday: sunday, at: \"01:00\" }",
                &["error: 24d"],
            ),
            ("older_than: 30d, planned: true", &["warning: 30d"]),
        ],
    );
    let life = |ages: &str| {
        let (current, noncurrent) = ages.split_once(' ').unwrap();
        versioned(&format!(
            "data_classes: {{ all: {{ erase_after: 30d }} }}, lifecycle: [ {{ name: a, current: {{ expire_after: {current} }}, noncurrent: {{ {noncurrent} }} }} ]"
        ))
    };
    table(
        "erased-too-late",
        life,
        &[
            ("20d expire_after: 10d", &[]),
            ("20d expire_after: 11d", &["error: 20d"]),
            ("20d expire_after: 10d, keep_newest: 1", &["warning: 30d"]),
        ],
    );
}

#[test]
fn what_must_be_erased_is_in_no_backup() {
    let kept = |retention: &str| {
        server(
            &format!(
                ", dumps: {{ d: {{ schedule: {{ every: day, at: \"01:00\" }}, to: disk {retention} }} }}"
            ),
            "deleters: { logs: { deletes: [pg.data_classes.logs], older_than: 10d, schedule: { every: day, at: \"01:00\" } } }\nrepositories: { disk: { path: /backup } }",
        )
    };
    table(
        "erased-data-in-backups",
        kept,
        &[
            (", retention: 20d", &[]),
            (", retention: 21d", &["error: 30d"]),
            (", retention: forever", &["error: 30d"]),
            ("", &["warning: 30d"]),
            (", retention: 2 copies", &[]),
        ],
    );
}

#[test]
fn an_event_is_no_age() {
    let rule = |rule: &str| {
        bucket(&format!(
            "data_classes: {{ a: {{ prefix: a/, retention: {{ event: end, then: 1y }} }} }}, lifecycle: [ {{ name: x, {rule} }} ]"
        ))
    };
    table(
        "event-retention-unenforced",
        rule,
        &[
            ("noncurrent: { expire_after: 30d }", &["advice: { event: end, then: 1y }"]),
            ("current: { expire_after: 30d }", &["warning: 30d"]),
            (
                "filter: { prefix: b/ }, current: { expire_after: 30d }",
                &["advice: { event: end, then: 1y }"],
            ),
        ],
    );
}
