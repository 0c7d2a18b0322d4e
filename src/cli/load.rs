//! Paths to compiled files, several at a time.

use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::check::run_rules::NOT_UTF8;
use crate::compile::{Compiled, Options, compile};
use crate::diagnostic::Input;
use crate::source::{MAX_BYTES, Span};

use super::failure::Failure;
use super::{discover, world};

/// A file that was read, and how long it took with all that follows.
#[derive(Debug)]
pub(super) struct Loaded<T> {
    pub(super) compiled: Compiled,
    /// What the command made of it.
    pub(super) extra: T,
    pub(super) took: Duration,
}

/// Reads and compiles files; the results are in the order of the paths.
pub(super) fn load<T: Send>(
    paths: &[String],
    options: &Options,
    judge: impl Fn(&mut Compiled) -> T + Sync,
) -> Vec<Result<Loaded<T>, Failure>> {
    in_parallel(paths, |path| {
        let begin = world::now();
        // One byte more than is read, so that the reader of YAML sees the excess.
        let bytes = world::read(path, MAX_BYTES + 1).map_err(|error| unreadable(path, &error))?;
        let mut compiled = compiled(path, bytes, options);
        let extra = judge(&mut compiled);
        Ok(Loaded { compiled, extra, took: begin.elapsed() })
    })
}

/// Compiles what was read: at most one byte more than a policy may have.
pub(super) fn compiled(name: &str, bytes: Vec<u8>, options: &Options) -> Compiled {
    match text(bytes) {
        Text::Utf8(text) => compile(&Input::new(name, text), options),
        Text::Other { lossy, at } => not_utf8(name, &lossy, at),
    }
}

enum Text {
    Utf8(String),
    /// The text with U+FFFD where it could not be read, first at byte `at`.
    Other {
        lossy: String,
        at: usize,
    },
}

fn text(bytes: Vec<u8>) -> Text {
    let cut = bytes.len() > MAX_BYTES;
    match String::from_utf8(bytes) {
        Ok(text) => Text::Utf8(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let at_the_cut = cut && error.utf8_error().error_len().is_none();
            let lossy = String::from_utf8_lossy(error.as_bytes()).into_owned();
            if at_the_cut { Text::Utf8(lossy) } else { Text::Other { lossy, at } }
        }
    }
}

/// Why a file cannot be read, and what may have been meant.
pub(super) fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    let name = if path == "-" { "standard input" } else { path };
    let link = std::fs::read_link(path).ok().filter(|_| !Path::new(path).exists());
    match link {
        Some(to) => Failure::new(format!(
            "cannot read `{path}`: it is a link to `{}`, which does not exist",
            to.display()
        )),
        None => {
            let failure = Failure::new(format!("cannot read `{name}`: {}", world::reason(error)));
            match error.kind() {
                std::io::ErrorKind::NotFound => match discover::nearest_file(path) {
                    Some(near) => failure.help(format!("did you mean `{near}`?")),
                    None => failure,
                },
                std::io::ErrorKind::PermissionDenied => {
                    failure.help(format!("`ls -l {name}` shows who may read it"))
                }
                _ => failure,
            }
        }
    }
}

fn not_utf8(path: &str, lossy: &str, at: usize) -> Compiled {
    let input = Input::new(path, lossy);
    let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
    let message = format!("the file is not UTF-8 text: byte {at} begins no character");
    let finding = NOT_UTF8.finding(span, message).marking("from here").help("save it as UTF-8");
    let mut compiled = Compiled::unread(input);
    compiled.judged.findings.push(finding);
    compiled
}

/// Applies `work` to every item on as many threads as there are processors.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let workers = processors.min(items.len());
    if workers <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(item)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, Vec<(usize, R)>>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().flat_map(join).collect::<Vec<_>>()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
