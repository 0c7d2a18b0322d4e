//! A restore that does not bring back what was set beside the data.

use crate::check::storage::cite;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::facts::native;
use crate::resolved::{Native, Policy, ProtectionKind, Referent, Resource, Restore, Scenario};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "settings-lost-on-restore",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a restore that does not bring back what was set beside the data",
    explanation: include_str!("settings-lost-on-restore.md"),
    cites: &[cite(native::DYNAMODB_REAPPLY.source), cite(native::RDS_REAPPLY.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scenario in policy.recovery.values() {
        for restore in scenario.restores.values() {
            let Some(resource) = policy.resources.get(&restore.resource.value) else { continue };
            if makes_another(resource, restore) {
                findings.extend(judge(scenario, resource, restore));
            }
        }
    }
}

/// A restore into a new table or instance, which none of a replica is.
fn makes_another(resource: &Resource, restore: &Restore) -> bool {
    let own = |reference: &String| {
        let mut protections = resource.protections.iter();
        protections.any(|protection| {
            protection.reference == *reference
                && matches!(
                    protection.kind,
                    ProtectionKind::PointInTimeRecovery { .. }
                        | ProtectionKind::AutomatedBackups { .. }
                        | ProtectionKind::AutomatedBackupReplication { .. }
                        | ProtectionKind::ManualSnapshots { .. }
                )
        })
    };
    // AWS Backup remembers how an instance was set, and offers it on restore.
    let forgets = matches!(resource.native, Native::Dynamodb(_));
    restore.from.means.iter().any(|referent| match referent {
        Referent::Vault(_) | Referent::Plan(_) | Referent::Tier { .. } => forgets,
        // A copy of a tier.
        Referent::Mechanism(reference) if reference.starts_with("plans.") => forgets,
        Referent::Mechanism(reference) => own(reference),
        _ => false,
    })
}

fn judge(scenario: &Scenario, resource: &Resource, restore: &Restore) -> Option<Finding> {
    let (lost, all) = match &resource.native {
        Native::Dynamodb(table) => {
            let recovery = table.point_in_time_recovery.as_ref();
            (recovery.map(|on| ("point_in_time_recovery", on.span)), native::DYNAMODB_REAPPLY.value)
        }
        Native::Database(database) => {
            let standby = database.multi_az.filter(|flag| flag.value);
            (standby.map(|on| ("multi_az", on.span)), native::RDS_REAPPLY.value)
        }
        Native::Cache(_) | Native::Bucket(_) | Native::None => return None,
    };
    let says = |what: &str| restore.reapply.iter().any(|said| said.value == what);
    let lost: Vec<(&str, Span)> =
        lost.into_iter().chain(by_tag(resource)).filter(|(what, _)| !says(what)).collect();
    if lost.is_empty() && !restore.reapply.is_empty() {
        return None;
    }
    let name = &restore.resource.value;
    let message = match lost.as_slice() {
        [] => format!(
            "`{name}` comes back without much of what was set, and nothing says what is set again"
        ),
        [(one, _)] => format!("`{name}` comes back without `{one}`, and nothing sets it again"),
        [(one, _), ..] => {
            format!("`{name}` comes back without `{one}` and `tags`, and nothing sets them again")
        }
    };
    let listed = all.iter().map(|what| format!("`{what}`")).collect::<Vec<_>>().join(", ");
    let mut finding = RULE
        .finding(restore.from.path.span, message)
        .path(&restore.path)
        .help(format!("add `reapply: [{}]`, with what you use of the others", all.join(", ")))
        .note(format!("a restore makes another one, which lacks {listed}"));
    // After bad writes it is often read beside the damaged one and thrown away.
    let beside = scenario.disruption.is_some_and(|on| on.value == Disruption::Corruption);
    if lost.is_empty() || beside {
        finding = finding.level(Level::Advice);
    }
    for (what, span) in &lost {
        finding = finding.label(*span, format!("`{what}` is lost"));
    }
    if lost.iter().any(|(what, _)| *what == "point_in_time_recovery") {
        finding = finding.note("point-in-time recovery that is switched on again begins anew: nothing earlier can be restored by it");
    }
    Some(finding)
}

/// Tags are lost, and with them the plan that selects by tag.
fn by_tag(resource: &Resource) -> Option<(&'static str, Span)> {
    let any_of = resource.selection.as_ref()?.value.any_of.as_ref()?;
    let (tag, _) = any_of.value.tags.first()?;
    Some(("tags", tag.span))
}
