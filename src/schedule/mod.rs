//! When something runs: AWS cron, its calendar, and which runs of a plan AWS keeps.
//!
//! Lowering and proof both build on this module, so that what is rendered and
//! what is proven cannot differ. It reads no clock and never the machine's zone:
//! every calendar question takes a [`Zone`] from the bundled time zone data.

mod clock;
pub mod cron;
mod cron_days;
mod cron_parse;
mod cron_print;
mod due;
mod early;
pub mod gap;
mod instants;
mod made;
pub mod occurrences;
mod phrase;
mod plan_build;
mod plan_fates;
pub mod plan_runs;
pub mod recurrence;
mod recurrence_parse;
mod stretches;
mod tier_days;
pub mod union;
mod within_day;
pub mod zone;

pub use clock::Run;
pub use cron::{Cron, Days};
pub use gap::{Gap, longest_gap, longest_gap_with_failures};
pub use made::{ClockChange, clock_change};
pub use occurrences::{Instants, Occurrences, instants, occurrences, shortest_span};
pub use plan_runs::{
    Fate, Overlap, PlanRuns, PlannedRun, TierGap, TierKey, TierOutcome, TierRuns, plan_runs,
};
pub use recurrence::{Part, PartProblem, Parts, Schedule};
pub use union::{Among, Bound, Job, UnionGap, closer_than, jobs, union_gap, union_gap_within};
pub use zone::Zone;
