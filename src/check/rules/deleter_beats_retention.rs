//! A deleter that takes what is promised for longer.

use crate::check::backups::{Promise, retention};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{ClassRetention, Deleter, Mechanisms, Policy, Referent};
use crate::source::Span;
use crate::units::CalendarDays;

pub(super) static RULE: Rule = Rule {
    name: "deleter-beats-retention",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a deleter that takes what is promised for longer",
    explanation: include_str!("deleter-beats-retention.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    if policy.deleters.is_empty() {
        return;
    }
    let found = policy.deleters.values().filter_map(|deleter| judge(policy, mechanisms, deleter));
    findings.extend(found);
}

/// Something that a deleter deletes, and how long it is promised.
struct Promised<'a> {
    name: String,
    span: Span,
    promise: Promise<'a>,
}

fn judge(policy: &Policy, mechanisms: &Mechanisms, deleter: &Deleter) -> Option<Finding> {
    let at_once = CalendarDays::days(0);
    let age = deleter.older_than.as_ref().map_or(&at_once, |age| &age.value);
    let mut promised = promised(policy, mechanisms, deleter);
    promised.retain(|promised| age.least < promised.promise.days());
    promised.sort_by_key(|promised| (promised.span, promised.name.clone()));
    promised.dedup_by_key(|promised| promised.span);
    // Of those kept equally long, the first of the file.
    let longest = promised.iter().rev().max_by_key(|promised| promised.promise.days())?;
    let others = match promised.len() {
        1 => String::new(),
        2 => " (and one more)".to_owned(),
        more => format!(" (and {} more)", more - 1),
    };
    let (name, kept) = (&longest.name, longest.promise.words());
    let when = match &deleter.older_than {
        Some(age) => format!("after {}", age.value.shortest()),
        None => "at any age".to_owned(),
    };
    let message = format!("`{}` deletes {when} what `{name}` keeps {kept}{others}", deleter.at.key);
    let span = deleter.older_than.as_ref().map_or(deleter.at.span, |age| age.span);
    let mut finding =
        RULE.finding(span, message).path(&deleter.at.path).help(match longest.promise {
            Promise::For(days) => format!(
                "let it delete only what is older than {} days, or leave out what is kept longer",
                days.most
            ),
            Promise::Forever => format!("leave `{name}` out of what it deletes"),
        });
    if age.most >= longest.promise.days() {
        finding = finding.level(Level::Warning).note(
            "months and years vary: the deleter may count the shortest, and what is kept needs the longest",
        );
    }
    for promised in &promised {
        finding = finding.label(promised.span, format!("kept {}", promised.promise.words()));
    }
    Some(finding)
}

fn promised<'a>(
    policy: &'a Policy,
    mechanisms: &'a Mechanisms,
    deleter: &Deleter,
) -> Vec<Promised<'a>> {
    let mut promised = Vec::new();
    for reference in &deleter.deletes {
        for mechanism in mechanisms.meant_by([reference]) {
            let Some(kept) = retention(&mechanism.points) else { continue };
            promised.extend(Promise::of(&kept.value).map(|promise| Promised {
                name: mechanism.reference.to_string(),
                span: kept.span,
                promise,
            }));
        }
        for referent in &reference.means {
            promised.extend(class(policy, referent));
        }
    }
    promised
}

/// The promise of a data class.
fn class<'a>(policy: &'a Policy, referent: &Referent) -> Option<Promised<'a>> {
    let Referent::DataClass { resource, class } = referent else { return None };
    let kept = policy.resources.get(resource)?.data_classes.get(class)?.retention.as_ref()?;
    let ClassRetention::FromCreation(retention) = &kept.value else { return None };
    let promise = Promise::of(retention)?;
    Some(Promised { name: format!("{resource}.data_classes.{class}"), span: kept.span, promise })
}
