//! Every rule, in the order of the catalogue.

use super::Rule;

/// The table of all rules.
pub static RULES: &[&Rule] = &[];
