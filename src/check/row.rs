//! A rule with the function that looks for its fault.

use crate::diagnostic::{Finding, Rule};
use crate::recoverability::Proof;
use crate::resolved::{Mechanisms, Policy};

/// Looks for one fault in the policy of one environment.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Looks at the policy alone.
    Policy(fn(&Policy, &mut Vec<Finding>)),
    /// Looks at what protects as well, which is derived once for all rules.
    Mechanisms(fn(&Policy, &Mechanisms, &mut Vec<Finding>)),
}

/// Looks for one fault in what is proven of one environment.
pub type ProvenCheck = fn(&Policy, &Proof, &mut Vec<Finding>);

/// A rule and the function that looks for it.
#[derive(Debug, Clone, Copy)]
pub struct Row<C> {
    /// The rule.
    pub rule: &'static Rule,
    /// The function.
    pub check: C,
}
