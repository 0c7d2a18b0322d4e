//! Data that must be gone by an age, and that backups keep longer.

use crate::check::classes::objects;
use crate::check::keeping::{Kept, kept};
use crate::check::lives::{deleters, gone_after, life};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{DataClass, Mechanism, Mechanisms, Native, Points, Policy, Resource};
use crate::source::{Span, Spanned};
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "erased-data-in-backups",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "data that must be gone by an age, and that backups keep longer",
    explanation: include_str!("erased-data-in-backups.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let erased = |class: &DataClass| class.erase_after.is_some();
    let concerned = |resource: &&Resource| resource.data_classes.values().any(erased);
    if !policy.resources.values().any(|resource| concerned(&resource)) {
        return;
    }
    for resource in policy.resources.values().filter(concerned) {
        let own = mechanisms.of_resource(&resource.at.key).map(|(_, mechanism)| mechanism);
        let holding: Vec<&Mechanism> = own
            .filter(|mechanism| !mechanism.planned)
            // Versions of the bucket are the data itself.
            .filter(|mechanism| !matches!(mechanism.points, Points::OnChange { .. }))
            .filter(|mechanism| !is_counted(mechanism))
            .collect();
        for class in resource.data_classes.values() {
            let Some(until) = &class.erase_after else { continue };
            let live = live(policy, resource, class);
            let kept = holding.iter().filter_map(|mechanism| Some((*mechanism, kept(mechanism)?)));
            let longest = kept.max_by_key(|(_, kept)| kept.days().unwrap_or(u32::MAX));
            findings.extend(
                longest.and_then(|(mechanism, kept)| judge(class, until, &live, mechanism, kept)),
            );
        }
    }
}

/// True if a tool keeps a number of points, whose age nobody knows.
fn is_counted(mechanism: &Mechanism) -> bool {
    match &mechanism.points {
        Points::Scheduled(points) => points.retention.as_ref().is_some_and(is_count),
        Points::Continuous { retention, lag: _ } => retention.as_ref().is_some_and(is_count),
        Points::OnChange { .. } | Points::Replica { .. } => false,
    }
}

const fn is_count(retention: &Spanned<Retention>) -> bool {
    matches!(retention.value, Retention::Copies(_))
}

/// How long the data itself stays, in days, and where that is said.
struct Live {
    days: u32,
    said: Option<Span>,
}

/// As long as the lifecycle or the deleters say. Where nobody says it, which has
/// a rule of its own, only the backups count here.
fn live(policy: &Policy, resource: &Resource, class: &DataClass) -> Live {
    if let Native::Bucket(settings) = &resource.native
        && let Some(life) = life(settings, &objects(class))
    {
        return Live { days: life.days(), said: Some(life.expire.span) };
    }
    let gone = deleters(policy, resource, class).into_iter().filter_map(|deleter| {
        let days = u32::try_from(gone_after(deleter)?.days_up()).unwrap_or(u32::MAX);
        Some((days, deleter.older_than.as_ref().map(|age| age.span)))
    });
    let (days, said) = gone.min().unwrap_or((0, None));
    Live { days, said }
}

fn judge(
    class: &DataClass,
    until: &Spanned<CalendarDays>,
    live: &Live,
    mechanism: &Mechanism,
    kept: Kept,
) -> Option<Finding> {
    let (name, most) = (&class.at.key, until.value.least);
    let total = kept.days().map(|days| days.saturating_add(live.days));
    if total.is_some_and(|total| total <= most) {
        return None;
    }
    let reference = &mechanism.reference;
    let gone = until.value.shortest();
    let holds = match (kept, total) {
        (Kept::Days(days, _), Some(total)) if live.days > 0 => {
            format!("`{reference}` holds it for {} + {days} = {total} days", live.days)
        }
        (Kept::Days(days, _), _) => format!("`{reference}` holds it for {days} days more"),
        (Kept::Forever(_), _) => format!("`{reference}` holds it for ever"),
        (Kept::Unknown, _) => format!("nobody says how long `{reference}` holds it"),
    };
    let message = format!("`{name}` must be gone after {gone}, and {holds}");
    let level = if kept == Kept::Unknown { Level::Warning } else { Level::Error };
    let mut finding = RULE
        .finding(until.span, message)
        .level(level)
        .path(&class.at.path)
        .label(kept.said().unwrap_or(mechanism.span), "kept in backups")
        .help("count the backups in the promised age, keep them shorter, or leave the data out of them");
    if let Some(span) = live.said {
        finding = finding.label(span, "before that, in use");
    }
    Some(finding)
}
