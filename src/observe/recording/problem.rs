//! Why a recording cannot be read.

use std::fmt;
use std::io;

/// Why a recording cannot be read, and where.
#[derive(Debug)]
pub struct Problem {
    /// The file, as its storage calls it.
    pub file: String,
    /// Line, counted from 1; none where the file as a whole is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub cause: Cause,
    /// What to do, if that is known.
    pub help: Option<String>,
}

/// What is wrong with a recording.
#[derive(Debug)]
pub enum Cause {
    /// The system refuses to hand it over.
    System(io::Error),
    /// What it holds, in a clause without a period. Names in it may be a stranger's.
    Content(String),
}

impl Problem {
    pub(in crate::observe) fn system(file: &str, error: io::Error) -> Self {
        Self { file: file.to_owned(), line: None, cause: Cause::System(error), help: None }
    }

    pub(in crate::observe) fn content(
        file: &str,
        line: Option<usize>,
        what: impl Into<String>,
    ) -> Self {
        Self { file: file.to_owned(), line, cause: Cause::Content(what.into()), help: None }
    }

    pub(in crate::observe) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        match &self.cause {
            Cause::System(error) => write!(f, ": {}", error.kind()),
            Cause::Content(what) => write!(f, ": {what}"),
        }
    }
}
