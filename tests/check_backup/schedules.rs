//! Windows and schedules.

use super::{found, tier, tiers};

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
