//! `policy diff` as a shell sees it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its folder must stop")]

use std::process::Command;

use policy::report::JsonDifference;

use crate::common::{Folder, Run};

const BEFORE: &str = include_str!("orders-before.yaml");
const AFTER: &str = include_str!("orders-after.yaml");

fn diff(folder: &Folder, args: &[&str]) -> Run {
    let args: Vec<&str> =
        ["diff", "--as-of", "2026-11-20"].into_iter().chain(args.iter().copied()).collect();
    folder.run(&args)
}

fn files() -> Folder {
    let folder = Folder::new();
    folder.write("before.yaml", BEFORE).write("after.yaml", AFTER);
    folder
}

/// Runs git in the folder, deaf to the settings of the machine.
fn git(folder: &Folder, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder.path())
        .args(["-c", "user.name=Tester", "-c", "user.email=tester@example.com"])
        .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository whose first commit has the old version and whose files are the
/// new one.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write("policies/orders.yaml", BEFORE);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    folder.write("policies/orders.yaml", AFTER);
    folder
}

fn last(run: &Run) -> &str {
    run.out.lines().last().unwrap_or_default()
}

#[test]
fn nothing_changed_is_said_and_is_fine() {
    let run = diff(&files(), &["before.yaml", "before.yaml", "--fail-on-regression"]);
    assert_eq!((run.status, run.out.as_str()), (0, "no change in what can be recovered\n"));
}

#[test]
fn a_regression_is_an_exit_status_only_if_that_is_asked() {
    let folder = files();
    assert_eq!(diff(&folder, &["before.yaml", "after.yaml"]).status, 0);
    let run = diff(&folder, &["before.yaml", "after.yaml", "--fail-on-regression"]);
    assert_eq!(run.status, 1);
    assert!(last(&run).contains("regressions, 1 irreversible"), "{}", run.out);
    assert_eq!(folder.read("before.yaml"), BEFORE, "neither version is touched");
    for format in ["json", "markdown"] {
        let run = diff(
            &folder,
            &["before.yaml", "after.yaml", "--fail-on-regression", "--format", format],
        );
        assert_eq!(run.status, 1, "{format}");
    }
}

#[test]
fn a_version_of_git_is_a_revision_and_a_path() {
    let folder = repository();
    for old in ["main:policies/orders.yaml", "HEAD:./policies/orders.yaml", "main:policies"] {
        let new = if old.ends_with("yaml") { "policies/orders.yaml" } else { "policies" };
        let run = diff(&folder, &[old, new]);
        assert_eq!(run.status, 0, "{old}: {}", run.err);
        assert!(last(&run).contains("1 irreversible"), "{old}: {}", run.out);
    }
    let run = diff(&folder, &["main:policies", "HEAD:policies"]);
    assert_eq!(run.out, "no change in what can be recovered\n");
}

#[test]
fn what_is_missing_is_named() {
    let folder = repository();
    let failed = |old: &str, words: &str| {
        let run = diff(&folder, &[old, "policies/orders.yaml"]);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{old}");
        assert!(run.err.contains(words), "{old}: {}", run.err);
    };
    failed("nowhere:policies/orders.yaml", "git knows no revision `nowhere`");
    failed("main:policies/other.yaml", "there is no `policies/other.yaml` in revision `main`");
    failed(":policies/orders.yaml", "names no revision");
    failed("missing.yaml", "cannot read `missing.yaml`");
    let outside = files();
    let run = diff(&outside, &["main:a.yaml", "after.yaml"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("no git repository here"), "{}", run.err);
    let mut command = folder.command(&["diff", "main:policies", "policies"]);
    let run = Run::of(&command.env("PATH", folder.path()).output().unwrap());
    assert_eq!(run.status, 2);
    assert!(run.err.contains("git is not installed"), "{}", run.err);
}

#[test]
fn what_looks_like_an_option_is_none() {
    let folder = repository();
    let written = folder.path().join("written");
    let option = format!("--output={}", written.display());
    for old in [
        format!("{option}:policies/orders.yaml"),
        "--help:policies".to_owned(),
        "-p:policies/orders.yaml".to_owned(),
        "--batch:x".to_owned(),
    ] {
        let mut command = folder.command(&["diff", "--", &old, "policies/orders.yaml"]);
        let run = Run::of(&command.output().unwrap());
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{old}");
        assert!(run.err.contains("git knows no revision"), "{old}: {}", run.err);
    }
    assert!(!written.exists());
    folder.write("-policies.yaml", BEFORE);
    git(&folder, &["add", "--", "-policies.yaml"]);
    git(&folder, &["commit", "-q", "-m", "second"]);
    let run = folder.run(&["diff", "main:-policies.yaml", "--", "-policies.yaml"]);
    assert_eq!((run.status, run.out.as_str()), (0, "no change in what can be recovered\n"));
}

#[test]
fn names_that_forge_a_report_are_shown_as_they_are() {
    let folder = Folder::new();
    let name = "a\u{1b}[31m\u{202e}.yaml";
    folder.write("before.yaml", BEFORE).write(name, AFTER);
    for format in ["text", "json", "markdown"] {
        let run = diff(&folder, &["before.yaml", name, "--format", format]);
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{format}");
    }
    let markup = BEFORE.replace("alarms: {}", "").replace("name: orders", "name: orders-two");
    folder.write("markup.yaml", markup);
    let run = diff(&folder, &["before.yaml", "markup.yaml"]);
    assert_eq!(run.status, 0);
}

#[test]
fn files_of_a_folder_are_matched_by_the_names_of_their_policies() {
    let folder = Folder::new();
    let other = BEFORE.replace("name: orders", "name: other");
    folder.write("old/a.yaml", BEFORE).write("old/b.yaml", &other);
    folder
        .write("new/moved.yaml", BEFORE)
        .write("new/c.yaml", BEFORE.replace("name: orders", "name: third"));
    let run = diff(&folder, &["old", "new"]);
    assert!(run.out.contains("+ policy `third`"), "{}", run.out);
    assert!(run.out.contains("- policy `other`"), "{}", run.out);
    assert_eq!(last(&run), "1 regression, 1 improvement");
}

#[test]
fn a_mistake_of_the_document_is_no_difference() {
    let folder = files();
    folder.write("bad.yaml", "version: 1\nname: bad\nname: worse\n");
    for args in [["before.yaml", "bad.yaml"], ["bad.yaml", "before.yaml"]] {
        let run = diff(&folder, &args);
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert!(run.err.contains("nothing was compared"), "{}", run.err);
    }
}

#[test]
fn one_environment_can_be_asked_for_and_must_be_there() {
    let folder = files();
    let run = diff(&folder, &["before.yaml", "after.yaml", "--env", "production"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let run = diff(&folder, &["before.yaml", "after.yaml", "--env", "prodution"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("did you mean `production`?"), "{}", run.err);
}

#[test]
fn an_environment_that_is_gone_is_a_regression() {
    let folder = files();
    let two = BEFORE.replace(
        "environments: { production",
        "environments: { staging: { account: workload, region: us-east-2 }, production",
    );
    folder.write("two.yaml", two);
    let run = diff(&folder, &["two.yaml", "before.yaml"]);
    assert!(run.out.contains("- environment `staging`"), "{}", run.out);
    assert_eq!(last(&run), "1 regression");
}

#[test]
fn json_is_what_its_schema_says() {
    let folder = files();
    let run = diff(&folder, &["before.yaml", "after.yaml", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let schema = folder.run(&["schema", "diff"]).out;
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let problems: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(value["policies"][0]["changes"][0]["irreversible"], true);
    assert_eq!(value["policies"][0]["changes"][0]["causes"][0]["line"], 17);
    let mut broken = value;
    broken["policies"][0]["changes"][0]["effect"] = "worse".into();
    assert!(!validator.is_valid(&broken));
}

/// `UPDATE=1 cargo test` writes the schema anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the published schema is kept fresh here")]
fn the_published_schema_is_fresh() {
    let generator = schemars::generate::SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<JsonDifference<'static>>();
    let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/diff.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
}

#[test]
fn the_comment_on_a_pull_request_is_a_table() {
    let run = diff(&files(), &["before.yaml", "after.yaml", "--format", "markdown"]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true,
        snapshot_path => "../../snapshots" }, {
        insta::assert_snapshot!("diff-markdown", run.out);
    });
}
