//! A retention that begins with an event which no setting knows.

use crate::check::classes::{BucketClass, bucket_classes};
use crate::check::filters::Reach;
use crate::check::lives::deleters;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{ClassRetention, DataClass, Policy, Resource};
use crate::source::Text;

pub(super) static RULE: Rule = Rule {
    name: "event-retention-unenforced",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a retention that begins with an event which no setting knows",
    explanation: include_str!("event-retention-unenforced.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let buckets = bucket_classes(policy);
    for resource in policy.resources.values() {
        for class in resource.data_classes.values() {
            let Some(retention) = &class.retention else { continue };
            let ClassRetention::FromEvent { event, then } = &retention.value else { continue };
            let bucket = buckets.iter().find(|bucket| bucket.class.at == class.at);
            let name = &class.at.key;
            findings.push(match deleted_by_age(policy, resource, class, bucket) {
                Some((span, by)) => RULE
                    .finding(
                        span,
                        format!("`{by}` deletes `{name}` by its age, whether or not it is the end of {} after `{}`", then.value, event.value),
                    )
                    .level(Level::Warning)
                    .path(&class.at.path)
                    .label(retention.span, "kept until then")
                    .help(format!("leave `{name}` out of `{by}`, and let whoever records the event tag or lock its objects")),
                None => RULE
                    .finding(retention.span, unenforced(event))
                    .path(&class.at.path)
                    .help("say who acts on the event, for example a job that tags objects for a lifecycle rule or sets the retain-until date of an Object Lock"),
            });
        }
    }
}

fn unenforced(event: &Text) -> String {
    format!(
        "no setting of AWS knows when `{}` is: nothing in the policy keeps this promise",
        event.value
    )
}

/// What deletes the class by age alone.
fn deleted_by_age(
    policy: &Policy,
    resource: &Resource,
    class: &DataClass,
    bucket: Option<&BucketClass<'_>>,
) -> Option<(crate::source::Span, String)> {
    let deleter = deleters(policy, resource, class).into_iter().next();
    if let Some(deleter) = deleter {
        let span = deleter.older_than.as_ref().map_or(deleter.at.span, |age| age.span);
        return Some((span, deleter.at.path.clone()));
    }
    let acting = bucket?.acting("current", |class| class.retention.is_some());
    acting.into_iter().find_map(|(course, reach)| {
        let expire = course.expire_after.filter(|_| reach == Reach::Covers)?;
        Some((expire.span, course.rule.name.value.clone()))
    })
}
