//! Values that cannot be read, wherever they stand.

use super::documents::{findings, lines, resolve};

/// Every leaf of sections 1 to 4 that is parsed, written wrongly.
const WRONG: &[&str] = &[
    "defaults: { start_window: 1x }",
    "objectives: { found_within: 1y }",
    "plans: { core: { completion_window: 1y } }",
    "plans: { core: { timezone: Europe/Berln } }",
    "plans: { core: { objectives: { rto: 1mo } } }",
    "plans: { core: { tiers: { daily: { backup_time: 1x } } } }",
    "plans: { core: { tiers: { daily: { restore_time: { took: 45m..30m } } } } }",
    "vaults: { v: {} }\nplans: { core: { tiers: { daily: { copies: [ { to: v, copy_time: { estimate: soon } } ] } } } }",
    "resources: { r: { type: other, size: 12XB } }",
    "resources: { r: { type: other, data_classes: { a: { retention: 7z } } } }",
    "resources: { r: { type: other, data_classes: { a: { retention: { event: closed, then: 1m } } } } }",
    "resources: { r: { type: other, data_classes: { a: { access: { for: 2m, within: 1h } } } } }",
    "resources: { r: { type: other, data_classes: { a: { erase_after: 90m } } } }",
    "resources: { r: { type: other, snapshots: { a: { schedule: { every: fortnight } } } } }",
    "resources: { r: { type: other, dumps: { a: { retention: 7m } } } }",
    "resources: { r: { type: other, exports: { a: { restore_time: { takes_per: { of: data_age, rate: 2h } } } } } }",
    "resources: { r: { type: other, external: { a: { retention: 7 kopies } } } }",
    "resources: { r: { type: dynamodb, point_in_time_recovery: { retention: 5m, planned: true } } }",
    "resources: { r: { type: elasticache, snapshots: { window: \"03:00-03:00\", planned: true } } }",
    "resources: { r: { type: rds_instance, read_replicas: { a: { automated_backups: { retention: 7m } } } } }",
    "resources: { r: { type: postgresql, standbys: { a: { lag_alarm: 1mo } } } }",
    "resources: { r: { type: postgresql, base_backups: { a: { retention: 7m } } } }",
    "resources: { r: { type: postgresql, wal_archiving: { a: { archive_timeout: 1y } } } }",
    "repositories: { a: {}, b: { copies: [ { to: a, retention: 7m } ] } }",
    "deleters: { a: { older_than: 30m } }",
    "recovery: { a: { steps: [ { do: wait, takes: 1x } ] } }",
    "drills: { a: { schedule: { every: century } } }",
    "alarms: { a: { when: { lag_bytes_over: 12XB } } }",
    "alarms: { a: { evaluate_every: 1y } }",
    "claims: [ { source: readme, rpo: 1w } ]",
    "claims: [ { source: readme, restore_test: monthly } ]",
    "claims: [ { source: readme, backup: every century } ]",
    "vaults: { v: {} }\nignore_drift: [ { what: vaults.v, reason: why, until: \"2027-13-01\" } ]",
    "lint: { allow: { a: { reason: why, until: \"2027-02-30\" } } }",
];

#[test]
fn every_malformed_leaf_is_a_finding() {
    let said: Vec<String> = WRONG
        .iter()
        .map(|rest| {
            let found = findings(&format!("{rest}\n"));
            assert_eq!(found.len(), 1, "{rest}: {found:?}");
            assert!(found[0].starts_with("malformed-value"), "{found:?}");
            found[0].clone()
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @"
    malformed-value @ x: `x` is not a unit here (the units are `s`, `m`, `h`, `d` and `w`, such as `4h`)
    malformed-value @ y: `y` is not a unit here (a year has no exact length: write it in days, such as `366d`)
    malformed-value @ y: `y` is not a unit here (a year has no exact length: write it in days, such as `366d`)
    malformed-value @ Europe/Berln: `Europe/Berln` is not a time zone (did you mean `Europe/Berlin`)
    malformed-value @ mo: `mo` is not a unit here (a month has no exact length: write it in days, such as `31d`)
    malformed-value @ x: `x` is not a unit here (the units are `s`, `m`, `h`, `d` and `w`, such as `4h`)
    malformed-value @ 45m..30m: `45m..30m` runs from the longer to the shorter time (write `30m..45m`)
    malformed-value @ soon: `soon` does not start with a number (write whole numbers with their units and nothing between, such as `1h30m`)
    malformed-value @ XB: `XB` is not a unit of size (the units are `B`, `KB`, `MB`, `GB`, `TB` and `PB`, such as `128KB`)
    malformed-value @ z: `z` is not a unit here (the units are `d`, `w`, `mo` and `y`, such as `35d`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `1mo`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `2mo`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `90mo`)
    malformed-value @ fortnight: `fortnight` is not a period (write `2w`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `7mo`)
    malformed-value @ 2h: `2h` is not a rate (write the time taken, then the age of data it is for, such as `2h/1d`)
    malformed-value @  : `7 kopies` has a blank inside (write the unit directly after the number, such as `35d`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `5mo`)
    malformed-value @ 03:00-03:00: `03:00-03:00` starts and ends at the same time (write different times, such as `02:00-02:30`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `7mo`)
    malformed-value @ mo: `mo` is not a unit here (a month has no exact length: write it in days, such as `31d`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `7mo`)
    malformed-value @ y: `y` is not a unit here (a year has no exact length: write it in days, such as `366d`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `7mo`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `30mo`)
    malformed-value @ x: `x` is not a unit here (the units are `s`, `m`, `h`, `d` and `w`, such as `4h`)
    malformed-value @ century: `century` is not a period (write `hour`, `day`, `week`, `month`, `year`, or a number of them such as `2h`, `2w`, `3mo`)
    malformed-value @ XB: `XB` is not a unit of size (the units are `B`, `KB`, `MB`, `GB`, `TB` and `PB`, such as `128KB`)
    malformed-value @ y: `y` is not a unit here (a year has no exact length: write it in days, such as `366d`)
    malformed-value @ w: an RPO or RTO is not counted in weeks (write `7d`)
    malformed-value @ monthly: `monthly` is not an interval (write for example `every month` or `every 3mo`)
    malformed-value @ century: `century` is not a period (write `hour`, `day`, `week`, `month`, `year`, or a number of them such as `2h`, `2w`, `3mo`)
    malformed-value @ 2027-13-01: `2027-13-01` is not a day of the calendar (write a day that exists, such as `2026-11-20`)
    malformed-value @ 2027-02-30: `2027-02-30` is not a day of the calendar (write a day that exists, such as `2026-11-20`)
    ");
}

#[test]
fn only_names_environments_that_exist() {
    insta::assert_snapshot!(findings(
        "vaults: { main: { only: [prodution] } }
plans: { core: { tiers: { daily: { copies: [ { to: main, only: [staging] } ] } } } }
resources: { r: { type: other, dumps: { a: { only: [prod] } } } }
",
    ).join("\n"), @"
    unknown-environment @ prodution: there is no environment `prodution` (did you mean `production`?)
    unknown-environment @ staging: there is no environment `staging` (known under `environments`: `production`)
    unknown-environment @ prod: there is no environment `prod` (did you mean `production`?)
    ");
}

#[test]
fn a_finding_in_an_override_labels_the_value_it_replaces() {
    let text = "version: 1
name: orders
accounts: { main: \"111122223333\" }
environments:
  production: { account: main, region: us-east-1 }
  staging:
    account: main
    region: us-east-1
    override: { plans: { core: { tiers: { daily: { retention: 7x } } } } }
plans: { core: { tiers: { daily: { retention: 35d } } } }
";
    let found = resolve(text, "staging").findings;
    assert_eq!(lines(text, &found).len(), 1);
    let labels: Vec<_> =
        found[0].labels.iter().map(|label| (label.span.slice(text), label.text.as_str())).collect();
    assert_eq!(labels, [("35d", "replaces this value")]);
    assert!(resolve(text, "production").findings.is_empty());
}

#[test]
fn what_several_entries_inherit_is_said_once() {
    assert_eq!(
        findings(
            "defaults: { start_window: 1x }
plans: { core: { tiers: { daily: {}, weekly: {} } } }
"
        )
        .len(),
        1
    );
}

#[test]
fn defaults_name_what_exists_even_if_nobody_uses_them() {
    assert_eq!(
        findings("roles: { backup: { create: true } }\ndefaults: { role: bakcup }\n"),
        ["unresolved-reference @ bakcup: there is no `bakcup` under `roles` in `production` \
          (did you mean `backup`?)"]
    );
}

/// The YAML examples of a part of a rule's page.
fn examples<'a>(page: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    let part = page.split(from).nth(1).unwrap().split(to).next().unwrap();
    part.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect()
}

#[test]
fn the_examples_on_the_pages_of_the_rules_are_true() {
    for rule in policy::resolved::rules::ALL {
        let fires = |text: &str| {
            let document = policy::document::read(text).policy.unwrap();
            let names = policy::resolved::environment_names(&document);
            let found = names.iter().flat_map(|name| resolve(text, name).findings);
            found.map(|finding| finding.rule).collect::<Vec<_>>().contains(&rule.name)
        };
        let fails = examples(rule.explanation, "## Fails", "## Passes");
        let passes = examples(rule.explanation, "## Passes", "## Source");
        assert!(!fails.is_empty() && !passes.is_empty(), "{}", rule.name);
        assert!(fails.into_iter().all(&fires), "{} fires", rule.name);
        assert!(!passes.into_iter().any(fires), "{} does not fire", rule.name);
    }
}

#[test]
fn an_account_that_stands_for_nothing_is_said_once() {
    let text = "version: 1
name: orders
accounts: { main: \"111122223333\" }
environments: { production: { account: man, region: us-east-1 } }
roles: { backup: { existing: \"arn:aws:iam::${account}:role/backup\" } }
";
    assert_eq!(
        lines(text, &resolve(text, "production").findings),
        [
            "unresolved-reference @ man: there is no `man` under `accounts` in `production` (did you mean `main`?)"
        ]
    );
}

#[test]
fn an_override_that_removes_something_of_what_is_new_is_a_typo() {
    let text = "version: 1
name: orders
environments: { dev: { override: { plans: { cor: { tiers: { daily: null } } } } } }
plans: { core: { tiers: { daily: {} } } }
";
    let found = lines(text, &resolve(text, "dev").findings);
    assert!(
        found.contains(&"unknown-override @ cor: the override removes something of `cor`, which the policy does not have (did you mean `core`?)".to_owned()),
        "{found:?}"
    );
    assert!(found.iter().all(|line| !line.starts_with("empty-value")), "{found:?}");
}
