//! Buckets: which objects a lifecycle rule and a data class have in common.

use crate::policies::{of, policy, table};

fn bucket(settings: &str) -> String {
    policy(
        "us-east-1",
        &format!("resources: {{ documents: {{ type: s3, buckets: [orders], {settings} }} }}"),
    )
}

#[test]
fn a_class_beside_it_does_not_excuse_a_rule() {
    let classes = |others: &str| {
        bucket(&format!(
            "versioning: never, data_classes: {{ invoices: {{ prefix: invoices/, retention: 1y }} {others} }}, lifecycle: [ {{ name: all, filter: {{ prefix: invoices/ }}, current: {{ expire_after: 100d }} }} ]"
        ))
    };
    let rule = "expired-before-promise";
    assert_eq!(of(rule, &classes("")), ["error: 100d"]);
    let beside = ", drafts: { prefix: drafts/, retention: 30d }";
    assert_eq!(of(rule, &classes(beside)), ["error: 100d"]);
}

#[test]
fn noncurrent_is_the_class_of_superseded_versions() {
    let rule = |which: &str| {
        bucket(&format!(
            "versioning: enabled, data_classes: {{ noncurrent: {{ retention: 60d }} }}, lifecycle: [ {{ name: all, {which}: {{ expire_after: 30d }} }} ]"
        ))
    };
    table("expired-before-promise", rule, &[("noncurrent", &["error: 30d"]), ("current", &[])]);
}

#[test]
fn two_owners_of_one_setting_overwrite_each_other() {
    let owners = |one: &str, other: &str| {
        policy(
            "us-east-1",
            &format!(
                "repositories: {{ far: {{ bucket: far, region: us-west-2, versioning: enabled }} }}\nresources:\n  a: {{ type: s3, buckets: [orders], {one} }}\n  b: {{ type: s3, buckets: [orders], {other} }}"
            ),
        )
    };
    let replicated = "versioning: enabled, manage: [replication], replication: [ { to: far } ]";
    let rule = "bucket-configured-twice";
    assert_eq!(of(rule, &owners(replicated, replicated)), ["error: orders"]);
    assert_eq!(of(rule, &owners(replicated, "versioning: enabled")), [""; 0]);
    let managed = "versioning: enabled, manage: [replication]";
    assert_eq!(of(rule, &owners(managed, managed)), [""; 0], "nothing is stated");
}

#[test]
fn a_class_is_billed_until_objects_leave_it() {
    let rules = |rules: &str| bucket(&format!("lifecycle: [ {rules} ]"));
    let rule = "early-deletion-charge";
    let old = |after: &str, expire: &str| {
        rules(&format!(
            "{{ name: old, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: {after} }} ], expire_after: {expire} }} }}"
        ))
    };
    assert_eq!(of(rule, &old("30d", "59d")), ["warning: 30d"]);
    assert_eq!(of(rule, &old("30d", "60d")), [""; 0], "billed for 30 days");
    assert_eq!(of(rule, &old("30d", "30d")), [""; 0], "it never enters the class");
    // Two rules: the second moves on or deletes what the first has moved.
    let two = |other: &str| {
        rules(&format!(
            "{{ name: cool, filter: {{ prefix: logs/ }}, current: {{ transitions: [ {{ storage_class: GLACIER_IR, after: 4d }} ] }} }}, {other}"
        ))
    };
    let archive = |filter: &str, day: u32| {
        format!(
            "{{ name: next, {filter} current: {{ transitions: [ {{ storage_class: DEEP_ARCHIVE, after: {day}d }} ] }} }}"
        )
    };
    assert_eq!(of(rule, &two(&archive("", 93))), ["warning: 4d"]);
    assert_eq!(of(rule, &two(&archive("", 94))), [""; 0], "billed for 90 days");
    assert_eq!(of(rule, &two(&archive("", 4))), [""; 0], "on the same day the colder class wins");
    assert_eq!(
        of(rule, &two(&archive("filter: { prefix: logs/old/ },", 30))),
        [""; 0],
        "of some objects"
    );
    let warmer =
        "{ name: next, current: { transitions: [ { storage_class: STANDARD_IA, after: 30d } ] } }";
    assert_eq!(of(rule, &two(warmer)), [""; 0], "nothing moves back");
    let gone =
        |filter: &str| format!("{{ name: next, {filter} current: {{ expire_after: 30d }} }}");
    assert_eq!(of(rule, &two(&gone(""))), ["warning: 4d"]);
    assert_eq!(of(rule, &two(&gone("filter: { prefix: tmp/ },"))), [""; 0], "other objects");
}

#[test]
fn within_one_rule_each_step_is_judged_by_its_own_rule() {
    let steps = |next: u32, expire: u32| {
        bucket(&format!(
            "lifecycle: [ {{ name: old, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: 30d }}, {{ storage_class: GLACIER, after: {next}d }} ], expire_after: {expire}d }} }} ]"
        ))
    };
    let rule = "early-deletion-charge";
    assert_eq!(of(rule, &steps(60, 150)), [""; 0]);
    assert_eq!(of(rule, &steps(60, 149)), ["warning: 60d"]);
    assert_eq!(of(rule, &steps(40, 59)), ["warning: 40d"], "the first is left too soon");
    let versions = |of: &str| {
        bucket(&format!(
            "versioning: enabled, lifecycle: [ {{ name: old, current: {{ transitions: [ {{ storage_class: STANDARD_IA, after: 10d }} ], expire_after: 30d }} }}, {{ name: end, {of} noncurrent: {{ expire_after: 1d }} }} ]"
        ))
    };
    assert_eq!(of(rule, &versions("")), ["warning: 10d"]);
    assert_eq!(of(rule, &versions("filter: { prefix: tmp/ },")), [""; 0], "others stay for ever");
}

#[test]
fn data_in_use_counts_before_its_backups_do() {
    let kept = |older: &str, dump: &str| {
        format!(
            "version: 1\nname: orders\nrepositories: {{ disk: {{ path: /backup }} }}\nresources: {{ a: {{ type: postgresql, data_classes: {{ logs: {{ erase_after: 30d }} }}, dumps: {{ d: {{ schedule: {{ every: day }}, to: disk, retention: {dump} }} }} }} }}\n{older}\n"
        )
    };
    let rule = "erased-data-in-backups";
    let message = |text: &str| {
        let found = crate::policies::compiled(text).into_iter().find(|f| f.rule == rule);
        found.map(|finding| finding.message)
    };
    assert_eq!(
        message(&kept("", "31d")).as_deref(),
        Some("`logs` must be gone after `30d`, and `a.dumps.d` holds it for 31 days more")
    );
    assert_eq!(message(&kept("", "30d")), None);
    let deleter = "deleters: { l: { deletes: [a.data_classes.logs], older_than: 7d, schedule: { every: day } } }";
    assert_eq!(message(&kept(deleter, "23d")), None);
    assert_eq!(
        message(&kept(deleter, "24d")).as_deref(),
        Some("`logs` must be gone after `30d`, and `a.dumps.d` holds it for 7 + 24 = 31 days")
    );
}

#[test]
fn nothing_deletes_what_no_rule_names() {
    let help = |settings: &str| {
        let text = bucket(&format!("data_classes: {{ all: {{ erase_after: 30d }} }} {settings}"));
        let found =
            crate::policies::compiled(&text).into_iter().find(|f| f.rule == "erased-too-late");
        found.unwrap().help.unwrap()
    };
    assert!(help("").starts_with("state the bucket's `lifecycle`"), "{}", help(""));
    let other =
        ", lifecycle: [ { name: other, filter: { prefix: tmp/ }, current: { expire_after: 1d } } ]";
    assert!(help(other).starts_with("add a lifecycle rule for all"), "{}", help(other));
}

#[test]
fn superseded_versions_end_only_objects_that_have_expired() {
    let class = |class: &str| {
        bucket(&format!(
            "versioning: enabled, data_classes: {{ {class}: {{ retention: 60d }} }}, lifecycle: [ {{ name: all, current: {{ expire_after: 30d }}, noncurrent: {{ expire_after: 30d }} }} ]"
        ))
    };
    let rule = "expired-before-promise";
    assert_eq!(of(rule, &class("all")), [""; 0], "30 and 30 days together");
    assert_eq!(of(rule, &class("current")).len(), 1, "it ends as the current version");
    let without = bucket(
        "versioning: never, data_classes: { all: { retention: 60d } }, lifecycle: [ { name: all, current: { expire_after: 30d }, noncurrent: { expire_after: 30d } } ]",
    );
    assert_eq!(of(rule, &without).len(), 1, "without versions there is no second life");
}

#[test]
fn filters_by_size_meet_in_one_byte() {
    let filters = |larger: &str, smaller: &str| {
        let text = bucket(&format!(
            "lifecycle: [ {{ name: a, filter: {{ larger_than: {larger} }}, current: {{ expire_after: 30d }} }}, {{ name: b, filter: {{ smaller_than: {smaller} }}, current: {{ expire_after: 60d }} }} ]"
        ));
        of("shorter-expiration-wins", &text).len()
    };
    assert_eq!(filters("9B", "11B"), 1, "objects of 10 bytes");
    assert_eq!(filters("9B", "10B"), 0);
}
