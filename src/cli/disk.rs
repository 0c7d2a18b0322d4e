//! Everything that is done to the output folder.
//!
//! A path below the folder is walked part by part, so that no symbolic link in
//! it is followed; the folder itself may be one, since the user names it.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::world;

/// No artifact is larger; more of a file need not be read to know it differs.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Content of a file below the folder, if there is one.
///
/// # Errors
/// A part of the path is a symbolic link or not what it should be, or the
/// system refuses.
pub(super) fn read_within(folder: &Path, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let mut place = folder.to_owned();
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let kind = match place.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(cannot_read(&place, &error)),
        };
        let expected = if parts.peek().is_some() { kind.is_dir() } else { kind.is_file() };
        if kind.is_symlink() {
            return Err(Failure::new(format!(
                "`{}` is a symbolic link, which is never followed: nothing was written",
                place.display()
            ))
            .help("replace it by what it leads to, or render into another folder"));
        }
        if !expected {
            let what = if kind.is_dir() { "a folder" } else { "no folder and no plain file" };
            return Err(Failure::new(format!(
                "`{}` is {what}, where something of ours belongs: nothing was written",
                place.display()
            )));
        }
    }
    read(&place).map(Some).map_err(|error| cannot_read(&place, &error))
}

#[expect(clippy::disallowed_methods, reason = "what is in the output folder is compared here")]
fn read(place: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    std::fs::File::open(place)?.take(LARGEST).read_to_end(&mut content)?;
    Ok(content)
}

fn cannot_read(place: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot read `{}`: {}", place.display(), world::reason(error)))
}

/// Makes the output folder itself.
#[expect(clippy::disallowed_methods, reason = "the output folder is made here")]
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Makes the folders that a file below the output folder needs.
pub(super) fn make_folders_within(folder: &Path, path: &Path) -> io::Result<()> {
    let mut place = folder.to_owned();
    for part in path.parent().into_iter().flat_map(Path::components) {
        place.push(part);
        match std::fs::create_dir(&place) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !place.symlink_metadata()?.file_type().is_dir() {
                    return Err(io::ErrorKind::NotADirectory.into());
                }
            }
            done => done?,
        }
    }
    Ok(())
}

/// Writes a whole file next to its place and returns where it is.
///
/// On failure nothing is left behind.
pub(super) fn write_beside(place: &Path, text: &str) -> io::Result<PathBuf> {
    let (temporary, mut file) = open_beside(place)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    if let Err(error) = written {
        discard(&temporary);
        return Err(error);
    }
    Ok(temporary)
}

/// An empty file next to its place, to be filled and then put there.
pub(super) fn open_beside(place: &Path) -> io::Result<(PathBuf, std::fs::File)> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let temporary = place.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).open(&temporary)?;
    Ok((temporary, file))
}

/// Puts a file in its place, whole.
#[expect(clippy::disallowed_methods, reason = "artifacts are put in place here")]
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)
}

/// Removes a temporary file.
#[expect(clippy::disallowed_methods, reason = "temporary files are removed here")]
pub(super) fn discard(temporary: &Path) {
    // OK because the failure that led here is the one to report.
    let _ = std::fs::remove_file(temporary);
}

/// Removes a file below the folder, and the folders that it leaves empty.
#[expect(clippy::disallowed_methods, reason = "leftovers are removed here")]
pub(super) fn remove_within(folder: &Path, path: &Path) -> io::Result<()> {
    std::fs::remove_file(folder.join(path))?;
    let parents = path.ancestors().skip(1).take_while(|parent| !parent.as_os_str().is_empty());
    for parent in parents {
        if std::fs::remove_dir(folder.join(parent)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Writes a file that does not exist yet, and the folders it needs.
///
/// On failure no part of it is left behind.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    if written.is_err() {
        discard(path);
    }
    written
}

/// Replaces a file whole, with its permissions, or writes a new one. A symbolic
/// link is never replaced: what it leads to may be anywhere.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |error: io::Error| {
        Failure::new(format!("cannot write `{}`: {}", path.display(), world::reason(&error)))
    };
    is_replaceable(path)?;
    let temporary = write_beside(path, text).map_err(refused)?;
    put_in_place(&temporary, path).map_err(|error| {
        discard(&temporary);
        refused(error)
    })
}

/// # Errors
/// Something is there that is no plain file.
pub(super) fn is_replaceable(path: &Path) -> Result<(), Failure> {
    match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => Err(Failure::new(format!(
            "`{}` is a symbolic link or no plain file, and is not replaced",
            path.display()
        ))
        .help("name the file itself")),
        _ => Ok(()),
    }
}

/// Puts a file in its place, whole, with the permissions of the one before.
pub(super) fn put_in_place(temporary: &Path, path: &Path) -> io::Result<()> {
    if let Ok(before) = path.symlink_metadata() {
        std::fs::set_permissions(temporary, before.permissions())?;
    }
    rename(temporary, path)
}
