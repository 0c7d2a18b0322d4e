//! Data that must be gone by an age, and that backups keep longer.

use crate::check::classes::objects;
use crate::check::lives::{deleters, gone_after, life};
use crate::check::storage::days;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{
    DataClass, Mechanism, MechanismKind, Native, Points, Policy, Resource, mechanisms,
};
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

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let erased = |class: &DataClass| class.erase_after.is_some();
    let concerned = |resource: &&Resource| resource.data_classes.values().any(erased);
    if !policy.resources.values().any(|resource| concerned(&resource)) {
        return;
    }
    let all = mechanisms(policy);
    for resource in policy.resources.values().filter(concerned) {
        let holding: Vec<&Mechanism> = all
            .iter()
            .filter(|mechanism| mechanism.resource == resource.at.key && !mechanism.planned)
            .collect();
        for class in resource.data_classes.values() {
            let Some(until) = &class.erase_after else { continue };
            let live = live(policy, resource, class);
            let kept = holding.iter().filter_map(|mechanism| kept(mechanism));
            let kept = kept.max_by_key(|kept| kept.days.unwrap_or(u32::MAX));
            findings.extend(kept.and_then(|kept| judge(class, until, &live, &kept)));
        }
    }
}

/// How long a copy of a point may exist.
struct Kept<'a> {
    mechanism: &'a Mechanism,
    /// Nothing for ever.
    days: Option<u32>,
    /// Where it is said.
    said: Option<Span>,
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

/// Nothing for what holds no old points, or ends with the data itself.
fn kept(mechanism: &Mechanism) -> Option<Kept<'_>> {
    let retention = match &mechanism.points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, lag: _ } => retention.as_ref(),
        // Replicas follow the resource, and versions of a bucket are its own.
        Points::OnChange { .. } if mechanism.kind == MechanismKind::Versioning => return None,
        Points::OnChange { .. } | Points::Replica { .. } => return None,
    };
    // Whatever deletes points earlier counts too.
    let limit = mechanism.limits.iter().min_by_key(|limit| limit.after.most);
    let limit = limit.map(|limit| (limit.after.most, limit.span));
    let own = match retention.map(|retention| (&retention.value, retention.span)) {
        Some((Retention::For(length), span)) => Some((days(length), span)),
        Some((Retention::Copies(_), _)) => return None,
        Some((Retention::Forever, span)) => return Some(ended(mechanism, limit, Some(span))),
        None => return Some(ended(mechanism, limit, None)),
    };
    let shorter = own.into_iter().chain(limit).min()?;
    Some(Kept { mechanism, days: Some(shorter.0), said: Some(shorter.1) })
}

/// Kept until something else deletes it.
fn ended(mechanism: &Mechanism, limit: Option<(u32, Span)>, said: Option<Span>) -> Kept<'_> {
    match limit {
        Some((days, span)) => Kept { mechanism, days: Some(days), said: Some(span) },
        None => Kept { mechanism, days: None, said },
    }
}

fn judge(
    class: &DataClass,
    until: &Spanned<CalendarDays>,
    live: &Live,
    kept: &Kept<'_>,
) -> Option<Finding> {
    let (name, most) = (&class.at.key, until.value.least);
    let total = kept.days.map(|days| days.saturating_add(live.days));
    if total.is_some_and(|total| total <= most) {
        return None;
    }
    let reference = &kept.mechanism.reference;
    let gone = until.value.shortest();
    let message = match (kept.days, total, kept.said) {
        (Some(days), Some(total), _) if live.days > 0 => format!(
            "`{name}` must be gone after {gone}, and `{reference}` holds it for {} + {days} = {total} days",
            live.days
        ),
        (Some(days), ..) => format!(
            "`{name}` must be gone after {gone}, and `{reference}` holds it for {days} days more"
        ),
        (None, _, Some(_)) => {
            format!("`{name}` must be gone after {gone}, and `{reference}` holds it for ever")
        }
        (None, _, None) => format!(
            "`{name}` must be gone after {gone}, and nobody says how long `{reference}` holds it"
        ),
    };
    let unknown = kept.days.is_none() && kept.said.is_none();
    let mut finding = RULE
        .finding(until.span, message)
        .level(if unknown { Level::Warning } else { Level::Error })
        .path(&class.at.path)
        .label(kept.said.unwrap_or(kept.mechanism.span), "kept in backups")
        .help("count the backups in the promised age, keep them shorter, or leave the data out of them");
    if let Some(span) = live.said {
        finding = finding.label(span, "before that, in use");
    }
    Some(finding)
}
