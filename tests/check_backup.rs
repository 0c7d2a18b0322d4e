//! The rules about AWS Backup, at their boundaries and on their own pages.

use policy::check::rules::TABLE;
use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input, Kind, Level};

const HEAD: &str = "version: 1\nname: orders\n\
    accounts: { main: \"111122223333\", backup: \"999900001111\" }\n\
    environments: { production: { account: main, region: us-east-1 } }\n";

fn findings(text: &str) -> Vec<Finding> {
    compile(&Input::new("test.yaml", text), &Options::default()).judged.findings
}

/// `rule: underlined text` of every finding of the rule.
fn found(rule: &str, body: &str) -> Vec<String> {
    let text = format!("{HEAD}{body}");
    let of_rule = findings(&text).into_iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| finding.primary.span.slice(&text).to_owned()).collect()
}

/// The fenced yaml below a heading of a rule's page.
fn examples<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let section = page.split("\n## ").find(|section| section.starts_with(heading));
    let blocks = section.into_iter().flat_map(|section| section.split("```yaml\n").skip(1));
    blocks.filter_map(|block| block.split("```").next()).collect()
}

#[test]
fn every_example_of_a_page_does_what_its_page_says() {
    for row in TABLE {
        let (fails, passes) =
            (examples(row.rule.explanation, "Fails"), examples(row.rule.explanation, "Passes"));
        assert!(!fails.is_empty() && !passes.is_empty(), "{} has no examples", row.rule.name);
        let has = |text: &str| findings(text).iter().any(|finding| finding.rule == row.rule.name);
        for text in fails {
            assert!(has(text), "{} does not find\n{text}", row.rule.name);
        }
        for text in passes {
            assert!(!has(text), "{} finds\n{text}", row.rule.name);
        }
    }
}

#[test]
fn examples_hold_no_mistake_of_the_document() {
    for row in TABLE {
        for heading in ["Fails", "Passes"] {
            for text in examples(row.rule.explanation, heading) {
                let document = findings(text).into_iter().find(|finding| {
                    ["malformed-value", "unknown-key", "wrong-type", "unresolved-reference"]
                        .contains(&finding.rule)
                });
                assert!(document.is_none(), "{}: {document:?}\n{text}", row.rule.name);
            }
        }
    }
}

/// One tier `daily` of a plan `core`, with these keys.
fn tier(keys: &str) -> String {
    format!("plans: {{ core: {{ tiers: {{ daily: {{ {keys} }} }} }} }}\n")
}

/// Each text of a tier with what the rule underlines in it.
fn tiers(rule: &str, table: &[(&str, &[&str])]) {
    for (keys, underlined) in table {
        assert_eq!(found(rule, &tier(keys)), *underlined, "{rule}: {keys}");
    }
}

#[test]
fn cold_storage_lasts_90_days_and_equality_passes() {
    tiers(
        "cold-storage-too-brief",
        &[
            ("cold_storage_after: 30d, retention: 119d", &["119d"]),
            ("cold_storage_after: 30d, retention: 120d", &[]),
            ("cold_storage_after: 30d, retention: 121d", &[]),
            ("cold_storage_after: 2d, retention: 91d", &["91d"]),
            ("cold_storage_after: 2d, retention: 92d", &[]),
            // A quarter counts 92 days and a month 31: what is rendered.
            ("cold_storage_after: 2d, retention: 3mo", &[]),
            ("cold_storage_after: 1mo, retention: 121d", &[]),
            ("cold_storage_after: 1mo, retention: 120d", &["120d"]),
            ("cold_storage_after: 30d, retention: 20d", &["20d"]),
            ("cold_storage_after: 30d, retention: forever", &[]),
        ],
    );
}

#[test]
fn a_copy_has_a_lifecycle_of_its_own() {
    let copy = |keys: &str| {
        format!(
            "vaults: {{ main: {{}}, dr: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ retention: 1y, cold_storage_after: 30d, copies: [ {{ to: dr, {keys} }} ] }} }} }} }}\n"
        )
    };
    let rule = "cold-storage-too-brief";
    assert_eq!(found(rule, &copy("retention: 100d, cold_storage_after: 11d")), ["100d"]);
    assert!(found(rule, &copy("retention: 100d, cold_storage_after: 10d")).is_empty());
    // A retention of its own leaves the tier's cold storage behind.
    assert!(found(rule, &copy("retention: 35d")).is_empty());
    // Cold storage of its own keeps the tier's retention of 366 days.
    assert_eq!(found(rule, &copy("cold_storage_after: 277d")), ["1y"]);
    assert!(found(rule, &copy("cold_storage_after: 276d")).is_empty());
}

#[test]
fn the_mend_of_a_brief_stay_lengthens_it() {
    let text = format!("{HEAD}{}", tier("cold_storage_after: 30d, retention: 90d"));
    let finding = findings(&text).into_iter().find(|f| f.rule == "cold-storage-too-brief").unwrap();
    assert_eq!(finding.fix.unwrap().replacement, "120d");
    assert_eq!(finding.labels[0].span.slice(&text), "30d");
    assert_eq!(finding.primary.text, "ends 60 days after cold storage begins");
    assert_eq!((finding.level, finding.kind), (Level::Error, Kind::Rejected));
    assert_eq!(finding.path, "plans.core.tiers.daily");
}

#[test]
fn retention_is_1_to_36500_days() {
    tiers(
        "retention-out-of-range",
        &[
            ("retention: 0d", &["0d"]),
            ("retention: 1d", &[]),
            ("retention: 36500d", &[]),
            ("retention: 36501d", &["36501d"]),
            ("retention: 99y", &[]),
            ("retention: 100y", &["100y"]),
        ],
    );
    tiers("counted-retention", &[("retention: 7 copies", &["7 copies"]), ("retention: 7d", &[])]);
    tiers("retention-missing", &[("continuous: true", &["daily"]), ("retention: forever", &[])]);
}

#[test]
fn continuous_points_live_35_days_at_most() {
    tiers(
        "continuous-kept-too-long",
        &[
            ("continuous: true, retention: 34d", &[]),
            ("continuous: true, retention: 35d", &[]),
            ("continuous: true, retention: 36d", &["36d"]),
            ("continuous: true, retention: 5w", &[]),
            ("continuous: true, retention: forever", &["forever"]),
            ("continuous: false, retention: 36d", &[]),
        ],
    );
}

#[test]
fn a_continuous_tier_runs_within_its_retention() {
    let weekly = |retention: &str| {
        format!(
            "continuous: true, retention: {retention}, schedule: {{ every: week, weekday: sunday, at: \"03:00\" }}"
        )
    };
    let level = |keys: &str| {
        let text = format!("{HEAD}{}", tier(keys));
        findings(&text).iter().find(|f| f.rule == "continuous-run-too-rare").map(|f| f.level)
    };
    assert_eq!(level(&weekly("6d")), Some(Level::Error));
    // AWS asks for more than the interval and does not say what equality does.
    assert_eq!(level(&weekly("7d")), Some(Level::Warning));
    assert_eq!(level(&weekly("8d")), None);
}

#[test]
fn windows_have_their_least_and_their_most() {
    tiers(
        "start-window-too-short",
        &[("start_window: 59m", &["59m"]), ("start_window: 60m", &[]), ("start_window: 61m", &[])],
    );
    tiers(
        "window-too-long",
        &[
            ("start_window: 36500d", &[]),
            ("start_window: 876000h1m", &["876000h1m"]),
            ("completion_window: 876000h", &[]),
            ("completion_window: 876000h1m", &["876000h1m"]),
        ],
    );
    tiers(
        "completion-window-too-brief",
        &[
            ("start_window: 2h, completion_window: 119m", &["119m"]),
            ("start_window: 2h, completion_window: 120m", &[]),
            // Against AWS's own 8 hours to start and 7 days to complete.
            ("completion_window: 479m", &["479m"]),
            ("completion_window: 480m", &[]),
            ("start_window: 7d", &[]),
            ("start_window: 169h", &["169h"]),
        ],
    );
    tiers("fractional-window", &[("start_window: 90m", &[]), ("start_window: 1h1s", &["1h1s"])]);
}

#[test]
fn windows_are_asked_for_once_a_plan() {
    let plan = |keys: &str| {
        format!(
            "plans: {{ core: {{ {keys} tiers: {{ a: {{ retention: 7d }}, b: {{ retention: 35d }} }} }} }}\n"
        )
    };
    let rule = "windows-not-stated";
    assert_eq!(found(rule, &plan("")), ["core"]);
    assert_eq!(found(rule, &plan("start_window: 1h,")), ["core"]);
    assert!(found(rule, &plan("start_window: 1h, completion_window: 4h,")).is_empty());
}

#[test]
fn a_tier_runs_at_most_once_an_hour() {
    tiers(
        "schedule-too-frequent",
        &[
            ("schedule: \"cron(0/59 * ? * * *)\"", &["\"cron(0/59 * ? * * *)\""]),
            ("schedule: \"cron(0 * ? * * *)\"", &[]),
            // 23:30 and 00:00 of the next day.
            ("schedule: \"cron(0,30 0,23 ? * * *)\"", &["\"cron(0,30 0,23 ? * * *)\""]),
            ("schedule: { every: 2h, at: \"00:00\" }", &[]),
        ],
    );
}

#[test]
fn a_step_of_hours_ends_with_the_day() {
    let rule = "step-stops-at-midnight";
    for (hours, wraps) in [
        ("0/12", true),
        ("11/12", true),
        ("12/12", false),
        ("13/12", false),
        ("*/5", true),
        ("2/5", true),
        ("8-18/2", true),
        ("1/6", true),
        ("6/6", false),
    ] {
        let found = found(rule, &tier(&format!("schedule: \"cron(0 {hours} ? * * *)\"")));
        assert_eq!(found.is_empty(), wraps, "{hours}");
    }
}

#[test]
fn a_run_in_the_skipped_hour_is_found_by_its_zone() {
    let rule = "run-in-skipped-hour";
    let daily = |at: &str, zone: &str| {
        tier(&format!("schedule: {{ every: day, at: \"{at}\" }}, timezone: {zone}"))
    };
    for (at, zone, skipped) in [
        ("01:59", "Europe/Berlin", false),
        ("02:00", "Europe/Berlin", true),
        ("02:59", "Europe/Berlin", true),
        ("03:00", "Europe/Berlin", false),
        ("02:30", "America/New_York", true),
        ("00:30", "America/Havana", true),
        ("02:30", "Asia/Tokyo", false),
        ("02:30", "UTC", false),
    ] {
        assert_eq!(!found(rule, &daily(at, zone)).is_empty(), skipped, "{at} {zone}");
    }
}

#[test]
fn a_schedule_that_stops_or_never_begins_is_found() {
    tiers(
        "schedule-never-fires",
        &[
            ("schedule: \"cron(0 3 31 2 ? *)\"", &["\"cron(0 3 31 2 ? *)\""]),
            ("schedule: \"cron(0 3 29 2 ? *)\"", &[]),
            ("schedule: \"cron(0 3 ? 2 2#5 *)\"", &[]),
            ("schedule: \"cron(0 3 1 1 ? 2020-2027)\"", &["\"cron(0 3 1 1 ? 2020-2027)\""]),
            ("schedule: \"cron(0 3 1 1 ? 2026-2199)\"", &[]),
        ],
    );
}

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

#[test]
fn a_lock_is_bounded() {
    let lock =
        |keys: &str| format!("vaults: {{ main: {{ lock: {{ mode: governance, {keys} }} }} }}\n");
    let range = |keys: &str| found("lock-out-of-range", &lock(keys));
    assert_eq!(range("min_retention: 0d"), ["0d"]);
    assert!(range("min_retention: 1d").is_empty());
    assert!(range("max_retention: 36500d").is_empty());
    assert_eq!(range("max_retention: 36501d"), ["36501d"]);
    let crossed = |keys: &str| found("lock-bounds-crossed", &lock(keys));
    assert!(crossed("min_retention: 30d, max_retention: 30d").is_empty());
    assert_eq!(crossed("min_retention: 31d, max_retention: 30d"), ["31d"]);
    let compliance = |days: &str| {
        found(
            "lock-cooling-off-out-of-range",
            &format!(
                "vaults: {{ main: {{ lock: {{ mode: compliance, changeable_for: {days} }} }} }}\n"
            ),
        )
    };
    assert_eq!(compliance("2d"), ["2d"]);
    assert!(compliance("3d").is_empty());
    assert!(compliance("36500d").is_empty());
    assert_eq!(compliance("36501d"), ["36501d"]);
    let air_gapped = |days: &str| {
        found(
            "lock-out-of-range",
            &format!(
                "vaults: {{ safe: {{ air_gapped: true, lock: {{ min_retention: {days}, max_retention: 1y }} }} }}\n"
            ),
        )
    };
    assert_eq!(air_gapped("6d"), ["6d"]);
    assert!(air_gapped("7d").is_empty());
}

#[test]
fn every_retention_fits_the_lock_it_lands_in() {
    let policy = |lock: &str, retention: &str| {
        format!(
            "vaults: {{ main: {{ lock: {{ mode: governance, {lock} }} }} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ retention: {retention} }} }} }} }}\n"
        )
    };
    let rule = "retention-outside-lock";
    for (lock, retention, fits) in [
        ("min_retention: 7d", "6d", false),
        ("min_retention: 7d", "7d", true),
        ("max_retention: 35d", "35d", true),
        ("max_retention: 35d", "36d", false),
        // Both are rendered at their longest: 366 days, and 2557 of seven years.
        ("max_retention: 1y", "366d", true),
        ("max_retention: 1y", "367d", false),
        ("max_retention: 365d", "1y", false),
        ("min_retention: 7y", "2557d", true),
        ("min_retention: 7y", "2556d", false),
        ("min_retention: 7d", "forever", true),
        ("max_retention: 10y", "forever", false),
    ] {
        let found = found(rule, &policy(lock, retention));
        assert_eq!(found.is_empty(), fits, "{lock}, {retention}");
        assert!(fits || found == [retention], "{lock}, {retention}");
    }
}

#[test]
fn an_inherited_retention_is_underlined_at_the_tier() {
    let text = "vaults: { main: {}, dr: { lock: { mode: governance, max_retention: 30d } } }\nplans: { core: { vault: main, tiers: { daily: { retention: 35d, copies: [ { to: dr } ] } } } }\n";
    assert_eq!(found("retention-outside-lock", text), ["35d"]);
}

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
fn the_archive_is_for_monthly_tiers() {
    let archive = |schedule: &str| {
        format!("schedule: {schedule}, cold_storage_after: 30d, archive_ebs: true")
    };
    for (schedule, rare) in [
        ("{ every: day, at: \"03:00\" }", false),
        ("{ every: week, weekday: sunday, at: \"03:00\" }", false),
        ("{ every: month, day: 1, at: \"03:00\" }", true),
        ("{ every: month, day: last, at: \"03:00\" }", true),
        ("{ every: 3mo, day: 1, at: \"03:00\" }", true),
        // The first and the fifteenth.
        ("\"cron(0 3 1,15 * ? *)\"", false),
    ] {
        assert_eq!(
            found("archive-too-often", &tier(&archive(schedule))).is_empty(),
            rare,
            "{schedule}"
        );
    }
}

#[test]
fn what_is_planned_is_checked_as_if_it_were_on() {
    tiers("retention-out-of-range", &[("planned: true, retention: 0d", &["0d"])]);
    let lock =
        "vaults: { main: { lock: { planned: true, mode: compliance, changeable_for: 2d } } }\n";
    assert_eq!(found("lock-cooling-off-out-of-range", lock), ["2d"]);
}

#[test]
fn findings_without_high_confidence_are_no_errors() {
    let copies = |kind: &str, arn: &str| {
        format!(
            "vaults: {{ main: {{}}, dr: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ retention: 7d, copies: [ {{ to: dr }} ] }} }} }} }}\nresources: {{ a: {{ type: {kind}, arns: [\"{arn}\"], plans: [core] }} }}\n"
        )
    };
    let level = |body: &str| {
        let text = format!("{HEAD}{body}");
        findings(&text).iter().find(|f| f.rule == "copy-unsupported-type").map(|f| f.level)
    };
    let redshift = "arn:aws:redshift:us-east-1:111122223333:cluster:a";
    assert_eq!(level(&copies("redshift", redshift)), Some(Level::Advice));
    let ontap = "arn:aws:fsx:us-east-1:111122223333:volume/fs-1/fsvol-1";
    assert_eq!(level(&copies("fsx_ontap", ontap)), Some(Level::Error));
}

#[test]
fn every_finding_has_a_path_and_says_what_to_do() {
    for row in TABLE {
        for text in examples(row.rule.explanation, "Fails") {
            for finding in findings(text).iter().filter(|finding| finding.rule == row.rule.name) {
                assert!(!finding.path.is_empty(), "{}", finding.rule);
                assert!(finding.help.is_some(), "{}", finding.rule);
                assert!(!finding.primary.span.slice(text).is_empty(), "{}", finding.rule);
                assert!(!finding.message.ends_with('.') && !finding.message.contains('\n'));
                assert!(
                    finding.message.starts_with(|c: char| !c.is_ascii_uppercase()
                        || finding.message.starts_with("AWS")
                        || finding.message.starts_with("DynamoDB")),
                    "{}",
                    finding.message
                );
            }
        }
    }
}

#[test]
fn rules_are_in_order_and_named_for_the_fault() {
    let names: Vec<&str> = TABLE.iter().map(|row| row.rule.name).collect();
    assert!(names.is_sorted());
    for name in names {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(
            !name.starts_with("no-") && !name.starts_with("must-") && !name.starts_with("invalid-"),
            "{name}"
        );
    }
}

/// The policies that a team should deploy.
const POLICIES: [(&str, &str); 9] = [
    ("banking", include_str!("../policies/banking.yaml")),
    ("defillama", include_str!("../policies/defillama.yaml")),
    ("language", include_str!("../policies/language.yaml")),
    ("minimal", include_str!("../policies/minimal.yaml")),
    ("raptorflow", include_str!("../policies/raptorflow.yaml")),
    ("regulated", include_str!("../policies/regulated.yaml")),
    ("sale-module", include_str!("../policies/sale-module.yaml")),
    ("standard", include_str!("../policies/standard.yaml")),
    ("wedefidaily", include_str!("../policies/wedefidaily.yaml")),
];

#[test]
fn the_policies_of_the_project_break_no_limit_of_aws_backup() {
    for (name, text) in POLICIES {
        let certain: Vec<String> = findings(text)
            .iter()
            .filter(|finding| finding.level == Level::Error && finding.kind.is_certain())
            .map(|finding| format!("{}: {}", finding.rule, finding.message))
            .collect();
        assert_eq!(certain, Vec::<String>::new(), "{name}");
    }
}
