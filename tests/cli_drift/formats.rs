//! The shipped recording and a hostile one, through all five formats.

use policy::observe::{Beyond, Reason, Subject, Unread};
use policy::report;
use policy::resources::ResourceKind;
use serde_json::Value;

use super::accounts::{ORDERS, as_wanted, recording};
use super::{FORMATS, observed::shipped};
use crate::common::{Folder, Run};

/// Compares with a file under `snapshots/`.
macro_rules! assert_shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(concat!("drift__", $name), $text) })
    };
}

/// The official schema, as OASIS publishes it.
const SARIF_SCHEMA: &str = include_str!("../report/sarif-2.1.0.schema.json");
const DRIFT_SCHEMA: &str = include_str!("../../schema/drift.schema.json");

/// Everything that some format reads as its own.
const HOSTILE: &str = "a\u{202E}b\u{1b}[31m\r\n::error::x::y##[add-path]|`<script>alert(1)</script>`]]>[x](http://evil.example){0}@team#1%0A--&amp;";

/// What a run over the shipped sample prints.
fn sample(format: &str, columns: &str) -> Run {
    let folder = Folder::new();
    for name in ["language.yaml", "observed/language.jsonl"] {
        folder.write(&format!("policies/{name}"), shipped(name));
    }
    let args = [
        &["drift", "policies/language.yaml", "--env", "production", "--as-of", "2026-11-20"][..],
        &["--observed", "policies/observed", "--format", format],
    ];
    let output = folder.command(&args.concat()).env("COLUMNS", columns).output();
    let run = output.map(|output| Run::of(&output));
    run.unwrap_or_else(|error| unreachable!("{error}"))
}

fn problems(schema: &str, text: &str) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).unwrap_or_default();
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    assert!(schema.is_object() && value.is_object());
    match jsonschema::draft7::new(&schema) {
        Ok(validator) => validator.iter_errors(&value).map(|error| error.to_string()).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn sarif_problems(text: &str) -> Vec<String> {
    // The pattern of `language`, which we never write, is no regular expression.
    problems(&SARIF_SCHEMA.replace("{2}]?$", "{2}$"), text)
}

#[test]
fn the_morning_report_in_a_narrow_and_a_wide_terminal() {
    let [narrow, wide] = ["80", "160"].map(|columns| sample("text", columns));
    assert_eq!((narrow.status, narrow.err.as_str()), (2, ""));
    assert!(narrow.out.lines().all(|line| line.chars().count() <= 80), "{}", narrow.out);
    assert_shown!("text-80", narrow.out);
    assert_shown!("text-160", wide.out);
}

#[test]
fn the_report_for_an_issue() {
    assert_shown!("markdown", sample("markdown", "80").out);
}

#[test]
fn annotations_stand_at_the_lines_of_the_policy() {
    assert_shown!("github", sample("github", "80").out);
}

#[test]
fn sarif_is_what_its_schema_says() {
    let sarif = sample("sarif", "80").out;
    assert_eq!(sarif_problems(&sarif), [""; 0]);
    assert_shown!("sarif", sarif.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn json_is_what_its_schema_says() {
    let json = sample("json", "80").out;
    assert_eq!(problems(DRIFT_SCHEMA, &json), [""; 0]);
    assert_shown!("json", json);
    let broken = json.replacen("\"missing\"", "3", 1);
    assert_ne!(problems(DRIFT_SCHEMA, &broken), [""; 0], "the schema says something");
}

/// Accounts in which names and values were chosen to break a report.
fn hostile() -> String {
    let mut all = as_wanted(ORDERS);
    let Some(home) = all.first_mut() else { return String::new() };
    let plan = home.settings.plans.values().next().cloned();
    let selection = home.settings.selections.values().next().cloned();
    home.settings.plans.extend(plan.map(|plan| (HOSTILE.to_owned(), plan)));
    let key = (HOSTILE.to_owned(), HOSTILE.to_owned());
    home.settings.selections.extend(selection.map(|selection| (key, selection)));
    let name = "orders-production-core".to_owned();
    home.beyond.push(Beyond {
        kind: ResourceKind::Plan,
        name: name.clone(),
        field: HOSTILE.to_owned(),
        value: HOSTILE.to_owned(),
    });
    for vault in home.settings.vaults.values_mut() {
        vault.tags.insert("team".to_owned(), HOSTILE.to_owned());
    }
    home.unread.push(Unread {
        subject: Subject::Setting(ResourceKind::Plan, name, "tags"),
        operation: HOSTILE.to_owned(),
        permission: Some(HOSTILE.to_owned()),
        reason: Reason::Refused(HOSTILE.to_owned()),
        request_id: Some(HOSTILE.to_owned()),
    });
    recording(&all)
}

#[test]
fn one_hostile_account_goes_through_all_formats_unharmed() {
    let folder = Folder::new();
    folder.write("orders.yaml", ORDERS).write("seen.jsonl", hostile());
    let unseen = |c: char| {
        c != '\n'
            && (c.is_control() || !c.is_ascii() && report::clean(&c.to_string()) != c.to_string())
    };
    for format in FORMATS {
        let args = ["--observed", "seen.jsonl", "--as-of", "2026-11-20", "--format", format];
        let run = folder.run(&[&["drift", "orders.yaml"], &args[..]].concat());
        assert_eq!((run.status, run.err.as_str()), (2, ""), "{format}");
        assert!(run.out.contains("alert(1)"), "{format} shows it: {}", run.out);
        assert_eq!(run.out.chars().find(|c| unseen(*c)), None, "{format}: {}", run.out);
        match format {
            "text" => assert!(run.out.lines().all(|line| !line.starts_with("::")), "{}", run.out),
            "json" => assert_eq!(problems(DRIFT_SCHEMA, &run.out), [""; 0]),
            "sarif" => assert_eq!(sarif_problems(&run.out), [""; 0]),
            "markdown" => assert_is_harmless(&run.out),
            _ => assert_is_annotations(&run.out),
        }
    }
}

/// Nothing in it is a tag, a link, a mention or a cell that nobody meant.
fn assert_is_harmless(markdown: &str) {
    let tags = ["<code>", "</code>", "<!-- -->"];
    let rest = tags.iter().fold(markdown.to_owned(), |text, tag| text.replace(tag, ""));
    assert!(!rest.contains(['<', '>']), "{rest}");
    assert!(!rest.contains("](") && !rest.contains('@') && !rest.contains("://"), "{rest}");
    for row in markdown.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(row.matches('|').count(), 6, "{row}");
    }
}

/// Every line is a command of ours or the summary.
fn assert_is_annotations(log: &str) {
    for line in log.lines() {
        let ours = ["::error file=", "::warning file=", "::notice file=", "policy: 1 file: "];
        assert!(ours.iter().any(|begin| line.starts_with(begin)), "{line}");
    }
    assert!(!log.contains("##["), "{log}");
}
