//! Locks, selections, and what finds or tests what they hold.

use crate::policies::{compiled, of, policy, table};

fn edits(rule: &str, text: &str) -> Vec<String> {
    let found = compiled(text).into_iter().filter(|finding| finding.rule == rule);
    found.filter_map(|finding| finding.fix).map(|edit| edit.replacement).collect()
}

fn help(rule: &str, text: &str) -> String {
    let found = compiled(text).into_iter().find(|finding| finding.rule == rule);
    found.unwrap().help.unwrap()
}

/// A tier, and its vault with a lock of 7 to 30 days.
fn locked(tier: &str, lock: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{ lock: {{ mode: governance, {lock} }} }}, dr: {{ lock: {{ mode: governance, {lock} }} }} }}\nplans: {{ core: {{ tiers: {{ daily: {{ schedule: {{ every: day }}, {tier} }} }} }} }}\nresources: {{ a: {{ type: rds_instance, plans: [core] }} }}"
        ),
    )
}

#[test]
fn a_retention_is_lengthened_to_the_bound_of_a_lock_and_never_shortened() {
    let rule = "retention-outside-lock";
    let week = "min_retention: 7d, max_retention: 30d";
    let edits = |tier: &str, lock: &str| edits(rule, &locked(tier, lock));
    assert_eq!(edits("vault: main, retention: 6d", week), ["7d"]);
    assert_eq!(edits("vault: main, retention: 31d", week), [""; 0]);
    assert_eq!(edits("retention: 6d, copies: [ { to: dr } ]", week), [""; 0], "it is the tier's");
    assert_eq!(edits("retention: 6d, copies: [ { to: dr, retention: 5d } ]", week), ["7d"]);
    let continuous = "vault: main, continuous: true, retention: 6d";
    assert_eq!(edits(continuous, week), ["7d"]);
    assert_eq!(edits(continuous, "min_retention: 35d, max_retention: 1y"), ["35d"]);
    let beyond = "min_retention: 36d, max_retention: 1y";
    assert_eq!(edits(continuous, beyond), [""; 0], "no continuous point lives so long");
    let copied = "continuous: true, retention: 6d, copies: [ { to: dr, retention: 5d } ]";
    assert_eq!(edits(copied, beyond), ["36d"], "a copy of it is a snapshot");
    let help = |tier: &str, lock: &str| help(rule, &locked(tier, lock));
    assert!(help(continuous, beyond).starts_with("continuous points live at most 35 days"));
    assert!(help(continuous, week).starts_with("write `retention: 7d` or more"));
    assert!(help(copied, beyond).starts_with("write `retention: 36d` or more"));
    assert!(help("vault: main, retention: 6d", beyond).starts_with("write `retention: 36d`"));
    let longest = "vault: main, continuous: true, retention: 31d";
    assert!(help(longest, week).starts_with("raise `max_retention`"));
}

#[test]
fn only_a_shortest_retention_is_raised_to_what_aws_takes() {
    let vault = |bounds: &str| {
        policy(
            "us-east-1",
            &format!("vaults: {{ main: {{ lock: {{ mode: governance, {bounds} }} }} }}"),
        )
    };
    let rule = "lock-out-of-range";
    assert_eq!(edits(rule, &vault("min_retention: 0d")), ["1d"]);
    assert_eq!(edits(rule, &vault("max_retention: 0d")), [""; 0]);
    assert_eq!(edits(rule, &vault("min_retention: 36501d")), [""; 0]);
    assert_eq!(of(rule, &vault("min_retention: 36501d")).len(), 1);
}

#[test]
fn a_lock_that_is_not_ours_is_agreed_elsewhere() {
    let vault = |vault: &str| {
        policy(
            "us-east-1",
            &format!(
                "vaults: {{ main: {{ {vault} lock: {{ mode: compliance, changeable_for: 3d, min_retention: 7d, max_retention: 1y }} }} }}"
            ),
        )
    };
    table(
        "lock-is-permanent",
        vault,
        &[
            ("", &["error: compliance"]),
            ("existing: true, aws_name: theirs,", &[]),
            ("air_gapped: true,", &[]),
        ],
    );
}

#[test]
fn the_prefix_of_a_tag_key_is_taken_off_where_a_plain_key_is_left() {
    let tagged = |key: &str| {
        policy(
            "us-east-1",
            &format!(
                "resources: {{ a: {{ type: ebs, selection: {{ any_of: {{ tags: {{ \"aws:ResourceTag/{key}\": x }} }} }} }} }}"
            ),
        )
    };
    let edits = |key: &str| edits("prefixed-tag-key", &tagged(key));
    assert_eq!(edits("backup"), ["\"backup\""]);
    assert_eq!(edits("backup-tier_2"), ["\"backup-tier_2\""]);
    assert_eq!(edits("a b"), [""; 0]);
    assert_eq!(edits(""), [""; 0]);
}

/// A plan with tiers and a restore test.
fn tested(tiers: &str, testing: &str, vaults: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}} {vaults} }}\nplans: {{ core: {{ vault: main, tiers: {{ {tiers} }}, restore_testing: {{ schedule: {{ every: week }} {testing} }} }} }}\nresources: {{ a: {{ type: ebs, plans: [core] }} }}"
        ),
    )
}

#[test]
fn a_restore_test_looks_back_as_far_as_the_most_frequent_tier() {
    let rule = "restore-test-finds-nothing";
    let monthly = "m: { schedule: { every: month, day: 1 }, retention: 1y }";
    let yearly =
        "y: { schedule: { every: year, month: january, day: 1, at: \"03:00\" }, retention: 7y }";
    let first = |tiers: &str| {
        let text = tested(tiers, ", from_last: 10d", "");
        let found = compiled(&text).into_iter().find(|finding| finding.rule == rule).unwrap();
        (found.message, found.fix.map(|edit| edit.replacement))
    };
    let month = "the test looks back 10 days, but points are up to 31d apart".to_owned();
    assert_eq!(first(&format!("{monthly}, {yearly}")), (month.clone(), Some("31d".to_owned())));
    assert_eq!(first(&format!("{yearly}, {monthly}")), (month, Some("31d".to_owned())));
    let (message, edit) = first(yearly);
    assert!(message.ends_with("up to 366d apart"), "{message}");
    assert_eq!(
        edit.as_deref(),
        Some("366d").filter(|_| edit.is_some()),
        "as far as AWS looks back"
    );
}

#[test]
fn a_restore_test_names_a_number_of_vaults() {
    let vaults = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("v{number}")).collect();
        let all: String = names.iter().map(|name| format!(", {name}: {{}}")).collect();
        tested(
            "d: { schedule: { every: day }, retention: 35d }",
            &format!(", vaults: [{}]", names.join(", ")),
            &all,
        )
    };
    assert_eq!(of("restore-test-elsewhere", &vaults(30)), [""; 0]);
    assert_eq!(of("restore-test-elsewhere", &vaults(31)).len(), 1);
    let short = tested("d: { schedule: { every: day }, retention: 35d }", "", "");
    assert_eq!(of("restore-test-elsewhere", &short), [""; 0]);
}

/// A table that is exported for 90 days to a bucket that deletes a day later.
fn exported(export: &str, filter: &str, deleter: &str) -> String {
    format!(
        "version: 1\nname: orders\nresources: {{ t: {{ type: dynamodb, tables: [o], exports: {{ weekly: {{ schedule: {{ every: week }}, to: far, format: dynamodb_json, retention: 90d {export} }} }} }} }}\nrepositories: {{ far: {{ bucket: far, lifecycle: [ {{ name: all, {filter} current: {{ expire_after: 91d }} }} ] }} }}\n{deleter}\n"
    )
}

#[test]
fn exports_are_deleted_by_what_runs_by_itself_and_reaches_them() {
    let rule = "kept-beyond-retention";
    let deleter = |when: &str| {
        exported(
            "",
            "",
            &format!(
                "deleters: {{ d: {{ deletes: [t.exports.weekly], older_than: 90d {when} }} }}"
            ),
        )
    };
    table(
        rule,
        deleter,
        &[
            (", schedule: { every: day }", &[]),
            (", schedule: manual", &["warning: 90d"]),
            ("", &["warning: 90d"]),
        ],
    );
    let filtered = |own: &str, filter: &str| {
        of(
            rule,
            &exported(&format!(", prefix: {own}"), &format!("filter: {{ prefix: {filter} }},"), ""),
        )
    };
    assert_eq!(filtered("tables/", "tables/"), ["warning: 90d"]);
    assert_eq!(filtered("tables/orders/", "tables/"), ["warning: 90d"]);
    assert_eq!(filtered("tables/", "tables/orders/"), ["warning: 90d"], "it may reach some");
    assert_eq!(filtered("tables/", "logs/"), [""; 0], "it reaches none");
}

#[test]
fn what_aws_makes_by_itself_is_told_of_snapshots_by_hand_alone() {
    let notes = |backups: &str| {
        let text = format!(
            "version: 1\nname: orders\nrepositories: {{ far: {{ bucket: far }} }}\nresources: {{ a: {{ type: rds_instance, instance: o, {backups} }} }}\n"
        );
        let found = compiled(&text).into_iter().find(|finding| finding.rule == "never-made");
        found.unwrap().notes.len()
    };
    assert_eq!(notes("snapshots: { yearly: { retention: 7y } }"), 1);
    assert_eq!(notes("dumps: { yearly: { to: far, retention: 7y } }"), 0);
}

#[test]
fn a_prefix_of_nothing_is_the_whole_bucket() {
    let prefix = |prefix: &str| {
        let text = policy(
            "us-east-1",
            &format!(
                "resources: {{ a: {{ type: s3, buckets: [o], lifecycle: [ {{ name: a, filter: {{ prefix: \"{prefix}\" }}, current: {{ expire_after: 9d }} }} ] }} }}"
            ),
        );
        help("prefix-matching-nothing", &text)
    };
    for all in ["/", "*", "/*"] {
        assert_eq!(prefix(all), "remove the filter to act on the whole bucket");
    }
    assert!(prefix("/logs/*").starts_with("write `prefix: logs/`"));
}

#[test]
fn a_global_table_in_another_region_follows_too() {
    let replicated = |region: &str| {
        policy(
            "us-east-1",
            &format!(
                "objectives: {{ rpo: 5m, region: {{ rpo: 5m }}, account: none }}\nresources: {{ t: {{ type: dynamodb, tables: [o], point_in_time_recovery: {{ retention: 35d }}, global_table: {{ regions: [{region}] }} }} }}"
            ),
        )
    };
    let rule = "replica-lag-unwatched";
    assert_eq!(of(rule, &replicated("us-west-2")).len(), 1);
    assert_eq!(of(rule, &replicated("us-east-1")), [""; 0]);
}

#[test]
fn a_region_of_a_bucket_in_another_account_may_be_of_another_partition() {
    let repository = |rest: &str| {
        policy(
            "us-east-1",
            &format!("repositories: {{ far: {{ bucket: far, region: cn-north-1 {rest} }} }}"),
        )
    };
    let rule = "region-of-another-partition";
    assert_eq!(of(rule, &repository("")), ["error: cn-north-1"]);
    assert_eq!(of(rule, &repository(", account: \"444455556666\"")), [""; 0]);
}
