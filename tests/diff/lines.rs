//! Each edit, and the line that a reviewer reads.

use super::versions::{lines, text};

const BEFORE: &str = include_str!("orders-before.yaml");
const AFTER: &str = include_str!("orders-after.yaml");

macro_rules! assert_shown {
    ($name:expr, $shown:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true,
            snapshot_path => "../../snapshots" }, {
            insta::assert_snapshot!($name, $shown);
        });
    };
}

/// The policy with one part of its text replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(BEFORE.contains(from), "{from}");
    BEFORE.replacen(from, to, 1)
}

fn after(from: &str, to: &str) -> Vec<String> {
    lines(BEFORE, &edited(from, to))
}

#[test]
fn a_pull_request_is_read_at_any_width() {
    assert_shown!("diff-80", text(BEFORE, AFTER, 80));
    assert_shown!("diff-160", text(BEFORE, AFTER, 160));
}

#[test]
fn what_cannot_be_taken_back_comes_first_and_says_from_when_on() {
    let first = &lines(BEFORE, AFTER)[0];
    assert!(first.starts_with("! lock of vault `dr`"), "{first}");
    assert!(first.contains("permanent on 2026-12-04"), "{first}");
}

#[test]
fn shorter_kept_copies_are_gone_when_the_last_old_one_expires() {
    let all = after("retention: 7y, copy_time", "retention: 35d, copy_time");
    let reach = all.iter().find(|line| line.contains("reach after Region loss")).unwrap();
    assert!(reach.contains("copies of `yearly` to `dr` now kept `35d`, not `7y` (line 26)"));
    assert!(reach.contains("complete 2033-11, as copies made before keep"), "{reach}");
}

#[test]
fn longer_kept_copies_reach_back_when_the_first_of_them_is_that_old() {
    let old = edited("retention: 7y, copy_time", "retention: 2y, copy_time");
    let reach = lines(&old, BEFORE).remove(0);
    assert!(reach.starts_with("+ reach after Region loss"), "{reach}");
    assert!(reach.contains("complete 2032-11, when the first copy made under it"), "{reach}");
}

#[test]
fn the_window_of_point_in_time_recovery_moves_at_once() {
    let all = after(
        "point_in_time_recovery: { retention: 35d }",
        "point_in_time_recovery: { retention: 7d }",
    );
    assert!(all[0].contains("at once, its window moves"), "{all:?}");
    assert!(all[0].contains("line 32"), "{all:?}");
}

#[test]
fn a_removed_copy_is_one_line_at_its_old_place() {
    let all = after(", copies: [ { to: dr, retention: 7y, copy_time: 40m } ]", "");
    let told: Vec<&String> = all.iter().filter(|line| line.contains("(was line 26)")).collect();
    assert!(!told.is_empty() && told[0].contains("copies of `yearly` to `dr` are gone"), "{all:?}");
}

#[test]
fn a_lock_that_is_gone_is_a_loosened_one() {
    let all = after(", lock: { mode: governance, min_retention: 7d, max_retention: 10y }", "");
    assert_eq!(all, ["- lock of vault `dr` governance lock, 7d to 10y → none was line 17"]);
    let all = after("min_retention: 7d", "min_retention: 1d");
    assert_eq!(
        all,
        ["- lock of vault `dr` governance lock, 7d to 10y → governance lock, 1d to 10y line 17"]
    );
    let all = after("lock: { mode", "lock: { planned: true, mode");
    assert_eq!(all, ["- lock of vault `dr` governance lock, 7d to 10y → none line 17"]);
}

#[test]
fn a_loosened_objective_is_worse_though_it_is_met_now() {
    let all = after("rpo: 25h", "rpo: 30h");
    assert_eq!(all, ["- RPO objective after any disruption in the Region `25h` → `30h` line 7"]);
    let all = after("account: none", "account: { rpo: 1h }");
    assert_eq!(all, ["+ RPO objective after account loss none → `1h` line 11; missed now"]);
}

#[test]
fn an_objective_that_is_missed_now_says_so() {
    let all = after("every: day, at: \"03:00\"", "every: week, weekday: sunday, at: \"03:00\"");
    let region = all.iter().find(|line| line.contains("RPO after Region loss")).unwrap();
    assert!(region.contains("24h → 7d tier"), "{region}");
    assert!(region.contains("tier `daily` now runs every Sunday at 03:00"), "{region}");
    assert!(region.contains("missed"), "{region}");
}

#[test]
fn a_renamed_resource_vault_and_tier_are_the_same() {
    let new = BEFORE
        .replace("  orders:\n", "  tables:\n    was: [orders]\n")
        .replace("  dr: { account", "  far: { was: [dr], account")
        .replace("to: dr", "to: far")
        .replace("      daily:  { sch", "      nightly:  { was: [daily], sch");
    assert_eq!(lines(BEFORE, &new), Vec::<String>::new());
}

#[test]
fn what_is_no_longer_in_the_policy_is_no_longer_promised() {
    let old = format!("{BEFORE}  more:\n    type: dynamodb\n    tables: [more]\n");
    let all = lines(&old, BEFORE);
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].starts_with("- resource `more` gone was line 33"), "{all:?}");
    let all = lines(BEFORE, &old);
    assert!(all[0].starts_with("+ resource `more` new line 33"), "{all:?}");
}

#[test]
fn a_selection_that_loses_a_table_loses_its_protection() {
    let old = edited("[\"orders\"]", "[\"orders\", \"items\"]");
    assert_eq!(lines(&old, BEFORE), ["- selection of `orders` `items` → none was line 30"]);
}

#[test]
fn a_key_that_dies_with_the_account_takes_its_copies_along() {
    let all = after("dr: { create: true, account: backup, region", "dr: { create: true, region");
    let account = all.iter().find(|line| line.contains("account loss")).unwrap();
    assert!(account.contains("what is left after account loss RPO 24h, reach 5y 11mo → nothing"));
    assert!(account.contains("key `dr`"), "{account}");
    assert!(account.contains("can delete its key"), "{account}");
}
