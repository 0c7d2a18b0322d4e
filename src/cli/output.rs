//! Artifacts into a folder, all or nothing.
//!
//! Invariants: nothing is written outside of the folder and no symbolic link
//! in it is followed; a file that is not ours, or that someone edited, is never
//! replaced or removed; a file whose content is right is not touched; every
//! file appears whole or not at all.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::render::ArtifactPath;

use super::failure::Failure;
use super::manifest::{self, Entry, Manifest, Scope, sha256};
use super::{disk, world};

/// A file to be written.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) path: ArtifactPath,
    pub(super) text: String,
    pub(super) scope: Scope,
}

/// What is to happen to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// There is no such file: written.
    Missing,
    /// We wrote it and it is no longer right: replaced.
    Stale,
    /// It is right: not touched.
    Same,
    /// We wrote it and it is no longer wanted: removed.
    Leftover,
    /// We wrote it, and someone changed it since.
    Edited,
    /// Somebody else's, or another policy's, file is in its place.
    Foreign,
}

/// What a run would do to a folder.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) folder: PathBuf,
    /// Every file with its state, by path.
    pub(super) states: BTreeMap<ArtifactPath, State>,
    wanted: Vec<Wanted>,
    before: Manifest,
    before_text: Option<String>,
}

/// Compares what is wanted with a folder; writes nothing.
///
/// `covered` says whether this run renders everything that a scope may hold,
/// so that what is not wanted of it is a leftover.
///
/// # Errors
/// Two artifacts have one path, or the folder cannot be read or holds links.
pub(super) fn plan(
    folder: &Path,
    wanted: Vec<Wanted>,
    covered: impl Fn(&Scope) -> bool,
) -> Result<Plan, Failure> {
    distinct(&wanted)?;
    let before_text = match disk::read_within(folder, Path::new(manifest::NAME))? {
        Some(bytes) => Some(String::from_utf8(bytes).map_err(|_| not_a_manifest(folder))?),
        None => None,
    };
    let before = match &before_text {
        Some(text) => Manifest::read(text).ok_or_else(|| not_a_manifest(folder))?,
        None => Manifest::default(),
    };
    let mut states = BTreeMap::new();
    for file in &wanted {
        let found = disk::read_within(folder, &relative(&file.path))?;
        states.insert(file.path.clone(), wanted_state(file, found, before.files.get(&file.path)));
    }
    for (path, entry) in &before.files {
        if states.contains_key(path) || !covered(&entry.scope) {
            continue;
        }
        if let Some(content) = disk::read_within(folder, &relative(path))? {
            let ours = sha256(&content) == entry.sha256;
            states.insert(path.clone(), if ours { State::Leftover } else { State::Edited });
        }
    }
    let mut plan = Plan { folder: folder.to_owned(), states, wanted, before, before_text };
    plan.before
        .files
        .retain(|path, entry| plan.states.contains_key(path) || !covered(&entry.scope));
    Ok(plan)
}

fn wanted_state(file: &Wanted, found: Option<Vec<u8>>, entry: Option<&Entry>) -> State {
    match (found, entry) {
        (None, _) => State::Missing,
        (Some(_), Some(entry)) if entry.scope.policy != file.scope.policy => State::Foreign,
        (Some(content), _) if content == file.text.as_bytes() => State::Same,
        (Some(content), Some(entry)) if sha256(&content) == entry.sha256 => State::Stale,
        (Some(_), Some(_)) => State::Edited,
        (Some(_), None) => State::Foreign,
    }
}

/// Two artifacts must not meet, also not on a file system that folds case.
fn distinct(wanted: &[Wanted]) -> Result<(), Failure> {
    let mut seen: BTreeMap<String, &Wanted> = BTreeMap::new();
    for file in wanted {
        let path = file.path.to_string().to_ascii_lowercase();
        if path == manifest::NAME {
            return Err(Failure::new(format!("`{}` is the name of the manifest", file.path)));
        }
        if let Some(other) = seen.insert(path, file) {
            let of = |w: &Wanted| format!("{}, {}", w.scope.policy, w.scope.environment);
            return Err(Failure::new(format!(
                "two artifacts have the path `{}`: of {} and of {}",
                file.path,
                of(other),
                of(file)
            ))
            .help("render each policy into a folder of its own"));
        }
    }
    let paths: Vec<&String> = seen.keys().collect();
    for pair in paths.windows(2) {
        if let [folder, file] = pair
            && file.starts_with(&format!("{folder}/"))
        {
            return Err(Failure::new(format!("`{folder}` would be both a file and a folder")));
        }
    }
    Ok(())
}

fn not_a_manifest(folder: &Path) -> Failure {
    let path = folder.join(manifest::NAME);
    Failure::new(format!("`{}` is not a manifest of this program", path.display()))
        .help("it says which files may be replaced; restore it, or render into a new folder")
}

fn relative(path: &ArtifactPath) -> PathBuf {
    path.parts().iter().collect()
}

impl Plan {
    /// The paths in a state.
    pub(super) fn of(&self, state: State) -> impl Iterator<Item = &ArtifactPath> {
        self.states.iter().filter(move |(_, s)| **s == state).map(|(path, _)| path)
    }

    /// Nothing would change.
    pub(super) fn is_fresh(&self) -> bool {
        self.states.values().all(|state| *state == State::Same)
    }

    /// Writes what is missing or stale and removes leftovers.
    ///
    /// # Errors
    /// A file is not ours to change (nothing is written), or the system refuses
    /// (what was written is in the manifest).
    pub(super) fn apply(&self) -> Result<(), Failure> {
        self.refuse_what_is_not_ours()?;
        disk::make_folder(&self.folder).map_err(|e| cannot_write(&self.folder, &e))?;
        let mut staged = Vec::new();
        let to_write = self.wanted.iter().filter(|w| self.is_written(&w.path));
        for file in to_write {
            match self.stage(&relative(&file.path), &file.text) {
                Ok(temporary) => staged.push((file, temporary)),
                Err(failure) => {
                    staged.iter().for_each(|(_, temporary)| disk::discard(temporary));
                    return Err(failure);
                }
            }
        }
        self.commit(staged)
    }

    fn is_written(&self, path: &ArtifactPath) -> bool {
        matches!(self.states.get(path), Some(State::Missing | State::Stale))
    }

    fn refuse_what_is_not_ours(&self) -> Result<(), Failure> {
        let list = |state| self.of(state).map(|path| format!("`{path}`")).collect::<Vec<_>>();
        let (edited, foreign) = (list(State::Edited), list(State::Foreign));
        if !edited.is_empty() {
            return Err(Failure::new(format!(
                "{} changed since `policy render` wrote it: nothing was written",
                edited.join(", ")
            ))
            .help("move the change into the policy, then delete the file and render again"));
        }
        if !foreign.is_empty() {
            return Err(Failure::new(format!(
                "{} is in the way and was not written for this policy: nothing was written",
                foreign.join(", ")
            ))
            .help("render into a folder of its own, or move the file away"));
        }
        Ok(())
    }

    /// Writes a text beside its place.
    fn stage(&self, path: &Path, text: &str) -> Result<PathBuf, Failure> {
        let place = self.folder.join(path);
        disk::make_folders_within(&self.folder, path)
            .and_then(|()| disk::write_beside(&place, text))
            .map_err(|error| cannot_write(&place, &error))
    }

    /// Puts the staged files in their places, then the manifest. When one step
    /// fails the manifest tells what was done before it.
    fn commit(&self, staged: Vec<(&Wanted, PathBuf)>) -> Result<(), Failure> {
        let mut after = self.before.clone();
        let same = |file: &&Wanted| self.states.get(&file.path) == Some(&State::Same);
        after.files.extend(self.wanted.iter().filter(same).map(|f| (f.path.clone(), entry(f))));
        let done = self.put(staged, &mut after).and_then(|()| self.tidy(&mut after));
        self.write_manifest(&after)?;
        done
    }

    /// Renames the staged files into place; stops at the first refusal.
    fn put(&self, staged: Vec<(&Wanted, PathBuf)>, after: &mut Manifest) -> Result<(), Failure> {
        let mut staged = staged.into_iter();
        for (file, temporary) in staged.by_ref() {
            let place = self.folder.join(relative(&file.path));
            if let Err(error) = disk::rename(&temporary, &place) {
                disk::discard(&temporary);
                staged.for_each(|(_, temporary)| disk::discard(&temporary));
                return Err(cannot_write(&place, &error));
            }
            after.files.insert(file.path.clone(), entry(file));
        }
        Ok(())
    }

    /// Removes leftovers; stops at the first refusal.
    fn tidy(&self, after: &mut Manifest) -> Result<(), Failure> {
        for path in self.of(State::Leftover) {
            let path_within = relative(path);
            disk::remove_within(&self.folder, &path_within)
                .map_err(|error| cannot_write(&self.folder.join(&path_within), &error))?;
            after.files.remove(path);
        }
        Ok(())
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), Failure> {
        let text = manifest.text();
        if self.before_text.as_ref() == Some(&text) {
            return Ok(());
        }
        let place = self.folder.join(manifest::NAME);
        let temporary = self.stage(Path::new(manifest::NAME), &text)?;
        disk::rename(&temporary, &place).map_err(|error| {
            disk::discard(&temporary);
            cannot_write(&place, &error)
        })
    }
}

fn entry(file: &Wanted) -> Entry {
    Entry { sha256: sha256(file.text.as_bytes()), scope: file.scope.clone() }
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", path.display(), world::reason(error)))
}

#[cfg(test)]
mod tests;
