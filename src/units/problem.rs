//! What a parser says about a text that is not what was asked for.

use std::fmt;
use std::ops::Range;

/// Why a text is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the text that are wrong.
    pub at: Range<usize>,
    /// What is wrong: lower-case, one line, no final period.
    pub message: String,
    /// What to write instead, with an example.
    pub help: Option<String>,
}

impl Problem {
    /// A problem of the bytes `at`, without help yet.
    #[must_use]
    pub fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Problem { at, message: message.into(), help: None }
    }

    /// A problem of the whole `text`.
    #[must_use]
    pub fn whole(text: &str, message: impl Into<String>) -> Self {
        Problem::new(0..text.len(), message)
    }

    /// The same problem with what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same problem in a longer text where this one starts at byte `by`.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.at = self.at.start.saturating_add(by)..self.at.end.saturating_add(by);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Refuses an empty text and blanks around one, which no parser skips.
pub(crate) fn refuse_blanks(text: &str, example: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::whole(text, "a value is missing")
            .with_help(format!("write for example `{example}`")));
    }
    let kept = text.trim();
    if kept.is_empty() {
        return Err(Problem::whole(text, "only blanks are written")
            .with_help(format!("write for example `{example}`")));
    }
    if kept.len() != text.len() {
        return Err(Problem::whole(text, format!("`{text}` has blanks around it"))
            .with_help(format!("write `{kept}`")));
    }
    Ok(())
}
