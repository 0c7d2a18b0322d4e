//! A document that promises backups every few minutes where no job makes any.

use crate::check::claimed::{quoted, resources};
use crate::check::limits;
use crate::check::watch::longest;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Claim, Lag, Mechanism, Points, Policy, mechanisms};
use crate::schedule::{Schedule, Zone, longest_gap};
use crate::source::Spanned;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "continuous-claimed-as-backups",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a document that promises backups every few minutes where no job makes any",
    explanation: include_str!("continuous-claimed-as-backups.md"),
    cites: &[limits::cite(&backup_plan::LEAST_INTERVAL_HOURS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    if policy.claims.iter().all(|claim| claim.backup.is_none()) {
        return;
    }
    let all = mechanisms(policy);
    for claim in &policy.claims {
        let Some(promise) = &claim.backup else { continue };
        let found = resources(policy, claim)
            .find_map(|resource| judge(claim, promise, &resource.at.key, &all));
        findings.extend(found);
    }
}

fn judge(
    claim: &Claim,
    promise: &Spanned<Schedule>,
    resource: &str,
    all: &[Mechanism],
) -> Option<Finding> {
    // What jobs can do may be meant of jobs.
    let oftenest = Duration::hours(u64::from(backup_plan::LEAST_INTERVAL_HOURS.value));
    let promised = longest_gap(&promise.value, &Zone::utc())?.length;
    let own = || all.iter().filter(|one| one.resource == resource && !one.planned);
    if promised >= oftenest || own().any(|one| is_made_within(one, promised)) {
        return None;
    }
    let (mechanism, lag) = own().find_map(|one| Some((one, continuous(one)?)))?;
    let late = lag.bound.or(lag.typical);
    let behind = late.map_or_else(String::new, |late| format!(", about {late} behind now"));
    let message = format!(
        "{} promises backups of `{resource}` {}, and no job makes any so often: `{}` restores to any moment{behind}",
        quoted(claim),
        promise.value,
        mechanism.reference
    );
    let missed = late.is_some_and(|late| late > promised);
    Some(
        RULE.finding(promise.span, message)
            .level(if missed { Level::Warning } else { Level::Advice })
            .path(format!("{}.backup", claim.path))
            .label(mechanism.span, "ships changes; its backups are made once a day or less")
            .help(format!(
                "promise what may be lost and not how often a job runs: `rpo: {}`",
                late.unwrap_or(promised).rounded_up().as_text()
            ))
            .note("a restore from one of the backups loses what was written since it"),
    )
}

fn is_made_within(mechanism: &Mechanism, promised: Duration) -> bool {
    let Points::Scheduled(points) = &mechanism.points else { return false };
    let schedule = points.schedule.as_ref();
    let gap = schedule.and_then(|at| longest(at, &points.zone));
    gap.is_some_and(|gap| gap <= promised)
}

const fn continuous(mechanism: &Mechanism) -> Option<Lag> {
    match &mechanism.points {
        Points::Continuous { retention: _, lag } => Some(*lag),
        Points::Scheduled(_) | Points::OnChange { .. } | Points::Replica { .. } => None,
    }
}
