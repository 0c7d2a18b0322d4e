//! Restore testing.

use super::found;

#[test]
fn restore_tests_keep_to_their_windows() {
    let test = |keys: &str| {
        format!(
            "roles: {{ restore: {{ create: true }} }}\nplans: {{ core: {{ tiers: {{ daily: {{ retention: 7d }} }}, restore_testing: {{ role: restore, {keys} }} }} }}\n"
        )
    };
    let range = |keys: &str| found("restore-test-out-of-range", &test(keys));
    for (keys, fits) in [
        ("start_window: 59m", false),
        ("start_window: 1h", true),
        ("start_window: 61m", false),
        ("start_window: 168h", true),
        ("start_window: 169h", false),
        ("keep_restored_for: 0h", true),
        ("keep_restored_for: 168h", true),
        ("keep_restored_for: 169h", false),
        ("from_last: 0d", false),
        ("from_last: 1d", true),
        ("from_last: 365d", true),
        ("from_last: 366d", false),
        ("from_last: 1y", false),
    ] {
        assert_eq!(range(keys).is_empty(), fits, "{keys}");
    }
}

#[test]
fn a_restore_test_looks_back_to_the_newest_point() {
    let test = |tiers: &str, days: u32| {
        format!(
            "plans: {{ core: {{ tiers: {{ {tiers} }}, restore_testing: {{ from_last: {days}d }} }} }}\n"
        )
    };
    let weekly =
        "weekly: { schedule: { every: week, weekday: sunday, at: \"03:00\" }, retention: 90d }";
    let monthly = "monthly: { schedule: { every: month, day: 1, at: \"03:00\" }, retention: 1y }";
    let rule = "restore-test-finds-nothing";
    assert_eq!(found(rule, &test(monthly, 30)), ["30d"]);
    assert!(found(rule, &test(monthly, 31)).is_empty());
    // The most frequent tier decides.
    assert_eq!(found(rule, &test(&format!("{weekly}, {monthly}"), 6)), ["6d"]);
    assert!(found(rule, &test(&format!("{weekly}, {monthly}"), 7)).is_empty());
}
