//! An expiration while the versions are still locked.

use crate::check::storage::{buckets, cite, courses, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "expiration-inside-object-lock",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "an expiration while the versions are still locked",
    explanation: include_str!("expiration-inside-object-lock.md"),
    cites: &[cite(s3_bucket::LOCK_BEATS_LIFECYCLE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let lock = bucket.settings.object_lock.as_ref().and_then(|lock| lock.retention.as_ref());
        let Some(lock) = lock else { continue };
        for course in bucket.lifecycle().iter().flat_map(courses) {
            let Some(expire) = course.expire_after else { continue };
            if days(&expire.value) >= days(&lock.value) {
                continue;
            }
            let what = match course.which {
                "current" => "a delete marker hides the object, and its data stays",
                _ => "versions that are younger than the lock stay",
            };
            let message = format!(
                "{} versions expire after {}, and are locked for {}",
                course.which,
                expire.value.longest(),
                lock.value.longest()
            );
            findings.push(
                RULE.finding(expire.span, message)
                    .marking(what)
                    .path(course.path())
                    .label(lock.span, "nothing is deleted before")
                    .help(format!(
                        "write `expire_after: {}d` or more, or shorten the lock of new objects",
                        days(&lock.value)
                    )),
            );
        }
    }
}
