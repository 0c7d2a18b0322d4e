//! Findings to text: one file per format.
//!
//! Invariants: nothing here prints, reads the world, weighs a finding or
//! chooses an exit status; the same findings give the same bytes; every string
//! that is not ours goes through [`clean`] or the format's own escapes.

mod clean;
mod columns;
mod diff;
mod difference;
mod drift;
mod excerpt;
mod explain;
mod facts;
mod github;
mod html;
mod json;
mod line;
mod markdown;
mod pages;
mod positions;
pub mod proof;
mod rules;
mod sarif;
mod simulation;
mod text;
mod wrap;

use std::time::Duration;

use crate::diagnostic::{Judged, Kind, Level};

pub use clean::clean;
pub use diff::diff;
pub use difference::{
    Compared, JsonDifference, difference_brief, difference_json, difference_markdown,
    difference_text,
};
pub use drift::{DriftFormat, DriftJson, DriftOf, DriftReport};
pub use explain::explain;
pub use facts::{facts_json, facts_text};
pub use github::github;
pub use html::{Page, PageError, html};
pub use json::{Report as JsonReport, json};
pub use markdown::markdown;
pub use pages::{rule_page, rules_summary, rules_table};
pub use rules::{rules_json, rules_text};
pub use sarif::sarif;
pub use simulation::{
    Asked, Simulated, SimulatedEnvironment, SimulatedFile, SimulationJson, simulation_brief,
    simulation_json, simulation_markdown, simulation_text,
};
pub use text::{brief, findings, text};

/// One file of a run, as every format sees it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The file with its findings.
    pub judged: &'a Judged,
    /// All environments of its policy: a finding of fewer names them.
    pub environments: &'a [String],
    /// How long it took, where a person is watching.
    pub took: Option<Duration>,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns that a line may take.
    pub width: usize,
    /// Whether to use ANSI colours.
    pub colour: bool,
}

impl Style {
    /// `text` between the ANSI codes, or as it is.
    fn paint(self, codes: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{codes}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// What happens if nobody changes anything, in words. A document that is only
/// warned about is a policy: something is missing from it.
const fn consequence(kind: Kind, level: Level) -> &'static str {
    match (kind, level) {
        (Kind::Document, Level::Warning | Level::Advice) => "incomplete policy",
        _ => kind.words(),
    }
}

/// Findings by what they count for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    errors: usize,
    warnings: usize,
    advice: usize,
    allowed: usize,
    unproven: usize,
}

impl Counts {
    fn of(judged: &Judged) -> Self {
        Self {
            errors: judged.count(Level::Error),
            warnings: judged.count(Level::Warning),
            advice: judged.count(Level::Advice),
            allowed: judged.allowed(),
            unproven: judged.unproven,
        }
    }

    fn total(files: &[File<'_>]) -> Self {
        files.iter().map(|file| Self::of(file.judged)).fold(Self::default(), |sum, next| Self {
            errors: sum.errors + next.errors,
            warnings: sum.warnings + next.warnings,
            advice: sum.advice + next.advice,
            allowed: sum.allowed + next.allowed,
            unproven: sum.unproven + next.unproven,
        })
    }
}
