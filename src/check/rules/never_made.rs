//! A backup that nothing is scheduled to make.

use crate::check::backups::{Made, made};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native::native_retention;
use crate::resolved::{Policy, ProtectionKind};

pub(super) static RULE: Rule = Rule {
    name: "never-made",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a backup that nothing is scheduled to make",
    explanation: include_str!("never-made.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let unscheduled = made(policy).filter(|made| made.timetable.schedule.is_none());
    findings.extend(unscheduled.map(|made| judge(&made)));
    for repository in policy.repositories.values() {
        for copy in repository.copies.iter().filter(|copy| copy.timetable.schedule.is_none()) {
            let message = format!(
                "nothing says when `{}` is copied to `{}`",
                repository.at.key, copy.to.value
            );
            findings.push(
                RULE.finding(copy.to.span, message)
                    .level(Level::Warning)
                    .path(&copy.path)
                    .help("write `schedule: { every: day, at: \"04:00\" }`"),
            );
        }
    }
}

fn judge(made: &Made<'_>) -> Finding {
    let (words, key) = (made.words, made.key());
    let finding = match made.retention {
        Some(kept) => RULE
            .finding(
                made.protection.span,
                format!("`{key}` keeps {words} `{}`, and nothing makes any", kept.value),
            )
            .label(kept.span, "a promise without anything to keep"),
        None => RULE
            .finding(
                made.protection.span,
                format!("nothing says when the {words} `{key}` are made"),
            )
            .level(Level::Warning),
    };
    let finding = finding
        .path(made.path())
        .help("write `schedule: { every: week, weekday: sunday, at: \"03:00\" }`, or `schedule: manual` if a person makes them");
    match native_retention(made.resource.type_name.as_str()) {
        Some(native) if matches!(made.protection.kind, ProtectionKind::ManualSnapshots { .. }) => {
            finding.note(format!(
                "what AWS makes by itself is kept at most {} days: longer needs a plan, or a job of your own",
                native.days.most
            ))
        }
        Some(_) | None => finding,
    }
}
