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

use crate::diagnostic::{Input, Judged};
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
    tally: Tally,
    /// By file and environment, in the order in which they are printed.
    parts: BTreeMap<(usize, usize), Part>,
}

/// What one environment says.
#[derive(Debug)]
enum Part {
    Text(Box<str>),
    Table(markdown::Table),
    Findings(Box<Judged>),
}

impl DriftReport {
    /// A report of nothing yet.
    #[must_use]
    pub fn new(format: DriftFormat) -> Self {
        Self { format, tally: Tally::default(), parts: BTreeMap::new() }
    }

    /// Takes an environment in, by the number of its file and its own.
    pub fn add(&mut self, key: (usize, usize), of: &DriftOf<'_>) {
        self.tally = self.tally.and(&Tally::of(of.drift));
        let part = match self.format {
            DriftFormat::Text(style) => Some(Part::Text(text::environment(of, style).into())),
            DriftFormat::Brief => None,
            DriftFormat::Json => Some(Part::Text(json::environment(of).into())),
            DriftFormat::Markdown => markdown::Table::of(of).map(Part::Table),
            DriftFormat::Sarif | DriftFormat::Github => self.findings(key, of),
        };
        self.parts.extend(part.map(|part| (key, part)));
    }

    /// The findings of an environment; of a file without any the first one.
    fn findings(&self, key: (usize, usize), of: &DriftOf<'_>) -> Option<Part> {
        let judged = findings::judged(of);
        let (file, _) = key;
        let known = || self.parts.range((file, 0)..=(file, usize::MAX)).next().is_some();
        (!judged.findings.is_empty() || !known()).then(|| Part::Findings(Box::new(judged)))
    }

    /// The numbers of all environments.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Gives the report to a writer, piece by piece. `not_compared` is what could
    /// not be compared at all, and why; `as_of` the day that counts as today,
    /// such as `2026-11-20`.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write<E>(
        self,
        not_compared: &[String],
        as_of: &str,
        mut to: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { format, tally, parts } = self;
        match format {
            DriftFormat::Text(style) => {
                texts(parts).try_for_each(|text| to(&text))?;
                to(&text::end(&tally, not_compared, style))
            }
            DriftFormat::Brief => to(&text::brief(&tally, not_compared)),
            DriftFormat::Json => {
                let (before, after) = json::around(&tally, not_compared, as_of);
                to(&before)?;
                json::list(texts(parts)).try_for_each(|piece| to(&piece))?;
                to(&after)
            }
            DriftFormat::Markdown => to(&markdown::table(&tables(parts), &tally, not_compared)),
            DriftFormat::Sarif => to(&findings::sarif(&all_judged(parts), not_compared)),
            DriftFormat::Github => to(&findings::github(&all_judged(parts), not_compared)),
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

fn all_judged(parts: BTreeMap<(usize, usize), Part>) -> Vec<Judged> {
    let judged = parts.into_values().filter_map(|part| match part {
        Part::Findings(judged) => Some(*judged),
        Part::Text(_) | Part::Table(_) => None,
    });
    judged.collect()
}
