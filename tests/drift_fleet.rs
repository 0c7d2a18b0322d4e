//! A recorded fleet is compared one account and Region after the other: what is
//! planted in it is found and nothing else, and neither memory nor the time for
//! each grows with their number.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its fleet must stop")]

#[path = "recording/central.rs"]
mod central;
#[expect(dead_code, reason = "shared with the tests of the command")]
mod common;
#[path = "recording/disk.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the test of reading a fleet")]
mod disk;
#[path = "recording/fleet.rs"]
#[expect(clippy::indexing_slicing, reason = "shared with the benchmark")]
mod fleet;
#[path = "recording/observed.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests of recordings")]
mod observed;

use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Folder, Run};
use policy::compile::{One, Opened};
use policy::diagnostic::Input;
use policy::observe::Observation;
use policy::resources::{BackupVault, OWN_TAGS, Tags};
use serde_json::Value;

/// Settings of each account and Region: a vault, plans and selections, and the
/// tables that the selections name.
const SETTINGS: usize = 1 + fleet::PLANS + fleet::SELECTIONS + fleet::SELECTIONS;

/// A fleet as its policy wants it, with some lines of the recording changed.
fn folder(places: usize, change: impl Fn(usize, &str) -> String) -> Folder {
    let folder = Folder::new();
    let mut recording = Vec::new();
    fleet::record(places, &mut recording).unwrap();
    let recording = String::from_utf8(recording).unwrap();
    let (header, lines) = recording.split_once('\n').unwrap();
    let lines = lines.lines().enumerate().map(|(number, line)| change(number, line) + "\n");
    folder.write("fleet.jsonl", format!("{header}\n{}", lines.collect::<String>()));
    folder.write("fleet.yaml", fleet::policy(places));
    folder
}

const ARGS: [&str; 6] =
    ["drift", "fleet.yaml", "--observed", "fleet.jsonl", "--as-of", "2026-11-20"];

fn drift(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[&ARGS, args].concat())
}

/// The report of a fleet in which something differs.
fn differing(folder: &Folder) -> Value {
    let run = drift(folder, &["--format", "json"]);
    assert_eq!(run.status, 1, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn a_fleet_as_its_policy_wants_it_is_in_sync() {
    let run = drift(&folder(30, |_, line| line.to_owned()), &["--quiet"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert_eq!(run.out, format!("{} in sync · assumptions: 90 hold\n", 30 * SETTINGS));
}

#[test]
fn exactly_what_somebody_changed_in_a_fleet_is_found() {
    let change = |number: usize, line: &str| match number {
        3 => line.replacen("\"DeleteAfterDays\":35", "\"DeleteAfterDays\":7", 1),
        12 => line.replace(",\"Lock\":{\"MinRetentionDays\":7,\"MaxRetentionDays\":2922}", ""),
        27 => line.replace("cron(0 1 ? * * *)", "cron(0 5 ? * * *)"),
        _ => line.to_owned(),
    };
    let folder = folder(30, change);
    let log = drift(&folder, &["--format", "github"]).out;
    assert!(log.lines().last().unwrap().starts_with("policy: 1 file: 3 "), "{log}");
    let report = differing(&folder);
    let mut found = Vec::new();
    for environment in report["environments"].as_array().unwrap() {
        for resource in environment["resources"].as_array().unwrap() {
            let fields = resource["differences"].as_array().unwrap().iter();
            let fields: Vec<&str> = fields.map(|one| one["field"].as_str().unwrap()).collect();
            let name = resource["name"].as_str().unwrap();
            found.push(format!("{name} {}: {}", resource["status"], fields.join(", ")));
        }
    }
    let expected = [
        "fleet-place-00003-plan-0 \"changed\": Rules[daily].Lifecycle.DeleteAfterDays",
        "fleet-place-00012-main \"changed\": Locked",
        "fleet-place-00027-plan-1 \"changed\": Rules[daily].ScheduleExpression",
    ];
    assert_eq!(found, expected);
    assert_eq!(report["environments"].as_array().unwrap().len(), 30);
    assert_eq!(report["counts"]["in_sync"], 30 * SETTINGS - 3);
}

/// The most memory of a comparison in KiB, if the system says it.
fn peak(folder: &Folder) -> Option<u64> {
    let mut child = folder.command(&[&ARGS[..], &["--quiet"]].concat());
    let mut child = child.stdout(Stdio::null()).spawn().unwrap();
    let process = child.id().to_string();
    let mut peak = None;
    while child.try_wait().unwrap().is_none() {
        peak = disk::peak_of(&process).max(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    peak
}

#[test]
fn memory_hardly_grows_with_the_number_of_environments() {
    /// What the text of an environment, its place in the recording and its part of
    /// the report may take: to hold its document or what was found takes three times that.
    const MOST: u64 = 3;
    let [few, many] = [100, 400];
    let peaks = [few, many].map(|places| peak(&folder(places, |_, line| line.to_owned())));
    let [Some(before), Some(after)] = peaks else { return };
    let more = u64::try_from(many - few).unwrap();
    assert!(after <= before + more * MOST, "{before} KiB, then {after} KiB");
}

/// A fleet that copies to one vault, with something planted in its account.
fn with_central(places: usize, plant: impl FnOnce(&mut Observation)) -> Folder {
    let folder = Folder::new();
    let mut recording = Vec::new();
    central::record(places, plant, &mut recording).unwrap();
    folder.write("fleet.jsonl", recording);
    folder.write("fleet.yaml", central::policy(places));
    folder
}

#[test]
fn a_fleet_that_copies_to_one_vault_is_in_sync() {
    let folder = with_central(30, |_| ());
    let run = drift(&folder, &["--quiet"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    // The vault counts for each of them: each has to find it as its policy says.
    let in_sync = 30 * (SETTINGS + 1);
    assert_eq!(run.out, format!("{in_sync} in sync · assumptions: 120 hold\n"));
    let run = drift(&folder, &["--quiet", "--save", "saved.jsonl"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let sorted = |name: &str| {
        let mut lines: Vec<String> = folder.read(name).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted("saved.jsonl"), sorted("fleet.jsonl"), "each place is saved once");
}

#[test]
fn what_is_foreign_beside_the_vault_of_all_is_reported_once() {
    let [name, environment] = OWN_TAGS;
    let tags = |of: &str| -> Tags {
        [(name, "fleet"), (environment, of)].map(|(k, v)| (k.to_owned(), v.to_owned())).into()
    };
    let folder = with_central(30, |seen| {
        let vaults = &mut seen.settings.vaults;
        let own = vaults["central"].clone();
        for (name, of) in [("of-one", "place-00007"), ("of-none", "closed-down")] {
            vaults.insert(name.to_owned(), BackupVault { tags: tags(of), ..own.clone() });
        }
    });
    let report = differing(&folder);
    let mut found = Vec::new();
    for environment in report["environments"].as_array().unwrap() {
        for resource in environment["resources"].as_array().unwrap() {
            let part = |of: &Value, key: &str| of[key].as_str().unwrap().to_owned();
            let [status, name] = ["status", "name"].map(|key| part(resource, key));
            found.push(format!("{}: {status} {name}", part(environment, "environment")));
        }
    }
    // What is of no environment any more is the first one's to report.
    assert_eq!(found, ["place-00000: unmanaged of-none", "place-00007: unmanaged of-one"]);
    assert_eq!(report["counts"]["in_sync"], 30 * (SETTINGS + 1));
}

#[test]
fn memory_hardly_grows_if_all_environments_copy_to_one_vault() {
    /// As of environments that share nothing, and the names of the vaults of each.
    const MOST: u64 = 4;
    let [few, many] = [100, 400];
    let peaks = [few, many].map(|places| peak(&with_central(places, |_| ())));
    let [Some(before), Some(after)] = peaks else { return };
    let more = u64::try_from(many - few).unwrap();
    assert!(after <= before + more * MOST, "{before} KiB, then {after} KiB");
}

/// The shortest of some times that it takes to open one environment.
#[expect(clippy::disallowed_methods, reason = "the test reads the clock")]
fn opening(places: usize) -> Duration {
    let text = fleet::policy(places);
    let (environments, _) = text.split_once("defaults:").unwrap();
    let opened = Opened::open(Input::new("fleet.yaml", environments)).unwrap();
    let name = opened.name(places / 2).unwrap();
    let times = (0..50).map(|_| {
        let begin = Instant::now();
        assert!(opened.environment(name).is_some());
        begin.elapsed()
    });
    times.min().unwrap()
}

#[test]
fn opening_an_environment_does_not_take_longer_among_many() {
    let (few, many) = (opening(10), opening(5000));
    assert!(many < few * 4, "{few:?}, then {many:?}");
}

/// Whether an environment is known to have settings in one place alone.
fn is_simple(opened: &Opened, name: &str) -> bool {
    let One { lowered, .. } = opened.environment(name).unwrap();
    let Some(place) = opened.only_place(name) else { return false };
    assert_eq!(lowered.home.as_ref(), Some(&place));
    let places: Vec<_> = lowered.resources.places.keys().collect();
    assert!(places.iter().all(|own| **own == place), "{name}: {places:?}");
    true
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the shipped policies")]
fn what_is_said_to_be_in_one_place_has_nothing_elsewhere() {
    let folder = format!("{}/policies", env!("CARGO_MANIFEST_DIR"));
    let mut simple = [0, 0];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let opened = Opened::open(Input::new(path.to_string_lossy(), text)).unwrap();
        for name in opened.environments() {
            simple[usize::from(is_simple(&opened, name))] += 1;
        }
    }
    assert!(simple.iter().all(|count| *count > 0), "{simple:?}");
}

#[test]
fn an_override_may_put_something_elsewhere() {
    let text = r#"version: 1
name: orders
environments:
  alike: { account: "111122223333", region: us-east-1, override: { plans: { core: { start_window: 2h } } } }
  apart: { account: "111122223333", region: us-east-1, override: { vaults: { dr: { region: us-west-2 } } } }
vaults: { main: {} }
plans: { core: { vault: main, tiers: { daily: { schedule: { every: day, at: "03:00" }, retention: 35d } } } }
"#;
    let opened = Opened::open(Input::new("orders.yaml", text)).unwrap();
    assert!(is_simple(&opened, "alike"));
    assert!(!is_simple(&opened, "apart"));
}
