//! An alarm that goes off when the RPO is already missed.

use crate::check::watch::{Rpo, alarms, longest, served, threshold};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Alarm, Mechanism, Mechanisms, Points, Policy, Resource};
use crate::source::Spanned;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "alarm-after-objective",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "an alarm that goes off when the RPO is already missed",
    explanation: include_str!("alarm-after-objective.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    if !alarms(policy).any(|alarm| threshold(alarm).is_some()) {
        return;
    }
    for alarm in alarms(policy) {
        let Some(over) = threshold(alarm) else { continue };
        let watched = mechanisms.meant_by(&alarm.watches);
        let served = watched.into_iter().flat_map(|mechanism| {
            let resource = policy.resources.get(&mechanism.resource);
            let mut served = resource.map(|resource| served(policy, resource, mechanism));
            // A daily dump beside five minutes is kept for its history.
            let gap = gap(mechanism);
            served.iter_mut().for_each(|served| served.retain(|rpo| rpo.value >= gap));
            served.into_iter().flatten().zip(std::iter::repeat(resource))
        });
        // What it is for is not said: the most patient of its objectives.
        let loosest = served.max_by_key(|(rpo, _)| rpo.value);
        let Some((rpo, Some(resource))) = loosest else { continue };
        findings.extend(judge(alarm, over, rpo, resource));
    }
}

/// The longest time between two points that are made by a schedule.
fn gap(mechanism: &Mechanism) -> Duration {
    let Points::Scheduled(points) = &mechanism.points else { return Duration::ZERO };
    let schedule = points.schedule.as_ref();
    schedule.and_then(|at| longest(at, &points.zone)).unwrap_or_default()
}

fn judge(
    alarm: &Alarm,
    over: &Spanned<Duration>,
    rpo: Rpo<'_>,
    resource: &Resource,
) -> Option<Finding> {
    let every = alarm.evaluate_every.map(|every| every.value).unwrap_or_default();
    let told = over.value.plus(every);
    if told <= rpo.value {
        return None;
    }
    let sum = match every.is_zero() {
        true => format!("{told}"),
        false => format!("{} + {every} = {told}", over.value),
    };
    let message = format!(
        "somebody is told after {sum}, and the RPO of `{}` after `{}` is {}",
        resource.at.key, rpo.after, rpo.value
    );
    let most = rpo.value.minus(every);
    let finding = RULE
        .finding(over.span, message)
        .path(&alarm.at.path)
        .marking("too late to act")
        .label(rpo.origin.span, "missed by then");
    Some(finding.help(format!("let it go off at {most} or sooner, and leave time to act")))
}
