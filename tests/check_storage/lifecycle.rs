//! Lifecycles of buckets, at and beside every limit.

use policy::diagnostic::Level;

use crate::policies::{bucket, compiled, lifecycle, of, policy, table};

/// A bucket with one lifecycle rule, of current versions.
fn current(part: &str) -> String {
    lifecycle(&format!("{{ name: old, current: {{ {part} }} }}"))
}

/// Transitions of current versions, as `CLASS after`.
fn moves(classes: &str) -> String {
    let steps: Vec<String> = classes
        .split(", ")
        .map(|step| step.split_once(' ').unwrap())
        .map(|(class, after)| format!("{{ storage_class: {class}, after: {after} }}"))
        .collect();
    current(&format!("transitions: [ {} ]", steps.join(", ")))
}

#[test]
fn a_lifecycle_has_rules_each_with_a_name_and_an_action() {
    table(
        "empty-lifecycle",
        bucket,
        &[("lifecycle: []", &["error: documents"]), ("versioning: enabled", &[])],
    );
    let many = |count: usize| {
        let rules: Vec<String> = (0..count)
            .map(|n| format!("{{ name: r{n}, filter: {{ prefix: p{n}/ }}, current: {{ expire_after: 30d }} }}"))
            .collect();
        lifecycle(&rules.join(", "))
    };
    assert_eq!(of("too-many-lifecycle-rules", &many(1000)), [""; 0]);
    assert_eq!(of("too-many-lifecycle-rules", &many(1001)), ["error: r1000"]);
    let named =
        |name: &str| lifecycle(&format!("{{ name: {name}, current: {{ expire_after: 30d }} }}"));
    assert_eq!(of("lifecycle-name-refused", &named(&"a".repeat(255))), [""; 0]);
    assert_eq!(
        of("lifecycle-name-refused", &named(&"a".repeat(256))),
        [format!("error: {}", "a".repeat(256))]
    );
    table(
        "lifecycle-rule-without-action",
        lifecycle,
        &[
            ("{ name: a }", &["error: a"]),
            ("{ name: a, current: {} }", &["error: a"]),
            ("{ name: a, current: { expire_after: 1d } }", &[]),
            (
                "{ name: a, current: { transitions: [ { storage_class: GLACIER, after: 1d } ] } }",
                &[],
            ),
            ("{ name: a, noncurrent: { expire_after: 1d } }", &[]),
            ("{ name: a, abort_incomplete_uploads_after: 1d }", &[]),
        ],
    );
    table(
        "repeated-lifecycle-name",
        lifecycle,
        &[
            (
                "{ name: a, current: { expire_after: 1d } }, { name: a, noncurrent: { expire_after: 1d } }",
                &["error: a"],
            ),
            (
                "{ name: a, current: { expire_after: 1d } }, { name: b, noncurrent: { expire_after: 1d } }",
                &[],
            ),
        ],
    );
}

/// The classes from warm to cold, and where a rule may lead from each.
const WATERFALL: [(&str, &[&str]); 6] = [
    (
        "STANDARD_IA",
        &["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    ),
    ("INTELLIGENT_TIERING", &["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]),
    ("ONEZONE_IA", &["GLACIER", "DEEP_ARCHIVE"]),
    ("GLACIER_IR", &["GLACIER", "DEEP_ARCHIVE"]),
    ("GLACIER", &["DEEP_ARCHIVE"]),
    ("DEEP_ARCHIVE", &[]),
];

#[test]
fn transitions_lead_down_the_waterfall_only() {
    for (from, to) in WATERFALL {
        for (next, _) in WATERFALL.iter().filter(|(next, _)| *next != from) {
            let text = moves(&format!("{from} 100d, {next} 300d"));
            let wanted = if to.contains(next) { vec![] } else { vec![format!("error: {next}")] };
            assert_eq!(of("transitions-out-of-order", &text), wanted, "{from} to {next}");
            // The order of the file does not matter, the ages do.
            let text = moves(&format!("{next} 300d, {from} 100d"));
            assert_eq!(of("transitions-out-of-order", &text).is_empty(), to.contains(next));
        }
    }
    table(
        "transitions-out-of-order",
        moves,
        &[
            ("STANDARD_IA 30d, GLACIER 30d", &["error: 30d"]),
            ("INTELLIGENT_TIERING 30d, GLACIER 31d", &[]),
            ("GLACIER 0d", &[]),
        ],
    );
    table(
        "repeated-storage-class",
        moves,
        &[
            ("GLACIER 30d, GLACIER 200d", &["error: GLACIER"]),
            ("GLACIER 30d, DEEP_ARCHIVE 200d", &[]),
        ],
    );
}

#[test]
fn a_rule_leaves_objects_in_a_class_for_its_least_time() {
    table(
        "storage-class-left-too-soon",
        moves,
        &[
            ("STANDARD_IA 30d, GLACIER 59d", &["error: 59d"]),
            ("STANDARD_IA 30d, GLACIER 60d", &[]),
            ("STANDARD_IA 30d, GLACIER 61d", &[]),
            ("ONEZONE_IA 0d, GLACIER 29d", &["error: 29d"]),
            ("ONEZONE_IA 0d, GLACIER 30d", &[]),
            ("GLACIER_IR 4d, DEEP_ARCHIVE 93d", &["error: 93d"]),
            ("GLACIER_IR 4d, DEEP_ARCHIVE 94d", &[]),
            ("GLACIER 90d, DEEP_ARCHIVE 179d", &["error: 179d"]),
            ("GLACIER 90d, DEEP_ARCHIVE 180d", &[]),
            ("INTELLIGENT_TIERING 1d, GLACIER 2d", &[]),
            ("STANDARD_IA 30d, GLACIER 45d, DEEP_ARCHIVE 100d", &["error: 45d", "error: 100d"]),
        ],
    );
}

#[test]
fn an_expiration_comes_after_every_transition() {
    let with = |expire: &str| {
        current(&format!(
            "transitions: [ {{ storage_class: GLACIER, after: 1y }} ], expire_after: {expire}"
        ))
    };
    // `1y` is written as 366 days.
    table(
        "expiration-before-transition",
        with,
        &[
            ("365d", &["error: 365d"]),
            ("366d", &["error: 366d"]),
            ("367d", &[]),
            ("1y", &["error: 1y"]),
        ],
    );
    table(
        "zero-day-lifecycle-action",
        lifecycle,
        &[
            ("{ name: a, current: { expire_after: 0d } }", &["error: 0d"]),
            ("{ name: a, current: { expire_after: 1d } }", &[]),
            ("{ name: a, noncurrent: { expire_after: 0d } }", &["error: 0d"]),
            ("{ name: a, noncurrent: { expire_after: 1d } }", &[]),
            ("{ name: a, abort_incomplete_uploads_after: 0d }", &["error: 0d"]),
            ("{ name: a, abort_incomplete_uploads_after: 1d }", &[]),
        ],
    );
}

#[test]
fn infrequent_access_takes_objects_on_any_day() {
    for days in ["0d", "29d", "30d"] {
        let text = moves(&format!("STANDARD_IA {days}"));
        let errors: Vec<_> =
            compiled(&text).into_iter().filter(|f| f.level > Level::Advice).collect();
        assert!(errors.is_empty(), "{days}: {errors:?}");
    }
    let china = |days: &str| {
        policy(
            "cn-north-1",
            &format!(
                "resources: {{ documents: {{ type: s3, buckets: [orders], lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: {days} }} ] }} }} ] }} }}"
            ),
        )
    };
    table(
        "early-infrequent-access",
        china,
        &[("29d", &["warning: 29d"]), ("30d", &[]), ("31d", &[])],
    );
    let noncurrent = |class: &str| {
        lifecycle(&format!(
            "{{ name: a, noncurrent: {{ transitions: [ {{ storage_class: {class} }} ] }} }}"
        ))
    };
    table(
        "early-infrequent-access",
        noncurrent,
        &[
            ("ONEZONE_IA, after: 29d", &["warning: 29d"]),
            ("ONEZONE_IA, after: 30d", &[]),
            ("GLACIER, after: 1d", &[]),
        ],
    );
}

#[test]
fn a_class_is_billed_for_its_least_time() {
    let stay = |part: &str| {
        let (class, expire) = part.split_once(' ').unwrap();
        current(&format!(
            "transitions: [ {{ storage_class: {class}, after: 10d }} ], expire_after: {expire}"
        ))
    };
    table(
        "early-deletion-charge",
        stay,
        &[
            ("STANDARD_IA 39d", &["warning: 10d"]),
            ("STANDARD_IA 40d", &[]),
            ("GLACIER_IR 99d", &["warning: 10d"]),
            ("GLACIER_IR 100d", &[]),
            ("DEEP_ARCHIVE 189d", &["warning: 10d"]),
            ("DEEP_ARCHIVE 190d", &[]),
            ("INTELLIGENT_TIERING 11d", &[]),
        ],
    );
    let versions = |noncurrent: &str| {
        bucket(&format!(
            "versioning: enabled, lifecycle: [ {{ name: a, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: 10d }} ], expire_after: 30d }}, noncurrent: {{ expire_after: {noncurrent} }} }} ]"
        ))
    };
    let elsewhere = |rest: &str| {
        lifecycle(&format!(
            "{{ name: a, filter: {{ prefix: a/ }}, current: {{ transitions: [ {{ storage_class: GLACIER_IR, after: 4d }} ] }} }}, {rest}"
        ))
    };
    table(
        "early-deletion-charge",
        elsewhere,
        &[
            (
                "{ name: b, current: { transitions: [ { storage_class: GLACIER, after: 93d } ] } }",
                &["warning: 4d"],
            ),
            (
                "{ name: b, current: { transitions: [ { storage_class: GLACIER, after: 94d } ] } }",
                &[],
            ),
            ("{ name: b, current: { expire_after: 93d } }", &["warning: 4d"]),
            ("{ name: b, current: { expire_after: 94d } }", &[]),
            ("{ name: b, filter: { prefix: b/ }, current: { expire_after: 93d } }", &[]),
        ],
    );
    table("early-deletion-charge", versions, &[("9d", &["warning: 10d"]), ("10d", &[])]);
}

#[test]
fn kept_versions_are_counted_within_bounds() {
    let keep = |count: &str| {
        lifecycle(&format!(
            "{{ name: a, noncurrent: {{ keep_newest: {count}, expire_after: 30d }} }}"
        ))
    };
    table(
        "keep-newest-out-of-bounds",
        keep,
        &[("0", &["error: 0"]), ("1", &[]), ("100", &[]), ("101", &["warning: 101"])],
    );
    table(
        "keep-newest-without-age",
        lifecycle,
        &[
            ("{ name: a, noncurrent: { keep_newest: 3 } }", &["error: 3"]),
            (
                "{ name: a, noncurrent: { keep_newest: 3, transitions: [ { storage_class: GLACIER, after: 1d } ] } }",
                &[],
            ),
        ],
    );
}

#[test]
fn rules_about_versions_act_only_where_there_are_any() {
    let versioning = |state: &str| {
        bucket(&format!(
            "{state} lifecycle: [ {{ name: a, noncurrent: {{ expire_after: 30d }} }} ]"
        ))
    };
    let found: &[&str] = &["error: { expire_after: 30d }"];
    table(
        "version-actions-without-versioning",
        versioning,
        &[
            ("versioning: never,", found),
            ("create: true,", found),
            ("versioning: suspended,", &[]),
            ("versioning: enabled,", &[]),
            ("", &[]),
        ],
    );
    let expiring = |rest: &str| {
        bucket(&format!(
            "versioning: enabled, lifecycle: [ {{ name: a, filter: {{ prefix: a/ }}, current: {{ expire_after: 30d }} }}{rest} ]"
        ))
    };
    table(
        "superseded-versions-kept-forever",
        expiring,
        &[
            ("", &["warning: 30d"]),
            (", { name: b, noncurrent: { expire_after: 1d } }", &[]),
            (
                ", { name: b, filter: { prefix: b/ }, noncurrent: { expire_after: 1d } }",
                &["warning: 30d"],
            ),
            (
                ", { name: b, filter: { prefix: a/b/ }, noncurrent: { expire_after: 1d } }",
                &["warning: 30d"],
            ),
        ],
    );
}

#[test]
fn filters_are_what_objects_can_match() {
    let filter = |part: &str| {
        lifecycle(&format!("{{ name: a, filter: {{ {part} }}, current: {{ expire_after: 30d }} }}"))
    };
    table(
        "size-filter-out-of-bounds",
        filter,
        &[
            ("larger_than: 0B", &[]),
            ("smaller_than: 0B", &["error: 0B"]),
            ("smaller_than: 1B", &[]),
            ("larger_than: 1048576000MB", &[]),
            ("larger_than: 1048576001MB", &["error: 1048576001MB"]),
        ],
    );
    table(
        "size-filter-matching-nothing",
        filter,
        &[
            ("larger_than: 10B, smaller_than: 9B", &["error: 9B"]),
            ("larger_than: 10B, smaller_than: 10B", &["error: 10B"]),
            ("larger_than: 10B, smaller_than: 11B", &["warning: 11B"]),
            ("larger_than: 10B, smaller_than: 12B", &[]),
        ],
    );
    table(
        "prefix-matching-nothing",
        filter,
        &[
            ("prefix: /logs/", &["warning: /logs/"]),
            ("prefix: \"logs/*\"", &["warning: \"logs/*\""]),
            ("prefix: logs/", &[]),
        ],
    );
    let tag = |key: usize, value: usize| {
        filter(&format!("tags: {{ {}: {} }}", "k".repeat(key), "v".repeat(value)))
    };
    assert_eq!(of("filter-tag-refused", &tag(128, 256)), [""; 0]);
    assert_eq!(of("filter-tag-refused", &tag(129, 256)), [format!("error: {}", "k".repeat(129))]);
    assert_eq!(of("filter-tag-refused", &tag(128, 257)), [format!("error: {}", "v".repeat(257))]);
    table(
        "filter-tag-refused",
        filter,
        &[("tags: { \"AWS:kind\": x }", &["warning: \"AWS:kind\""])],
    );
}

#[test]
fn clean_ups_stand_alone() {
    table(
        "abort-with-tags-or-sizes",
        lifecycle,
        &[
            (
                "{ name: a, filter: { tags: { k: v } }, abort_incomplete_uploads_after: 7d }",
                &["error: 7d"],
            ),
            (
                "{ name: a, filter: { smaller_than: 1MB }, abort_incomplete_uploads_after: 7d }",
                &["error: 7d"],
            ),
            ("{ name: a, filter: { prefix: a/ }, abort_incomplete_uploads_after: 7d }", &[]),
        ],
    );
    table(
        "delete-marker-cleanup-not-alone",
        lifecycle,
        &[
            (
                "{ name: a, current: { remove_expired_delete_markers: true, expire_after: 1d } }",
                &["error: true"],
            ),
            (
                "{ name: a, filter: { larger_than: 1B }, current: { remove_expired_delete_markers: true } }",
                &["error: true"],
            ),
            (
                "{ name: a, filter: { prefix: a/ }, current: { remove_expired_delete_markers: true } }",
                &[],
            ),
        ],
    );
}

#[test]
fn the_shorter_of_two_expirations_wins() {
    let two = |parts: &str| {
        let (long, short) = parts.split_once(" | ").unwrap();
        lifecycle(&format!(
            "{{ name: long, {long} current: {{ expire_after: 1y }} }}, {{ name: short, {short} current: {{ expire_after: 30d }} }}"
        ))
    };
    table(
        "shorter-expiration-wins",
        two,
        &[
            ("filter: { prefix: a/ }, | ", &["error: 30d"]),
            ("filter: { prefix: a/b/ }, | filter: { prefix: a/ },", &["error: 30d"]),
            ("filter: { tags: { k: v, l: w } }, | filter: { tags: { k: v } },", &["error: 30d"]),
            ("filter: { larger_than: 1MB }, | filter: { larger_than: 1KB },", &["error: 30d"]),
            (" | ", &["error: 30d"]),
            (" | filter: { prefix: a/ },", &[]),
            ("filter: { prefix: a/ }, | filter: { prefix: b/ },", &[]),
            ("filter: { tags: { k: v } }, | filter: { tags: { k: w } },", &[]),
            ("filter: { larger_than: 1KB }, | filter: { smaller_than: 1KB },", &[]),
            ("filter: { prefix: a/ }, | filter: { tags: { k: v } },", &["warning: 30d"]),
        ],
    );
    table(
        "transition-never-reached",
        lifecycle,
        &[
            (
                "{ name: a, current: { transitions: [ { storage_class: GLACIER, after: 30d } ] } }, { name: b, current: { expire_after: 30d } }",
                &["warning: 30d"],
            ),
            (
                "{ name: a, current: { transitions: [ { storage_class: GLACIER, after: 30d } ] } }, { name: b, current: { expire_after: 31d } }",
                &[],
            ),
            (
                "{ name: a, current: { transitions: [ { storage_class: STANDARD_IA, after: 30d } ] } }, { name: b, current: { transitions: [ { storage_class: GLACIER, after: 30d } ] } }",
                &["warning: 30d"],
            ),
            (
                "{ name: a, current: { transitions: [ { storage_class: STANDARD_IA, after: 30d } ] } }, { name: b, current: { transitions: [ { storage_class: GLACIER, after: 31d } ] } }",
                &[],
            ),
        ],
    );
}
