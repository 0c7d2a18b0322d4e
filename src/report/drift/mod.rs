//! The comparison of policies with accounts: one file for each format.

mod findings;
mod json;
mod markdown;
mod text;
mod words;

use crate::diagnostic::Input;
use crate::drift::{Drift, Tally};

pub use findings::{drift_github, drift_sarif};
pub use json::{Report as DriftJson, drift_json};
pub use markdown::drift_markdown;
pub use text::{drift_brief, drift_text};

/// What a run of `policy drift` found, as every format sees it.
#[derive(Debug, Clone)]
pub struct DriftReport<'a> {
    /// Every environment, in the order of files and names.
    pub environments: Vec<DriftOf<'a>>,
    /// What could not be compared at all, and why.
    pub not_compared: &'a [String],
    /// The day that counts as today, such as `2026-11-20`.
    pub as_of: String,
}

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

impl DriftReport<'_> {
    /// The numbers of all environments.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let all = self.environments.iter().map(|of| Tally::of(of.drift));
        all.fold(Tally::default(), |sum, next| sum.and(&next))
    }
}
