//! What `policy prove` says: every format, every width, and the arithmetic of
//! its traces, recomputed by hand.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its proof must stop")]

mod common;
#[path = "proof/traces.rs"]
mod traces;

use common::{Folder, Run};
use policy::compile::{Compiled, Options, compile};
use policy::diagnostic::Input;
use policy::report::Style;
use policy::report::proof::{self, ProofFile, ProofReport, Proofs};
use policy::units::Date;

/// Compares with a file under `snapshots/`.
macro_rules! assert_shown {
    ($name:expr, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(format!("proof__{}", $name), $text) })
    };
}

/// The policies of the project with their texts.
#[expect(clippy::disallowed_methods, reason = "the project's own policies are proven")]
pub(crate) fn policies() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/policies");
    let mut found = Vec::new();
    for folder in ["", "/as-written"] {
        for entry in std::fs::read_dir(format!("{root}{folder}")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                let name = path.file_name().unwrap().to_str().unwrap();
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((format!("policies{folder}/{name}"), text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 12, "the policies are not where they were");
    found
}

pub(crate) fn compiled(name: &str, text: &str, environment: Option<&str>) -> Compiled {
    let as_of = Some(Date::parse("2026-11-21").unwrap());
    let options = Options { environment: environment.map(str::to_owned), as_of };
    compile(&Input::new(name, text), &options)
}

/// What a report makes of one file.
pub(crate) fn reported<T>(compiled: &Compiled, report: impl Fn(&Proofs<'_>) -> T) -> T {
    let file = ProofFile {
        input: &compiled.judged.input,
        findings: &compiled.judged.findings,
        policies: &compiled.policies,
        proofs: &compiled.proofs,
    };
    let as_of = Date::parse("2026-11-21").unwrap();
    report(&Proofs { files: &[file], not_proven: &[], as_of })
}

pub(crate) const fn plain(width: usize) -> Style {
    Style { width, colour: false }
}

fn of_policy(name: &str) -> Compiled {
    let all = policies();
    let (path, text) = all.iter().find(|(path, _)| path.ends_with(name)).unwrap();
    compiled(path, text, Some("production"))
}

#[test]
fn the_proof_on_a_wide_and_on_a_narrow_terminal() {
    for name in ["language", "sale-module"] {
        let policy = of_policy(&format!("policies/{name}.yaml"));
        for width in [80, 160] {
            let text = reported(&policy, |proofs| proof::text(proofs, plain(width)));
            assert_shown!(format!("{name}-{width}"), text);
        }
    }
}

#[test]
fn the_proof_in_a_pull_request() {
    let policy = of_policy("policies/minimal.yaml");
    assert_shown!("minimal-markdown", reported(&policy, proof::markdown));
}

/// Everything that can be asked for with `--why`, of one file.
fn questions(compiled: &Compiled) -> Vec<String> {
    let subjects = compiled.proofs.iter().flat_map(|proof| &proof.subjects);
    let scenarios = compiled.proofs.iter().flat_map(|proof| &proof.scenarios);
    let names = subjects.map(policy::recoverability::Subject::name);
    let mut all: Vec<String> = names.chain(scenarios.map(|found| found.path.clone())).collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn no_line_is_longer_than_the_terminal() {
    for (path, text) in policies() {
        let compiled = compiled(&path, &text, None);
        // Traces take long, and these two have every kind of line.
        let traced = ["policies/language.yaml", "policies/as-written/sale-module.yaml"];
        let asked = match traced.contains(&path.as_str()) {
            true => questions(&compiled),
            false => Vec::new(),
        };
        for width in [60, 80, 120, 160] {
            let mut shown = reported(&compiled, |proofs| proof::text(proofs, plain(width)));
            for question in asked.iter().filter(|_| width == 80) {
                let why = |proofs: &Proofs<'_>| proof::why(proofs, question, plain(width));
                shown.push_str(&reported(&compiled, why).unwrap());
            }
            for line in shown.lines() {
                assert!(line.chars().count() <= width, "{path} at {width}: {line}");
                assert_eq!(line, line.trim_end(), "{path} at {width}");
            }
        }
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    let policy = of_policy("policies/language.yaml");
    let coloured = Style { width: 160, colour: true };
    let text = reported(&policy, |proofs| proof::text(proofs, coloured));
    assert!(text.contains("\u{1b}["));
    let bare = text.split("\u{1b}[").enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once('m').unwrap().1,
    });
    let same = reported(&policy, |proofs| proof::text(proofs, plain(160)));
    assert_eq!(bare.collect::<String>(), same);
}

#[test]
fn json_is_what_its_schema_says() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../schema/proof.schema.json")).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    for (path, text) in policies() {
        let json = reported(&compiled(&path, &text, None), proof::json);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let problems: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new(), "{path}");
        let mut broken = value;
        broken["counts"]["met"] = "many".into();
        assert!(!validator.is_valid(&broken), "{path}");
    }
}

#[test]
fn json_has_the_trace_with_its_places() {
    let policy = of_policy("policies/language.yaml");
    let json: serde_json::Value = serde_json::from_str(&reported(&policy, proof::json)).unwrap();
    let subjects = json["files"][0]["environments"][0]["subjects"].as_array().unwrap();
    let tables = subjects.iter().find(|subject| subject["name"] == "tables").unwrap();
    let after = tables["after"].as_array().unwrap();
    let region = after.iter().find(|after| after["disruption"] == "region").unwrap();
    let guaranteed = &region["rpo"]["guaranteed"];
    // 24 h + 1 h + 4 h + 40 m.
    assert_eq!(guaranteed["seconds"], ((24 + 1 + 4) * 60 + 40) * 60);
    assert_eq!(guaranteed["kind"], "guaranteed");
    let copy = guaranteed["trace"]["sum"].as_array().unwrap().last().unwrap();
    assert_eq!((&copy["what"], &copy["seconds"]), (&"copy".into(), &2_400.into()));
    let place = &copy["place"];
    assert_eq!(place["file"], "policies/language.yaml");
    let lines: Vec<&str> = policy.judged.input.text.lines().collect();
    let at =
        |end: &str, part: &str| usize::try_from(place[end][part].as_u64().unwrap()).unwrap() - 1;
    let line: String = lines[at("start", "line")].chars().collect();
    assert_eq!(line.get(at("start", "column")..at("end", "column")), Some("40m"));
    assert_eq!(region["rto"]["verdict"]["is"], "unproven");
    assert!(region["rto"]["verdict"]["reason"].as_str().unwrap().contains("restore_time"));
}

/// `UPDATE=1 cargo test` writes the schema anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the published schema is kept fresh here")]
fn the_published_schema_is_fresh() {
    let generator = schemars::generate::SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<ProofReport<'static>>();
    let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/proof.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
}

/// Everything that some format reads as its own.
const HOSTILE: &str = "a\u{202E}b\\e[31m\\n::set-output name=x::y ##[add-path]|`<script>alert(1)</script>`]]>[x](http://evil.example) @team#1 \u{200B}";

/// A proof in which every word that may come from a stranger is hostile: names
/// too, which the language would refuse.
fn hostile() -> Compiled {
    let text = format!(
        "version: 1
name: orders
environments: {{ production: {{ account: \"111122223333\", region: us-east-1 }} }}
resources:
  other:
    type: other
    objectives: {{ rpo: 1h, history: {{ day: 1y }}, region: {{ accepted: \"{HOSTILE}\" }} }}
  files: {{ type: efs, arns: [], objectives: {{ accepted: \"{HOSTILE}\" }} }}
recovery:
  loss:
    disruption: region
    restores: {{ files: {{ from: files }} }}
    needs: [ files ]
    steps: [ {{ do: \"{HOSTILE}\" }}, {{ restore: [files] }} ]
"
    );
    let mut compiled = compiled(&format!("{HOSTILE}\u{1b}[31m\n::x.yaml"), &text, None);
    let proof = compiled.proofs.first_mut().unwrap();
    let word = || format!("{HOSTILE}\u{1b}[31m\n::");
    (proof.policy, proof.environment, proof.region) = (word(), word(), Some(word()));
    for subject in &mut proof.subjects {
        (subject.type_name, subject.plans, subject.path) = (word(), vec![word()], word());
        subject.class = Some(word());
        subject.after.iter_mut().for_each(|after| after.if_on = vec![word()]);
    }
    for scenario in &mut proof.scenarios {
        (scenario.path, scenario.missing) = (word(), vec![word()]);
        scenario.needs.iter_mut().for_each(|need| need.what = word());
        for restored in &mut scenario.restores {
            (restored.resource, restored.lost) = (word(), Some(word()));
        }
    }
    compiled
}

#[test]
fn words_of_strangers_are_only_words() {
    let compiled = hostile();
    assert_eq!((compiled.proofs[0].subjects.len(), compiled.proofs[0].scenarios.len()), (2, 1));
    for width in [60, 80, 160] {
        let mut shown = reported(&compiled, |proofs| proof::text(proofs, plain(width)));
        for question in questions(&compiled) {
            let why = |proofs: &Proofs<'_>| proof::why(proofs, &question, plain(width));
            shown.push_str(&reported(&compiled, why).unwrap());
        }
        assert!(shown.contains("\\u{1B}[31m"), "it was there, and is visible");
        assert!(!shown.contains(['\u{1b}', '\u{202E}', '\u{200B}', '\r']), "{shown}");
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
    }
    let markdown = reported(&compiled, proof::markdown);
    for markup in ["<script", "](http", "@team", "\u{202E}", "\u{1b}", "\u{200B}", "\n::"] {
        assert!(!markdown.contains(markup), "{markup}: {markdown}");
    }
    // A row stays one row, with its ten cells.
    let rows = markdown.lines().filter(|line| line.starts_with("| "));
    for row in rows {
        assert_eq!(row.matches('|').count(), 11, "{row}");
    }
    let json = reported(&compiled, proof::json);
    assert!(!json.contains(['\u{1b}', '\u{202E}', '\u{200B}']));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let policy = value["files"][0]["environments"][0]["policy"].as_str().unwrap();
    assert!(policy.contains('\u{202E}'), "a program gets what was written");
}

const HEAD: &str = "version: 1
name: orders
accounts: { workload: \"111122223333\" }
environments: { production: { account: workload, region: us-east-1 } }
roles: { backup: { create: true } }
defaults: { role: backup }
vaults: { main: {} }
";

/// A table that loses a day, with this objective.
fn daily(rpo: &str) -> String {
    format!(
        "{HEAD}plans: {{ core: {{ vault: main, start_window: 1h, completion_window: 4h, tiers: {{ daily: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 35d }} }} }} }}
resources: {{ orders: {{ type: dynamodb, tables: [orders], plans: [core], objectives: {{ rpo: {rpo}, region: none, account: none }} }} }}
"
    )
}

const FORMATS: [&str; 3] = ["text", "json", "markdown"];

fn last(run: &Run) -> &str {
    run.out.lines().last().unwrap()
}

#[test]
fn the_exit_status_is_the_same_in_every_format() {
    let folder = Folder::new();
    folder.write("met.yaml", daily("29h")).write("missed.yaml", daily("23h"));
    folder.write("unsure.yaml", daily("25h"));
    folder.write("broken.yaml", "version: 1\nname: x\nname: y\n");
    // An objective that cannot be read must not become one that is not there.
    folder.write("unread.yaml", daily("soon"));
    for format in FORMATS {
        let status = |file: &str| folder.run(&["prove", "--format", format, file]).status;
        assert_eq!(status("met.yaml"), 0, "{format}");
        assert_eq!(status("missed.yaml"), 1, "{format}");
        assert_eq!(status("unsure.yaml"), 0, "not guaranteed is a warning: {format}");
        assert_eq!(status("broken.yaml"), 2, "{format}");
        assert_eq!(status("unread.yaml"), 2, "{format}");
        assert_eq!(status("absent.yaml"), 2, "{format}");
        let both = folder.run(&["prove", "--format", format, "missed.yaml", "broken.yaml"]);
        assert_eq!(both.status, 2, "{format}");
        assert!(both.out.contains("broken.yaml"), "{format}: {}", both.out);
    }
}

#[test]
fn the_last_line_counts_every_objective() {
    let folder = Folder::new();
    folder
        .write("a.yaml", daily("29h"))
        .write("b.yaml", daily("23h"))
        .write("c.yaml", daily("25h"));
    let run = folder.run(&["prove", "-q", "a.yaml", "b.yaml", "c.yaml", "--as-of", "2026-11-21"]);
    // Four disruptions each: 29 h is the guarantee, 24 h the schedule.
    assert_eq!(
        run.out,
        "3 files: 4 met, 4 missed, 4 not guaranteed, 0 unproven · as of 2026-11-21\n"
    );
    assert_eq!(run.status, 1);
}

#[test]
fn a_miss_that_is_allowed_is_shown_and_does_not_count() {
    let folder = Folder::new();
    folder.write("missed.yaml", daily("23h"));
    let run = folder.run(&["prove", "missed.yaml", "--allow", "rpo-missed"]);
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(last(&run).contains("0 missed, 0 not guaranteed, 0 unproven, 4 missed and allowed"));
    let warned = folder.run(&["prove", "missed.yaml", "--warn", "rpo-missed"]);
    assert_eq!(warned.status, 0, "{}", warned.out);
    // With a reason in the file.
    let reason = "lint: { allow: { rpo-missed: \"moved next year\" } }\n";
    folder.write("allowed.yaml", daily("23h") + reason);
    let run = folder.run(&["prove", "allowed.yaml"]);
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.out.contains("(allowed: moved"), "{}", run.out);
    let strict = folder.run(&["prove", "allowed.yaml", "--no-allow-comments"]);
    assert_eq!(strict.status, 1, "{}", strict.out);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let folder = Folder::new();
    folder.write("a.yaml", daily("29h"));
    let run = |why: &str| folder.run(&["prove", "a.yaml", "--why", why]);
    let near = run("ordres.region.rpo");
    assert_eq!((near.status, near.out.as_str()), (2, ""));
    assert!(near.err.contains("did you mean `orders.region.rpo`?"), "{}", near.err);
    let far = run("nonsense");
    assert_eq!(far.status, 2);
    assert!(far.err.contains("it has orders"), "{}", far.err);
    for known in ["orders", "orders.zone", "orders.zone.rpo", "resources.orders.zone.history"] {
        assert_eq!(run(known).status, 0, "{known}");
    }
    let json = folder.run(&["prove", "a.yaml", "--why", "orders", "--format", "json"]);
    assert_eq!(json.status, 2);
}

#[test]
fn proving_writes_nothing() {
    let folder = Folder::new();
    folder.write("a.yaml", daily("23h"));
    FORMATS.iter().for_each(|format| {
        folder.run(&["prove", "--format", format]);
        folder.run(&["prove", "a.yaml", "--format", format]);
    });
    assert_eq!(folder.read("a.yaml"), daily("23h"));
    let entries = folder.path().read_dir().unwrap();
    assert_eq!(entries.count(), 1);
}

#[test]
fn the_day_of_the_proof_is_said_and_counts() {
    let folder = Folder::new();
    let measured = "resources: { orders: { type: dynamodb, tables: [orders], objectives: { rto: 1h, region: none, account: none }, point_in_time_recovery: { retention: 35d, restore_time: { took: 40m, at: 2026-01-31 } } } }\n";
    folder.write("a.yaml", format!("{HEAD}{measured}"));
    let on = |day: &str| folder.run(&["prove", "a.yaml", "--as-of", day]);
    let fresh = on("2026-11-21");
    assert!(last(&fresh).ends_with("as of 2026-11-21"), "{}", fresh.out);
    assert!(fresh.out.contains("40m measured"), "{}", fresh.out);
    let stale = on("2028-01-01");
    assert!(last(&stale).ends_with("as of 2028-01-01"), "{}", stale.out);
    assert!(stale.out.contains("more than a year ago"), "{}", stale.out);
    assert_eq!(stale.status, 0, "what is stale is unproven");
}
