//! A storage class that S3 does not have, or does not take here.

use crate::check::storage::{buckets, cite, courses};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_classes;
use crate::facts::storage_class;
use crate::resolved::Policy;
use crate::source::{Text, nearest};

pub(super) static RULE: Rule = Rule {
    name: "unknown-storage-class",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a storage class that S3 does not have, or does not take here",
    explanation: include_str!("unknown-storage-class.md"),
    cites: &[cite(s3_classes::STORAGE_CLASSES.source), cite(s3_classes::NEVER_A_TARGET.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        for course in bucket.lifecycle().iter().flat_map(courses) {
            let steps = course.steps.iter();
            findings.extend(steps.filter_map(|step| judge(step.class, true, course.path())));
        }
        for replication in &bucket.settings.replication {
            let class = replication.storage_class.as_ref();
            findings.extend(class.and_then(|class| judge(class, false, replication.path.clone())));
        }
    }
}

fn judge(class: &Text, transition: bool, path: String) -> Option<Finding> {
    let name = class.as_str();
    let refused = |name: &str| transition && s3_classes::NEVER_A_TARGET.value.contains(&name);
    if refused(name) {
        let message = format!("no transition leads to `{name}`");
        let help = "remove the transition: objects only move to colder classes";
        return Some(RULE.finding(class.span, message).path(path).help(help));
    }
    if storage_class(name).is_some() {
        return None;
    }
    let known =
        || s3_classes::STORAGE_CLASSES.value.iter().map(|row| row.name).filter(|n| !refused(n));
    let finding =
        RULE.finding(class.span, format!("`{name}` is not a storage class of S3")).path(path);
    let upper = name.to_ascii_uppercase().replace('-', "_");
    Some(match nearest(&upper, known()) {
        Some(near) if near == upper => {
            finding.help(format!("write `{near}`")).fix(class.span, near)
        }
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("the classes are {}", known().collect::<Vec<_>>().join(", "))),
    })
}
