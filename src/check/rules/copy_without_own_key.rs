//! A copy to a vault under AWS's own key of a type that needs another.

use super::copy_unsupported_type;
use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{Cell, ResourceTypeRow, copies, vault};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "copy-without-own-key",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a copy to a vault under AWS's own key of a type that needs another",
    explanation: include_str!("copy-without-own-key.md"),
    cites: &[limits::cite(&copies::NEEDS_OWN_KEY_UNLESS_FULLY_MANAGED.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in walk::copies(policy) {
        let leaves = copied.leaves_account() || copied.leaves_region();
        // An air-gapped vault has a key of its own kind; an existing one may have any.
        if !leaves
            || copied.to.key.is_some()
            || copied.to.existing
            || copied.to.air_gapped.is_some()
        {
            continue;
        }
        // No key helps a type that cannot be copied so at all.
        let partly_managed = |row: &ResourceTypeRow| {
            row.features.fully_managed == Cell::No && !copy_unsupported_type::refused(&copied, row)
        };
        let types = walk::types_where(policy, copied.plan, partly_managed);
        let Some((first, _)) = types.first() else { continue };
        let names = limits::listed(types.iter().map(|(_, row)| row.name));
        findings.push(
            RULE.finding(copied.to.at.span, format!("copies of {names} need a vault with a key of its own: `{}` has none", copied.to.at.key))
                .label(copied.copy.to.span, "this copy fails")
                .label(first.at.span, "one of them")
                .help("write `keys: { dr: { create: true } }` with the vault's account and Region, and `key: dr` on the vault")
                .note(format!("a vault without a key uses `{}`, which only fully managed types can use", vault::DEFAULT_KEY_ALIAS.value))
                .path(&copied.to.at.path),
        );
    }
}
