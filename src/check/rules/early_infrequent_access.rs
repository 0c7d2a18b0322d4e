//! A transition to infrequent access before day 30 where AWS does not clearly accept it.

use crate::check::storage::{Step, buckets, cite, courses};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::facts::{Partition, storage_class};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "early-infrequent-access",
    kind: Kind::Rejected,
    level: Level::Warning,
    summary: "a transition to infrequent access before day 30 where AWS does not clearly accept it",
    explanation: include_str!("early-infrequent-access.md"),
    cites: &[
        cite(s3_lifecycle::IA_LEAST_DAYS_CHINA.source),
        cite(s3_lifecycle::IA_LEAST_NONCURRENT_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let old_limit = s3_lifecycle::IA_LEAST_DAYS_LEGACY.value;
    for bucket in buckets(policy) {
        let china = bucket.place.is_some_and(|place| place.partition == Partition::China.id());
        for course in bucket.lifecycle().iter().flat_map(courses) {
            let doubt = match (china, course.which) {
                (true, _) => "the pages of the China Regions still ask for it",
                (false, "noncurrent") => {
                    "AWS lifted this limit on 2026-07-16 without naming noncurrent versions"
                }
                (false, _) => continue,
            };
            for step in course.steps.iter().filter(|step| step.days < old_limit && infrequent(step))
            {
                let class = &step.class.value;
                let message = format!(
                    "{} versions move to `{class}` after {}, and AWS may still want {old_limit} days",
                    course.which,
                    step.after.value.longest()
                );
                let finding = RULE.finding(step.after.span, message).path(course.path());
                findings.push(
                    finding.note(doubt).help(format!("write `after: {old_limit}d` to be safe")),
                );
            }
        }
    }
}

/// The classes that the old limit was about: billed for its 30 days, read at once.
fn infrequent(step: &Step<'_>) -> bool {
    storage_class(step.class.as_str())
        .is_some_and(|class| class.billed_days == s3_lifecycle::IA_LEAST_DAYS_LEGACY.value)
}
