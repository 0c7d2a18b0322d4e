//! Files of what was found before.

use std::path::Path;

use crate::check::baseline::{Baseline, baseline};

use super::failure::Failure;
use super::load::Loaded;
use super::terminal::Terminal;
use super::{Status, disk, world};

/// More than this is no baseline of ours.
const LARGEST: usize = 16 * 1024 * 1024;

/// # Errors
/// The file cannot be read or is no baseline.
pub(super) fn read(path: &Path) -> Result<Baseline, Failure> {
    let name = path.to_string_lossy();
    let bytes = world::read(&name, LARGEST).map_err(|error| {
        Failure::new(format!("cannot read `{name}`: {}", world::reason(&error)))
            .help("`policy check --write-baseline FILE` writes one")
    })?;
    let read = String::from_utf8(bytes).ok().and_then(|text| Baseline::read(&text));
    read.ok_or_else(|| not_ours(path))
}

/// Writes what counts now; a file that is no baseline is never replaced.
///
/// # Errors
/// The file is somebody else's, or the system refuses.
pub(super) fn write<T>(
    path: &Path,
    files: &[Loaded<T>],
    terminal: &Terminal,
) -> Result<Status, Failure> {
    if path.symlink_metadata().is_ok() {
        read(path)?;
    }
    let judged = files.iter().map(|f| (&f.compiled.judged, f.compiled.policy.as_deref()));
    let (text, listed, refused) = baseline(judged);
    disk::replace(path, &text)?;
    let name = crate::report::clean(&path.to_string_lossy()).into_owned();
    terminal.remark(&format!("wrote {name}: {listed} findings are known\n"));
    if refused > 0 {
        terminal.remark(&format!(
            "{refused} errors are not listed: AWS would refuse them, a job would fail, or the \
             file is no policy\n"
        ));
        return Ok(Status::Found);
    }
    Ok(Status::Fine)
}

fn not_ours(path: &Path) -> Failure {
    Failure::new(format!("`{}` is no baseline of this version", path.display()))
        .help("give another place, or remove the file and write it anew")
}
