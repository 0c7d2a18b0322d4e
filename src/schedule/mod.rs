//! When something runs: AWS cron, its calendar, and which runs of a plan AWS keeps.
//!
//! Lowering and proof both build on this module, so that what is rendered and
//! what is proven cannot differ. It reads no clock and never the machine's zone:
//! every calendar question takes a [`Zone`] from the bundled time zone data.

pub mod cron;
mod cron_parse;
mod cron_print;
mod phrase;
pub mod recurrence;
mod recurrence_parse;
pub mod zone;

pub use cron::{Cron, Days};
pub use recurrence::{Part, PartProblem, Parts, Schedule};
pub use zone::Zone;
