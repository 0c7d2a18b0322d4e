//! The comparison of policies with accounts: one file for each format.
//!
//! A report grows by one environment after the other, in whatever order they
//! were compared. Of each it holds the text that it will print and no more: of
//! one that has nothing to say, a line or nothing.

mod findings;
mod json;
mod markdown;
mod text;
mod words;

use std::collections::BTreeMap;

use crate::diagnostic::Input;
use crate::drift::{Drift, Tally};

use super::Style;

pub use json::Report as DriftJson;

/// One environment of one file.
#[derive(Debug, Clone, Copy)]
pub struct DriftOf<'a> {
    /// The file of the policy.
    pub input: &'a Input,
    /// What was found.
    pub drift: &'a Drift,
    /// It has one resource, which lines need not name.
    pub one_resource: bool,
}

/// How drift is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftFormat {
    /// Everything that is not in sync, by environment, what weighs most first.
    Text(Style),
    /// The numbers alone.
    Brief,
    /// For programs; characters that cannot be seen are written as `\u` escapes.
    Json,
    /// A line with the numbers, and a table of what is not in sync.
    Markdown,
    /// SARIF 2.1.0; what the policy says to leave out is a suppressed result.
    Sarif,
    /// Annotations at the lines of the policy.
    Github,
}

/// What a run of `policy drift` found, in the format that is asked for.
#[derive(Debug)]
pub struct DriftReport {
    format: DriftFormat,
    as_of: String,
    tally: Tally,
    /// By file and environment, in the order in which they are printed.
    parts: BTreeMap<(usize, usize), Part>,
}

/// What one environment says.
#[derive(Debug)]
enum Part {
    Text(Box<str>),
    Table(markdown::Table),
    Findings(Box<findings::Found>),
}

impl DriftReport {
    /// A report of nothing yet; `as_of` is the day that counts as today, such as
    /// `2026-11-20`.
    #[must_use]
    pub fn new(format: DriftFormat, as_of: String) -> Self {
        Self { format, as_of, tally: Tally::default(), parts: BTreeMap::new() }
    }

    /// Takes an environment in, by the number of its file and its own.
    pub fn add(&mut self, key: (usize, usize), of: &DriftOf<'_>) {
        self.tally = self.tally.and(&Tally::of(of.drift));
        let part = match self.format {
            DriftFormat::Text(style) => {
                Some(Part::Text(text::environment(of, &self.as_of, style).into()))
            }
            DriftFormat::Brief => None,
            DriftFormat::Json => Some(Part::Text(json::environment(of).into())),
            DriftFormat::Markdown => markdown::Table::of(of, &self.as_of).map(Part::Table),
            DriftFormat::Sarif | DriftFormat::Github => self.findings(key, of),
        };
        self.parts.extend(part.map(|part| (key, part)));
    }

    /// The findings of an environment; of a file without any the first one.
    fn findings(&self, key: (usize, usize), of: &DriftOf<'_>) -> Option<Part> {
        let found = findings::Found::of(of);
        let (file, _) = key;
        let known = || self.parts.range((file, 0)..=(file, usize::MAX)).next().is_some();
        (!found.judged.findings.is_empty() || !known()).then(|| Part::Findings(Box::new(found)))
    }

    /// The numbers of all environments.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Gives the report to a writer, piece by piece. `not_compared` is what could
    /// not be compared at all, and why.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write<E>(
        self,
        not_compared: &[String],
        mut to: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { format, as_of, tally, parts } = self;
        match format {
            DriftFormat::Text(style) => {
                texts(parts).try_for_each(|text| to(&text))?;
                to(&text::end(&tally, not_compared, style))
            }
            DriftFormat::Brief => to(&text::brief(&tally, not_compared)),
            DriftFormat::Json => {
                let (before, after) = json::around(&tally, not_compared, &as_of);
                to(&before)?;
                json::list(texts(parts)).try_for_each(|piece| to(&piece))?;
                to(&after)
            }
            DriftFormat::Markdown => to(&markdown::table(&tables(parts), &tally, not_compared)),
            DriftFormat::Sarif => to(&findings::sarif(&all_found(parts), not_compared)),
            DriftFormat::Github => to(&findings::github(&all_found(parts), not_compared)),
        }
    }
}

fn texts(parts: BTreeMap<(usize, usize), Part>) -> impl Iterator<Item = Box<str>> {
    parts.into_values().filter_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Table(_) | Part::Findings(_) => None,
    })
}

fn tables(parts: BTreeMap<(usize, usize), Part>) -> Vec<markdown::Table> {
    let tables = parts.into_values().filter_map(|part| match part {
        Part::Table(table) => Some(table),
        Part::Text(_) | Part::Findings(_) => None,
    });
    tables.collect()
}

fn all_found(parts: BTreeMap<(usize, usize), Part>) -> Vec<findings::Found> {
    let found = parts.into_values().filter_map(|part| match part {
        Part::Findings(found) => Some(*found),
        Part::Text(_) | Part::Table(_) => None,
    });
    found.collect()
}
