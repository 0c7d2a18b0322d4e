//! Buckets: what piles up in them, and what colder classes cost.

use crate::policies::{bucket, of, table};

fn versioned(rules: &str) -> String {
    bucket(&format!("versioning: enabled, lifecycle: [ {rules} ]"))
}

#[test]
fn several_rules_together_delete_the_versions_of_one() {
    let old = "{ name: old, current: { expire_after: 30d } }";
    let with = |rules: &str| versioned(&format!("{old}, {rules}"));
    let sized = |name: &str, sizes: &str| {
        format!("{{ name: {name}, filter: {{ {sizes} }}, noncurrent: {{ expire_after: 1d }} }}")
    };
    let three = [
        sized("a", "larger_than: 1MB"),
        sized("b", "larger_than: 1KB, smaller_than: 1048577B"),
        sized("c", "smaller_than: 1025B"),
    ];
    let rule = "superseded-versions-kept-forever";
    assert_eq!(of(rule, &with(&three.join(", "))), [""; 0]);
    assert_eq!(of(rule, &with(&three[..2].join(", "))), ["warning: 30d"], "the small ones stay");
    let gap = [sized("a", "larger_than: 1MB"), sized("b", "smaller_than: 1MB")];
    assert_eq!(of(rule, &with(&gap.join(", "))), ["warning: 30d"], "those of 1 MB exactly stay");
    let elsewhere = "{ name: a, filter: { prefix: a/ }, noncurrent: { expire_after: 1d } }";
    let apart = format!(
        "{{ name: b, filter: {{ prefix: b/ }}, current: {{ expire_after: 30d }} }}, {elsewhere}"
    );
    assert_eq!(of(rule, &versioned(&apart)), ["warning: 30d"]);
}

#[test]
fn versions_that_nothing_deletes_are_reported_once() {
    table(
        "superseded-versions-kept-forever",
        bucket,
        &[
            ("versioning: enabled", &["advice: enabled"]),
            ("versioning: enabled, data_classes: { noncurrent: { retention: forever } }", &[]),
            (
                "versioning: enabled, data_classes: { noncurrent: { retention: 90d } }",
                &["advice: enabled"],
            ),
            (
                "versioning: enabled, lifecycle: [ { name: a, abort_incomplete_uploads_after: 1d } ]",
                &["warning: enabled"],
            ),
            (
                "versioning: enabled, lifecycle: [ { name: a, filter: { prefix: a/ }, noncurrent: { expire_after: 1d } } ]",
                &[],
            ),
            ("versioning: suspended", &[]),
            ("create: true", &[]),
        ],
    );
}

#[test]
fn markers_and_parts_are_cleaned_up_too() {
    table(
        "delete-markers-left",
        versioned,
        &[
            ("{ name: a, noncurrent: { expire_after: 30d } }", &["advice: 30d"]),
            (
                "{ name: a, noncurrent: { expire_after: 30d }, current: { remove_expired_delete_markers: true } }",
                &[],
            ),
            (
                "{ name: a, noncurrent: { expire_after: 30d }, current: { remove_expired_delete_markers: false } }",
                &["advice: 30d"],
            ),
            (
                "{ name: a, noncurrent: { expire_after: 30d } }, { name: b, current: { expire_after: 1y } }",
                &[],
            ),
            ("{ name: a, current: { transitions: [] } }", &[]),
        ],
    );
    table(
        "incomplete-uploads-kept",
        versioned,
        &[
            ("{ name: a, noncurrent: { expire_after: 30d } }", &["advice: a"]),
            ("{ name: a, abort_incomplete_uploads_after: 7d }", &[]),
            ("", &[]),
        ],
    );
}
