//! An expiration that deletes nothing, because versions remain.

use crate::check::storage::{Reach, Versions, buckets, cite, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "superseded-versions-kept-forever",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "an expiration that deletes nothing, because versions remain",
    explanation: include_str!("superseded-versions-kept-forever.md"),
    cites: &[cite(s3_lifecycle::EXPIRATION_KEEPS_VERSIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Versions::Kept(versioning) = bucket.versions() else { continue };
        let all = bucket.courses();
        for course in all.iter().filter(|course| course.which == "current") {
            let Some(expire) = course.expire_after else { continue };
            let deleted = all.iter().any(|other| {
                other.which == "noncurrent"
                    && other.expire_after.is_some()
                    && reach(other.rule, course.rule) == Reach::Covers
            });
            if deleted {
                continue;
            }
            let message = format!(
                "objects expire after {}, and their versions stay for ever",
                expire.value.longest()
            );
            findings.push(
                RULE.finding(expire.span, message)
                    .marking("only adds a delete marker")
                    .path(course.path())
                    .label(versioning, "every version is kept")
                    .help("add `noncurrent: { expire_after: 30d }`, or the age you want, to delete what has expired"),
            );
        }
    }
}
