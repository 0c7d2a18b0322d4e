//! The list of files that we wrote into an output folder.
//!
//! It is read back from a folder that others may change too, so nothing in it
//! is believed: a path must have the form of one of ours, and a file is only
//! replaced or removed while its content is still the one listed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::render::ArtifactPath;

/// Its name, at the top of the output folder.
pub(super) const NAME: &str = "policy-manifest.json";

/// What a file was rendered for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Scope {
    pub(super) policy: String,
    pub(super) environment: String,
    pub(super) target: String,
}

/// The files that we wrote, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<ArtifactPath, Entry>,
}

/// One file that we wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) sha256: String,
    pub(super) scope: Scope,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u8,
    files: Vec<WrittenEntry>,
}

#[derive(Serialize, Deserialize)]
struct WrittenEntry {
    path: String,
    sha256: String,
    #[serde(flatten)]
    scope: Scope,
}

impl Manifest {
    /// Reads a manifest; `None` if it is not one of ours.
    pub(super) fn read(text: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(text).ok()?;
        let entry = |entry: WrittenEntry| {
            let WrittenEntry { path, sha256, scope } = entry;
            Some((own_path(&path)?, Entry { sha256, scope }))
        };
        let files = written.files.into_iter().map(entry).collect::<Option<_>>()?;
        (written.version == 1).then_some(Self { files })
    }

    /// The text of the manifest: the same files give the same bytes.
    pub(super) fn text(&self) -> String {
        let entry = |(path, entry): (&ArtifactPath, &Entry)| WrittenEntry {
            path: path.to_string(),
            sha256: entry.sha256.clone(),
            scope: entry.scope.clone(),
        };
        let written = Written { version: 1, files: self.files.iter().map(entry).collect() };
        // OK because a struct of strings and numbers always has a JSON form.
        serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
    }
}

/// The path, if our own rules of naming leave it as it is.
fn own_path(path: &str) -> Option<ArtifactPath> {
    let own = ArtifactPath::new(path.split('/'));
    let empty = own.parts().iter().any(String::is_empty);
    (!empty && own.to_string() == path).then_some(own)
}

/// Content as the manifest lists it.
pub(super) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(path: &str) -> String {
        format!(
            r#"{{ "version": 1, "files": [ {{ "path": "{path}", "sha256": "00",
                "policy": "orders", "environment": "production", "target": "terraform" }} ] }}"#
        )
    }

    #[test]
    fn a_manifest_is_read_back_as_it_was_written() {
        let read = Manifest::read(&manifest("modules/production/main.tf")).unwrap();
        assert_eq!(read.files.len(), 1);
        assert_eq!(Manifest::read(&read.text()), Some(read));
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_no_path_of_ours() {
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", "", ".", "a/./b", "a\\\\b", "ü"] {
            assert_eq!(Manifest::read(&manifest(path)), None, "{path}");
        }
    }
}
