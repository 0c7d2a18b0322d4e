//! The program as a shell sees it: arguments in, text and an exit status out.

#![cfg(unix)]

mod common;

use std::fs::Permissions;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Stdio;

use common::{Folder, Run};

/// A policy without a mistake of its document.
const GOOD: &str = "version: 1
name: good
accounts: { main: \"111122223333\" }
environments: { production: { account: main, region: us-east-1 } }
";
/// A policy with one.
const BAD: &str = "version: 1\nname: bad\nname: worse\n";

/// The last lines of a report: one per file, one for all.
fn last_lines(run: &Run) -> Vec<&str> {
    let counted = |line: &str| line.contains(" rendered, ");
    let lines = run.out.lines().filter(|line| counted(line));
    lines.filter_map(|line| line.split_once(" · ")).map(|(line, _)| line).collect()
}

/// The files that a run was about, in their order.
fn files(run: &Run) -> Vec<&str> {
    last_lines(run).iter().filter_map(|line| line.split_once(": ")).map(|(name, _)| name).collect()
}

#[test]
fn the_bare_name_says_where_to_start() {
    let run = Folder::new().run(&[]);
    assert_eq!(run.status, 2);
    assert_eq!(run.err.lines().count(), 3);
    for word in ["policy init", "policy check", "policy --help"] {
        assert!(run.err.contains(word), "{}", run.err);
    }
}

#[test]
fn an_empty_folder_says_where_it_looked() {
    let run = Folder::new().run(&["check"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    for word in ["policies/", "backup-policy.yaml", "policy init"] {
        assert!(run.err.contains(word), "{}", run.err);
    }
}

#[test]
fn the_exit_status_says_what_was_found() {
    let folder = Folder::new();
    folder.write("good.yaml", GOOD).write("bad.yaml", BAD);
    assert_eq!(folder.run(&["check", "good.yaml"]).status, 0);
    assert_eq!(folder.run(&["check", "bad.yaml"]).status, 1);
    assert_eq!(folder.run(&["check", "good.yaml", "bad.yaml"]).status, 1);
    let run = folder.run(&["check", "missing.yaml", "bad.yaml"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("cannot read `missing.yaml`: there is no such file"), "{}", run.err);
    assert!(run.out.contains("bad.yaml: 1 error"), "the other file is still judged");
    assert_eq!(folder.run(&["chek"]).status, 2);
    assert_eq!(folder.run(&["--help"]).status, 0);
    assert_eq!(folder.run(&["--version"]).status, 0);
}

#[test]
fn policies_are_found_without_being_named() {
    let folder = Folder::new();
    folder
        .write("policies/b.yml", GOOD)
        .write("policies/a.yaml", GOOD)
        .write("policies/team/c.yaml", GOOD)
        .write("policies/as-written/runbook.yaml", BAD)
        .write("policies/notes.md", "no policy")
        .write("policies/.hidden.yaml", BAD)
        .write("backup-policy.yaml", BAD);
    let run = folder.run(&["check"]);
    assert_eq!(files(&run), ["policies/a.yaml", "policies/b.yml", "policies/team/c.yaml"]);
    assert_eq!(run.status, 0);
    assert!(run.out.lines().last().unwrap().starts_with("3 files: "), "{}", run.out);
}

#[test]
fn what_a_runbook_says_is_judged_when_asked_for() {
    let folder = Folder::new();
    folder.write("policies/as-written/runbook.yaml", BAD).write("policies/a.yaml", GOOD);
    let run = folder.run(&["check", "policies/as-written"]);
    assert_eq!(files(&run), ["policies/as-written/runbook.yaml"]);
}

#[test]
fn the_file_of_a_repository_is_found_from_within_it_and_no_further() {
    let folder = Folder::new();
    folder.write("backup-policy.yaml", GOOD).write("repository/.git/HEAD", "");
    folder.write("repository/services/orders/x", "");
    let here = |sub: &str| {
        let mut command = folder.command(&["check"]);
        Run::of(&command.current_dir(folder.path().join(sub)).output().unwrap())
    };
    assert_eq!(here("repository/services/orders").status, 2, "not above the repository");
    folder.write("repository/backup-policy.yaml", GOOD);
    assert_eq!(files(&here("repository/services/orders")), ["../../backup-policy.yaml"]);
    assert_eq!(files(&here("repository")), ["backup-policy.yaml"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let folder = Folder::new();
    folder.write("policies/a.yaml", GOOD);
    symlink("a.yaml", folder.path().join("policies/link.yaml")).unwrap();
    let run = folder.run(&["check", "policies/a.yaml", "./policies/a.yaml", "policies"]);
    assert_eq!(files(&run), ["policies/a.yaml"]);
}

#[test]
fn standard_input_is_a_file() {
    let mut command = Folder::new().command(&["check", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.current_dir("/").spawn().unwrap();
    child.stdin.take().unwrap().write_all(BAD.as_bytes()).unwrap();
    let run = Run::of(&child.wait_with_output().unwrap());
    assert_eq!((run.status, files(&run)), (1, vec!["-"]));
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = Folder::new();
    folder.write("empty/notes.md", "");
    symlink("nowhere", folder.path().join("broken.yaml")).unwrap();
    let broken = folder.run(&["check", "broken.yaml"]);
    assert_eq!(broken.status, 2);
    assert!(
        broken.err.contains("it is a link to `nowhere`, which does not exist"),
        "{}",
        broken.err
    );
    let empty = folder.run(&["check", "empty"]);
    assert!(empty.err.contains("no YAML file in the folder `empty`"), "{}", empty.err);
    let missing = folder.run(&["check", "a/b.yaml"]);
    assert!(missing.err.contains("there is no such file"), "{}", missing.err);
}

#[test]
fn a_file_that_is_no_text_is_a_finding_at_its_byte() {
    let folder = Folder::new();
    folder.write("latin1.yaml", b"name: caf\xe9\n");
    let run = folder.run(&["check", "latin1.yaml"]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("not-utf8") && run.out.contains("[latin1.yaml:1:10]"), "{}", run.out);
    assert_eq!(folder.run(&["render", "latin1.yaml"]).status, 2);
}

#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    let run = Folder::new().run(&["check", "/dev/zero"]);
    assert_eq!(run.status, 1);
}

#[test]
fn json_carries_the_same_verdict() {
    let folder = Folder::new();
    folder.write("bad.yaml", BAD);
    let run = folder.run(&["check", "bad.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.status, &json["counts"]["errors"]), (1, &1.into()));
    let run = folder.run(&["check", "bad.yaml", "gone.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let not_read = "cannot read `gone.yaml`: there is no such file";
    assert_eq!((run.status, &json["not_read"][0]), (2, &not_read.into()));
}

#[test]
fn quiet_leaves_the_last_lines() {
    let folder = Folder::new();
    folder.write("bad.yaml", BAD);
    let run = folder.run(&["check", "-q", "bad.yaml"]);
    assert_eq!((run.status, run.out.lines().count()), (1, 1));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folder = Folder::new();
    for n in 0..40 {
        folder.write(&format!("policies/{n}.yaml"), if n % 3 == 0 { BAD } else { GOOD });
    }
    let first = folder.run(&["check"]).out;
    assert_eq!(files(&folder.run(&["check"])).len(), 40);
    for _ in 0..5 {
        assert_eq!(folder.run(&["check"]).out, first);
    }
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let folder = Folder::new();
    folder.write("bad.yaml", BAD);
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(args);
        let output = command.envs(variables.iter().copied()).output().unwrap();
        Run::of(&output).out.contains('\u{1b}')
    };
    let check = ["check", "bad.yaml"];
    assert!(!coloured(&check, &[]));
    assert!(coloured(&check, &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&check, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(coloured(&["check", "bad.yaml", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["check", "bad.yaml", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new();
    folder.write("bad.yaml", BAD.repeat(2_000));
    let mut command = folder.command(&["check", "bad.yaml", "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(&child.wait_with_output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (1, ""));
}

#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let folder = Folder::new();
    folder.write("good.yaml", GOOD);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = folder.command(&["check", "good.yaml"]).stdout(full).output().unwrap();
    let run = Run::of(&output);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("the disk is full"), "{}", run.err);
}

#[test]
fn a_typo_in_a_rule_names_the_nearest() {
    let folder = Folder::new();
    folder.write("good.yaml", GOOD);
    for args in [
        ["check", "good.yaml", "--deny", "unused-alow"].as_slice(),
        &["check", "good.yaml", "--allow", "unused-alow"],
        &["explain", "unused-alow"],
    ] {
        let run = folder.run(args);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("there is no rule `unused-alow`"), "{}", run.err);
        assert!(run.err.contains("did you mean `unused-allow`?"), "{}", run.err);
    }
    let both = folder.run(&["check", "good.yaml", "--deny", "alias", "--allow", "alias"]);
    assert_eq!(both.status, 2);
    assert!(both.err.contains("contradicts"), "{}", both.err);
}

#[test]
fn levels_follow_the_command_line() {
    let folder = Folder::new();
    folder.write("a.yaml", format!("# policy: allow[unused-allow] why\n{GOOD}"));
    let rule = "unused-allow";
    let level = |args: &[&str]| {
        let run = folder.run(&[&["check", "a.yaml", "--format", "json"], args].concat());
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let findings = json["files"][0]["findings"].as_array().unwrap().clone();
        let found = findings.into_iter().find(|finding| finding["rule"] == rule)?;
        let allowed = found.get("allowed").map(|by| by["by"].as_str().unwrap().to_owned());
        Some((run.status, found["level"].as_str().unwrap().to_owned(), allowed))
    };
    assert_eq!(level(&[]), Some((0, "warning".into(), None)));
    assert_eq!(level(&["--deny", rule]), Some((1, "error".into(), None)));
    let by = Some("command line".into());
    assert_eq!(level(&["--allow", rule]), Some((0, "warning".into(), by)));
    assert_eq!(level(&["--no-allow-comments"]), None);
}

#[test]
fn a_policy_may_weigh_rules_itself() {
    let folder = Folder::new();
    let lint = "lint: { allow: { alias: for now }, deny: [unused-allow] }\n";
    folder.write("a.yaml", format!("{GOOD}{lint}"));
    let run = folder.run(&["check", "a.yaml"]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("error: `alias` is allowed, but the file has no such finding"));
    assert_eq!(folder.run(&["check", "a.yaml", "--no-allow-comments"]).status, 0);
}

#[test]
fn today_is_an_argument() {
    let folder = Folder::new();
    folder.write(
        "a.yaml",
        "name: a # policy: allow[target-cannot-express] until=2030-01-31 why\nversion: 1\n",
    );
    let on = |day: &str| folder.run(&["check", "a.yaml", "--as-of", day]).out;
    assert!(!on("2030-01-31").contains("expired-allow"));
    assert!(on("2030-02-01").contains("expired-allow"));
    assert_eq!(folder.run(&["check", "a.yaml", "--as-of", "soon"]).status, 2);
}

#[test]
fn an_environment_that_nobody_has_is_a_failure() {
    let folder = Folder::new();
    folder.write("good.yaml", GOOD);
    let run = folder.run(&["check", "good.yaml", "--env", "productoin"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    for part in ["no environment `productoin`", "`production`?", "good.yaml:4 defines production"] {
        assert!(run.err.contains(part), "{}", run.err);
    }
}

#[test]
fn an_environment_of_some_files_leaves_out_the_others() {
    let folder = Folder::new();
    folder
        .write("policies/a.yaml", GOOD)
        .write("policies/b.yaml", GOOD.replace("production", "test"));
    let run = folder.run(&["check", "--env", "test"]);
    assert_eq!((run.status, files(&run)), (0, vec!["policies/b.yaml"]));
    assert!(run.err.contains("skipped: policies/a.yaml"), "{}", run.err);
}

#[test]
fn rendering_nothing_is_no_success() {
    let folder = Folder::new();
    folder.write("good.yaml", GOOD).write("bad.yaml", BAD);
    for args in [["render", "good.yaml"].as_slice(), &["render", "good.yaml", "--out", "out"]] {
        let run = folder.run(args);
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert!(run.err.contains("there is nothing to render"), "{}", run.err);
    }
    let run = folder.run(&["render", "bad.yaml", "--out", "out"]);
    assert_eq!(run.status, 2, "a file with mistakes of its document cannot be rendered");
    assert!(run.err.contains("duplicate-key") && run.err.ends_with("nothing was rendered\n"));
    assert!(!folder.path().join("out").exists());
    assert_eq!(folder.run(&["render", "good.yaml", "--check"]).status, 2, "no folder to check");
    assert_eq!(folder.run(&["render", "good.yaml", "--target", "pulumi"]).status, 2);
}

#[test]
fn init_writes_a_policy_once() {
    let folder = Folder::new();
    let first = folder.run(&["init"]);
    assert_eq!(first.status, 0);
    assert!(
        first.out.contains("next: policy check ") && first.out.contains("policy prove"),
        "{}",
        first.out
    );
    let written = folder.read("backup-policy.yaml");
    assert!(written.contains("name: minimal") && !written.contains("$schema"), "{written}");
    assert_eq!(folder.run(&["check"]).status, 0);
    folder.write("backup-policy.yaml", "mine");
    let second = folder.run(&["init"]);
    assert_eq!((second.status, folder.read("backup-policy.yaml").as_str()), (2, "mine"));
    let other = folder.run(&["init", "--starter", "regulated", "--out", "policies/r.yaml"]);
    assert!(other.out.contains("policy check policies/r.yaml"), "{}", other.out);
    assert_eq!(folder.run(&["init", "--starter", "grand"]).status, 2);
}

#[test]
fn init_never_writes_through_a_link() {
    let folder = Folder::new();
    folder.write("theirs.yaml", "theirs");
    symlink("theirs.yaml", folder.path().join("backup-policy.yaml")).unwrap();
    assert_eq!(folder.run(&["init"]).status, 2);
    assert_eq!(folder.read("theirs.yaml"), "theirs");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a read-only folder is needed")]
fn a_folder_that_cannot_be_written_is_a_failure() {
    let folder = Folder::new();
    folder.write("closed/x", "");
    let closed = folder.path().join("closed");
    std::fs::set_permissions(&closed, Permissions::from_mode(0o555)).unwrap();
    let root = std::fs::write(closed.join("probe"), "").is_ok();
    let run = folder.run(&["init", "--out", "closed/policy.yaml"]);
    std::fs::set_permissions(&closed, Permissions::from_mode(0o755)).unwrap();
    // An administrator may write anywhere.
    if !root {
        assert_eq!(run.status, 2);
        assert!(run.err.contains("permission denied"), "{}", run.err);
    }
}

#[test]
fn what_is_shown_can_be_used() {
    let folder = Folder::new();
    let explained = folder.run(&["explain", "unused-allow"]);
    assert!(explained.out.starts_with("unused-allow\n"), "{}", explained.out);
    let rules = folder.run(&["rules"]);
    assert!(rules.out.contains("duplicate-key"), "{}", rules.out);
    for schema in [
        ["schema"].as_slice(),
        &["schema", "policy"],
        &["schema", "findings"],
        &["schema", "proof"],
    ] {
        let json: serde_json::Value = serde_json::from_str(&folder.run(schema).out).unwrap();
        assert_eq!(json["$schema"], "http://json-schema.org/draft-07/schema#");
    }
    for shell in ["bash", "zsh", "fish"] {
        let run = folder.run(&["completions", shell]);
        assert!(run.status == 0 && run.out.contains("explain"), "{shell}");
    }
}
