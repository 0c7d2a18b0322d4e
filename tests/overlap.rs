//! Tiers whose start windows overlap: which lost runs are harmless, and what
//! is said about the others.
#![cfg(test)]

use policy::compile::{Compiled, Options, compile};
use policy::diagnostic::{Finding, Input, Level};
use policy::resources::{BackupRule, Lifecycle};

/// A plan with a daily tier at 03:00 kept for 35 days, and what is written of a
/// second one.
fn plan(daily: &str, other: &str) -> Compiled {
    let text = format!(
        "version: 1
name: orders
accounts: {{ main: \"111122223333\", backup: \"999900001111\" }}
environments: {{ production: {{ account: main, region: us-east-1 }} }}
roles: {{ backup: {{ create: true }} }}
keys: {{ dr: {{ create: true, account: backup, region: us-west-2 }} }}
vaults:
  main: {{}}
  other: {{}}
  dr: {{ account: backup, region: us-west-2, key: dr, access: [main], lock: {{ mode: governance, max_retention: 1y }} }}
plans:
  core:
    vault: main
    role: backup
    start_window: 1h
    completion_window: 4h
    tiers:
      daily: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 35d{daily} }}
      other: {{ {other} }}
resources: {{ tables: {{ type: dynamodb, tables: [orders], plans: [core] }} }}
account_settings: {{ dynamodb_advanced_features: true, cross_account_copy: true }}
"
    );
    compile(&Input::new("policy.yaml", text), &Options::default())
}

fn overlaps(compiled: &Compiled) -> Vec<&Finding> {
    compiled.judged.findings.iter().filter(|finding| finding.rule == "tiers-overlap").collect()
}

fn is_absorbed(daily: &str, other: &str) -> bool {
    overlaps(&plan(daily, other)).is_empty()
}

fn rule(compiled: &Compiled, name: &str) -> BackupRule {
    let settings = compiled.environments[0].resources.places.values();
    let mut rules = settings.flat_map(|settings| settings.plans.values()).flat_map(|p| &p.rules);
    rules.find(|rule| rule.rule_name == name).unwrap().clone()
}

const WEEKLY: &str = "schedule: { every: week, weekday: sunday, at: \"03:00\" }, retention: 90d";

#[test]
fn a_longer_kept_run_of_the_same_minute_absorbs() {
    assert!(is_absorbed("", WEEKLY));
    // Windows that only touch do not overlap at all.
    assert!(is_absorbed("", &WEEKLY.replace("03:00", "04:00")));
    assert!(is_absorbed("", &WEEKLY.replace("03:00", "02:00")));
}

#[test]
fn a_run_of_another_minute_does_not() {
    for at in ["03:30", "02:30", "03:59", "02:01"] {
        assert!(!is_absorbed("", &WEEKLY.replace("03:00", at)), "{at}");
    }
}

#[test]
fn what_the_longer_kept_run_does_otherwise_is_not_absorbed() {
    for (daily, other, why) in [
        ("", format!("{WEEKLY}, vault: other"), "another vault"),
        ("", format!("{WEEKLY}, recovery_point_tags: {{ plan: weekly }}"), "other tags"),
        (", continuous: true", WEEKLY.to_owned(), "a continuous loser"),
        (
            "",
            WEEKLY.replace("90d", "120d, cold_storage_after: 30d"),
            "cold before 35 days are over",
        ),
        ("", WEEKLY.replace("90d", "35d"), "the same retention"),
    ] {
        assert!(!is_absorbed(daily, &other), "{why}");
    }
    // Cold storage that begins when the daily point would be gone breaks no promise.
    assert!(is_absorbed("", &WEEKLY.replace("90d", "125d, cold_storage_after: 35d")));
}

#[test]
fn the_winner_makes_the_copies_of_the_runs_it_absorbs() {
    let compiled = plan(", copies: [ { to: dr, retention: 60d } ]", WEEKLY);
    assert_eq!(overlaps(&compiled).len(), 0);
    let weekly = rule(&compiled, "other");
    assert_eq!(weekly.copy_actions.len(), 1);
    assert_eq!(weekly.copy_actions[0].destination_backup_vault.name, "orders-production-dr");
    assert_eq!(weekly.copy_actions[0].lifecycle.delete_after_days, Some(60));
    // Of two promises to one vault the longer is kept.
    let compiled = plan(
        ", copies: [ { to: dr, retention: 60d } ]",
        &format!("{WEEKLY}, copies: [ {{ to: dr, retention: 30d }} ]"),
    );
    let lifecycle = Lifecycle { delete_after_days: Some(60), ..Lifecycle::default() };
    assert_eq!(rule(&compiled, "other").copy_actions[0].lifecycle, lifecycle);
    assert_eq!(rule(&compiled, "daily").copy_actions[0].lifecycle, lifecycle);
}

#[test]
fn a_lost_run_is_told_with_its_copies_and_a_time_that_separates() {
    let compiled = plan(", copies: [ { to: dr } ]", &WEEKLY.replace("03:00", "03:30"));
    let [finding] = overlaps(&compiled)[..] else { panic!("one pair, one finding") };
    assert_eq!(finding.level, Level::Error);
    assert!(
        finding.message.contains("`daily` loses 53 runs a year to `other`"),
        "{}",
        finding.message
    );
    let text = &compiled.judged.input.text;
    assert_eq!(finding.primary.span.slice(text), "{ every: day, at: \"03:00\" }");
    let copy = finding.labels.iter().find(|label| label.text.contains("`dr`")).unwrap();
    assert_eq!(copy.span.slice(text), "{ to: dr }");
    assert!(finding.help.as_ref().unwrap().contains("at: \"02:30\""), "{:?}", finding.help);
    // The time of the help is right.
    let help = compiled.judged.input.text.replacen("at: \"03:00\"", "at: \"02:30\"", 1);
    let mended = compile(&Input::new("policy.yaml", help), &Options::default());
    assert_eq!(overlaps(&mended).len(), 0);
}

#[test]
fn equal_retentions_are_a_warning_because_aws_does_not_say() {
    let compiled = plan("", &WEEKLY.replace("90d", "35d"));
    let found = overlaps(&compiled);
    assert!(!found.is_empty() && found.iter().all(|finding| finding.level == Level::Warning));
}

#[test]
fn a_plan_of_its_own_never_overlaps() {
    let alone = format!("{}, separate_plan: true", WEEKLY.replace("03:00", "03:30"));
    assert!(is_absorbed("", &alone));
}

#[test]
fn a_long_window_takes_what_starts_inside_it() {
    // Twice a day at 00:00 and 12:00, and a job may start until 08:00 and 20:00:
    // the run of 03:00 is lost every day of the average year, rounded up.
    let twice = "schedule: \"cron(0 0/12 ? * * *)\", retention: 90d, start_window: 8h";
    let compiled = plan("", twice);
    let [finding] = overlaps(&compiled)[..] else { panic!("one pair, one finding") };
    assert!(finding.message.contains("`daily` loses 366 runs a year"), "{}", finding.message);
    assert!(is_absorbed("", &twice.replace("8h", "3h")), "the window ends where the run begins");
}
