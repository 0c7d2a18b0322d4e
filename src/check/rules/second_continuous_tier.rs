//! A second continuous tier of a resource in the same vault.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Policy, Resource, Tier};

pub(super) static RULE: Rule = Rule {
    name: "second-continuous-tier",
    kind: Kind::Ignored,
    level: Level::Advice,
    summary: "a second continuous tier, whose retention the first one's exceeds",
    explanation: include_str!("second-continuous-tier.md"),
    cites: &[limits::cite(&backup_plan::CONTINUOUS_ONE_PER_RESOURCE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        if !resource.types.iter().any(|row| row.value.features.point_in_time.possible()) {
            continue;
        }
        let plans = resource.plans.iter().filter_map(|name| policy.plans.get(&name.value));
        let continuous = plans
            .flat_map(|plan| plan.tiers.values())
            .filter(|tier| tier.continuous.is_some() && tier.vault.is_some());
        let tiers: Vec<(&Tier, u32)> = continuous
            .filter_map(|tier| Some((tier, tier.retention.as_ref()?.value.most_days()?)))
            .collect();
        for (tier, days) in &tiers {
            // With two vaults AWS does something else, which has a rule of its own.
            let longer = tiers
                .iter()
                .filter(|(other, most)| most > days && other.vault == tier.vault)
                .max_by_key(|(_, most)| *most);
            findings.extend(longer.and_then(|(longer, _)| finding(resource, tier, longer)));
        }
    }
}

fn finding(resource: &Resource, tier: &Tier, longer: &Tier) -> Option<Finding> {
    let (own, kept) = (tier.retention.as_ref()?, longer.retention.as_ref()?);
    let message = format!(
        "`{}` has one continuous point: it is kept `{}` by `{}`, not `{}`",
        resource.at.key, kept.value, longer.at.path, own.value
    );
    Some(
        RULE.finding(own.span, message)
            .label(kept.span, "the longer one counts")
            .help("let one tier alone be continuous, and make the other one's points snapshots")
            .path(&tier.at.path),
    )
}
