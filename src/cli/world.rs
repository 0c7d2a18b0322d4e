//! Everything that is read from the machine.

use std::io::{self, Read as _};
use std::path::Path;
use std::time::Instant;

use jiff::civil::Date;

/// Bytes of a file, at most `limit` of them; `-` is standard input.
pub(super) fn read(path: &str, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    if path == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        open(Path::new(path))?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "policies are read here and nowhere else")]
pub(super) fn open(path: &Path) -> io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// A line that a person types.
pub(super) fn line() -> io::Result<String> {
    let mut line = String::new();
    match io::stdin().read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line),
    }
}

/// The entries of a folder, sorted by name.
#[expect(clippy::disallowed_methods, reason = "policies are looked for here")]
pub(super) fn entries(folder: &Path) -> io::Result<Vec<std::fs::DirEntry>> {
    let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    Ok(entries)
}

/// Columns of standard output and standard error: as `COLUMNS` says, else as
/// their terminals do. What goes into a file does not depend on a window.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
pub(super) fn columns() -> (Option<usize>, Option<usize>) {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let said = said.filter(|columns| *columns > 0);
    let of = |size: Option<(terminal_size::Width, _)>| {
        said.or(size.map(|(width, _)| usize::from(width.0)).filter(|columns| *columns > 0))
    };
    let of_out = of(terminal_size::terminal_size_of(io::stdout()));
    (of_out, of(terminal_size::terminal_size_of(io::stderr())))
}

/// The arguments of this run, without the name of the program.
pub(super) fn arguments() -> Vec<String> {
    std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect()
}

/// The profile that the environment names for AWS.
#[cfg(feature = "live")]
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
pub(super) fn profile() -> Option<String> {
    std::env::var("AWS_PROFILE").ok().filter(|profile| !profile.is_empty())
}

/// Today, in UTC: the machine's zone must not change a report.
#[expect(clippy::disallowed_methods, reason = "the clock is read here and passed on")]
pub(super) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// This minute, begun.
#[expect(clippy::disallowed_methods, reason = "the clock is read here and passed on")]
pub(super) fn this_minute() -> jiff::Timestamp {
    let seconds = jiff::Timestamp::now().as_second();
    jiff::Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or_default()
}

/// Now, to say how long a run took.
#[expect(clippy::disallowed_methods, reason = "the clock is read here and passed on")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// Why the system refused, in our words.
pub(super) fn reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::AlreadyExists => "it exists already",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of its path is not a folder",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "the disk quota is used up",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::FileTooLarge => "the file would be too large",
        io::ErrorKind::InvalidFilename => "its name is not allowed here",
        io::ErrorKind::InvalidInput => "its name is not allowed",
        io::ErrorKind::Interrupted => "the call was interrupted",
        io::ErrorKind::TimedOut => "it took too long",
        _ => "the system reports a failure of input or output",
    }
}
