//! `policy render` as a shell sees it.

#![cfg(unix)]

mod common;

use std::os::unix::fs::symlink;

use common::Folder;

/// Two environments with one vault each.
const VAULTS: &str = "version: 1
name: orders
accounts: { main: \"111122223333\" }
environments:
  production: { account: main, region: us-east-1 }
  staging: { account: main, region: us-east-2 }
vaults: { main: {} }
";

const RENDER: &[&str] = &["render", "orders.yaml", "--out", "out", "--target", "aws-backup"];

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("orders.yaml", VAULTS);
    folder
}

/// The artifacts that a run lists with this word.
fn listed(out: &str, word: &str) -> Vec<String> {
    let with = |line: &str| line.strip_prefix(word).map(|path| path.trim().to_owned());
    out.lines().filter_map(with).collect()
}

#[test]
fn artifacts_appear_once_and_then_stay() {
    let folder = folder();
    let first = folder.run(RENDER);
    assert_eq!(first.status, 0, "{}", first.err);
    let new = listed(&first.out, "new ");
    assert_eq!(new.len(), 2, "{}", first.out);
    assert!(folder.read(&format!("out/{}", new[0])).contains("orders-production-main"));
    let second = folder.run(RENDER);
    assert_eq!(second.out, "out: 2 artifacts, 0 new, 0 replaced, 2 unchanged, 0 removed\n");
}

#[test]
fn one_artifact_goes_to_standard_output_and_several_do_not() {
    let folder = folder();
    let one = ["render", "orders.yaml", "--target", "aws-backup", "--env", "production"];
    let run = folder.run(&one);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.status, &json["BackupVaultName"]), (0, &"orders-production-main".into()));
    let both = folder.run(&["render", "orders.yaml", "--target", "aws-backup"]);
    assert_eq!((both.status, both.out.as_str()), (2, ""));
    assert!(both.err.contains("--out DIR"), "{}", both.err);
}

#[test]
fn a_folder_out_of_date_is_found_without_touching_it() {
    let folder = folder();
    let check = [RENDER, &["--check"]].concat();
    let missing = folder.run(&check);
    assert_eq!((missing.status, listed(&missing.out, "missing ").len()), (1, 2));
    assert!(!folder.path().join("out").exists());
    folder.run(RENDER);
    let fresh = folder.run(&check);
    assert_eq!((fresh.status, fresh.out.as_str()), (0, "out: 2 artifacts, all up to date\n"));
    folder.write("orders.yaml", VAULTS.replace("main: {}", "main: { tags: { team: orders } }"));
    let stale = folder.run(&check);
    assert_eq!((stale.status, listed(&stale.out, "stale ").len()), (1, 2), "{}", stale.out);
    let cure = "  help: policy render orders.yaml --out out --target aws-backup\n";
    assert!(stale.out.ends_with(cure), "{}", stale.out);
    let quiet = folder.run(&[&check[..], &["-q"]].concat());
    assert_eq!(quiet.out, "out: 2 of 2 files are out of date\n");
}

#[test]
fn the_cure_of_a_stale_folder_can_be_pasted_into_a_shell() {
    let folder = folder();
    folder.write("my orders.yaml", VAULTS);
    let run = folder.run(&["render", "my orders.yaml", "--check", "--out", "it's"]);
    let line = run.out.lines().last().unwrap_or_default();
    assert_eq!(line, r"  help: policy render 'my orders.yaml' --out 'it'\''s'");
    let paths = listed(&folder.run(RENDER).out, "new ");
    folder.write(&format!("out/{}", paths[0]), "edited");
    let edited = folder.run(&[RENDER, &["--check"]].concat());
    assert_eq!(edited.status, 1);
    assert!(!edited.out.contains("help:"), "what was edited is not replaced: {}", edited.out);
}

#[test]
fn leftovers_go_with_what_asked_for_them() {
    let folder = folder();
    folder.run(RENDER);
    folder.write("orders.yaml", VAULTS.replace("main: {}", "spare: {}"));
    let staging = folder.run(&[RENDER, &["--env", "staging"]].concat());
    let removed = listed(&staging.out, "removed ");
    assert_eq!(removed.len(), 1, "{}", staging.out);
    assert!(removed[0].contains("staging"), "the other environment was not rendered");
    let other = folder.run(&["render", "orders.yaml", "--out", "out", "--target", "terraform"]);
    assert_eq!(listed(&other.out, "removed "), [""; 0], "the other target was not rendered");
    let all = folder.run(RENDER);
    assert_eq!(listed(&all.out, "removed ").len(), 1, "{}", all.out);
}

#[test]
fn an_edited_artifact_stops_everything() {
    let folder = folder();
    let paths = listed(&folder.run(RENDER).out, "new ");
    folder.write(&format!("out/{}", paths[0]), "edited");
    folder.write("orders.yaml", VAULTS.replace("main: {}", "main: { tags: { team: orders } }"));
    let run = folder.run(RENDER);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains(&paths[0]) && run.err.contains("nothing was written"), "{}", run.err);
    assert_eq!(folder.read(&format!("out/{}", paths[0])), "edited");
    assert!(!folder.read(&format!("out/{}", paths[1])).contains("team"));
}

#[test]
fn no_link_below_the_folder_is_followed() {
    let folder = folder();
    folder.write("elsewhere/x", "theirs").write("out/x", "");
    symlink("../elsewhere", folder.path().join("out/orders")).unwrap();
    let run = folder.run(RENDER);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`out/orders` is a symbolic link"), "{}", run.err);
    assert_eq!(folder.path().join("elsewhere").read_dir().unwrap().count(), 1);
}

#[test]
fn errors_stop_rendering_and_are_shown() {
    let folder = folder();
    folder.write("orders.yaml", VAULTS.replace("main: {}", "main: { key: nowhere }"));
    let run = folder.run(RENDER);
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert!(run.err.contains("unresolved-reference"), "{}", run.err);
    assert!(run.err.ends_with("nothing was rendered\n"), "{}", run.err);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn what_cannot_be_undone_comes_first() {
    let folder = folder();
    let lock = "main: { lock: { mode: compliance, min_retention: 7d, changeable_for: 14d, \
                irreversible: \"agreed with audit\" } }";
    folder.write("orders.yaml", VAULTS.replace("main: {}", lock));
    let run = folder.run(RENDER);
    assert_eq!(run.status, 0, "{}", run.err);
    let first: Vec<_> = run.out.lines().take(2).collect();
    for (line, environment) in first.iter().zip(["production", "staging"]) {
        assert!(line.starts_with("irreversible: `vaults.main` in 111122223333/"), "{}", run.out);
        assert!(line.contains(environment) && line.ends_with("(agreed with audit)"), "{}", run.out);
    }
}

#[test]
fn two_policies_do_not_overwrite_each_other() {
    let folder = folder();
    folder.write("twin.yaml", VAULTS);
    let run = folder.run(&["render", "orders.yaml", "twin.yaml", "--out", "out"]);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("aws-name-in-two-places"), "{}", run.err);
    assert!(run.err.ends_with("nothing was rendered\n"), "{}", run.err);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn what_terraform_has_no_data_source_for_is_said() {
    let folder = folder();
    let stated = "resources:
  database:
    type: rds_instance
    instance: orders
    automated_backups: { retention: 7d }
    on_delete: { deletion_protection: true }
account_settings: { cross_account_copy: true }
";
    folder.write("orders.yaml", format!("{VAULTS}{stated}"));
    let run = folder.run(&[
        "render",
        "orders.yaml",
        "--out",
        "out",
        "--target",
        "terraform",
        "--env",
        "production",
    ]);
    assert_eq!(run.status, 0, "{}", run.err);
    let unchecked: Vec<&str> =
        run.out.lines().filter(|line| line.starts_with("unchecked by Terraform")).collect();
    assert_eq!(
        unchecked,
        [
            "unchecked by Terraform: `account_settings`, production: copies across accounts",
            "unchecked by Terraform: `resources.database`, production: the deletion protection",
        ]
    );
    // What a data source shows is checked in the module instead.
    let checks = folder.read("out/orders/terraform/modules/production/checks.tf");
    assert!(checks.contains("backup_retention_period"), "{checks}");
}
