//! A backup of which nobody says how long it is kept.

use crate::check::backups::{archives, made, path, repository};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Policy, Protection, ProtectionKind, Referent, Repository, Stored};
use crate::schedule::Schedule;

pub(super) static RULE: Rule = Rule {
    name: "backup-without-retention",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a backup of which nobody says how long it is kept",
    explanation: include_str!("backup-without-retention.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for made in made(policy).filter(|made| made.retention.is_none()) {
        // What is never made has a rule of its own.
        let Some(schedule) = &made.timetable.schedule else { continue };
        let by_hand = schedule.value == Schedule::Manual;
        findings.extend(
            judge(policy, made.protection, made.stored, made.words)
                .map(|finding| if by_hand { finding.level(Level::Advice) } else { finding }),
        );
    }
    for archive in archives(policy).filter(|archive| archive.stored.retention.is_none()) {
        findings.extend(judge(policy, archive.protection, Some(archive.stored), "WAL segments"));
    }
}

fn judge(
    policy: &Policy,
    protection: &Protection,
    stored: Option<&Stored>,
    words: &str,
) -> Option<Finding> {
    let repository = stored.and_then(|stored| repository(policy, stored));
    if repository.is_some_and(expires) || is_deleted(policy, protection) {
        return None;
    }
    let message =
        format!("nobody says how long the {words} of `{}` are kept", protection.reference);
    let finding = RULE
        .finding(protection.span, message)
        .path(path(protection))
        .help("write `retention: 35d`, or `retention: forever` if that is meant");
    Some(match (&protection.kind, repository) {
        (ProtectionKind::ManualSnapshots { .. }, _) => finding.note(format!(
            "such snapshots stay until someone deletes them; a Region of an account holds {} of RDS",
            native::RDS_MANUAL_SNAPSHOTS.value
        )),
        (_, Some(repository)) => finding.label(repository.at.span, "deletes nothing by age"),
        (_, None) => finding,
    })
}

/// The repository deletes by age, which says how long things stay.
fn expires(repository: &Repository) -> bool {
    let rules = repository.settings.lifecycle.iter().flatten();
    rules
        .filter_map(|rule| rule.current.as_ref())
        .any(|current| current.value.expire_after.is_some())
}

/// A deleter says when it goes.
fn is_deleted(policy: &Policy, protection: &Protection) -> bool {
    let referent = Referent::Mechanism(protection.reference.clone());
    let mut references = policy.deleters.values().flat_map(|deleter| &deleter.deletes);
    references.any(|reference| reference.means.contains(&referent))
}
