//! Recordings: observations as lines of JSON, in our own words.
//!
//! The first line says the format and its version, every other one what was
//! seen in one account and Region. Invariants: the same observations give the
//! same bytes; no raw response, no secret and no sentence of AWS is written;
//! a reader holds one line at a time, however many there are; whatever a file
//! holds, reading it ends in an observation or a [`crate::observe::Problem`] with its place.

mod answers;
mod backup;
mod bucket;
mod explain;
mod form;
mod identity;
mod index;
mod native;
mod observation;
mod places;
mod unread;

use schemars::JsonSchema;
use serde::Serialize;

pub use index::{Recording, Storage, Stored};
pub use observation::{Header, Recorded};

use crate::observe::Observation;

/// What the first line calls the format.
pub const FORMAT: &str = "policy observed";
/// Version of the format that is written. Version 1 is read too: it says of what
/// was looked up by name only that its kind is listed.
pub const VERSION: u64 = 2;

/// Longest line that is read, in bytes: one account and Region.
pub const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;
/// Most accounts and Regions of one recording.
pub const MAX_PLACES: usize = 100_000;
/// Most files of one recording.
pub const MAX_FILES: usize = 10_000;
/// Most bytes of a recording that is held in memory, such as standard input.
pub const MAX_HELD_BYTES: usize = 256 * 1024 * 1024;

/// One line of a recording, as the published schema describes it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(title = "A line of what policy observed")]
pub enum Line {
    /// The first line.
    Header(Header),
    /// Every other line.
    Observation(Box<Recorded>),
}

/// The first line of a recording, with its end.
#[must_use]
pub fn header() -> String {
    text(&Header { format: FORMAT.to_owned(), version: VERSION })
}

/// The line of an observation, with its end.
///
/// Settings are written in the form in which they are compared, lists sorted.
#[must_use]
pub fn line(observation: &Observation) -> String {
    text(&Recorded::of(observation))
}

fn text(line: &impl Serialize) -> String {
    // OK because strings, numbers, lists and mappings with string keys are always JSON.
    let mut text = serde_json::to_string(line).unwrap_or_default();
    text.push('\n');
    text
}
