//! What tips a rule over: conditions that differ in one thing from a policy that
//! the rule is silent about, or finds something in.

#![cfg(test)]

#[path = "check_edges/backups.rs"]
mod backups;
#[path = "check_edges/buckets.rs"]
mod buckets;
#[path = "check_edges/lives.rs"]
mod lives;
#[path = "check_edges/locks.rs"]
mod locks;
#[path = "check_edges/mending.rs"]
mod mending;
#[path = "check_edges/plans.rs"]
mod plans;
#[path = "check_edges/policies.rs"]
mod policies;
#[path = "check_edges/proofs.rs"]
mod proofs;
