//! What a finding is.
//!
//! A finding is about the user's file: it has a place and it accumulates. A
//! failure of ours or of the world is an `…Error` and aborts. Nothing here
//! prints.

mod finding;
mod input;
mod rule;

pub use finding::{Edit, Finding, Kind, Label, Level, Suppression};
pub use input::{Input, Judged};
pub use rule::{Citation, Rule};
