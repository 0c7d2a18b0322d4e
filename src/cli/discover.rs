//! Which files a run is about.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::source::nearest;

use super::failure::Failure;
use super::world;

/// Folder that is searched when no path is given.
const FOLDER: &str = "policies";
/// File that is looked for when there is no such folder.
const FILE: &str = "backup-policy.yaml";
/// Transcripts of runbooks as they are: judged only when asked for by name.
const AS_WRITTEN: &str = "as-written";
/// Bytes in which a policy says its version and its name.
const BEGINNING: usize = 4096;
/// Deeper folders are not searched.
const DEPTH: usize = 16;

/// The files to read, in the order given, each once.
///
/// # Errors
/// Nothing was found, or a folder cannot be listed.
pub(super) fn files(paths: &[String]) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        if path != "-" && Path::new(path).is_dir() {
            let before = found.len();
            search(Path::new(path), DEPTH, &mut found)?;
            if found.len() == before {
                return Err(Failure::new(format!("no YAML file in the folder `{path}`"))
                    .help(format!("looked for *.yaml and *.yml in it and below, but not in hidden folders and `{AS_WRITTEN}/`"))
                    .help(format!("`policy init --out {}/{FILE}` writes a first policy", path.trim_end_matches('/'))));
            }
        } else {
            found.push(path.clone());
        }
    }
    if paths.is_empty() {
        found = by_itself()?;
    }
    let mut seen = BTreeSet::new();
    found.retain(|path| seen.insert(identity(path)));
    Ok(found)
}

/// What makes two paths the same file.
fn identity(path: &str) -> PathBuf {
    if path == "-" {
        return PathBuf::from(path);
    }
    Path::new(path).canonicalize().unwrap_or_else(|_| PathBuf::from(path))
}

fn by_itself() -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    if Path::new(FOLDER).is_dir() {
        search(Path::new(FOLDER), DEPTH, &mut found)?;
    }
    if found.is_empty() {
        found.extend(above());
    }
    if found.is_empty() {
        let failure = Failure::new("no policy here")
            .help(format!("looked for *.yaml and *.yml under `{FOLDER}/`, then for `{FILE}` here and above, up to the root of the repository"));
        return Err(match policies_here().as_slice() {
            [] => failure.help(
                "`policy init` writes a first policy; `policy check PATH` reads another file",
            ),
            [one] => failure.help(format!("`{one}` looks like one: `policy check {one}`")),
            [first, ..] => {
                failure.help(format!("`{first}` and others here look like some: `policy check .`"))
            }
        });
    }
    Ok(found)
}

/// The YAML files of this folder that begin like a policy.
fn policies_here() -> Vec<String> {
    let entries = world::entries(Path::new(".")).unwrap_or_default();
    let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| is_yaml(Path::new(name)) && begins_like_a_policy(name)).collect()
}

fn begins_like_a_policy(path: &str) -> bool {
    let bytes = world::read(path, BEGINNING).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    ["version:", "name:"].iter().all(|key| text.lines().any(|line| line.starts_with(key)))
}

/// The file in the same folder whose name is most like that of one that is not
/// there, or the same name under `policies/`.
pub(super) fn nearest_file(path: &str) -> Option<String> {
    let path = Path::new(path);
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = world::entries(folder.unwrap_or_else(|| Path::new("."))).unwrap_or_default();
    let names: Vec<String> =
        entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let files = names.iter().map(String::as_str).filter(|name| is_yaml(Path::new(name)));
    let beside = nearest(name, files).map(|near| path.with_file_name(near));
    let usual = Path::new(FOLDER).join(name);
    let found = beside.or_else(|| (folder.is_none() && usual.is_file()).then_some(usual))?;
    Some(found.to_string_lossy().into_owned())
}

/// `backup-policy.yaml` here or, within a repository, in a folder above.
fn above() -> Option<String> {
    let here = Path::new(".").canonicalize().ok()?;
    let root = here.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    (0..=root)
        .map(|up| format!("{}{FILE}", "../".repeat(up)))
        .find(|path| Path::new(path).is_file())
}

/// Adds the YAML files of a folder and of the folders in it.
fn search(folder: &Path, depth: usize, found: &mut Vec<String>) -> Result<(), Failure> {
    let entries = world::entries(folder).map_err(|error| {
        Failure::new(format!(
            "cannot list the folder `{}`: {}",
            folder.display(),
            world::reason(&error)
        ))
    })?;
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        // A link to a folder may lead anywhere, also back here: not followed.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && name != AS_WRITTEN && depth > 0 {
            search(&path, depth - 1, found)?;
        } else if !is_folder && is_yaml(&path) && !path.is_dir() {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// True for a path below a folder, with `/` between its parts, that a search of
/// the folder would find.
pub(super) fn is_searched(path: &str) -> bool {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    let hidden = |part: &&str| part.starts_with('.');
    !hidden(&name)
        && folders.len() <= DEPTH
        && !folders.iter().any(|folder| hidden(folder) || *folder == AS_WRITTEN)
        && is_yaml(Path::new(name))
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}
