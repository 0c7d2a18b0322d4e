//! The formats for programs and reviewers: one hostile policy through all of
//! them, and the same verdict in each.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its report must stop")]

mod common;

use common::{Folder, Run};
use policy::diagnostic::{Finding, Input, Judged, Kind, Level, Suppression};
use policy::report::{self, File};
use policy::source::Span;

/// Compares with a file under `snapshots/`.
macro_rules! assert_shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(concat!("report__", $name), $text) })
    };
}

const FORMATS: [&str; 5] = ["text", "json", "sarif", "github", "markdown"];

/// The official schema, as OASIS publishes it.
const SARIF_SCHEMA: &str = include_str!("report/sarif-2.1.0.schema.json");

/// Everything that some format reads as its own.
const HOSTILE: &str = "a\u{202E}b\u{1b}[31m\r\n::set-output name=x::y##[add-path]|`<script>alert(1)</script>`]]>[x](http://evil.example){0}@team#1%0A--&amp;";

const TEXT: &str = "version: 1\nname: 😀 orders # odd\nvaults: { dr: { key: main } }\n";

fn span(part: &str) -> Span {
    let at = TEXT.find(part).unwrap();
    Span::new(at, at + part.len())
}

fn ordinary() -> Vec<Finding> {
    let new = |rule, kind, level, part, message: &str| {
        Finding::new(rule, kind, level, span(part), message)
    };
    let mut known =
        new("unknown-key", Kind::Document, Level::Warning, "key", "`key` is unknown here")
            .path("vaults.dr");
    known.suppressed = Some(Suppression { by: "comment", reason: "agreed".to_owned() });
    let mut staging =
        new("windows-too-short", Kind::JobFails, Level::Warning, "dr", "jobs of `dr` expire");
    staging.environments = vec!["staging".to_owned()];
    vec![
        new("bad-name", Kind::Document, Level::Error, "orders", "`orders` is no name")
            .marking("this one")
            .label(span("dr"), "and this one")
            .note("names are short")
            .help("write `order`")
            .url("https://docs.aws.amazon.com/x")
            .path("name")
            .fix(span("orders"), "order"),
        known,
        staging.path("vaults.dr"),
        new("objective-missing", Kind::Advice, Level::Advice, "version: 1\nname", "two lines"),
    ]
}

fn hostile() -> Vec<Finding> {
    let mut finding =
        Finding::new("bad-name", Kind::Document, Level::Error, span("orders"), HOSTILE)
            .marking(HOSTILE)
            .label(span("dr"), HOSTILE)
            .note(HOSTILE)
            .help(HOSTILE)
            .path(HOSTILE)
            .fix(span("orders"), HOSTILE);
    finding.environments = vec![HOSTILE.to_owned()];
    let mut allowed = finding.clone();
    allowed.suppressed = Some(Suppression { by: "comment", reason: HOSTILE.to_owned() });
    vec![finding, allowed]
}

/// A report in every format, by the format's name.
fn reports(name: &str, text: &str, findings: Vec<Finding>) -> Vec<(&'static str, String)> {
    let input = Input::new(name, text);
    let judged = Judged { input, findings, rendered: 1, asserted: 2, stated: 3, unproven: 4 };
    let environments = ["production".to_owned(), "staging".to_owned()];
    let file = [File { judged: &judged, environments: &environments, took: None }];
    let not_read = [format!("cannot read `{name}`")];
    let style = report::Style { width: 100, colour: false };
    vec![
        ("text", report::text(&file, style)),
        ("json", report::json(&file, &not_read)),
        ("sarif", report::sarif(&file, &not_read)),
        ("github", report::github(&file, &not_read)),
        ("markdown", report::markdown(&file, &not_read)),
    ]
}

fn report_of(format: &str, name: &str, text: &str, findings: Vec<Finding>) -> String {
    let mut reports = reports(name, text, findings).into_iter();
    reports.find(|(known, _)| *known == format).unwrap().1
}

fn ordinary_report(format: &str) -> String {
    report_of(format, "policies/orders.yaml", TEXT, ordinary())
}

fn sarif_validator() -> jsonschema::Validator {
    // The pattern of `language`, which we never write, is no regular expression.
    let schema = SARIF_SCHEMA.replace("{2}]?$", "{2}$");
    jsonschema::draft7::new(&serde_json::from_str(&schema).unwrap()).unwrap()
}

fn assert_is_sarif(text: &str) -> serde_json::Value {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let problems: Vec<_> = sarif_validator().iter_errors(&value).map(|e| e.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
    value
}

#[test]
fn sarif_is_what_its_schema_says() {
    let sarif = ordinary_report("sarif");
    let value = assert_is_sarif(&sarif);
    assert_shown!("sarif", sarif.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    let mut broken = value;
    broken["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!sarif_validator().is_valid(&broken));
}

#[test]
fn sarif_counts_utf_16_as_it_says() {
    let value = assert_is_sarif(&ordinary_report("sarif"));
    let run = &value["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    // `name: ` is six units, the face two, the blank one.
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &10.into()));
    assert_eq!((&region["endLine"], &region["endColumn"]), (&2.into(), &16.into()));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn an_annotation_stands_at_its_line() {
    assert_shown!("github", ordinary_report("github"));
}

#[test]
fn a_comment_on_a_pull_request_is_short_and_folds_the_rest() {
    assert_shown!("markdown", ordinary_report("markdown"));
}

#[test]
fn a_comment_is_never_too_long_and_keeps_what_matters() {
    let mut findings: Vec<_> = (0..2_000)
        .map(|n| {
            let message = format!("number {n}");
            Finding::new("odd", Kind::Advice, Level::Advice, span("dr"), message)
        })
        .collect();
    findings.push(Finding::new("bad", Kind::Rejected, Level::Error, span("key"), "is refused"));
    let comment = report_of("markdown", "a.yaml", TEXT, findings);
    assert!(comment.len() < 65_000, "{}", comment.len());
    assert!(comment.contains("is refused") && comment.ends_with("</details>\n"));
    assert!(comment.contains("more: `policy check` prints all of them"));
}

#[test]
fn one_hostile_policy_goes_through_all_formats_unharmed() {
    let unseen = |c: char| {
        c != '\n'
            && (c.is_control() || !c.is_ascii() && report::clean(&c.to_string()) != c.to_string())
    };
    for (format, shown) in reports(HOSTILE, TEXT, hostile()) {
        assert_eq!(shown.chars().find(|c| unseen(*c)), None, "{format}");
    }
    let all = reports(HOSTILE, TEXT, hostile());
    let of = |wanted: &str| &all.iter().find(|(format, _)| *format == wanted).unwrap().1;

    let commands: Vec<&str> = of("github").lines().collect();
    assert_eq!(commands.len(), 3, "one finding, one failure, one summary: {commands:#?}");
    assert!(commands[0].starts_with("::error file=") && commands[1].starts_with("::error title="));
    assert!(commands[2].starts_with("policy: 1 file: "));
    assert!(!of("github").contains("##["), "{}", of("github"));
    let properties = commands[0].split_once("::error ").unwrap().1.split_once("::").unwrap().0;
    assert_eq!(properties.matches(',').count(), 4, "{properties}");

    let markdown = of("markdown");
    let tags =
        ["<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<!-- -->"];
    let rest = tags.iter().fold(markdown.clone(), |text, tag| text.replace(tag, ""));
    assert!(!rest.contains(['<', '>']), "{rest}");
    assert!(!rest.contains("](") && !rest.contains('@') && !rest.contains("://"), "{rest}");
    let row = markdown.lines().find(|line| line.starts_with("| error")).unwrap();
    assert_eq!(row.matches('|').count(), 5, "{row}");

    let sarif = assert_is_sarif(of("sarif"));
    let result = &sarif["runs"][0]["results"][0];
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.contains("\\[x\\](http") && message.contains("{{0}}"), "{message}");
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(uri.as_str().unwrap().is_ascii() && !uri.as_str().unwrap().contains([':', '<', ' ']));
    let inserted = &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"];
    assert_eq!(inserted["text"], HOSTILE, "an edit is exact");
}

/// Whatever a file holds, and wherever a rule points, each format holds.
#[test]
fn places_outside_of_a_file_break_no_format() {
    for text in ["", "\n", "ü", "a\r\n"] {
        for (start, end) in [(0, 0), (9, 99), (2, 1), (usize::MAX, usize::MAX)] {
            let find = Finding::new("odd", Kind::Cost, Level::Error, Span::new(start, end), "look")
                .label(Span::new(end, start), "here")
                .fix(Span::new(start, end), "x");
            let all = reports("odd.yaml", text, vec![find]);
            assert!(all.iter().all(|(_, shown)| shown.contains("look")));
            assert_is_sarif(&all[2].1);
        }
    }
}

const GOOD: &str = "version: 1
name: good
accounts: { main: \"111122223333\" }
environments: { production: { account: main, region: us-east-1 } }
";

#[test]
fn the_exit_status_is_the_same_in_every_format() {
    let folder = Folder::new();
    folder.write("good.yaml", GOOD).write("bad.yaml", "version: 1\nname: bad\nname: worse\n");
    let runs = [
        (0, vec!["good.yaml"]),
        (1, vec!["bad.yaml"]),
        (1, vec!["good.yaml", "bad.yaml"]),
        (2, vec!["bad.yaml", "gone.yaml"]),
    ];
    for (status, files) in runs {
        for format in FORMATS {
            let args = [&["check", "--format", format][..], &files].concat();
            assert_eq!(folder.run(&args).status, status, "{format} {files:?}");
        }
    }
}

#[test]
fn files_of_one_run_are_compared() {
    let folder = Folder::new();
    let vault = "vaults: { main: { aws_name: backups } }\n";
    folder.write("a.yaml", format!("{GOOD}{vault}"));
    folder.write("b.yaml", format!("{GOOD}{vault}").replace("name: good", "name: other"));
    assert_eq!(folder.run(&["check", "a.yaml"]).status, 0);
    let run = folder.run(&["check", "a.yaml", "b.yaml"]);
    assert_eq!(run.status, 1);
    let said = "vault `backups` in 111122223333/us-east-1 is also created by `a.yaml`";
    assert!(run.out.replace("\n  ", " ").contains(said), "{}", run.out);
    assert!(run.out.contains("[b.yaml:5:29]"), "{}", run.out);
}

fn baseline(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[&["check", "a.yaml"], args].concat())
}

#[test]
fn what_is_in_a_baseline_counts_no_more_until_it_is_new() {
    let folder = Folder::new();
    let comment = "# policy: allow[alias] left over\n";
    folder.write("a.yaml", format!("{comment}{GOOD}"));
    let deny = ["--deny", "unused-allow"];
    assert_eq!(baseline(&folder, &deny).status, 1);
    let wrote = baseline(&folder, &[&deny[..], &["--write-baseline", "known.json"]].concat());
    assert_eq!(wrote.status, 0, "{}", wrote.err);
    assert!(wrote.err.contains("wrote known.json: 1 findings are known"), "{}", wrote.err);
    let known = [&deny[..], &["--baseline", "known.json"]].concat();
    let run = baseline(&folder, &known);
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.out.contains("1 allowed"), "{}", run.out);
    folder.write("a.yaml", format!("\n\n{comment}{GOOD}"));
    assert_eq!(baseline(&folder, &known).status, 0, "its line moved");
    let other = comment.replace("alias", "bad-name");
    folder.write("a.yaml", format!("{comment}{other}{GOOD}"));
    assert_eq!(baseline(&folder, &known).status, 1, "another one is new");
    folder.write("a.yaml", GOOD);
    let run = baseline(&folder, &known);
    assert_eq!(run.status, 0);
    assert!(run.out.contains("stale-baseline-entry"), "{}", run.out);
    let strict = [&known[..], &["--deny", "stale-baseline-entry"]].concat();
    assert_eq!(baseline(&folder, &strict).status, 1);
}

#[test]
fn a_baseline_replaces_nothing_of_others() {
    let folder = Folder::new();
    folder.write("a.yaml", GOOD).write("precious.json", "theirs");
    let run = baseline(&folder, &["--write-baseline", "precious.json"]);
    assert_eq!((run.status, folder.read("precious.json").as_str()), (2, "theirs"));
    std::os::unix::fs::symlink("nowhere", folder.path().join("link.json")).unwrap();
    assert_eq!(baseline(&folder, &["--write-baseline", "link.json"]).status, 2);
    assert_eq!(baseline(&folder, &["--baseline", "precious.json"]).status, 2);
    assert_eq!(baseline(&folder, &["--baseline", "gone.json"]).status, 2);
    let both = ["--baseline", "x.json", "--write-baseline", "x.json"];
    assert_eq!(baseline(&folder, &both).status, 2);
}

#[test]
fn facts_are_shown_with_who_says_so() {
    let folder = Folder::new();
    let all = folder.run(&["facts", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&all.out).unwrap();
    let tables = json["tables"].as_array().unwrap();
    assert_eq!(tables.len(), policy::facts::FACTS.len());
    for fact in tables.iter().flat_map(|table| table["facts"].as_array().unwrap()) {
        assert!(fact["source"]["url"].as_str().unwrap().starts_with("https://"), "{fact}");
        assert!(!fact["value"].as_array().unwrap().is_empty(), "{fact}");
    }
    assert_shown!("facts", folder.run(&["facts", "vault-lock"]).out);
    let one = folder.run(&["facts", policy::facts::FACTS[0].facts[0].name()]);
    assert!(one.out.contains("\n1 fact ·"), "{}", one.out);
    let typo = folder.run(&["facts", "vault-lok"]);
    assert_eq!(typo.status, 2);
    assert!(typo.err.contains("did you mean `vault-lock`?"), "{}", typo.err);
}
