//! What a package of the program is made with: manual pages, completions and a
//! version that says what is inside.

#![cfg(unix)]

mod common;

use std::collections::BTreeSet;

use common::Folder;

/// The commands that `policy --help` lists.
fn commands(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.take_while(|line| !line.is_empty());
    let named = listed.filter(|line| !line.starts_with("   "));
    named.filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test looks at what was written")]
fn every_command_has_a_manual_page() {
    let folder = Folder::new();
    let run = folder.run(&["man", "share/man/man1"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let help = folder.run(&["--help"]).out;
    let listed = commands(&help);
    assert!(listed.contains(&"check"), "{help}");
    let mut expected: BTreeSet<String> =
        listed.iter().map(|command| format!("policy-{command}.1")).collect();
    expected.insert("policy.1".to_owned());
    let written = std::fs::read_dir(folder.path().join("share/man/man1")).unwrap();
    let written: BTreeSet<String> =
        written.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(written, expected);
}

#[test]
fn a_page_is_of_its_command_and_says_what_its_exit_status_means() {
    let folder = Folder::new();
    folder.run(&["man", "man1"]);
    let page = folder.read("man1/policy-check.1");
    assert!(page.contains(".TH policy-check 1"), "{page}");
    assert!(page.contains("\\fBpolicy check\\fR"), "the whole command is in the synopsis: {page}");
    assert!(page.contains("Exit status: 0 nothing counts, 1 an error was found"), "{page}");
    assert!(page.contains("\\-\\-quiet"), "what every command understands: {page}");
    assert!(!page.contains("without `live`"), "pages do not depend on the build: {page}");
    assert!(folder.read("man1/policy.1").contains("policy\\-check(1)"));
}

#[test]
fn pages_are_replaced_and_come_out_alike() {
    let folder = Folder::new();
    folder.write("man1/policy-check.1", "older");
    folder.run(&["man", "man1"]);
    let first = folder.read("man1/policy-check.1");
    folder.run(&["man", "man1"]);
    assert_eq!(folder.read("man1/policy-check.1"), first);
    let printed = folder.run(&["man", "-"]);
    assert_eq!(printed.status, 0);
    assert!(printed.out.contains(&first), "`-` prints the same pages");
}

#[test]
fn a_place_that_cannot_be_written_is_said() {
    let folder = Folder::new();
    folder.write("file", "");
    let run = folder.run(&["man", "file"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: cannot write `file`"), "{}", run.err);
}

#[test]
fn the_version_says_whether_live_accounts_can_be_read() {
    let folder = Folder::new();
    let number = format!("policy {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(folder.run(&["-V"]).out, number);
    let features = if cfg!(feature = "live") { "live" } else { "none (built without `live`)" };
    let long = folder.run(&["--version"]).out;
    assert_eq!(long, format!("{number}features: {features}\n"));
}
