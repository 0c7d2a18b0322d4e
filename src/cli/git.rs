//! Files of another revision, as git has them.
//!
//! Invariants: what was typed never becomes an option (`--end-of-options`),
//! nothing is fetched, no filter and no pager runs, and nothing that git prints
//! reaches a report.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::source::MAX_BYTES;

use super::failure::Failure;

/// A listing that is longer than this is no folder of policies.
const LONGEST_LISTING: usize = 16 << 20;

/// A path in a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At<'a> {
    pub(super) revision: &'a str,
    pub(super) path: &'a str,
}

/// A file of a revision.
#[derive(Debug)]
pub(super) struct Blob {
    /// `main:policies/orders.yaml`.
    pub(super) name: String,
    /// Its path within what was asked for; empty for the file that was.
    pub(super) within: String,
    /// At most one byte more than a policy may have.
    pub(super) bytes: Vec<u8>,
}

/// What a path of a revision is.
enum Kind {
    File,
    Folder,
}

impl<'a> At<'a> {
    /// `REV:path`, if the text has that form.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (revision, path) = text.split_once(':')?;
        Some(Self { revision, path })
    }

    fn object(&self) -> String {
        format!("{}:{}", self.revision, self.path)
    }

    /// The file, or the files of the folder for which `wanted` holds, in the
    /// order of their paths.
    ///
    /// # Errors
    /// git, the revision or the path is missing.
    pub(super) fn blobs(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<Blob>, Failure> {
        if self.revision.is_empty() {
            return Err(Failure::new(format!("`{}` names no revision", self.object()))
                .help("write one before the colon, such as `main:policies/orders.yaml`"));
        }
        match self.kind()? {
            Kind::File => {
                let bytes = self.content(&self.object())?;
                Ok(vec![Blob { name: self.object(), within: String::new(), bytes }])
            }
            Kind::Folder => self.folder(wanted),
        }
    }

    fn kind(&self) -> Result<Kind, Failure> {
        let object = self.object();
        let Some(kind) = run(&["cat-file", "-t", "--end-of-options", &object], 64)? else {
            return Err(self.missing()?);
        };
        match kind.as_slice() {
            b"blob\n" => Ok(Kind::File),
            b"tree\n" => Ok(Kind::Folder),
            _ => Err(Failure::new(format!("`{object}` is neither a file nor a folder"))),
        }
    }

    /// Whether the revision is missing, or its path.
    fn missing(&self) -> Result<Failure, Failure> {
        let Self { revision, path } = self;
        if run(&["rev-parse", "--git-dir"], 4096)?.is_none() {
            return Ok(Failure::new(format!(
                "`{}` is no file, and there is no git repository here",
                self.object()
            ))
            .help("name two files, or run this inside of a repository"));
        }
        let commit = format!("{revision}^{{tree}}");
        if run(&["cat-file", "-e", "--end-of-options", &commit], 64)?.is_none() {
            return Ok(Failure::new(format!("git knows no revision `{revision}`")).help(
                "name a branch, a tag or a commit; in CI the history may have to be fetched first",
            ));
        }
        Ok(Failure::new(format!("there is no `{path}` in revision `{revision}`"))
            .help("paths are from the top of the repository, or begin with `./`"))
    }

    fn folder(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<Blob>, Failure> {
        let object = self.object();
        let listing = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", &object];
        let Some(listing) = run(&listing, LONGEST_LISTING)? else {
            return Err(Failure::new(format!("git cannot list the folder `{object}`")));
        };
        if listing.len() >= LONGEST_LISTING {
            return Err(Failure::new(format!("the folder `{object}` holds too many files"))
                .help("name the folder of the policies"));
        }
        let mut blobs = Vec::new();
        for (id, within) in listed(&listing).into_iter().filter(|(_, path)| wanted(path)) {
            let bytes = self.content(&id)?;
            let slash = if self.path.is_empty() || self.path.ends_with('/') { "" } else { "/" };
            blobs.push(Blob { name: format!("{object}{slash}{within}"), within, bytes });
        }
        Ok(blobs)
    }

    fn content(&self, object: &str) -> Result<Vec<u8>, Failure> {
        let content = run(&["cat-file", "--end-of-options", "blob", object], MAX_BYTES + 1)?;
        content.ok_or_else(|| Failure::new(format!("git cannot read `{}`", self.object())))
    }
}

/// Plain files with their ids: no links, no submodules, no name that is not text.
fn listed(listing: &[u8]) -> Vec<(String, String)> {
    let entries = listing.split(|byte| *byte == 0);
    let files = entries.filter_map(|entry| {
        let (about, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, _, id) = (about.next()?, about.next()?, about.next()?);
        mode.starts_with("100").then(|| (id.to_owned(), path.to_owned()))
    });
    files.collect()
}

/// What git prints, at most so much of it; none if it refuses.
fn run(args: &[&str], limit: usize) -> Result<Option<Vec<u8>>, Failure> {
    let spawned = Command::new("git")
        .args(["--no-pager", "--no-replace-objects"])
        .args(args)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let failed = |_| Failure::new("git stopped before it had answered");
    let mut child = spawned.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new("git is not installed, or not on the PATH")
            .help("`REV:path` is read by git; name two files instead"),
        _ => Failure::new(format!("git cannot be started: {}", super::world::reason(&error))),
    })?;
    let mut out = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    if let Some(stdout) = child.stdout.take() {
        stdout.take(limit).read_to_end(&mut out).map_err(failed)?;
    }
    let cut = u64::try_from(out.len()).is_ok_and(|length| length >= limit);
    if cut {
        // OK because what it would have printed besides is of no use.
        let _ = child.kill();
    }
    let status = child.wait().map_err(failed)?;
    Ok((cut || status.success()).then_some(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_ends_at_the_first_colon() {
        let at = At::parse("main:policies/a:b.yaml").unwrap();
        assert_eq!((at.revision, at.path), ("main", "policies/a:b.yaml"));
        assert_eq!(At::parse("policies/a.yaml"), None);
    }

    #[test]
    fn links_and_submodules_are_not_listed() {
        let listing =
            b"100644 blob 12ab\ta.yaml\x00120000 blob 34cd\tb.yaml\x00160000 commit 56ef\tc\x00";
        assert_eq!(listed(listing), [("12ab".to_owned(), "a.yaml".to_owned())]);
    }
}
