//! Years that are counted as 365 days each.

use std::collections::BTreeMap;

use crate::check::storage::{buckets, courses, stored};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan::DELETE_AFTER_DAYS;
use crate::resolved::{ClassRetention, DISRUPTIONS, Objective, Policy, ProtectionKind, Resource};
use crate::source::{Span, Spanned};
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "years-counted-as-days",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "years that are counted as 365 days each",
    explanation: include_str!("years-counted-as-days.md"),
    cites: &[],
};

/// A year that has no leap day.
const COMMON_YEAR: u32 = 365;

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let promised = promised_years(policy);
    for (length, path) in kept(policy) {
        findings.extend(judge(&length, path, &promised));
    }
}

/// A length that something is kept for, with its place.
type Length<'a> = Spanned<&'a CalendarDays>;

fn judge(length: &Length<'_>, path: String, promised: &BTreeMap<u32, Span>) -> Option<Finding> {
    let written = length.value.as_written().strip_suffix('d')?;
    let days: u32 = written.parse().ok()?;
    if days == 0 || !days.is_multiple_of(COMMON_YEAR) {
        return None;
    }
    let years = days / COMMON_YEAR;
    let calendar = CalendarDays::parse(&format!("{years}y")).ok()?;
    let promise = promised.get(&years);
    // Without a promise it is a fault only if no such years are so short, and if
    // it is not the longest that AWS takes.
    let meant = calendar.least == days || days == DELETE_AFTER_DAYS.value.most;
    if promise.is_none() && meant {
        return None;
    }
    let plural = if years == 1 { "year lasts" } else { "years last" };
    let range = match calendar.least == calendar.most {
        true => format!("{}", calendar.most),
        false => format!("{} to {}", calendar.least, calendar.most),
    };
    let message = format!("`{days}d` is {years} × 365 days, and {years} calendar {plural} {range}");
    let finding = RULE
        .finding(length.span, message)
        .path(path)
        .help(format!("write `{calendar}` if years are meant: it counts the leap days"));
    Some(match promise {
        Some(span) => finding
            .label(*span, format!("`{calendar}` is promised here"))
            .fix(length.span, calendar.to_string()),
        None => finding.level(Level::Advice),
    })
}

/// The years that something promises, with the first place that does.
fn promised_years(policy: &Policy) -> BTreeMap<u32, Span> {
    let mut found = BTreeMap::new();
    let mut add = |text: &str, span: Span| {
        let years = text.strip_suffix('y').and_then(|years| years.parse().ok());
        if let Some(years) = years {
            found.entry(years).or_insert(span);
        }
    };
    for resource in policy.resources.values() {
        for (retention, _) in classes(resource) {
            add(retention.value.as_written(), retention.span);
        }
        for disruption in DISRUPTIONS {
            let Some(figures) = resource.objectives.after(disruption) else { continue };
            let Objective::Stated(history, _) = &figures.history else { continue };
            history.reach.iter().for_each(|reach| add(&reach.value.to_string(), reach.span));
            history.rungs.values().for_each(|rung| add(rung.value.as_written(), rung.span));
        }
    }
    for claim in &policy.claims {
        if let Some(history) = &claim.history
            && let Some(length) = history.value.stated()
        {
            add(&length.to_string(), history.span);
        }
        claim.retention.iter().for_each(|kept| add(&kept.value.to_string(), kept.span));
    }
    found
}

/// The lengths that data classes are promised for.
fn classes(resource: &Resource) -> Vec<(Length<'_>, String)> {
    let classes = resource.data_classes.values().filter_map(|class| {
        let written = class.retention.as_ref()?;
        let ClassRetention::FromCreation(Retention::For(length)) = &written.value else {
            return None;
        };
        Some((written.with(length), class.at.path.clone()))
    });
    classes.collect()
}

/// Every length that something is kept for.
fn kept(policy: &Policy) -> Vec<(Length<'_>, String)> {
    let mut found = Vec::new();
    for kept in crate::check::walk::kept(policy).filter(|kept| !kept.is_inherited()) {
        found.extend(length(kept.retention()).map(|length| (length, kept.path().to_owned())));
    }
    for resource in policy.resources.values() {
        found.extend(classes(resource));
        for protection in &resource.protections {
            let own = match &protection.kind {
                ProtectionKind::ManualSnapshots { retention, .. }
                | ProtectionKind::External { retention, .. } => retention.as_ref(),
                _ => stored(protection).and_then(|stored| stored.retention.as_ref()),
            };
            let path = || format!("resources.{}", protection.reference);
            found.extend(length(own).map(|length| (length, path())));
        }
    }
    for bucket in buckets(policy) {
        for course in bucket.lifecycle().iter().flat_map(courses) {
            let expire = course.expire_after.map(|age| age.with(&age.value));
            found.extend(expire.map(|expire| (expire, course.path())));
        }
    }
    found
}

fn length(retention: Option<&Spanned<Retention>>) -> Option<Length<'_>> {
    let retention = retention?;
    match &retention.value {
        Retention::For(length) => Some(retention.with(length)),
        Retention::Forever | Retention::Copies(_) => None,
    }
}
