//! A recorded fleet, and the policy of it: five plans and fifteen selections in
//! each account and Region.

use std::fmt::Write as _;
use std::io::{self, Write};

use policy::compile::{Options, compile};
use policy::diagnostic::Input;
use policy::observe::recording::{header, line};
use policy::observe::{Observation, RoleState};

/// Plans of each account and Region.
pub(crate) const PLANS: usize = 5;
/// Selections of each account and Region.
pub(crate) const SELECTIONS: usize = 15;
/// Regions of each account.
const REGIONS: [&str; 10] = [
    "ap-northeast-1",
    "ap-south-1",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-2",
];

/// Name, account and Region of one environment of the fleet.
pub(crate) fn environment(number: usize) -> (String, String, &'static str) {
    let account = 100_000_000_000 + number / REGIONS.len();
    (format!("place-{number:05}"), account.to_string(), REGIONS[number % REGIONS.len()])
}

/// The policy of a fleet: one environment for each account and Region.
pub(crate) fn policy(places: usize) -> String {
    let mut text = String::from("version: 1\nname: fleet\nenvironments:\n");
    for number in 0..places {
        let (name, account, region) = environment(number);
        // OK because writing to a string cannot fail.
        let _ = writeln!(text, "  {name}: {{ account: \"{account}\", region: {region} }}");
    }
    text.push_str(
        "defaults: { timezone: UTC, role: backup }
roles: { backup: { existing: \"arn:${partition}:iam::${account}:role/backup\" } }
vaults: { main: { lock: { mode: governance, min_retention: 7d, max_retention: 8y } } }
plans:
",
    );
    for plan in 0..PLANS {
        let _ = writeln!(
            text,
            "  plan-{plan}:
    vault: main
    start_window: 1h
    completion_window: 4h
    tiers:
      daily: {{ schedule: {{ every: day, at: \"0{plan}:00\" }}, retention: 35d }}
      weekly: {{ schedule: {{ every: week, weekday: sunday, at: \"1{plan}:00\" }}, retention: 90d }}
      monthly: {{ schedule: {{ every: month, day: 1, at: \"2{}:30\" }}, retention: 1y }}",
            plan.min(3)
        );
    }
    text.push_str("resources:\n");
    for selection in 0..SELECTIONS {
        let _ = writeln!(
            text,
            "  table-{selection}: {{ type: dynamodb, tables: [\"table-{selection}-${{environment}}\"], plans: [plan-{}], objectives: {{ rpo: 25h }} }}",
            selection % PLANS
        );
    }
    text
}

/// Writes the recording of a fleet in sync, one account and Region at a time.
pub(crate) fn record(places: usize, to: &mut impl Write) -> io::Result<()> {
    let all = observations(&policy(1));
    copies(&all[0], places, to)?;
    to.flush()
}

/// What a policy of one environment has in its accounts, its own first.
pub(crate) fn observations(text: &str) -> Vec<Observation> {
    let compiled = compile(&Input::new("fleet.yaml", text), &Options::default());
    let mut all = super::observed::in_sync(&compiled.environments[0].resources);
    all.iter_mut().for_each(answer);
    all
}

/// Writes the account and Region of the first environment for each of them.
pub(crate) fn copies(first: &Observation, places: usize, to: &mut impl Write) -> io::Result<()> {
    assert_eq!(first.settings.plans.len(), PLANS);
    assert_eq!(first.settings.selections.len(), SELECTIONS);
    let text = line(first);
    let (name, account, region) = environment(0);
    to.write_all(header().as_bytes())?;
    for number in 0..places {
        let (other_name, other_account, other_region) = environment(number);
        let text = text.replace(&name, &other_name).replace(&account, &other_account);
        to.write_all(text.replace(region, other_region).as_bytes())?;
    }
    Ok(())
}

/// What an account says that AWS Backup may work in.
fn answer(seen: &mut Observation) {
    seen.at = Some("2026-11-20T06:00:00Z".to_owned());
    let state = RoleState { exists: true, trusts_backup: true };
    for selection in seen.settings.selections.values() {
        seen.answers.roles.insert(selection.iam_role.arn(), state);
    }
    seen.answers.opt_ins.insert("DynamoDB".to_owned(), true);
    seen.answers.advanced_features.insert("DynamoDB".to_owned(), true);
}
