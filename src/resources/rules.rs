//! The rules that lowering finds.

use crate::diagnostic::{Citation, Kind, Level, Rule};

/// Tiers of one plan that take each other's runs.
pub static TIERS_OVERLAP: Rule = Rule {
    name: "tiers-overlap",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "tiers of one plan whose start windows overlap, so that AWS leaves runs out",
    explanation: include_str!("rules/tiers-overlap.md"),
    cites: &[Citation {
        title: "Overlapping backup rules",
        url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html",
        read: "2026-11-20",
    }],
};

/// Every rule of lowering, in the order of the catalogue.
pub static ALL: &[&Rule] = &[&TIERS_OVERLAP];
