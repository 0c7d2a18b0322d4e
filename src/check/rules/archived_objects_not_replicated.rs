//! Archived objects that a batch replication skips.

use crate::check::storage::{Link, cite, courses, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::ExistingObjects;
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "archived-objects-not-replicated",
    kind: Kind::Ignored,
    level: Level::Advice,
    summary: "archived objects that a batch replication skips",
    explanation: include_str!("archived-objects-not-replicated.md"),
    cites: &[cite(s3_replication::SKIPPED_CLASSES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let skipped = s3_replication::SKIPPED_CLASSES.value;
    for Link { from, to: _, replication } in links(policy) {
        let batch = replication.existing_objects.filter(|how| how.value == ExistingObjects::Batch);
        let Some(batch) = batch else { continue };
        let mut steps = from.lifecycle().iter().flat_map(courses).flat_map(|course| course.steps);
        let Some(step) = steps.find(|step| skipped.contains(&step.class.as_str())) else {
            continue;
        };
        let class = &step.class.value;
        findings.push(
            RULE.finding(batch.span, format!("a batch replication skips objects that are in `{class}` by then"))
                .label(step.class.span, format!("where objects are after {}", step.after.value.longest()))
                .help("restore archived objects before the batch job, or write `existing_objects: ignored` for what happens")
                .path(&replication.path),
        );
    }
}
