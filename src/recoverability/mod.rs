//! What is left after a disruption, and how much of the newest data is lost.
//!
//! Everything is derived from the attributes of mechanisms and from schedules,
//! never listed by kind. What the policy does not say takes the worse reading
//! or stays unproven; nothing here is ever a pass by default.

mod account;
pub mod agenda;
mod assumptions;
mod by_runs;
mod calendars;
mod chain;
pub mod compare;
mod copied;
pub mod evidence;
pub mod figure;
mod filed;
pub mod history;
mod jobs;
mod kept;
mod left;
mod over;
mod own_figures;
mod planned;
pub mod proof;
mod restoring;
pub mod rpo;
pub mod rto;
pub mod runbook;
mod series;
pub mod simulate;
pub mod standing;
pub mod survival;
pub mod timeline;
pub mod verdict;

pub use agenda::{Agenda, Due, Line, Outcome, Owner, agenda};
pub use calendars::Calendars;
pub use compare::{Change, compare};
pub use evidence::Evidence;
pub use figure::{Assumption, Counted, Figure, FigureKind, TimeSource, Trace, Used};
pub use history::{Band, History, Reach, RungVerdict, reach};
pub use kept::Length;
pub use left::{LeftOut, WhyNot};
pub use proof::{AfterDisruption, Options, Proof, Recovery, Subject, prove, prove_from};
pub use rpo::{Figures, Rpo, WayLeft, rpo};
pub use rto::{Floor, FloorReason, MissingTime, Rto, RtoKind};
pub use runbook::{Need, Restored, ScenarioProof};
pub use standing::{Standing, Statement};
pub use survival::{Home, Reason, Survival, survival};
pub use timeline::{Restorables, Timeline, timelines};
pub use verdict::Verdict;
