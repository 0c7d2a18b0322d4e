//! A restored table that nothing backs up.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Native, Policy, Restore};

pub(super) static RULE: Rule = Rule {
    name: "restored-table-unprotected",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a restored table that nothing backs up from then on",
    explanation: include_str!("restored-table-unprotected.md"),
    cites: &[limits::cite(&native::DYNAMODB_REAPPLY.source)],
};

/// A replica takes over as it is: nothing is restored.
const REPLICAS: &str = "global_table";

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for restore in policy.recovery.values().flat_map(|scenario| scenario.restores.values()) {
        let Some(resource) = policy.resources.get(restore.resource.as_str()) else { continue };
        let Native::Dynamodb(table) = &resource.native else { continue };
        if restore.from.path.as_str().split('.').any(|part| part == REPLICAS) {
            continue;
        }
        let recovery = table.point_in_time_recovery.as_ref().map(|on| on.span);
        let selected = resource.selection.as_ref().filter(|_| walk::selects_by_tag(resource));
        let lost = [("point_in_time_recovery", recovery), ("tags", selected.map(|by| by.span))];
        for (what, span) in lost {
            let (Some(span), true) = (span, lacks(restore, what)) else { continue };
            // A table that is only read from and dropped again needs nothing.
            let level = if restore.reapply.is_empty() { Level::Advice } else { RULE.level };
            findings.push(
                RULE.finding(
                    restore.resource.span,
                    format!("the restored table has no `{what}`, which protects it"),
                )
                .level(level)
                .label(span, "today's table has it")
                .help(format!("set it again after the restore, and add `{what}` to `reapply`"))
                .path(&restore.path),
            );
        }
    }
}

/// True if AWS does not restore it and the scenario does not set it again.
fn lacks(restore: &Restore, what: &str) -> bool {
    let reapplied = restore.reapply.iter().any(|word| word.as_str() == what);
    native::DYNAMODB_REAPPLY.value.contains(&what) && !reapplied
}
