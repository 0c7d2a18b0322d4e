//! `policy check`.

use crate::compile::Options;
use crate::diagnostic::Level;
use crate::report::{self, File};

use super::args::{Check, Format};
use super::failure::Failure;
use super::load::{Loaded, load};
use super::terminal::Terminal;
use super::{Status, discover};

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<Status, Failure> {
    let paths = discover::files(&args.inputs.paths)?;
    let options = Options { environment: args.inputs.env.clone() };
    let (loaded, unread) = split(load(&paths, &options, |_| {}));
    let report = reported(&loaded, args.format, terminal);
    terminal.print(&report)?;
    unread.iter().for_each(|failure| terminal.complain(failure));
    let found = loaded.iter().any(|file| file.compiled.judged.count(Level::Error) > 0);
    Ok(match (unread.is_empty(), found) {
        (false, _) => Status::Failed,
        (true, true) => Status::Found,
        (true, false) => Status::Fine,
    })
}

fn split(results: Vec<Result<Loaded, Failure>>) -> (Vec<Loaded>, Vec<Failure>) {
    let mut loaded = Vec::new();
    let mut failures = Vec::new();
    for result in results {
        match result {
            Ok(file) => loaded.push(file),
            Err(failure) => failures.push(failure),
        }
    }
    (loaded, failures)
}

fn reported(loaded: &[Loaded], format: Format, terminal: &Terminal) -> String {
    let files: Vec<File<'_>> = loaded
        .iter()
        .map(|file| File {
            judged: &file.compiled.judged,
            environments: &file.compiled.known_environments,
            took: terminal.watched.then_some(file.took),
        })
        .collect();
    match (format, terminal.quiet) {
        (Format::Text, false) => report::text(&files, terminal.style),
        (Format::Text, true) => report::brief(&files, terminal.style),
        (Format::Json, _) => String::new(),
    }
}
