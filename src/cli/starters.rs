//! The policies that `policy init` starts from.

use clap::builder::{PossibleValue, PossibleValuesParser};

/// A policy to start from.
#[derive(Debug)]
pub(super) struct Starter {
    pub(super) name: &'static str,
    summary: &'static str,
    text: &'static str,
}

static STARTERS: &[Starter] = &[
    Starter {
        name: "minimal",
        summary: "one database",
        text: include_str!("../../policies/minimal.yaml"),
    },
    Starter {
        name: "standard",
        summary: "several services, a second Region",
        text: include_str!("../../policies/standard.yaml"),
    },
    Starter {
        name: "regulated",
        summary: "long retention, a second account, locked vaults",
        text: include_str!("../../policies/regulated.yaml"),
    },
];

/// The names that the command line takes.
pub(super) fn names() -> PossibleValuesParser {
    let value = |starter: &Starter| PossibleValue::new(starter.name).help(starter.summary);
    PossibleValuesParser::new(STARTERS.iter().map(value))
}

pub(super) fn find(name: &str) -> Option<&'static Starter> {
    STARTERS.iter().find(|starter| starter.name == name)
}

impl Starter {
    /// Its text, without the line that leads to the schema in our own folders.
    pub(super) fn text(&self) -> &'static str {
        match self.text.split_once('\n') {
            Some((first, rest)) if first.contains("$schema=") => rest,
            _ => self.text,
        }
    }
}
