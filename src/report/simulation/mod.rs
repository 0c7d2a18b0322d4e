//! What is left at a moment, and which runs come next: one file per format.

mod json;
mod markdown;
mod runs;
mod text;
mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::recoverability::simulate::{Event, Moment, NextRun, Simulation};

pub use json::{Report as SimulationJson, simulation_json};
pub use markdown::simulation_markdown;
pub use text::{simulation_brief, simulation_text};

/// Everything that was asked and found.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// What was asked.
    pub asked: Asked,
    /// The files in the order they were read.
    pub files: Vec<SimulatedFile>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// What an event leaves.
    Event {
        /// What happens.
        event: Event,
        /// When.
        moment: Moment,
    },
    /// Which runs come next.
    Runs {
        /// From when on.
        from: Timestamp,
        /// None from then on.
        until: Option<Timestamp>,
    },
}

/// What was found for one file.
#[derive(Debug, Clone)]
pub struct SimulatedFile {
    /// Its path as given.
    pub path: String,
    /// The names of accounts by their ids.
    pub accounts: BTreeMap<String, String>,
    /// Its environments.
    pub environments: Vec<SimulatedEnvironment>,
}

/// What was found for one environment.
#[derive(Debug, Clone)]
pub struct SimulatedEnvironment {
    /// What becomes of its resources; nothing where runs are asked for.
    pub simulation: Simulation,
    /// The runs that come next; none where an event is asked for.
    pub runs: Vec<NextRun>,
}
