//! Every rule, in the order of the catalogue.

use std::sync::LazyLock;

use crate::diagnostic::{Finding, Rule};
use crate::resolved::Policy;
use crate::{document, resolved, resources};

/// Looks for one fault in the policy of one environment.
pub type Check = fn(&Policy, &mut Vec<Finding>);

/// A rule and the function that looks for it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The rule.
    pub rule: &'static Rule,
    /// The function.
    pub check: Check,
}

/// Every rule with its function.
pub static TABLE: &[Row] = &[];

/// Every rule: of the document, of resolving, of lowering, of the table, then
/// of a run.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let reported = [document::rules::ALL, resolved::rules::ALL, resources::rules::ALL];
    let reported = reported.into_iter().flatten().copied();
    let run = super::run_rules::ALL.iter().copied();
    reported.chain(TABLE.iter().map(|row| row.rule)).chain(run).collect()
});
