//! `policy check`.

use crate::check::run_rules::TARGET_CANNOT_EXPRESS;
use crate::diagnostic::Level;
use crate::report::{self, File};

use super::Status;
use super::args::{Check, Format};
use super::failure::Failure;
use super::gather::gather;
use super::load::Loaded;
use super::terminal::Terminal;

/// What only rendering finds.
const NOT_LOOKED_FOR: &[&str] = &[TARGET_CANNOT_EXPRESS.name];

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<Status, Failure> {
    let gathered = gather(&args.inputs, &args.judging, NOT_LOOKED_FOR, |_| ())?;
    let files = as_files(&gathered.files, terminal);
    let report = match (args.format, terminal.quiet) {
        (Format::Text, false) => report::text(&files, terminal.style),
        (Format::Text, true) => report::brief(&files, terminal.style),
        (Format::Json, _) => report::json(&files, &gathered.reasons()),
    };
    terminal.print(&report)?;
    terminal.complain_of(&gathered.unread);
    terminal.skipped(&gathered.skipped);
    if !gathered.unread.is_empty() {
        return Ok(Status::Failed);
    }
    let found = gathered.files.iter().any(|f| f.compiled.judged.count(Level::Error) > 0);
    Ok(if found { Status::Found } else { Status::Fine })
}

/// The files as the reports see them; times only where a person is watching.
pub(super) fn as_files<'a, T>(loaded: &'a [Loaded<T>], terminal: &Terminal) -> Vec<File<'a>> {
    loaded
        .iter()
        .map(|file| File {
            judged: &file.compiled.judged,
            environments: &file.compiled.known_environments,
            took: terminal.watched.then_some(file.took),
        })
        .collect()
}
