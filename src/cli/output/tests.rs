//! What happens to a folder, also when someone else has been there.

#![expect(clippy::disallowed_methods, reason = "these tests look into folders")]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

static NEXT: AtomicUsize = AtomicUsize::new(0);

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("policy-output-{}-{id}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.0.join(path).parent().unwrap()).unwrap();
        fs::write(self.0.join(path), text).unwrap();
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.join(path)).ok()
    }

    /// Every file below, without the manifest.
    fn files(&self) -> Vec<String> {
        fn collect(root: &Path, at: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(at).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    found.push(format!("{}/", entry.path().strip_prefix(root).unwrap().display()));
                    collect(root, &entry.path(), found);
                } else if entry.file_name() != manifest::NAME {
                    found.push(entry.path().strip_prefix(root).unwrap().display().to_string());
                }
            }
        }
        let mut found = Vec::new();
        collect(&self.0, &self.0, &mut found);
        found.sort();
        found
    }

    fn plan(&self, wanted: &[Wanted]) -> Result<Plan, Failure> {
        plan(&self.0, wanted.to_vec(), |scope| scope.policy == "orders")
    }

    fn render(&self, wanted: &[Wanted]) -> Result<(), String> {
        self.plan(wanted).and_then(|plan| plan.apply()).map_err(|failure| failure.message)
    }

    fn states(&self, wanted: &[Wanted]) -> Vec<(String, State)> {
        let plan = self.plan(wanted).unwrap();
        plan.states.iter().map(|(path, state)| (path.to_string(), *state)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn scope(policy: &str) -> Scope {
    Scope { policy: policy.into(), environment: "production".into(), target: "terraform".into() }
}

fn wanted(path: &str, text: &str) -> Wanted {
    let path = ArtifactPath::new(path.split('/'));
    Wanted { path, text: text.into(), scope: scope("orders") }
}

#[test]
fn files_and_their_list_appear() {
    let folder = Folder::new();
    folder.render(&[wanted("a/main.tf", "one"), wanted("b.json", "two")]).unwrap();
    assert_eq!(folder.files(), ["a/", "a/main.tf", "b.json"]);
    let manifest = Manifest::read(&folder.read(manifest::NAME).unwrap()).unwrap();
    let listed: Vec<_> = manifest.files.iter().map(|(p, e)| (p.to_string(), &e.sha256)).collect();
    assert_eq!(listed, [("a/main.tf".into(), &sha256(b"one")), ("b.json".into(), &sha256(b"two"))]);
}

#[test]
fn what_is_right_is_not_touched() {
    let folder = Folder::new();
    let files = [wanted("a.json", "one")];
    folder.render(&files).unwrap();
    let touched = |path: &str| fs::metadata(folder.0.join(path)).unwrap().modified().unwrap();
    let before = (touched("a.json"), touched(manifest::NAME));
    folder.render(&files).unwrap();
    assert_eq!((touched("a.json"), touched(manifest::NAME)), before);
    assert!(folder.plan(&files).unwrap().is_fresh());
}

#[test]
fn a_folder_out_of_date_says_how() {
    let folder = Folder::new();
    folder.render(&[wanted("same", "1"), wanted("stale", "1"), wanted("old", "1")]).unwrap();
    folder.render(&[wanted("same", "1"), wanted("stale", "1"), wanted("old", "1")]).unwrap();
    folder.write("foreign", "theirs");
    let next =
        [wanted("same", "1"), wanted("stale", "2"), wanted("new", "1"), wanted("foreign", "1")];
    let expected = [
        ("foreign", State::Foreign),
        ("new", State::Missing),
        ("old", State::Leftover),
        ("same", State::Same),
        ("stale", State::Stale),
    ];
    assert_eq!(folder.states(&next), expected.map(|(path, state)| (path.to_owned(), state)));
    assert!(!folder.plan(&next).unwrap().is_fresh());
}

#[test]
fn our_own_leftovers_go_and_so_do_the_folders_they_leave_empty() {
    let folder = Folder::new();
    folder.render(&[wanted("modules/staging/main.tf", "1"), wanted("modules/x.tf", "1")]).unwrap();
    folder.write("modules/staging/notes.md", "theirs");
    folder.render(&[wanted("modules/x.tf", "1")]).unwrap();
    assert_eq!(
        folder.files(),
        ["modules/", "modules/staging/", "modules/staging/notes.md", "modules/x.tf"]
    );
    folder.render(&[]).unwrap();
    assert_eq!(folder.files(), ["modules/", "modules/staging/", "modules/staging/notes.md"]);
}

#[test]
fn leftovers_of_another_policy_stay() {
    let folder = Folder::new();
    let theirs = Wanted { scope: scope("payments"), ..wanted("payments.tf", "1") };
    plan(&folder.0, vec![theirs], |scope| scope.policy == "payments").unwrap().apply().unwrap();
    folder.render(&[wanted("orders.tf", "1")]).unwrap();
    folder.render(&[]).unwrap();
    assert_eq!(folder.files(), ["payments.tf"]);
    assert!(folder.read(manifest::NAME).unwrap().contains("payments.tf"));
    let refused = folder.render(&[wanted("payments.tf", "2")]).unwrap_err();
    assert!(refused.starts_with("`payments.tf` is in the way"), "{refused}");
}

#[test]
fn what_someone_edited_stops_everything() {
    let folder = Folder::new();
    folder.render(&[wanted("a", "1"), wanted("b", "1")]).unwrap();
    folder.write("a", "edited");
    for next in [[wanted("b", "2")].as_slice(), &[wanted("a", "2"), wanted("b", "2")]] {
        let refused = folder.render(next).unwrap_err();
        assert!(refused.starts_with("`a` changed since"), "{refused}");
        assert_eq!(folder.read("a").unwrap(), "edited");
        assert_eq!(folder.read("b").unwrap(), "1", "nothing was written");
    }
}

#[test]
fn an_edit_that_says_what_we_would_is_ours() {
    let folder = Folder::new();
    folder.render(&[wanted("a", "1")]).unwrap();
    folder.write("a", "2");
    folder.render(&[wanted("a", "2")]).unwrap();
    folder.render(&[wanted("a", "3")]).unwrap();
    assert_eq!(folder.read("a").unwrap(), "3");
}

#[test]
fn no_link_is_followed() {
    let (folder, outside) = (Folder::new(), Folder::new());
    outside.write("precious", "theirs");
    symlink(outside.0.join("precious"), folder.0.join("file")).unwrap();
    symlink(&outside.0, folder.0.join("folder")).unwrap();
    symlink("nowhere", folder.0.join("broken")).unwrap();
    for path in ["file", "folder/precious", "folder/new", "broken"] {
        let refused = folder.render(&[wanted(path, "ours")]).unwrap_err();
        assert!(refused.contains("is a symbolic link"), "{path}: {refused}");
    }
    assert_eq!(outside.files(), ["precious"]);
    assert_eq!(outside.read("precious").unwrap(), "theirs");
    symlink(outside.0.join("precious"), folder.0.join(manifest::NAME)).unwrap();
    assert!(folder.render(&[]).unwrap_err().contains("is a symbolic link"));
}

#[test]
fn a_manifest_of_a_stranger_removes_nothing() {
    let (folder, outside) = (Folder::new(), Folder::new());
    outside.write("precious", "theirs");
    let name = outside.0.file_name().unwrap().to_string_lossy();
    for path in [format!("../{name}/precious"), outside.0.join("precious").display().to_string()] {
        let text = format!(
            r#"{{"version":1,"files":[{{"path":"{path}","sha256":"{}","policy":"orders",
                "environment":"production","target":"terraform"}}]}}"#,
            sha256(b"theirs")
        );
        folder.write(manifest::NAME, &text);
        assert!(folder.render(&[]).unwrap_err().contains("is not a manifest of this program"));
    }
    folder.write(manifest::NAME, "{}");
    assert!(folder.render(&[]).is_err());
    assert_eq!(outside.files(), ["precious"]);
}

#[test]
fn two_artifacts_never_share_a_place() {
    let folder = Folder::new();
    for (a, b) in [("x.tf", "x.tf"), ("X.tf", "x.tf"), ("x", "x/y"), ("x", "X/y")] {
        assert!(folder.render(&[wanted(a, "1"), wanted(b, "2")]).is_err(), "{a} {b}");
    }
    assert!(folder.render(&[wanted("policy-manifest.json", "1")]).is_err());
    assert_eq!(folder.files(), Vec::<String>::new());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_not_ours_to_remove() {
    let folder = Folder::new();
    folder.write("a/theirs", "1");
    let refused = folder.render(&[wanted("a", "1"), wanted("b", "1")]).unwrap_err();
    assert!(refused.contains("is a folder"), "{refused}");
    assert_eq!(folder.files(), ["a/", "a/theirs"]);
}

#[test]
fn a_refusal_half_way_leaves_no_part_of_a_file() {
    let folder = Folder::new();
    folder.render(&[wanted("a", "1"), wanted("closed/b", "1")]).unwrap();
    let closed = folder.0.join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let administrator = fs::write(closed.join("probe"), "").is_ok();
    let outcome = folder.render(&[wanted("a", "2"), wanted("closed/b", "2")]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    // An administrator may write anywhere.
    if !administrator {
        assert!(outcome.unwrap_err().contains("permission denied"));
        assert_eq!(folder.read("a").unwrap(), "1");
        assert_eq!(folder.files(), ["a", "closed/", "closed/b"]);
    }
}

#[test]
fn a_name_that_cannot_be_staged_undoes_what_was_staged() {
    let folder = Folder::new();
    let long = "x".repeat(250);
    assert!(folder.render(&[wanted("a", "1"), wanted(&long, "1")]).is_err());
    assert_eq!(folder.files(), Vec::<String>::new());
}
