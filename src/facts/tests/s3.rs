//! Storage classes, lifecycles and buckets.

use super::super::s3_classes::STORAGE_CLASSES;
use super::super::{Confidence, fact, may_transition, s3_bucket, s3_lifecycle, storage_class};

#[test]
fn storage_classes_form_a_waterfall() {
    for row in STORAGE_CLASSES.value {
        assert!(!may_transition(row.name, row.name), "{} to itself", row.name);
        for to in row.to {
            assert!(storage_class(to).is_some(), "{to}");
            assert!(!may_transition(to, row.name), "{to} back to {}", row.name);
        }
    }
}

#[test]
fn the_ways_out_of_each_class_are_the_documented_ones() {
    let ways: Vec<_> = STORAGE_CLASSES.value.iter().map(|row| (row.name, row.to.len())).collect();
    let expected = [
        ("STANDARD", 6),
        ("STANDARD_IA", 5),
        ("INTELLIGENT_TIERING", 4),
        ("ONEZONE_IA", 2),
        ("GLACIER_IR", 2),
        ("GLACIER", 1),
        ("DEEP_ARCHIVE", 0),
    ];
    assert_eq!(ways, expected);
    assert!(may_transition("STANDARD_IA", "INTELLIGENT_TIERING"));
    assert!(!may_transition("ONEZONE_IA", "GLACIER_IR"));
    assert!(!may_transition("ONEZONE_IA", "STANDARD_IA"));
    assert!(!may_transition("REDUCED_REDUNDANCY", "GLACIER"));
}

#[test]
fn glacier_instant_retrieval_at_4_days_needs_deep_archive_at_94() {
    assert_eq!(4 + storage_class("GLACIER_IR").unwrap().gap_days, 94);
    for row in STORAGE_CLASSES.value {
        assert_eq!(row.gap_days, row.billed_days, "{}", row.name);
    }
}

#[test]
fn only_archives_make_readers_wait() {
    let slow: Vec<_> = STORAGE_CLASSES
        .value
        .iter()
        .filter_map(|row| {
            row.retrieval.map(|time| (row.name, time.standard_hours, time.bulk_hours))
        })
        .collect();
    assert_eq!(slow, [("GLACIER", 5, 12), ("DEEP_ARCHIVE", 12, 48)]);
}

#[test]
fn infrequent_access_needs_no_30_days_since_july_2026() {
    let now = fact("lifecycle-ia-least-days").unwrap();
    assert_eq!((now.lines(), now.source().since), (vec!["0".to_owned()], Some("2026-07-16")));
    assert_eq!(now.confidence(), Confidence::High);
    let china = fact("lifecycle-ia-least-days-china").unwrap();
    assert_eq!((china.lines(), china.confidence()), (vec!["0".to_owned()], Confidence::Medium));
    assert_eq!(s3_lifecycle::IA_LEAST_DAYS_LEGACY.value, 30);
}

#[test]
fn bucket_names_are_lower_case_and_3_to_63_long() {
    let name = s3_bucket::BUCKET_NAME.value;
    assert!(name.accepts("orders-documents.eu") && !name.accepts("ab"));
    assert!(name.accepts(&"a".repeat(63)) && !name.accepts(&"a".repeat(64)));
    assert_eq!(name.offending("Orders"), Some('O'));
    assert_eq!(name.offending("a_b"), Some('_'));
}

#[test]
fn a_small_object_is_one_below_128_kib() {
    assert_eq!(s3_lifecycle::SMALL_OBJECT_BYTES.value, 128 * 1024);
    assert_ne!(s3_lifecycle::SMALL_OBJECTS_STAY.value, s3_lifecycle::SMALL_OBJECTS_MOVE.value);
}
