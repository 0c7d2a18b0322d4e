//! Recordings that a run writes: whole or not at all.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::accounts::{ORDERS, as_wanted, recording};
use super::{drift, folder, refusal};
use crate::common::Folder;

/// Files of the folder, those that begin with a dot too.
fn files(folder: &Folder) -> Vec<String> {
    let entries = folder.path().read_dir().into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_is_read_from_a_recording_is_written_as_one() {
    let folder = folder();
    let run = drift(&folder, &["--observed", "changed.jsonl", "--save", "saved.jsonl"]);
    assert_eq!((run.status, run.err.as_str()), (1, "wrote saved.jsonl: 2 Regions of 1 account\n"));
    assert_eq!(folder.read("saved.jsonl"), folder.read("changed.jsonl"));
    let quiet = drift(&folder, &["--observed", "one.jsonl", "--save", "saved.jsonl", "-q"]);
    assert_eq!((quiet.status, quiet.err.as_str()), (2, ""));
    assert_eq!(folder.read("saved.jsonl"), folder.read("one.jsonl"), "the newest replaces it");
}

#[test]
fn a_folder_of_recordings_becomes_one_file() {
    let folder = folder();
    let all = as_wanted(ORDERS);
    for (number, seen) in all.iter().enumerate() {
        folder.write(&format!("seen/{number}.jsonl"), recording(std::slice::from_ref(seen)));
    }
    drift(&folder, &["--observed", "seen", "--save", "all.jsonl"]);
    assert_eq!(folder.read("all.jsonl"), recording(&all));
    assert_eq!(drift(&folder, &["--observed", "all.jsonl"]).status, 0);
}

#[test]
fn a_recording_may_be_replaced_by_itself() {
    let folder = folder();
    let before = folder.read("same.jsonl");
    assert_eq!(drift(&folder, &["--observed", "same.jsonl", "--save", "same.jsonl"]).status, 0);
    assert_eq!(folder.read("same.jsonl"), before);
}

#[test]
fn what_cannot_be_written_is_said_before_anything_is_compared() {
    let folder = folder();
    folder.write("elsewhere/x", "");
    symlink("elsewhere/x", folder.path().join("link.jsonl")).unwrap_or_default();
    let before = files(&folder);
    for (place, said) in [
        ("elsewhere", "`elsewhere` is a symbolic link or no plain file, and is not replaced"),
        ("link.jsonl", "`link.jsonl` is a symbolic link or no plain file, and is not replaced"),
        ("gone/x.jsonl", "cannot write `gone/x.jsonl`: there is no such file"),
    ] {
        let error = refusal(&folder, &["--observed", "same.jsonl", "--save", place]);
        assert!(error.starts_with(&format!("error: {said}")), "{place}: {error}");
    }
    assert_eq!(files(&folder), before, "nothing is left behind");
    assert_eq!(folder.read("elsewhere/x"), "", "no link is followed");
}

#[test]
fn a_failure_leaves_the_older_file_as_it_is() {
    let folder = folder();
    folder.write("good.jsonl", "as it was");
    let mut broken = folder.read("same.jsonl");
    broken.truncate(broken.len() - 20);
    folder.write("broken.jsonl", broken);
    let before = files(&folder);
    for observed in ["broken.jsonl", "nowhere.jsonl", "orders.yaml"] {
        refusal(&folder, &["--observed", observed, "--save", "good.jsonl"]);
    }
    assert_eq!(folder.read("good.jsonl"), "as it was");
    assert_eq!(files(&folder), before, "nothing is left behind");
}

#[test]
fn a_replaced_file_keeps_its_permissions() {
    let folder = folder();
    folder.write("saved.jsonl", "");
    let place = folder.path().join("saved.jsonl");
    let mode = |mode| std::fs::set_permissions(&place, std::fs::Permissions::from_mode(mode));
    assert!(mode(0o640).is_ok());
    drift(&folder, &["--observed", "same.jsonl", "--save", "saved.jsonl"]);
    let now = place.metadata().map(|metadata| metadata.permissions().mode() & 0o777);
    assert_eq!(now.ok(), Some(0o640));
}
