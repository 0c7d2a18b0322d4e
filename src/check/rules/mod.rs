//! Every rule, in the order of the catalogue.

use std::sync::LazyLock;

use crate::diagnostic::Rule;
use crate::document;

/// A rule and the function that looks for it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The rule.
    pub rule: &'static Rule,
}

/// Every rule with its function.
pub static TABLE: &[Row] = &[];

/// Every rule: of the document, then of the table.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let document = document::rules::ALL.iter().copied();
    document.chain(TABLE.iter().map(|row| row.rule)).collect()
});
