//! A copy of a repository that deletes what is deleted at its source.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Versioning;
use crate::resolved::{Policy, Repository};

pub(super) static RULE: Rule = Rule {
    name: "mirrored-deletion",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a copy of a repository that deletes what is deleted at its source",
    explanation: include_str!("mirrored-deletion.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for repository in policy.repositories.values() {
        for copy in &repository.copies {
            let Some(to) = policy.repositories.get(&copy.to.value) else { continue };
            if keeps(to) {
                continue;
            }
            let (from, there) = (&repository.at.key, &copy.to.value);
            let finding = match copy.propagates_deletes {
                Some(stated) if stated.value => RULE.finding(
                    stated.span,
                    format!("what is deleted in `{from}` is deleted in `{there}` by the next run"),
                ),
                Some(_) => continue,
                None => RULE
                    .finding(
                        copy.to.span,
                        format!("nobody says whether deletions in `{from}` reach `{there}`"),
                    )
                    .level(Level::Warning),
            };
            findings.push(
                finding
                    .path(&copy.path)
                    .label(to.at.span, "has neither versions nor a lock")
                    .help("copy without deleting (`propagates_deletes: false`) and let a lifecycle delete there, or keep versions at the destination"),
            );
        }
    }
}

/// What is deleted or overwritten there can be had back.
fn keeps(repository: &Repository) -> bool {
    let settings = &repository.settings;
    let versions =
        settings.versioning.as_ref().is_some_and(|state| state.value == Versioning::Enabled);
    versions || settings.object_lock.is_some()
}
