//! What a change of a policy does to what can be recovered.

mod common;

#[path = "diff/laws.rs"]
mod laws;
#[path = "diff/lines.rs"]
mod lines;
#[path = "diff/program.rs"]
mod program;
#[path = "diff/versions.rs"]
mod versions;
