//! A lifecycle rule that deletes backups before their retention ends.

use std::collections::BTreeSet;

use crate::check::backups::{Promise, retention};
use crate::check::storage::{cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{LifecycleRule, Mechanism, Mechanisms, Policy, Repository};
use crate::source::Span;
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "expiration-beats-retention",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a lifecycle rule that deletes backups before their retention ends",
    explanation: include_str!("expiration-beats-retention.md"),
    cites: &[cite(s3_lifecycle::EARLIER_EXPIRATION_WINS.source)],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let expiring = policy.repositories.values().filter(|repository| expires(repository));
    if expiring.count() == 0 {
        return;
    }
    for mechanism in mechanisms.all() {
        let Some(repository) =
            mechanism.repository.as_ref().and_then(|name| policy.repositories.get(name))
        else {
            continue;
        };
        let rules = repository.settings.lifecycle.iter().flatten();
        let limits: BTreeSet<&str> =
            mechanism.limits.iter().map(|limit| limit.path.as_str()).collect();
        let acting = rules.filter(|rule| limits.contains(rule.path.as_str()));
        findings.extend(acting.filter_map(|rule| judge(mechanism, rule)));
    }
}

fn expires(repository: &Repository) -> bool {
    repository.settings.lifecycle.iter().flatten().any(|rule| expiration(rule).is_some())
}

fn expiration(rule: &LifecycleRule) -> Option<(&CalendarDays, Span)> {
    let after = rule.current.as_ref()?.value.expire_after.as_ref()?;
    Some((&after.value, after.span))
}

fn judge(mechanism: &Mechanism, rule: &LifecycleRule) -> Option<Finding> {
    let kept = retention(&mechanism.points)?;
    let promise = Promise::of(&kept.value)?;
    let (after, span) = expiration(rule)?;
    if days(after) >= promise.days() {
        return None;
    }
    // Which objects a filter matches depends on names, tags and sizes that the
    // policy may not state.
    let (level, some) = match &rule.filter {
        None => (Level::Error, ""),
        Some(_) => (Level::Warning, "some of "),
    };
    let message = format!(
        "`{}` deletes {some}`{}` after {}, and its retention is {}",
        rule.name.value,
        mechanism.reference,
        after.longest(),
        promise.words()
    );
    let finding = RULE
        .finding(span, message)
        .level(level)
        .path(format!("{}.current", rule.path))
        .label(kept.span, format!("kept {}", promise.words()));
    Some(match &kept.value {
        Retention::For(days) => {
            finding.help(format!("write `expire_after: {days}`")).fix(span, days.to_string())
        }
        Retention::Forever | Retention::Copies(_) => {
            finding.help("drop `expire_after`, or narrow the rule by a `filter`")
        }
    })
}
