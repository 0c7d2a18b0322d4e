//! A document that promises backups or restore tests more often than they
//! happen.

use crate::check::claimed::{drills, exercised, quoted, resources, touches};
use crate::check::watch::longest;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Claim, Mechanisms, Points, Policy, Resource};
use crate::schedule::{Schedule, Zone, longest_gap};
use crate::source::{Span, Spanned};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "claimed-too-often",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "a document that promises backups or restore tests more often than they happen",
    explanation: include_str!("claimed-too-often.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    for claim in &policy.claims {
        if let Some(promise) = &claim.backup {
            for resource in resources(policy, claim) {
                let happening = backups_of(mechanisms, &resource.at.key);
                let of = format!(" of `{}`", resource.at.key);
                findings.extend(judge(claim, "backup", promise, &of, &happening));
            }
        }
        if let Some(promise) = &claim.restore_test {
            findings.extend(tests(policy, claim, promise));
        }
    }
}

fn tests(policy: &Policy, claim: &Claim, promise: &Spanned<Schedule>) -> Vec<Finding> {
    if claim.resources.is_empty() {
        // Where nothing is backed up there is nothing to test.
        let backed_up =
            |resource: &Resource| !resource.plans.is_empty() || !resource.protections.is_empty();
        if !policy.resources.values().any(backed_up) {
            return Vec::new();
        }
        let happening = tests_of(policy, None);
        return judge(claim, "restore_test", promise, "", &happening).into_iter().collect();
    }
    let named = resources(policy, claim).filter_map(|resource| {
        let of = format!(" of `{}`", resource.at.key);
        judge(claim, "restore_test", promise, &of, &tests_of(policy, Some(resource)))
    });
    named.collect()
}

/// What happens, by its name, and how far apart; nothing for what has no gap.
struct Happening<'a> {
    path: &'a str,
    gap: Option<Duration>,
    span: Span,
}

/// The backups of a resource; what runs all the time has a gap of zero.
fn backups_of<'a>(mechanisms: &'a Mechanisms, resource: &str) -> Vec<Happening<'a>> {
    let own = mechanisms.of_resource(resource).map(|(_, mechanism)| mechanism);
    let own = own.filter(|mechanism| !mechanism.planned);
    let happening = own.map(|mechanism| {
        let (gap, span) = match &mechanism.points {
            Points::Scheduled(points) => {
                let schedule = points.schedule.as_ref();
                let gap = schedule.and_then(|at| longest(at, &points.zone));
                (gap, schedule.map(|at| at.span))
            }
            Points::Continuous { .. } | Points::OnChange { .. } => (Some(Duration::ZERO), None),
            // A replica is no backup.
            Points::Replica { .. } => (None, None),
        };
        Happening { path: &mechanism.reference, gap, span: span.unwrap_or(mechanism.span) }
    });
    happening.collect()
}

/// The drills and restore tests that have to do with a resource; all without.
fn tests_of<'a>(policy: &'a Policy, resource: Option<&Resource>) -> Vec<Happening<'a>> {
    let drills = drills(policy).filter(|drill| {
        let touched =
            |resource| exercised(policy, drill).iter().any(|what| touches(policy, what, resource));
        resource.is_none_or(touched)
    });
    let drills = drills.filter_map(|drill| {
        let at = drill.timetable.schedule.as_ref()?;
        let gap = longest_gap(&at.value, &drill.timetable.zone.value).map(|gap| gap.length);
        Some(Happening { path: &drill.at.path, gap, span: at.span })
    });
    let plans = policy
        .plans
        .values()
        .filter(|plan| resource.is_none_or(|resource| plan.users.contains(&resource.at.key)));
    let testing = plans.filter_map(|plan| plan.restore_testing.as_ref()).filter(|t| !t.planned);
    let testing = testing.filter_map(|testing| {
        let at = testing.schedule.as_ref()?;
        let gap = longest_gap(&at.value, &testing.zone.value).map(|gap| gap.length);
        Some(Happening { path: &testing.path, gap, span: at.span })
    });
    drills.chain(testing).collect()
}

fn judge(
    claim: &Claim,
    key: &str,
    promise: &Spanned<Schedule>,
    of: &str,
    happening: &[Happening<'_>],
) -> Option<Finding> {
    let promised = longest_gap(&promise.value, &Zone::utc())?.length;
    // A month or a day of another zone is no broken promise.
    let often =
        |gap: Duration| gap.days_down() <= promised.days_down() && gap <= promised.plus(HOUR);
    if happening.iter().filter_map(|what| what.gap).any(often) {
        return None;
    }
    let what = if key == "backup" { "backups" } else { "restore tests" };
    let most = happening.iter().filter(|what| what.gap.is_some()).min_by_key(|what| what.gap);
    let says = format!("{} promises {what}{of} {}", quoted(claim), promise.value);
    let (but, seen) = match most {
        Some(most) => (
            format!(
                "the most frequent, `{}`, are up to {} apart",
                most.path,
                most.gap.unwrap_or_default()
            ),
            Some(most.span),
        ),
        None => (format!("nothing in the policy has a schedule for {what}"), None),
    };
    let finding = RULE
        .finding(promise.span, format!("{says}, and {but}"))
        .path(format!("{}.{key}", claim.path))
        .help(format!("correct the document, or run the {what} as often as it says"));
    Some(match seen {
        Some(span) => finding.label(span, "when they happen"),
        None => finding,
    })
}

/// By how much clocks change.
const HOUR: Duration = Duration::hours(1);
