//! Snapshots more often than daily beside a continuous backup of RDS.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan::CONTINUOUS_RDS_SNAPSHOT_HOURS;
use crate::resolved::{Plan, Policy, Resource, Tier};
use crate::schedule::longest_gap;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "snapshots-beside-continuous",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "snapshots more often than daily beside continuous backup of a database",
    explanation: include_str!("snapshots-beside-continuous.md"),
    cites: &[limits::cite(&CONTINUOUS_RDS_SNAPSHOT_HOURS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (plan, tier) in walk::tiers(policy).filter(|(_, tier)| tier.continuous.is_none()) {
        let Some(schedule) = &tier.schedule else { continue };
        let Some(gap) = longest_gap(&schedule.value, &tier.zone.value) else { continue };
        // A daily run in a zone with summer time has 23 hours once a year.
        let daily = Duration::hours(u64::from(CONTINUOUS_RDS_SNAPSHOT_HOURS.value) - 1);
        if gap.length >= daily {
            continue;
        }
        let Some((resource, continuous)) = beside(policy, plan) else { continue };
        let message = format!(
            "points up to {} apart are not made: AWS takes one snapshot of `{}` a day beside its \
             continuous backup",
            gap.length, resource.at.key
        );
        findings.push(
            RULE.finding(schedule.span, message)
                .label(continuous.continuous.unwrap_or(continuous.at.span), "continuous backup")
                .help("run it once a day, or give the database a plan without continuous backup")
                .note("AWS does not say which of the runs makes the snapshot")
                .path(&tier.at.path),
        );
    }
}

/// The first instance of a plan that a tier of any of its plans backs up
/// continuously.
fn beside<'a>(policy: &'a Policy, plan: &Plan) -> Option<(&'a Resource, &'a Tier)> {
    walk::users(policy, plan).find_map(|resource| {
        let instance = resource.types.iter().any(|row| row.value.name == "rds_instance");
        let plans = resource.plans.iter().filter_map(|name| policy.plans.get(&name.value));
        let mut tiers = plans.flat_map(|plan| plan.tiers.values());
        Some((resource, tiers.find(|other| instance && other.continuous.is_some())?))
    })
}
