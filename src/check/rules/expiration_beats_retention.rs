//! A lifecycle rule that deletes backups before their retention ends.

use std::collections::BTreeSet;

use crate::check::backups::{Promise, retention};
use crate::check::storage::{cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{LifecycleRule, Mechanism, Mechanisms, Points, Policy, Repository};
use crate::schedule::longest_gap;
use crate::source::Spanned;
use crate::units::{CalendarDays, Duration, Retention};

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
        for rule in acting {
            let ages = expirations(rule)
                .filter(|(age, _)| mechanism.limits.iter().any(|limit| limit.span == age.span));
            findings.extend(ages.filter_map(|(age, which)| judge(mechanism, rule, age, which)));
        }
    }
}

fn expires(repository: &Repository) -> bool {
    let mut rules = repository.settings.lifecycle.iter().flatten();
    rules.any(|rule| expirations(rule).next().is_some())
}

/// The ages at which a rule deletes, each with its key.
fn expirations(
    rule: &LifecycleRule,
) -> impl Iterator<Item = (&Spanned<CalendarDays>, &'static str)> {
    let current = rule.current.as_ref().and_then(|which| which.value.expire_after.as_ref());
    let noncurrent = rule.noncurrent.as_ref().and_then(|which| which.value.expire_after.as_ref());
    let current = current.map(|age| (age, "current"));
    current.into_iter().chain(noncurrent.map(|age| (age, NONCURRENT)))
}

const NONCURRENT: &str = "noncurrent";

/// Whole days until the next run overwrites an object of the same name.
fn until_overwritten(mechanism: &Mechanism) -> Option<u32> {
    let Points::Scheduled(points) = &mechanism.points else { return None };
    let gap = longest_gap(&points.schedule.as_ref()?.value, &points.zone)?;
    u32::try_from(gap.length.as_seconds() / Duration::days(1).as_seconds()).ok()
}

fn judge(
    mechanism: &Mechanism,
    rule: &LifecycleRule,
    age: &Spanned<CalendarDays>,
    which: &str,
) -> Option<Finding> {
    let kept = retention(&mechanism.points)?;
    let promise = Promise::of(&kept.value)?;
    let (after, span) = (&age.value, age.span);
    let before = if which == NONCURRENT { until_overwritten(mechanism)? } else { 0 };
    if days(after).saturating_add(before) >= promise.days() {
        return None;
    }
    // Which objects a filter matches depends on names, tags and sizes that the
    // policy may not state.
    let (level, some) = match &rule.filter {
        None => (Level::Error, ""),
        Some(_) => (Level::Warning, "some of "),
    };
    let message = format!(
        "`{}` deletes {some}`{}` {}{}, and its retention is {}",
        rule.name.value,
        mechanism.reference,
        if which == NONCURRENT { "once overwritten for " } else { "after " },
        after.longest(),
        promise.words()
    );
    let finding = RULE
        .finding(span, message)
        .level(level)
        .path(format!("{}.{which}", rule.path))
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
