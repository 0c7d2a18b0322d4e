//! What is counted, and names.

use super::{findings, found, tier};

#[test]
fn what_a_plan_holds_is_counted() {
    let tier_list = |count: usize, extra: &str| {
        let tiers: Vec<String> = (0..count).map(|n| format!("t{n}: {{ retention: 7d }}")).collect();
        format!("plans: {{ core: {{ tiers: {{ {}{extra} }} }} }}\n", tiers.join(", "))
    };
    assert!(found("too-many-tiers", &tier_list(10, "")).is_empty());
    assert_eq!(found("too-many-tiers", &tier_list(11, "")), ["core"]);
    let separate = ", own: { retention: 7d, separate_plan: true }";
    assert!(found("too-many-tiers", &tier_list(10, separate)).is_empty());

    let copies = |count: usize| {
        let vaults: Vec<String> = (0..count).map(|n| format!("v{n}: {{}}")).collect();
        let copies: Vec<String> = (0..count).map(|n| format!("{{ to: v{n} }}")).collect();
        format!(
            "vaults: {{ {} }}\n{}",
            vaults.join(", "),
            tier(&format!("copies: [ {} ]", copies.join(", ")))
        )
    };
    assert!(found("too-many-copies", &copies(5)).is_empty());
    assert_eq!(found("too-many-copies", &copies(6)), ["{ to: v5 }"]);

    let tags = |count: usize| {
        let tags: Vec<String> = (0..count).map(|n| format!("t{n}: a")).collect();
        tier(&format!("recovery_point_tags: {{ {} }}", tags.join(", ")))
    };
    assert!(found("recovery-point-tags-beyond-limit", &tags(10)).is_empty());
    assert_eq!(found("recovery-point-tags-beyond-limit", &tags(11)).len(), 1);
}

#[test]
fn what_a_selection_holds_is_counted() {
    let selection = |of: &str, entries: Vec<String>| {
        format!(
            "resources: {{ disks: {{ type: ebs, plans: [core], selection: {{ {} }} }} }}\n{}",
            of.replace('@', &entries.join(", ")),
            tier("retention: 7d")
        )
    };
    let arns = |count: usize, end: &str| -> Vec<String> {
        (0..count)
            .map(|n| format!("\"arn:aws:ec2:us-east-1:111122223333:volume/vol-{n}{end}\""))
            .collect()
    };
    let tags = |count: usize| (0..count).map(|n| format!("v{n}")).collect::<Vec<_>>();
    let conditions = |count: usize| {
        (0..count).map(|n| format!("{{ tag: t{n}, not_equals: a }}")).collect::<Vec<_>>()
    };
    let many =
        |of: &str, entries| !found("selection-too-large", &selection(of, entries)).is_empty();
    let arn = "any_of: { arns: [@] }";
    assert!(!many(arn, arns(500, "")));
    assert!(many(arn, arns(501, "")));
    assert!(!many(arn, arns(30, "*")));
    assert!(many(arn, arns(31, "*")));
    assert!(!many("any_of: { tags: { backup: [@] } }", tags(30)));
    assert!(many("any_of: { tags: { backup: [@] } }", tags(31)));
    assert!(!many("any_of: { arns: [\"*\"] }, all_of: [@]", conditions(30)));
    assert!(many("any_of: { arns: [\"*\"] }, all_of: [@]", conditions(31)));
}

#[test]
fn names_in_aws_have_their_length_and_letters() {
    let vault = |name: &str| format!("vaults: {{ main: {{ aws_name: \"{name}\" }} }}\n");
    let plan = |name: &str| {
        format!(
            "plans: {{ core: {{ aws_name: \"{name}\", tiers: {{ daily: {{ retention: 7d }} }} }} }}\n"
        )
    };
    let bad = |body: &str| !found("bad-aws-name", body).is_empty();
    for (length, refused) in [(1, true), (2, false), (50, false), (51, true)] {
        assert_eq!(bad(&vault(&"v".repeat(length))), refused, "vault of {length}");
    }
    for (length, refused) in [(1, false), (50, false), (51, true)] {
        assert_eq!(bad(&plan(&"p".repeat(length))), refused, "plan of {length}");
    }
    // A vault takes no dot, a plan does.
    assert!(bad(&vault("a.b")));
    assert!(!bad(&plan("a.b")));
    assert!(bad(&plan("a b")));
    // `orders-production-` has 18 characters.
    let resource = |length: usize| {
        format!(
            "resources: {{ {}: {{ type: dynamodb, tables: [orders], plans: [core] }} }}\n{}",
            "r".repeat(length),
            tier("retention: 7d")
        )
    };
    assert!(!bad(&resource(32)));
    assert!(bad(&resource(33)));
}

#[test]
fn a_created_role_has_64_characters_at_most() {
    let policy = |name: usize| {
        let (policy, environment) = ("p".repeat(name), "e".repeat(18));
        format!(
            "version: 1\nname: {policy}\naccounts: {{ main: \"111122223333\" }}\nenvironments: {{ {environment}: {{ account: main, region: us-east-1 }} }}\nroles: {{ backup: {{ create: true }} }}\n"
        )
    };
    let bad = |text: String| findings(&text).iter().any(|finding| finding.rule == "bad-aws-name");
    // Name, environment and key with two hyphens: 38 + 18 + 6 + 2.
    assert!(!bad(policy(38)));
    assert!(bad(policy(39)));
}
