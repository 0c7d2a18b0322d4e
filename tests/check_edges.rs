//! What tips a rule over: conditions that differ in one thing from a policy that
//! the rule is silent about, or finds something in.

#![cfg(test)]

#[path = "check_edges/backups.rs"]
mod backups;
#[path = "check_edges/buckets.rs"]
mod buckets;
#[path = "check_edges/locks.rs"]
mod locks;
#[path = "check_edges/mending.rs"]
mod mending;
#[path = "check_edges/plans.rs"]
mod plans;
#[path = "check_storage/policies.rs"]
#[expect(dead_code, reason = "other tests use the other policies")]
mod policies;
#[path = "check_edges/proofs.rs"]
mod proofs;
