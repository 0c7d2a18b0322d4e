//! The rules: pure functions over the resolved policy, in a static table.
//!
//! A rule is two files, `rules/<name>.rs` and `rules/<name>.md`, and one entry
//! of [`rules::RULES`]. Everything else that speaks of rules derives from that
//! table.

mod rule;
pub mod rules;

pub use rule::{Citation, Rule, find};
