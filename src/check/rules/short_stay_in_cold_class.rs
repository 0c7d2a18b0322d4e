//! Backups that are replaced or deleted before their storage class is paid off.

use std::collections::BTreeMap;

use crate::check::keeping::{Kept, kept};
use crate::check::storage::{buckets, cite, days, stored};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Versioning;
use crate::facts::{s3_classes, storage_class};
use crate::resolved::{
    Mechanism, Mechanisms, Points, Policy, Protection, Repository, RepositoryCopy,
};
use crate::schedule::longest_gap;
use crate::source::{Span, Spanned, Text};
use crate::units::{CalendarDays, Duration};

pub(super) static RULE: Rule = Rule {
    name: "short-stay-in-cold-class",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "backups that are replaced or deleted before their storage class is paid off",
    explanation: include_str!("short-stay-in-cold-class.md"),
    cites: &[cite(s3_classes::STORAGE_CLASSES.source)],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let moved = buckets(policy).iter().any(|bucket| {
        bucket.lifecycle().iter().any(|rule| {
            rule.current.as_ref().is_some_and(|current| !current.value.transitions.is_empty())
        })
    });
    let copied = policy.repositories.values().flat_map(|repository| &repository.copies);
    if !moved && copied.into_iter().all(|copy| copy.storage_class.is_none()) {
        return;
    }
    for mechanism in mechanisms.all().iter().filter(|mechanism| !mechanism.planned) {
        let repository = mechanism.repository.as_ref();
        let Some(repository) = repository.and_then(|name| policy.repositories.get(name)) else {
            continue;
        };
        let Some(ends) = Ends::of(mechanism) else { continue };
        let colder = mechanism.colder.iter().filter_map(|colder| {
            let class = colder.storage_class.as_ref()?.value.clone();
            Some((class, days(&colder.after.value), colder.after.span))
        });
        let classes = colder.chain(copied_into(policy, mechanism));
        let found = classes.filter_map(|class| judge(repository, mechanism, &ends, class));
        findings.extend(found.min_by_key(|finding| finding.primary.span));
    }
    let open = kept_for_nobody_knows(policy);
    for repository in policy.repositories.values() {
        let Some(open) = open.get(repository.at.key.as_str()) else { continue };
        let copies = repository.copies.iter().filter(|copy| !copy.planned);
        findings.extend(copies.filter_map(|copy| mirror(policy, repository, copy, open)));
    }
}

/// Something without a retention that is written to each repository, by the
/// repository.
fn kept_for_nobody_knows(policy: &Policy) -> BTreeMap<&str, &Protection> {
    let protections = policy.resources.values().flat_map(|resource| &resource.protections);
    let open = protections.filter_map(|protection| {
        let stored = stored(protection).filter(|stored| stored.retention.is_none())?;
        Some((stored.to.as_ref()?.as_str(), protection))
    });
    open.collect()
}

/// A copy that deletes what is deleted at its source, written in a class of a
/// least time, of what nobody says how long it stays at the source.
fn mirror(
    policy: &Policy,
    from: &Repository,
    copy: &RepositoryCopy,
    open: &Protection,
) -> Option<Finding> {
    let deletes = copy.propagates_deletes.filter(|stated| stated.value)?;
    let to = policy.repositories.get(&copy.to.value)?;
    let class = copy.storage_class.as_ref().or_else(|| written_in(to))?;
    let row = storage_class(&class.value)?;
    if as_versions(to)? >= row.billed_days.into() {
        return None;
    }
    let (name, days, source) = (row.name, row.billed_days, &from.at.key);
    let message = format!(
        "nobody says how long `{}` stays in `{source}`, and what is deleted there is deleted from `{name}`, which is billed for {days} days",
        open.reference
    );
    Some(
        RULE.finding(class.span, message)
            .level(Level::Advice)
            .path(format!("repositories.{}", copy.to.value))
            .label(deletes.span, "deleted as soon as at the source")
            .label(open.span, "kept for nobody knows how long")
            .help(format!("state a `retention` of {days}d or more, keep such copies in `STANDARD`, or let a lifecycle delete them")),
    )
}

/// The class to which a bucket moves objects on the day they are written.
fn written_in(repository: &Repository) -> Option<&Text> {
    let rules = repository.settings.lifecycle.iter().flatten().filter(|rule| !rule.planned);
    let mut moves = rules.filter_map(|rule| rule.current.as_ref());
    moves.find_map(|current| {
        let mut transitions = current.value.transitions.iter();
        let at_once = |age: &Spanned<CalendarDays>| days(&age.value) == 0;
        let first = transitions.find(|one| one.after.as_ref().is_some_and(at_once))?;
        Some(&first.storage_class)
    })
}

/// The class that a copy of a repository is written in.
fn copied_into(policy: &Policy, mechanism: &Mechanism) -> Option<(String, u32, Span)> {
    let mut copies = policy.repositories.values().flat_map(|repository| &repository.copies);
    let copy = copies.find(|copy| copy.path == mechanism.reference)?;
    let class = copy.storage_class.as_ref()?;
    Some((class.value.clone(), 0, class.span))
}

/// When an object of a series is replaced or deleted, by its tool.
struct Ends {
    day: u64,
    span: Span,
    how: &'static str,
}

impl Ends {
    fn of(mechanism: &Mechanism) -> Option<Self> {
        let Points::Scheduled(points) = &mechanism.points else { return None };
        let replaced = points.overwrites_last.as_ref().and_then(|name| {
            let (schedule, zone) = match &points.copied {
                Some(copied) => (copied.schedule.as_ref()?, &copied.zone),
                None => (points.schedule.as_ref()?, &points.zone),
            };
            let gap = longest_gap(&schedule.value, zone)?.length;
            Some(Self { day: gap.days_up(), span: name.span, how: "replaced" })
        });
        let own = points.retention.as_ref().map(|retention| retention.span);
        let deleted = match kept(mechanism) {
            // What a lifecycle ends early has a rule of its own.
            Some(Kept::Days(days, span)) if Some(span) == own => {
                Some(Self { day: days.into(), span, how: "deleted" })
            }
            Some(_) | None => None,
        };
        replaced.into_iter().chain(deleted).min_by_key(|ends| ends.day)
    }
}

fn judge(
    repository: &Repository,
    mechanism: &Mechanism,
    ends: &Ends,
    (class, after, moved): (String, u32, Span),
) -> Option<Finding> {
    let row = storage_class(&class)?;
    let then = as_versions(repository)?;
    // An object that is gone before it moves never enters the class.
    let stay = ends.day.checked_sub(after.into()).filter(|stay| *stay > 0)?.saturating_add(then);
    if stay >= row.billed_days.into() {
        return None;
    }
    let (name, reference) = (row.name, &mechanism.reference);
    let message = format!(
        "objects of `{reference}` are {} after {}, {stay} days after they enter `{name}`, which is billed for {}",
        ends.how,
        Duration::days(ends.day),
        row.billed_days
    );
    Some(
        RULE.finding(moved, message)
            .path(format!("repositories.{}", repository.at.key))
            .marking(format!("in `{name}` from day {after}"))
            .label(ends.span, format!("{} then", ends.how))
            .help("keep such objects in `STANDARD`, or give each run a name of its own and keep it longer"),
    )
}

/// Days for which a replaced or deleted object stays as a version; nothing for
/// ever.
fn as_versions(repository: &Repository) -> Option<u64> {
    let kept = repository.settings.versioning.filter(|v| v.value == Versioning::Enabled);
    if kept.is_none() {
        return Some(0);
    }
    let rules = repository.settings.lifecycle.iter().flatten();
    let ages = rules.filter_map(|rule| rule.noncurrent.as_ref()?.value.expire_after.as_ref());
    ages.map(|age| u64::from(days(&age.value))).min()
}
