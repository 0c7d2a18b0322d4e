//! `policy drift` as a shell sees it: statuses, messages, formats, recordings.

#![cfg(unix)]

#[path = "cli_drift/accounts.rs"]
mod accounts;
mod common;
#[path = "cli_drift/formats.rs"]
mod formats;
#[path = "recording/observed.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests of recordings")]
mod observed;
#[path = "cli_drift/saving.rs"]
mod saving;

use std::io::Write as _;
use std::process::Stdio;

use accounts::{ORDERS, as_wanted, recording, unlisted, unlocked, unread};
use common::{Folder, Run};

const FORMATS: [&str; 5] = ["text", "json", "markdown", "sarif", "github"];

/// The policy, and recordings of its accounts in every state.
fn folder() -> Folder {
    let folder = Folder::new();
    let all = as_wanted(ORDERS);
    folder.write("orders.yaml", ORDERS).write("same.jsonl", recording(&all));
    let first = all.first().map(std::slice::from_ref).unwrap_or_default();
    folder.write("one.jsonl", recording(first));
    folder.write("changed.jsonl", recording(&unlocked(all.clone())));
    folder.write("denied.jsonl", recording(&unread(all.clone())));
    folder.write("unlisted.jsonl", recording(&unlisted(all.clone())));
    folder.write("both.jsonl", recording(&unread(unlocked(all))));
    folder
}

fn drift(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[&["drift", "orders.yaml", "--as-of", "2026-11-20"], args].concat())
}

/// What standard error says of a run that could not do its work.
fn refusal(folder: &Folder, args: &[&str]) -> String {
    let run = drift(folder, args);
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
    run.err
}

/// What is recorded, how the run ends, and how with Terraform's numbers.
const STATUSES: [(&str, i32, i32); 8] = [
    ("same.jsonl", 0, 0),
    ("changed.jsonl", 1, 2),
    ("denied.jsonl", 2, 1),
    ("unlisted.jsonl", 2, 1),
    ("both.jsonl", 2, 1),
    ("one.jsonl", 2, 1),
    ("orders.yaml", 2, 1),
    ("nowhere.jsonl", 2, 1),
];

#[test]
fn the_exit_status_is_the_same_in_every_format() {
    let folder = folder();
    for (file, status, detailed) in STATUSES {
        for format in FORMATS {
            let args = ["--observed", file, "--format", format];
            let run = drift(&folder, &args);
            assert_eq!(run.status, status, "{file} as {format}: {}{}", run.out, run.err);
            let run = drift(&folder, &[&args[..], &["--detailed-exitcode"]].concat());
            assert_eq!(run.status, detailed, "{file} as {format}, as Terraform does");
        }
    }
}

#[test]
fn accounts_in_sync_take_two_lines() {
    let run = drift(&folder(), &["--observed", "same.jsonl"]);
    assert_eq!(
        run.out,
        "orders, production · orders.yaml · 111122223333: us-east-1, us-west-2\n\
         5 in sync · assumptions: 3 hold\n"
    );
    assert_eq!(run.err, "");
}

/// A plan of others may act on what is ours wherever a vault of ours is.
#[test]
fn plans_that_may_not_be_listed_are_said_with_the_permission() {
    let run = drift(&folder(), &["--observed", "unlisted.jsonl"]);
    let said: Vec<&str> = run.out.lines().skip(1).map(str::trim).collect();
    assert_eq!(
        said.join(" "),
        "not checked  whether plans of others act on what is ours: access denied \
         (backup:ListBackupPlans); the caller needs `backup:ListBackupPlans` in \
         111122223333/us-west-2 help: `policy drift --iam-policy` prints all that the caller needs \
         to be allowed 5 in sync, 1 not checked · assumptions: 3 hold"
    );
    let sarif = drift(&folder(), &["--observed", "unlisted.jsonl", "--format", "sarif"]).out;
    assert!(sarif.contains("\"executionSuccessful\": false"), "{sarif}");
}

#[test]
fn quiet_leaves_the_numbers() {
    let run = drift(&folder(), &["--observed", "both.jsonl", "-q"]);
    assert_eq!(run.out, "3 in sync, 1 changed, 1 not checked · assumptions: 3 hold\n");
    assert_eq!((run.status, run.err.as_str()), (2, ""));
}

#[test]
fn what_was_not_recorded_is_named() {
    let run = drift(&folder(), &["--observed", "one.jsonl"]);
    assert_eq!(
        run.err,
        "error: `one.jsonl` holds nothing of 111122223333/us-west-2\n  \
         help: it holds 111122223333/us-east-1\n"
    );
    let last = run.out.lines().last().unwrap_or_default();
    assert_eq!(last, "4 in sync, 1 not checked · assumptions: 3 hold");
}

#[test]
fn what_is_no_recording_says_what_is_one() {
    let folder = folder();
    let takes = "  help: `--observed` takes what `policy drift --save` wrote, or the output of `terraform show -json`\n";
    assert_eq!(
        refusal(&folder, &["--observed", "nowhere.jsonl"]),
        "error: cannot read `nowhere.jsonl`: there is no such file\n"
    );
    let policy = refusal(&folder, &["--observed", "orders.yaml"]);
    assert!(policy.starts_with("error: `orders.yaml`, line 1: the line is no JSON"), "{policy}");
    assert!(policy.contains("help: "), "{policy}");
    folder.write("empty.jsonl", "");
    let empty = refusal(&folder, &["--observed", "empty.jsonl"]);
    assert_eq!(empty, format!("error: `empty.jsonl`: the file is empty\n{takes}"));
    let head = policy::observe::recording::header();
    folder.write("later.jsonl", head.replacen(":2", ":3", 1));
    assert_eq!(
        refusal(&folder, &["--observed", "later.jsonl"]),
        "error: `later.jsonl`, line 1: version 3 of the format is not known, only 1 to 2\n  \
         help: another release of `policy` wrote it: read it with that one\n"
    );
    let half = folder.read("same.jsonl");
    let (half, _) = half.split_at(half.len() - 20);
    folder.write("half.jsonl", half);
    let half = refusal(&folder, &["--observed", "half.jsonl"]);
    assert!(half.starts_with("error: `half.jsonl`, line 3: "), "{half}");
}

#[test]
fn a_folder_is_all_recordings_in_it() {
    let folder = folder();
    let (first, second) = {
        let all = as_wanted(ORDERS);
        let (first, second) = all.split_at(1);
        (recording(first), recording(second))
    };
    folder.write("seen/east.jsonl", first).write("seen/west.json", second);
    folder.write("seen/README.md", "not a recording");
    assert_eq!(drift(&folder, &["--observed", "seen"]).status, 0);
    folder.write("none/README.md", "not a recording");
    assert_eq!(
        refusal(&folder, &["--observed", "none"]),
        "error: no recording in the folder `none`\n  \
         help: recordings end in `.jsonl`; `policy drift --save FILE` writes one\n"
    );
    folder.write("seen/again.jsonl", recording(&as_wanted(ORDERS)));
    let twice = refusal(&folder, &["--observed", "seen"]);
    assert!(twice.contains("was recorded before"), "{twice}");
    assert!(twice.contains("keep one line for each account and Region"), "{twice}");
}

#[test]
fn standard_input_may_be_the_recording() {
    let folder = folder();
    let args = ["drift", "orders.yaml", "--as-of", "2026-11-20", "--observed", "-", "-q"];
    let nothing = folder.run(&args);
    assert_eq!(nothing.status, 2);
    assert!(
        nothing.err.starts_with("error: `standard input`: the file is empty"),
        "{}",
        nothing.err
    );
    let mut command = folder.command(&args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(folder.read("changed.jsonl").as_bytes()).unwrap();
    let run = Run::of(&child.wait_with_output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    assert_eq!(run.out, "4 in sync, 1 changed · assumptions: 3 hold\n");
}

#[test]
fn an_environment_that_there_is_not_is_guessed() {
    let error = refusal(&folder(), &["--env", "prodution", "--observed", "same.jsonl"]);
    assert_eq!(
        error,
        "error: there is no environment `prodution`\n  \
         help: did you mean `production`?\n  \
         help: orders.yaml:4 defines production\n"
    );
}

#[test]
fn what_is_no_policy_is_not_compared_and_the_rest_is() {
    let folder = folder();
    folder.write("bad.yaml", "version: 1\nname: bad\nname: worse\n");
    let run = drift(&folder, &["bad.yaml", "--observed", "same.jsonl"]);
    assert_eq!(run.status, 2);
    let said = "  not compared `bad.yaml` is no policy: `policy check bad.yaml` says why\n";
    assert!(run.out.contains(said), "{}", run.out);
    assert!(run.out.ends_with("5 in sync · assumptions: 3 hold · 1 not compared\n"), "{}", run.out);
    let nowhere = "version: 1\nname: idle\nenvironments: { test: {} }\n";
    folder.write("idle.yaml", nowhere);
    let run = drift(&folder, &["idle.yaml", "--observed", "same.jsonl"]);
    assert_eq!(run.status, 2);
    assert!(run.out.contains("names no account or no Region"), "{}", run.out);
}

#[test]
fn arguments_that_exclude_each_other_are_refused() {
    let folder = folder();
    for other in
        [&["--profile", "x"][..], &["--role", "x"], &["--recovery-points"], &["--iam-policy"]]
    {
        let error = refusal(&folder, &[&["--observed", "same.jsonl"], other].concat());
        assert!(error.contains("cannot be used with"), "{error}");
    }
}

#[test]
fn the_policy_of_a_reader_allows_to_read_and_nothing_else() {
    let folder = folder();
    let run = drift(&folder, &["--iam-policy"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let actions = actions(&run.out);
    assert!(actions.contains(&"backup:GetBackupPlan".to_owned()), "{actions:?}");
    for action in &actions {
        let (_, name) = action.split_once(':').unwrap_or_default();
        let reads = ["Get", "List", "Describe"].iter().any(|verb| name.starts_with(verb));
        assert!(reads, "{action} does more than read");
    }
    let more = drift(&folder, &["--iam-policy", "--recovery-points", "--role", "reader"]).out;
    assert!(more.contains("sts:AssumeRole") && more.contains("role/reader"), "{more}");
    assert!(more.contains("backup:ListRecoveryPoints"), "{more}");
    folder.write("orders.yaml", "version: 1\nname: bad\nname: worse\n");
    let error = refusal(&folder, &["--iam-policy"]);
    assert!(error.starts_with("error: `orders.yaml` is no policy"), "{error}");
}

/// The actions of all statements.
fn actions(policy: &str) -> Vec<String> {
    let policy: serde_json::Value = serde_json::from_str(policy).unwrap_or_default();
    let list = |value: &serde_json::Value, key| value.get(key)?.as_array().cloned();
    let statements = list(&policy, "Statement").unwrap_or_default();
    let all = statements.iter().filter_map(|statement| list(statement, "Action")).flatten();
    all.filter_map(|action| action.as_str().map(str::to_owned)).collect()
}

#[cfg(not(feature = "live"))]
#[test]
fn a_build_without_live_access_says_what_it_can_do() {
    assert_eq!(
        refusal(&folder(), &[]),
        "error: this build of `policy` reads recordings only, no live accounts\n  \
         help: `--observed FILE` compares what `policy drift --save` wrote elsewhere\n  \
         help: a build with the feature `live` reaches AWS\n"
    );
}
