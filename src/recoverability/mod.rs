//! What is left after a disruption, and how much of the newest data is lost.
//!
//! Everything is derived from the attributes of mechanisms and from schedules,
//! never listed by kind. What the policy does not say takes the worse reading
//! or stays unproven; nothing here is ever a pass by default.

mod account;
pub mod survival;

pub use survival::{Home, Reason, Survival, survival};
