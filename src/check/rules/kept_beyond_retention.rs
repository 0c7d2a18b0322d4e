//! Exports that stay longer than their retention says.

use crate::check::backups::{made, repository};
use crate::check::storage::{cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{Deleter, LifecycleRule, Policy, ProtectionKind, Referent, Stored};
use crate::schedule::Schedule;
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "kept-beyond-retention",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "exports that stay longer than their retention says",
    explanation: include_str!("kept-beyond-retention.md"),
    cites: &[cite(s3_lifecycle::EARLIER_EXPIRATION_WINS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for made in made(policy) {
        // The tools that make the others also delete them.
        let (ProtectionKind::Export(export), Some(kept)) = (&made.protection.kind, made.retention)
        else {
            continue;
        };
        let Retention::For(wanted) = &kept.value else { continue };
        let Some(repository) = repository(policy, export) else { continue };
        let Some(rules) = &repository.settings.lifecycle else { continue };
        if is_deleted(policy, &made.protection.reference) {
            continue;
        }
        let acting = rules.iter().filter(|rule| may_act(rule, export)).filter_map(expiration);
        // The earliest of all that may act, so that nothing is missed.
        let Some((rule, after)) = acting.min_by_key(|(_, after)| after.value.most) else {
            continue;
        };
        if days(&after.value) <= wanted.most {
            continue;
        }
        let message = format!(
            "the exports `{}` are kept {}, and `{}` deletes them after {}",
            made.key(),
            wanted.longest(),
            rule.name.value,
            after.value.longest()
        );
        findings.push(
            RULE.finding(kept.span, message)
                .path(made.path())
                .label(after.span, "nothing deletes them earlier")
                .help("give them a `prefix`, and a lifecycle rule of their own with that prefix as its `filter`"),
        );
    }
}

/// A deleter that runs by itself takes them.
fn is_deleted(policy: &Policy, reference: &str) -> bool {
    let referent = Referent::Mechanism(reference.to_owned());
    let by_itself = |deleter: &&Deleter| {
        let schedule = deleter.timetable.schedule.as_ref();
        schedule.is_some_and(|schedule| schedule.value != Schedule::Manual)
    };
    let mut deletes =
        policy.deleters.values().filter(by_itself).flat_map(|deleter| &deleter.deletes);
    deletes.any(|reference| reference.means.contains(&referent))
}

fn expiration(rule: &LifecycleRule) -> Option<(&LifecycleRule, &Spanned<CalendarDays>)> {
    Some((rule, rule.current.as_ref()?.value.expire_after.as_ref()?))
}

/// The rule may match objects of the export.
fn may_act(rule: &LifecycleRule, export: &Stored) -> bool {
    let prefix = rule.filter.as_ref().and_then(|filter| filter.value.prefix.as_ref());
    match (prefix, &export.prefix) {
        (Some(prefix), Some(own)) => {
            own.value.starts_with(&prefix.value) || prefix.value.starts_with(&own.value)
        }
        (None, _) | (_, None) => true,
    }
}
