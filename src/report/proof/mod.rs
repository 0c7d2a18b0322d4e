//! The proof to text: what is recoverable, after which disruption, and why.
//!
//! Invariants: a cell says by itself what its figure is worth; a missing figure
//! is never blank; every word of the policy goes through `clean` or the escapes
//! of the format.

mod ask;
mod history;
mod json;
mod json_assumed;
mod json_figures;
mod json_scenario;
mod judged;
mod layout;
mod markdown;
mod places;
mod row;
mod scenario;
mod text;
mod trace;
mod trace_plan;
mod trace_rpo;
mod trace_scenario;
mod verdict;
pub(super) mod words;

use crate::diagnostic::{Finding, Input};
use crate::recoverability::Proof;
use crate::resolved::Policy;
use crate::units::Date;

pub use ask::{Unanswered, why};
pub use json::{Report as ProofReport, json};
pub use judged::Tally;
pub use markdown::markdown;
pub use text::{brief, text};

/// One file of a run with its proofs.
#[derive(Debug, Clone, Copy)]
pub struct ProofFile<'a> {
    /// The file.
    pub input: &'a Input,
    /// What was found in it: a missed objective may be allowed.
    pub findings: &'a [Finding],
    /// The policy of each environment.
    pub policies: &'a [Policy],
    /// What is recoverable in each of them.
    pub proofs: &'a [Proof],
}

/// All files of a run with what holds for all of them.
#[derive(Debug, Clone, Copy)]
pub struct Proofs<'a> {
    /// In the order of the paths.
    pub files: &'a [ProofFile<'a>],
    /// Files that are no policy, and what could not be read: nothing is proven
    /// of them.
    pub not_proven: &'a [String],
    /// The day that counted as today.
    pub as_of: Date,
}

impl<'a> Proofs<'a> {
    /// Every environment of every file.
    fn environments(&self) -> impl Iterator<Item = Environment<'a>> + '_ {
        self.files.iter().flat_map(|file| {
            let both = file.policies.iter().zip(file.proofs);
            both.map(|(policy, proof)| Environment { file: *file, policy, proof })
        })
    }

    /// What became of all objectives together.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let each = self.environments().map(|environment| environment.tally());
        each.fold(Tally::default(), Tally::plus)
    }
}

/// One environment of one file.
#[derive(Debug, Clone, Copy)]
struct Environment<'a> {
    file: ProofFile<'a>,
    policy: &'a Policy,
    proof: &'a Proof,
}
