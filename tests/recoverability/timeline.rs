//! Which points can be restored at a moment, and which jobs are due.

use jiff::Timestamp;
use policy::recoverability::{Evidence, Outcome, Owner, Restorables, agenda, timelines};
use policy::resolved::Policy;

use super::policy;

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn of_table(plan: &str, native: &str) -> Policy {
    policy(&format!(
        "vaults: {{ main: {{}} }}
plans: {{ p: {{ vault: main, start_window: 1h, tiers: {{ {plan} }} }} }}
resources: {{ t: {{ type: dynamodb, tables: [t], plans: [p]{native} }} }}
"
    ))
}

/// What each mechanism can restore at midnight of 2026-11-21.
fn restorable(policy: &Policy) -> Vec<String> {
    let evidence = Evidence::new(policy);
    let found = timelines(&evidence, &policy.resources["t"], moment("2026-11-21T00:00:00Z"));
    let told = found.iter().map(|timeline| {
        let said = match &timeline.left {
            Restorables::Points { ages, more } => {
                assert!(ages.windows(2).all(|pair| pair[0] < pair[1]), "the newest comes first");
                assert!(!more);
                let (newest, oldest) = (ages.first().unwrap(), ages.last().unwrap());
                format!("{} points, {newest} to {oldest}", ages.len())
            }
            Restorables::AnyMoment { newest: Some(newest), oldest: Some(oldest) } => {
                format!("any moment, {newest} to {oldest}")
            }
            other => format!("{other:?}"),
        };
        format!("{}: {said}", timeline.mechanism.reference)
    });
    told.collect()
}

const DAILY: &str = "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d }";

#[test]
fn a_point_is_there_until_its_retention_ends() {
    // 03:00 of 20 November back to 03:00 of 17 October, which is 34 d 21 h old.
    assert_eq!(restorable(&of_table(DAILY, "")), ["plans.p.tiers.d: 35 points, 21h to 34d 21h"]);
    let at_midnight = DAILY.replace("03:00", "00:00");
    // The run of this very moment has no point yet; the one of 35 d ago is gone.
    assert_eq!(restorable(&of_table(&at_midnight, "")), ["plans.p.tiers.d: 34 points, 24h to 34d"]);
}

#[test]
fn yearly_points_reach_back_before_the_first_year_of_the_calendar() {
    let yearly =
        "y: { schedule: { every: year, month: january, day: 1, at: \"03:00\" }, retention: 7y }";
    let found = restorable(&of_table(yearly, ""));
    // 1 January of 2020 to 2026.
    assert_eq!(found, ["plans.p.tiers.y: 7 points, 323d 21h to 2515d 21h"]);
}

#[test]
fn a_displaced_run_leaves_a_hole_in_its_own_tier() {
    let tiers = format!(
        "{DAILY}, w: {{ schedule: {{ every: week, weekday: sunday, at: \"03:00\" }}, retention: 90d }}"
    );
    let found = restorable(&of_table(&tiers, ""));
    assert_eq!(
        found,
        [
            "plans.p.tiers.d: 30 points, 21h to 34d 21h",
            "plans.p.tiers.w: 13 points, 5d 21h to 89d 21h",
        ]
    );
}

#[test]
fn what_is_not_made_by_runs_is_told_otherwise() {
    let native = ", point_in_time_recovery: { retention: 35d }";
    assert_eq!(
        restorable(&of_table("", native)),
        ["t.point_in_time_recovery: any moment, 5m to 35d"]
    );
    let planned = DAILY.replace("35d }", "35d, planned: true }");
    assert_eq!(
        restorable(&of_table(&planned, "")),
        ["plans.p.tiers.d: Unplaced(\"it is planned, and switched off\")"]
    );
}

/// Every job of a week from Monday, 23 November 2026.
fn due(policy: &Policy) -> Vec<String> {
    let evidence = Evidence::new(policy);
    let week = (moment("2026-11-23T00:00:00Z"), moment("2026-11-30T00:00:00Z"));
    let mut told = Vec::new();
    for agenda in agenda(&evidence, week.0, week.1) {
        let owner = match agenda.of {
            Owner::Plan(plan) => plan,
            Owner::RestoreTests(plan) => format!("tests of {plan}"),
            Owner::Other { reference, resources } => format!("{reference} for {resources:?}"),
        };
        for line in agenda.lines {
            let count = |wanted: &dyn Fn(&Outcome) -> bool| {
                line.due.iter().filter(|due| wanted(&due.outcome)).count()
            };
            let made = count(&|outcome| *outcome == Outcome::Made);
            let other: Vec<String> = line
                .due
                .iter()
                .filter(|due| due.outcome != Outcome::Made)
                .map(|due| format!("{:?} at {}", due.outcome, due.run.local))
                .collect();
            told.push(format!("{owner}.{}: {made} made, {}", line.name, other.join(" and ")));
        }
    }
    told
}

#[test]
fn a_run_at_the_same_minute_absorbs_and_another_one_displaces() {
    let with = |at: &str| {
        let weekly = format!("{{ every: week, weekday: sunday, at: \"{at}\" }}");
        of_table(&format!("{DAILY}, w: {{ schedule: {weekly}, retention: 90d }}"), "")
    };
    assert_eq!(
        due(&with("03:00")),
        ["p.d: 6 made, Absorbed(\"w\") at 2026-11-29T03:00:00", "p.w: 1 made, "]
    );
    assert_eq!(
        due(&with("03:30")),
        ["p.d: 6 made, Displaced(\"w\") at 2026-11-29T03:00:00", "p.w: 1 made, "]
    );
}

#[test]
fn of_equal_retention_nobody_says_which_run_is_made() {
    let weekly = "{ every: week, weekday: sunday, at: \"03:00\" }";
    let found =
        due(&of_table(&format!("{DAILY}, w: {{ schedule: {weekly}, retention: 35d }}"), ""));
    assert_eq!(
        found,
        [
            "p.d: 6 made, Tied(\"w\") at 2026-11-29T03:00:00",
            "p.w: 0 made, Tied(\"d\") at 2026-11-29T03:00:00",
        ]
    );
}

#[test]
fn jobs_beside_the_plans_and_restore_tests_are_due_too() {
    let policy = policy(
        "vaults: { main: {} }
roles: { restore: { create: true } }
plans:
  p:
    vault: main
    tiers: {}
    restore_testing: { schedule: { every: week, weekday: monday, at: \"09:00\" }, role: restore, points: latest, from_last: 30d }
repositories: { exports: { bucket: some-exports } }
resources:
  t:
    type: dynamodb
    tables: [t]
    exports: { weekly: { schedule: { every: week, weekday: sunday, at: \"12:00\" }, to: exports, retention: 90d } }
",
    );
    assert_eq!(
        due(&policy),
        ["t.exports.weekly for [\"t\"].weekly: 1 made, ", "tests of p.restore test: 1 made, ",]
    );
}
