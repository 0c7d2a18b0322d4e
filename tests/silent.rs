//! Correct policies that other tools, pages or folklore would fault: nothing
//! is found in them beyond what their own heads expect.
//!
//! Each file below `tests/silent` begins with `# Flagged by:` (who says
//! otherwise), `# Correct because:` and, where advice is right, `# Expected:`
//! with the names of the rules.

#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use policy::check::rules::RULES;
use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input, Level};

/// Fewer than this, and somebody has deleted half of them.
const LEAST: usize = 190;

struct Fragment {
    name: String,
    text: String,
}

impl Fragment {
    /// What stands behind a word of the head.
    fn head(&self, word: &str) -> Option<&str> {
        let mut head = self.text.lines().take_while(|line| line.starts_with('#'));
        head.find_map(|line| line.strip_prefix(word)?.strip_prefix(": "))
    }

    fn expected(&self) -> BTreeSet<&str> {
        self.head("# Expected").into_iter().flat_map(|names| names.split(", ")).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        compile(&Input::new(&self.name, self.text.as_str()), &Options::default()).judged.findings
    }
}

#[expect(clippy::disallowed_methods, reason = "the test reads the project's own files")]
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "the test reads the project's own files")]
fn fragments() -> Vec<Fragment> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/silent");
    let fragment = |path: PathBuf| Fragment {
        name: path.strip_prefix(&root).unwrap().display().to_string(),
        text: std::fs::read_to_string(&path).unwrap(),
    };
    files(&root).into_iter().map(fragment).collect()
}

#[test]
fn what_is_correct_stays_silent() {
    let mut wrong = String::new();
    for fragment in fragments() {
        let (expected, found) = (fragment.expected(), fragment.findings());
        for finding in &found {
            if !expected.contains(finding.rule) {
                wrong.push_str(&format!(
                    "\n{}: {}: {}\n  correct because {}",
                    fragment.name,
                    finding.rule,
                    finding.message,
                    fragment.head("# Correct because").unwrap_or_default()
                ));
            }
        }
        for name in expected {
            if found.iter().all(|finding| finding.rule != name) {
                wrong.push_str(&format!("\n{}: {name} is expected and not found", fragment.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn only_advice_and_warnings_are_expected() {
    for fragment in fragments() {
        for name in fragment.expected() {
            let rule = RULES.iter().find(|rule| rule.name == name);
            let level = rule.unwrap_or_else(|| panic!("{}: no rule {name}", fragment.name)).level;
            assert!(level != Level::Error, "{}: an error is no advice", fragment.name);
        }
    }
}

#[test]
fn every_fragment_says_who_is_wrong_and_why() {
    let fragments = fragments();
    assert!(fragments.len() >= LEAST, "{} fragments are left", fragments.len());
    let mut bodies = BTreeSet::new();
    for fragment in &fragments {
        for word in ["# Flagged by", "# Correct because"] {
            let said = fragment.head(word).unwrap_or_default();
            assert!(!said.is_empty(), "{}: no `{word}:`", fragment.name);
        }
        let body: Vec<&str> = fragment.text.lines().filter(|line| !line.starts_with('#')).collect();
        // One policy may be faulted by several tools, each for another setting.
        bodies.insert(body.join("\n"));
    }
    assert!(bodies.len() * 10 >= fragments.len() * 9, "{} different policies", bodies.len());
}
