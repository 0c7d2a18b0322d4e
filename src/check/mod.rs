//! The rules: pure functions over the resolved policy, in a static table.
//!
//! A rule is two files, `rules/<name>.rs` and `rules/<name>.md`, and one row
//! of [`rules::TABLE`]. Everything else that speaks of rules derives from it.

mod backups;
pub mod baseline;
mod between;
mod claimed;
mod classes;
mod filters;
pub mod fix;
mod keeping;
mod limits;
mod lives;
mod near;
mod proven;
mod row;
pub mod rules;
pub mod run_rules;
mod storage;
pub mod suppress;
mod texts;
mod walk;
mod watch;

pub use crate::diagnostic::{Citation, Rule};
pub use between::between;

use crate::diagnostic::Finding;
use crate::recoverability::Proof;
use crate::resolved::{Mechanisms, Policy};

/// Runs every rule over the policy of one environment and its mechanisms.
pub fn run(policy: &Policy, mechanisms: &Mechanisms) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in rules::TABLE {
        match row.check {
            rules::Check::Policy(check) => check(policy, &mut findings),
            rules::Check::Mechanisms(check) => check(policy, mechanisms, &mut findings),
        }
    }
    findings
}

/// Runs every rule over what is proven of one environment.
pub fn run_proven(policy: &Policy, proof: &Proof) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in rules::PROVEN {
        (row.check)(policy, proof, &mut findings);
    }
    findings
}

/// The rule with this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    rules::RULES.iter().find(|rule| rule.name == name).copied()
}
