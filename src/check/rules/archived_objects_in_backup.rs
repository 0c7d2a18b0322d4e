//! Objects that move to an archive which AWS Backup cannot read.

use crate::check::storage::{Step, buckets, cite, courses};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::facts::storage_class;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "archived-objects-in-backup",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "objects that move to an archive which AWS Backup cannot read",
    explanation: include_str!("archived-objects-in-backup.md"),
    cites: &[cite(backup_plan::CONTINUOUS_S3_ONE_VAULT.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Some(plan) = bucket.plans.first() else { continue };
        for course in bucket.lifecycle().iter().flat_map(courses) {
            // The archives are the classes whose objects must be retrieved first.
            let archived = |step: &&Step<'_>| {
                storage_class(step.class.as_str()).is_some_and(|class| class.retrieval.is_some())
            };
            let Some(step) = course.steps.iter().find(archived) else { continue };
            let class = &step.class.value;
            let message = format!(
                "AWS Backup skips objects in `{class}`, where they go after {}",
                step.after.value.longest()
            );
            findings.push(
                RULE.finding(step.class.span, message)
                    .path(course.path())
                    .label(plan.span, "backs the bucket up")
                    .help("let objects stay readable, as in `GLACIER_IR`, or make sure that each is backed up before it moves")
                    .note("a backup that starts afresh, such as in another vault, has no archived object at all"),
            );
        }
    }
}
