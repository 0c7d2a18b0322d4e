//! Compiler for backup policy: one YAML description in, checked and rendered.

pub mod check;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod document;
pub mod drift;
pub mod facts;
pub mod observe;
pub mod place;
pub mod recoverability;
pub mod render;
pub mod report;
pub mod resolved;
pub mod resources;
pub mod schedule;
pub mod source;
pub mod units;
