//! `check --fix`: what is mended, and what is left alone.

#![cfg(unix)]

mod common;

use std::os::unix::fs::{PermissionsExt as _, symlink};

use common::Folder;

/// Two typos that have one nearest word each.
const TYPOS: &str = "version: 1 # keep me
name:   orders
accounts: { main: \"111122223333\" }
environments: { production: { account: main, region: us-east-1 } }
vaults: { dr: {} }
plans:
  core:
    valt: dr   # and me
    tiers: { daily: { schedule: { every: day, at: \"03:00\" }, retension: 35d } }
";

#[test]
fn what_can_be_mended_is_and_the_rest_of_the_file_stays() {
    let folder = Folder::new();
    folder.write("a.yaml", TYPOS);
    let path = folder.path().join("a.yaml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(folder.run(&["check", "a.yaml"]).status, 1);
    let run = folder.run(&["check", "a.yaml", "--fix"]);
    assert_eq!(run.status, 0, "{} {}", run.out, run.err);
    let mended = TYPOS.replace("valt", "vault").replace("retension", "retention");
    assert_eq!(folder.read("a.yaml"), mended);
    assert!(run.err.contains("mended a.yaml: 2 edits (unknown-key 2)"), "{}", run.err);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    let names: Vec<_> = folder.path().read_dir().unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["a.yaml"], "no part of a file is left behind");
    let again = folder.run(&["check", "a.yaml", "--fix"]);
    assert_eq!((again.status, again.err.as_str()), (0, ""));
}

#[test]
fn the_difference_is_shown_without_writing() {
    let folder = Folder::new();
    folder.write("a.yaml", TYPOS);
    let run = folder.run(&["check", "a.yaml", "--fix", "--diff"]);
    insta::assert_snapshot!(run.out, @r#"
    --- a/a.yaml
    +++ b/a.yaml
    @@ -5,5 +5,5 @@
     vaults: { dr: {} }
     plans:
       core:
    -    valt: dr   # and me
    -    tiers: { daily: { schedule: { every: day, at: "03:00" }, retension: 35d } }
    +    vault: dr   # and me
    +    tiers: { daily: { schedule: { every: day, at: "03:00" }, retention: 35d } }
    "#);
    assert!(run.err.contains("would mend a.yaml: 2 edits"), "{}", run.err);
    assert_eq!((run.status, folder.read("a.yaml").as_str()), (1, TYPOS));
    assert_eq!(folder.run(&["check", "a.yaml", "--diff"]).status, 2, "a difference to what?");
}

#[test]
fn a_link_is_not_followed() {
    let folder = Folder::new();
    folder.write("theirs/real.yaml", TYPOS);
    symlink("theirs/real.yaml", folder.path().join("a.yaml")).unwrap();
    let run = folder.run(&["check", "a.yaml", "--fix"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`a.yaml` is a symbolic link"), "{}", run.err);
    assert_eq!(folder.read("theirs/real.yaml"), TYPOS);
    assert!(folder.path().join("a.yaml").symlink_metadata().unwrap().is_symlink());
}

#[test]
fn what_is_allowed_is_left_as_it_is() {
    let folder = Folder::new();
    folder.write("a.yaml", TYPOS);
    // Mistakes of the document cannot be allowed, so they are mended all the same.
    assert_eq!(folder.run(&["check", "a.yaml", "--fix", "--allow", "unknown-key"]).status, 0);
    assert!(folder.read("a.yaml").contains("retention: 35d"));
}
