//! The runs that come next.

use jiff::Timestamp;
use policy::recoverability::simulate::{NextRun, RunFate, next_runs};
use policy::schedule::ClockChange;

use super::policy;

fn runs(rest: &str, from: &str, until: &str) -> Vec<NextRun> {
    let moment = |text: &str| text.parse::<Timestamp>().unwrap();
    next_runs(&policy(rest), moment(from), None, Some(moment(until)))
}

fn tiers(tiers: &str) -> String {
    format!(
        "keys: {{ k: {{ create: true, account: backup, region: us-west-2 }} }}
vaults: {{ main: {{}}, dr: {{ account: backup, region: us-west-2, key: k }} }}
plans: {{ p: {{ vault: main, start_window: 1h, completion_window: 4h, tiers: {{ {tiers} }} }} }}
resources: {{ files: {{ type: efs, plans: [p], arns: [] }} }}
"
    )
}

/// `local time: until when, in each vault`.
fn told(next: &NextRun) -> String {
    let leaves = next.leaves.iter().map(|left| {
        let until = left.until.map_or("for ever".to_owned(), |until| until.to_string());
        format!("{} {}", left.to.as_deref().unwrap_or("-"), until.split('T').next().unwrap())
    });
    format!("{}: {}", next.run.local, leaves.collect::<Vec<_>>().join(", "))
}

#[test]
fn a_run_says_what_it_leaves_and_until_when() {
    let text = tiers(
        "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr, retention: 7d } ] }",
    );
    let found = runs(&text, "2027-03-01T00:00:00Z", "2027-03-03T00:00:00Z");
    let told: Vec<String> = found.iter().map(told).collect();
    assert_eq!(
        told,
        [
            "2027-03-01T03:00:00: main 2027-04-05, dr 2027-03-08",
            "2027-03-02T03:00:00: main 2027-04-06, dr 2027-03-09",
        ]
    );
}

#[test]
fn a_run_that_another_absorbs_or_displaces_leaves_nothing() {
    let at = |time: &str| {
        tiers(&format!(
            "d: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 35d, copies: [ {{ to: dr }} ] }},
             w: {{ schedule: {{ every: week, weekday: sunday, at: \"{time}\" }}, retention: 90d }}"
        ))
    };
    // Sunday 28 March 2027.
    let day = ("2027-03-28T00:00:00Z", "2027-03-29T00:00:00Z");
    let found = runs(&at("03:30"), day.0, day.1);
    assert_eq!(found[0].fate, RunFate::Displaced { by: "w".to_owned() });
    assert_eq!(told(&found[0]), "2027-03-28T03:00:00: ");
    assert_eq!(told(&found[1]), "2027-03-28T03:30:00: main 2027-06-26");
    // At the same minute the weekly run makes the copy of the daily one.
    let found = runs(&at("03:00"), day.0, day.1);
    assert_eq!(found[0].fate, RunFate::Absorbed { by: "w".to_owned() });
    assert_eq!(told(&found[1]), "2027-03-28T03:00:00: main 2027-06-26, dr 2027-05-02");
}

#[test]
fn a_change_of_clocks_is_noted() {
    let text = tiers(
        "d: { schedule: { every: day, at: \"02:30\", timezone: Europe/Berlin }, retention: 35d }",
    );
    let spring = runs(&text, "2027-03-27T12:00:00Z", "2027-03-29T12:00:00Z");
    let named = jiff::civil::time(2, 30, 0, 0);
    assert_eq!(spring[0].clock, Some(ClockChange::Skipped { named }));
    assert_eq!(spring[0].run.local.to_string(), "2027-03-28T03:30:00");
    assert_eq!(spring[1].clock, None);
    let autumn = runs(&text, "2027-10-30T12:00:00Z", "2027-10-31T12:00:00Z");
    assert_eq!(autumn[0].clock, Some(ClockChange::Repeated));
    assert_eq!(autumn[0].run.at.to_string(), "2027-10-31T00:30:00Z");
}

#[test]
fn so_many_runs_as_asked_for() {
    let text = tiers(
        "y: { schedule: { every: year, month: january, day: 1, at: \"03:00\" }, retention: 8y }",
    );
    let from = "2027-03-01T00:00:00Z".parse::<Timestamp>().unwrap();
    let found = next_runs(&policy(&text), from, Some(3), None);
    let years: Vec<i16> = found.iter().map(|next| next.run.local.year()).collect();
    assert_eq!(years, [2028, 2029, 2030]);
}
