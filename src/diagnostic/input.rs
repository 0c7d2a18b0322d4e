//! A file as the reports see it.

use std::sync::Arc;

use crate::source::LineIndex;

use super::{Finding, Level};

/// One file of a run, with its text.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as given on the command line, or `-`.
    pub name: String,
    /// Its text; empty when it could not be read as text.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: Arc<LineIndex>,
}

impl Input {
    /// A file with its text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lines = Arc::new(LineIndex::new(&text));
        Self { name: name.into(), text, lines }
    }
}

/// A file with everything that was found in it, in the order of the file.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The file.
    pub input: Input,
    /// What was found, allowed findings included.
    pub findings: Vec<Finding>,
    /// Settings that become artifacts, over all environments.
    pub rendered: usize,
    /// Settings that are compared and never written.
    pub asserted: usize,
    /// Values that only the proof and the reports use.
    pub stated: usize,
    /// Objectives that may be met, without a proof, over all environments.
    pub unproven: usize,
}

impl Judged {
    /// Findings of a level that count.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.counts() && f.level == level).count()
    }

    /// Findings that are allowed.
    pub fn allowed(&self) -> usize {
        self.findings.iter().filter(|f| !f.counts()).count()
    }
}
