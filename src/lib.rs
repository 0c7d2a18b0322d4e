//! Compiler for backup policy: one YAML description in, proven and rendered.

pub mod facts;
pub mod render;
pub mod resources;
pub mod schedule;
pub mod units;
