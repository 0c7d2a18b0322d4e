//! What only the environments of a policy together show.

use std::collections::BTreeMap;

use crate::diagnostic::{Finding, Level};
use crate::resolved::{Policy, ProtectionKind, Tier};
use crate::source::Spanned;
use crate::units::Retention;

use super::backups::Promise;
use super::run_rules::PRODUCTION_KEPT_NO_LONGER;

/// Names of the environment that matters most.
const PRODUCTION: [&str; 4] = ["prod", "production", "prd", "live"];

/// How long something is kept in one environment, by its path.
type Lengths = BTreeMap<String, Spanned<Retention>>;

/// What is found by comparing environments: in which one, and what.
///
/// `policies` are those of one file. What production keeps is compared with
/// what each other environment keeps of the same thing.
pub fn between(policies: &[Policy]) -> Vec<(String, Finding)> {
    let is_production = |policy: &&Policy| PRODUCTION.contains(&policy.environment.name.as_str());
    let Some(production) = policies.iter().find(is_production) else { return Vec::new() };
    let name = &production.environment.name;
    let others = policies.iter().filter(|policy| policy.environment.name != *name);
    let others: Vec<(&str, Lengths)> =
        others.map(|policy| (policy.environment.name.as_str(), lengths(policy))).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let own = lengths(production);
    let found = own.iter().filter_map(|(path, kept)| judge(name, path, kept, &others));
    found.map(|finding| (name.clone(), finding)).collect()
}

fn judge(
    name: &str,
    path: &str,
    kept: &Spanned<Retention>,
    others: &[(&str, Lengths)],
) -> Option<Finding> {
    let own = Promise::of(&kept.value)?;
    let elsewhere: Vec<(&str, &Spanned<Retention>, Promise<'_>)> = others
        .iter()
        .filter_map(|(other, lengths)| {
            let there = lengths.get(path)?;
            Some((*other, there, Promise::of(&there.value)?))
        })
        .collect();
    // A length that is the same everywhere was never meant to differ.
    let differs = elsewhere.iter().any(|(_, _, there)| there.days() != own.days());
    let (other, there, promise) = elsewhere.iter().max_by_key(|(_, _, there)| there.days())?;
    if !differs || promise.days() < own.days() {
        return None;
    }
    let (level, message) = if promise.days() > own.days() {
        let message =
            format!("`{name}` keeps `{path}` {}, and `{other}` {}", own.words(), promise.words());
        (Level::Warning, message)
    } else {
        let message = format!("`{name}` keeps `{path}` {}, no longer than `{other}`", own.words());
        (Level::Advice, message)
    };
    let finding = PRODUCTION_KEPT_NO_LONGER
        .finding(kept.span, message)
        .level(level)
        .path(path)
        .help(format!("keep it longer in `{name}`: its damage is found later and costs more"));
    Some(match there.span == kept.span {
        true => finding,
        false => finding.label(there.span, format!("in `{other}`")),
    })
}

/// How long the tiers and the native backups of an environment are kept.
fn lengths(policy: &Policy) -> Lengths {
    let tiers = policy.plans.values().flat_map(|plan| plan.tiers.values());
    let of_tier = |tier: &Tier| Some((tier.at.path.clone(), tier.retention.clone()?));
    let mut lengths: Lengths = tiers.filter_map(of_tier).collect();
    for protection in policy.resources.values().flat_map(|resource| &resource.protections) {
        let kept = match &protection.kind {
            ProtectionKind::PointInTimeRecovery { retention }
            | ProtectionKind::AutomatedBackups { retention, .. }
            | ProtectionKind::CacheSnapshots { retention, .. } => {
                retention.as_ref().map(|days| days.with(Retention::For(days.value.clone())))
            }
            ProtectionKind::ManualSnapshots { retention, .. } => retention.clone(),
            _ => None,
        };
        lengths.extend(kept.map(|kept| (format!("resources.{}", protection.reference), kept)));
    }
    lengths
}
