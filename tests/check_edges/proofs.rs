//! Objectives that are missed, and the schedules that decide it.

use crate::policies::{compiled, of, policy, table};
use policy::diagnostic::Finding;

fn first(rule: &str, text: &str) -> Option<Finding> {
    compiled(text).into_iter().find(|finding| finding.rule == rule)
}

/// A server whose dumps go to the deep archive at once: 12 hours at least.
fn archived(restore: &str, objectives: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "objectives: {{ {objectives} }}\nresources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day, at: \"02:00\" }}, to: far, object: \"d-%Y%m%d\", retention: 1y {restore} }} }} }} }}\nrepositories: {{ far: {{ bucket: far, region: us-west-2, versioning: enabled, lifecycle: [ {{ name: all, current: {{ transitions: [ {{ storage_class: DEEP_ARCHIVE, after: 0d }} ] }} }} ] }} }}"
        ),
    )
}

#[test]
fn what_is_measured_counts_where_the_archive_is_as_quick() {
    let missed = |restore: &str, rto: &str| {
        let found =
            first("rto-missed", &archived(restore, &format!("rpo: 25h, rto: {rto}"))).unwrap();
        let (_, said) = found.message.split_once("is back ").unwrap();
        (said.to_owned(), found.notes.iter().any(|note| note.contains("DEEP_ARCHIVE")))
    };
    let soonest = |rto: &str| (format!("in 12h at the soonest; the objective says {rto}"), true);
    assert_eq!(missed("", "1h"), soonest("1h"));
    assert_eq!(missed(", restore_time: 1h", "2h"), soonest("2h"));
    let measured = |note| ("in 13h, as it was measured; the objective says 12h".to_owned(), note);
    assert_eq!(missed(", restore_time: 13h", "12h"), measured(false));
    assert_eq!(
        missed(", restore_time: 13h", "11h"),
        ("in 13h, as it was measured; the objective says 11h".to_owned(), true)
    );
}

#[test]
fn an_rto_is_missed_beside_an_rpo() {
    let text = archived("", "rpo: 1h, rto: 1h");
    assert!(first("rpo-missed", &text).is_some());
    assert!(first("rto-missed", &text).is_some(), "there is a way back");
}

#[test]
fn the_steps_of_a_scenario_take_as_long_as_the_archive() {
    let scenario = |rto: &str, restore: &str| {
        let recovery = "recovery: { spoiled: { disruption: corruption, restores: { pg: { from: pg.dumps.d } }, steps: [ { do: notice and decide, takes: 10m }, { restore: [pg] }, { do: verify, takes: 50m } ] } }";
        let text = format!(
            "{}\n{recovery}\n",
            archived(restore, &format!("rpo: 25h, corruption: {{ rto: {rto} }}"))
        );
        let found = first("scenario-too-slow", &text)?;
        Some((found.message, found.notes.len()))
    };
    let (message, notes) = scenario("2h", "").unwrap();
    assert!(message.contains("take at least"), "{message}");
    assert_eq!(notes, 1);
    let (message, notes) = scenario("12h", ", restore_time: 14h").unwrap();
    assert_eq!((message.as_str(), notes), ("the steps of `spoiled` take 15h; 12h are allowed", 0));
}

/// What nobody has measured only adds to what was measured: a scenario that says
/// less is no quicker.
#[test]
fn measured_steps_that_take_too_long_are_too_long_whatever_the_others_take() {
    let found = |rule: &str, steps: &str, rto: &str| {
        let recovery = format!(
            "recovery: {{ spoiled: {{ disruption: corruption, restores: {{ pg: {{ from: pg.dumps.d }} }}, steps: [ {steps} ] }} }}"
        );
        let objectives = format!("rpo: 25h, corruption: {{ rto: {rto} }}");
        let text = format!("{}\n{recovery}\n", archived(", restore_time: 14h", &objectives));
        first(rule, &text).map(|finding| finding.message)
    };
    let vague = "{ restore: [pg] }, { do: verify, takes: 1h }";
    let says = |message: &str| Some(message.to_owned());
    assert_eq!(
        found("scenario-too-slow", vague, "13h"),
        says("the steps of `spoiled` take at least 15h; 13h are allowed")
    );
    assert_eq!(
        found("rto-missed", vague, "13h"),
        says("after corruption, `pg` is back in 14h, as it was measured; the objective says 13h")
    );
    assert_eq!(found("scenario-too-slow", vague, "15h"), None, "at least is no more than that");
    let guessed = "{ restore: [pg] }, { do: verify, takes: { estimate: 5h } }";
    assert_eq!(found("scenario-too-slow", guessed, "16h"), None, "an estimate refutes nothing");
}

/// Files in a plan with one tier.
fn tier(tier: &str, objectives: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ {tier} }} }} }} }}\nresources: {{ files: {{ type: efs, plans: [core], objectives: {{ {objectives} }} }} }}"
        ),
    )
}

#[test]
fn a_job_that_is_measured_is_not_measured_again() {
    let help = |time: &str| {
        let tier = tier(
            &format!(
                "schedule: {{ every: day, at: \"03:00\" }}, start_window: 8h, completion_window: 20h, retention: 35d {time}"
            ),
            "rpo: 25h",
        );
        first("rpo-not-guaranteed", &tier).unwrap().help.unwrap()
    };
    assert!(help("").starts_with("measure the job"), "{}", help(""));
    assert!(help(", backup_time: 1h").starts_with("narrow the start window"));
}

#[test]
fn points_that_go_before_the_next_reach_back_to_nothing() {
    let text = tier("schedule: { every: week }, start_window: 24h, retention: 8d", "history: 7d");
    let message = first("history-missed", &text).unwrap().message;
    assert!(message.contains("points go before the next are made"), "{message}");
}

#[test]
fn a_gap_between_points_is_missing_from_what_they_reach_back() {
    let help = |text: &str| first("history-missed", text).unwrap().help.unwrap();
    let weekly = tier("schedule: { every: week }, retention: 30d", "history: 30d");
    assert!(help(&weekly).starts_with("points are up to"), "{}", help(&weekly));
    let versions = policy(
        "us-east-1",
        "resources: { d: { type: s3, buckets: [o], versioning: enabled, objectives: { history: 30d }, lifecycle: [ { name: all, noncurrent: { expire_after: 7d } } ] } }",
    );
    assert!(help(&versions).starts_with("keep the points of"), "{}", help(&versions));
}

/// A tier with this schedule, in Berlin: 02:00-03:00 is left out once a year.
fn berlin(schedule: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "plans: {{ core: {{ tiers: {{ t: {{ schedule: {schedule}, timezone: Europe/Berlin, retention: 35d }} }} }} }}"
        ),
    )
}

#[test]
fn an_hour_that_is_skipped_is_found_in_any_year() {
    let found = |schedule: &str| !of("run-in-skipped-hour", &berlin(schedule)).is_empty();
    assert!(found("{ every: day, at: \"02:30\" }"));
    assert!(!found("{ every: day, at: \"03:00\" }"));
    assert!(found("{ every: month, day: 31, at: \"02:30\" }"), "31 March 2030 is such a Sunday");
    assert!(found("\"cron(30 0/2 * * ? *)\""), "every two hours");
    assert!(!found("\"cron(30 * * * ? *)\""), "the neighbouring hours are as near");
    assert!(!found("\"cron(30 0-2,4-14 * * ? *)\""), "fourteen a day");
}

#[test]
fn a_schedule_that_cron_cannot_say_has_a_nearest_one() {
    let help = |schedule: &str| {
        let text = berlin(schedule);
        first("schedule-beyond-cron", &text).unwrap().help.unwrap()
    };
    assert_eq!(help("{ every: 45m }"), "write `every: hour`");
    assert!(help("{ every: 5h }").ends_with("the longest period below it that cron can say"));
}

/// A scenario that restores from something of a plan with a restore test.
fn exercised(testing: &str, from: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "vaults: {{ main: {{}}, other: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ schedule: {{ every: day }}, retention: 35d }} }}, restore_testing: {{ schedule: {{ every: week }} {testing} }} }} }}\nresources: {{ files: {{ type: efs, plans: [core] }} }}\nrecovery: {{ spoiled: {{ disruption: corruption, restores: {{ files: {{ from: {from} }} }} }} }}"
        ),
    )
}

#[test]
fn a_restore_test_exercises_what_it_restores_from() {
    let rule = "scenario-never-exercised";
    let from = |from: &str| exercised("", from);
    table(
        rule,
        from,
        &[("plans.core", &[]), ("plans.core.tiers.daily", &[]), ("vaults.main", &[])],
    );
    assert_eq!(of(rule, &exercised(", planned: true", "plans.core")), ["advice: spoiled"]);
    assert_eq!(of(rule, &exercised(", vaults: [main]", "plans.core.tiers.daily")), [""; 0]);
    assert_eq!(
        of(rule, &exercised(", vaults: [other]", "plans.core.tiers.daily")),
        ["warning: spoiled"]
    );
}

#[test]
fn what_may_be_left_is_told_as_such() {
    let lost = |repository: &str| {
        let text = policy(
            "us-east-1",
            &format!(
                "objectives: {{ rpo: 25h, region: {{ rpo: 1h }} }}\nrepositories: {{ far: {{ bucket: far {repository} }} }}\nresources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ schedule: {{ every: day, at: \"02:00\" }}, to: far, object: \"d-%Y%m%d\", retention: 1y }} }} }} }}"
            ),
        );
        first("rpo-missed", &text).unwrap().message
    };
    assert!(lost("").contains("can lose 24h if anything is left at all"), "{}", lost(""));
    let there = lost(", region: us-west-2");
    assert!(there.contains("can lose 24h; the objective"), "{there}");
    let here = lost(", region: us-east-1");
    assert!(here.contains("nothing brings `pg` back by itself"), "{here}");
}
