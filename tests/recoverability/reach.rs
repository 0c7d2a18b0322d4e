//! How far back single mechanisms reach.

use policy::recoverability::{Evidence, Reach, reach};
use policy::resolved::mechanisms;

use super::policy;

/// The reach of a tier: `schedule, retention` in a plan with windows of 1 h.
fn of(tiers: &str, reference: &str) -> String {
    let policy = policy(&format!(
        "vaults: {{ main: {{}}, dr: {{ account: backup, region: us-west-2 }} }}
plans: {{ p: {{ vault: main, start_window: 1h, tiers: {{ {tiers} }} }} }}
resources: {{ t: {{ type: dynamodb, tables: [t], plans: [p], point_in_time_recovery: {{ retention: 35d }} }} }}
"
    ));
    let all = mechanisms(&policy);
    let found = all.iter().find(|mechanism| mechanism.reference == reference).unwrap();
    match reach(&Evidence::new(&policy), found) {
        Reach::Back(length) => {
            let hours = length.as_seconds() / 3600;
            format!("{} d {} h", hours / 24, hours % 24)
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn reach_is_the_retention_less_a_gap_and_its_start_window() {
    let tier = |schedule: &str, kept: &str| {
        of(&format!("x: {{ schedule: {schedule}, retention: {kept} }}"), "plans.p.tiers.x")
    };
    // 7 y at their longest are 2557 d; less a leap year of 366 d and 1 h.
    let yearly = "{ every: year, month: january, day: 1, at: \"13:00\" }";
    assert_eq!(tier(yearly, "7y"), "2190 d 23 h");
    // 35 d less 24 h and 1 h.
    assert_eq!(tier("{ every: day, at: \"03:00\" }", "35d"), "33 d 23 h");
    // Points of a day are gone before the next of the week.
    assert_eq!(tier("{ every: week, weekday: sunday, at: \"03:00\" }", "1d"), "0 d 0 h");
    assert_eq!(tier("{ every: day, at: \"03:00\" }", "forever"), "Forever");
}

#[test]
fn continuous_recovery_reaches_as_far_as_it_is_kept() {
    assert_eq!(of("", "t.point_in_time_recovery"), "35 d 0 h");
}

#[test]
fn runs_that_are_displaced_shorten_the_reach() {
    // Without Sundays the gap is 48 h: 35 d less 48 h and 1 h.
    let tiers = "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d },
        w: { schedule: { every: week, weekday: sunday, at: \"03:00\" }, retention: 90d }";
    assert_eq!(of(tiers, "plans.p.tiers.d"), "32 d 23 h");
}

#[test]
fn copies_that_are_kept_for_less_do_not_lengthen_the_reach_of_others() {
    // On 1 January the yearly run makes the daily copy too. The daily runs make
    // no yearly copy: 2557 d less 366 d and 1 h.
    let tiers = "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr } ] },
        y: { schedule: { every: year, month: january, day: 1, at: \"03:00\" }, retention: 7y, copies: [ { to: dr } ] }";
    assert_eq!(of(tiers, "plans.p.tiers.y.copies[0]"), "2190 d 23 h");
    assert_eq!(of(tiers, "plans.p.tiers.d.copies[0]"), "33 d 23 h");
}
