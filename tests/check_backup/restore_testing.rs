//! Restore testing, and what a restore leaves behind.

use policy::diagnostic::Level;

use super::{HEAD, findings, found};

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

#[test]
fn a_restored_table_is_protected_again() {
    let scenario = |table: &str, restore: &str| {
        format!(
            "plans: {{ core: {{ tiers: {{ daily: {{ retention: 7d }} }} }} }}\nresources: {{ tables: {{ type: dynamodb, {table} }} }}\nrecovery: {{ loss: {{ restores: {{ tables: {{ {restore} }} }} }} }}\n"
        )
    };
    let rule = "restored-table-unprotected";
    let recovery = "tables: [a], point_in_time_recovery: { retention: 35d }, global_table: { regions: [us-west-2] }";
    let pitr = |restore: &str| found(rule, &scenario(recovery, restore));
    let from = "from: tables.point_in_time_recovery";
    assert_eq!(pitr(from), ["tables"]);
    assert_eq!(pitr(&format!("{from}, reapply: [tags]")), ["tables"]);
    assert!(pitr(&format!("{from}, reapply: [point_in_time_recovery]")).is_empty());
    assert!(pitr("from: tables.global_table").is_empty(), "a replica is not restored");
    let tagged = "plans: [core], selection: { any_of: { tags: { backup: daily } } }";
    let tags = |restore: &str| found(rule, &scenario(tagged, restore));
    assert_eq!(tags("from: plans.core, reapply: [ttl]"), ["tables"]);
    assert!(tags("from: plans.core, reapply: [tags]").is_empty());
    assert!(found(rule, &scenario("plans: [core], tables: [a]", "from: plans.core")).is_empty());
    let level = |restore: &str| {
        let text = format!("{HEAD}{}", scenario(recovery, restore));
        findings(&text).into_iter().find(|finding| finding.rule == rule).unwrap().level
    };
    assert_eq!(level(from), Level::Advice, "it may be read from and dropped again");
    assert_eq!(level(&format!("{from}, reapply: [tags]")), Level::Warning);
}
