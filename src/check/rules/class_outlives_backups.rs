//! A data class that is promised for longer than any backup is kept.

use crate::check::backups::{Promise, retention};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{ClassRetention, DataClass, Mechanism, Mechanisms, Native, Policy, Resource};
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "class-outlives-backups",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a data class that is promised for longer than any backup is kept",
    explanation: include_str!("class-outlives-backups.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    // A bucket keeps its objects by its own settings.
    let with_classes = policy.resources.values().filter(|resource| {
        !matches!(resource.native, Native::Bucket(_))
            && resource.data_classes.values().any(|class| promised(class).is_some())
    });
    let with_classes: Vec<&Resource> = with_classes.collect();
    if with_classes.is_empty() {
        return;
    }
    for resource in with_classes {
        let own = || {
            let own = mechanisms.of_resource(&resource.at.key).map(|(_, mechanism)| mechanism);
            own.filter(|mechanism| !mechanism.planned)
        };
        // What is kept by count lasts as long as its schedule says.
        if own().any(counts) {
            continue;
        }
        let longest = own()
            .filter_map(|found| Some((found, Promise::of(&retention(&found.points)?.value)?)))
            .max_by_key(|(_, promise)| promise.days());
        findings.extend(judge(resource, longest.as_ref()));
    }
}

fn counts(mechanism: &Mechanism) -> bool {
    let kept = retention(&mechanism.points);
    kept.is_some_and(|kept| matches!(kept.value, Retention::Copies(_)))
}

/// The finite promise of a class. What is kept for ever stays where it is
/// until something deletes it, and no backup needs to be older.
fn promised(class: &DataClass) -> Option<Spanned<&CalendarDays>> {
    let kept = class.retention.as_ref()?;
    match &kept.value {
        ClassRetention::FromCreation(Retention::For(days)) => Some(Spanned::new(days, kept.span)),
        ClassRetention::FromCreation(Retention::Forever | Retention::Copies(_))
        | ClassRetention::FromEvent { .. } => None,
    }
}

/// One finding for all classes of a resource, at the one that is promised for
/// the longest.
fn judge(resource: &Resource, longest: Option<&(&Mechanism, Promise<'_>)>) -> Option<Finding> {
    let enough = longest.map_or(0, |(_, promise)| promise.days());
    let wanted = resource.data_classes.values().filter_map(|class| Some((class, promised(class)?)));
    let mut short: Vec<(&DataClass, Spanned<&CalendarDays>)> =
        wanted.filter(|(_, wanted)| wanted.value.most > enough).collect();
    short.sort_by_key(|(_, wanted)| (std::cmp::Reverse(wanted.value.most), wanted.span));
    let ((class, wanted), others) = short.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        1 => " (nor as long as one more class)".to_owned(),
        more => format!(" (nor as long as {more} more classes)"),
    };
    let message = format!(
        "`{}` is promised for {}, and no backup of `{}` is kept that long{more}",
        class.at.key,
        wanted.value.longest(),
        resource.at.key
    );
    let mut finding = RULE.finding(wanted.span, message).path(&class.at.path).help(format!(
        "keep some backup for `{}`: a monthly dump, a tier, an export; until then a row that is deleted by mistake is gone for good once the backups that hold it are",
        wanted.value
    ));
    for (_, other) in others {
        finding = finding.label(other.span, "too long as well");
    }
    Some(match longest {
        Some((mechanism, promise)) => finding.label(
            mechanism.span,
            format!("`{}` is kept longest, {}", mechanism.reference, promise.words()),
        ),
        None => finding.label(resource.at.span, "no backup of it says how long it is kept"),
    })
}
