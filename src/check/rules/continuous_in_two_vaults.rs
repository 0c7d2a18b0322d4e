//! A resource with continuous backup in two vaults.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Policy, Tier};

pub(super) static RULE: Rule = Rule {
    name: "continuous-in-two-vaults",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a resource with continuous backup in two vaults",
    explanation: include_str!("continuous-in-two-vaults.md"),
    cites: &[
        limits::cite(&backup_plan::CONTINUOUS_ONE_PER_RESOURCE.source),
        limits::cite(&backup_plan::CONTINUOUS_S3_ONE_VAULT.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let plans = resource.plans.iter().filter_map(|name| policy.plans.get(&name.value));
        let tiers: Vec<&Tier> = plans
            .flat_map(|plan| plan.tiers.values())
            .filter(|tier| tier.vault.is_some())
            .collect();
        let bucket = resource.types.iter().any(|row| row.value.name == "s3");
        let able = resource.types.iter().any(|row| row.value.features.point_in_time.possible());
        for (index, tier) in tiers.iter().enumerate().filter(|_| able) {
            // Of a bucket also the snapshots belong into the vault of the continuous point.
            let relevant = |other: &&&Tier| {
                let both = tier.continuous.is_some() && other.continuous.is_some();
                let either = tier.continuous.is_some() || other.continuous.is_some();
                (both || (bucket && either)) && other.vault != tier.vault
            };
            let Some(other) = tiers.iter().take(index).find(relevant) else { continue };
            // Tiers of two plans may have one key.
            let alike = tier.at.key == other.at.key;
            let name = |tier: &Tier| match alike {
                true => tier.at.path.clone(),
                false => tier.at.key.clone(),
            };
            let span = |tier: &Tier| tier.vault.as_ref().map_or(tier.at.span, |vault| vault.span);
            findings.push(
                RULE.finding(tier.at.span, format!("`{}` has one continuous point, but the tiers `{}` and `{}` have different vaults", resource.at.key, name(other), name(tier)))
                    .label(span(tier), "this vault")
                    .label(span(other), "the other one")
                    .help("use one vault for both, and reach others by copies")
                    .path(&tier.at.path),
            );
        }
    }
}
