//! A scenario that nobody tries before it is needed.

use crate::check::claimed::{drills, exercised};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Policy, Referent, Scenario};

pub(super) static RULE: Rule = Rule {
    name: "scenario-never-exercised",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "a scenario that nobody tries before it is needed",
    explanation: include_str!("scenario-never-exercised.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    if policy.recovery.is_empty() {
        return;
    }
    let mut tried: Vec<&Referent> =
        drills(policy).flat_map(|drill| exercised(policy, drill)).collect();
    let tested = tested(policy);
    tried.extend(&tested);
    for scenario in policy.recovery.values() {
        let own = Referent::Scenario(scenario.at.key.clone());
        if tried.contains(&&own) || every_restore_is_tried(scenario, &tried) {
            continue;
        }
        let name = &scenario.at.key;
        // Where nothing is exercised at all that is known: say it softly.
        let level = if tried.is_empty() { Level::Advice } else { Level::Warning };
        let from = first_untried(scenario, &tried);
        let message = match from {
            Some(from) => {
                format!("no drill exercises `{name}`, nor a restore from `{}`", from.value)
            }
            None => format!("no drill exercises `{name}`"),
        };
        let finding = RULE
            .finding(scenario.at.span, message)
            .level(level)
            .path(&scenario.at.path)
            .help(format!("add `{}` to the `exercises` of a drill", scenario.at.path));
        findings.push(match from {
            Some(from) => finding.label(from.span, "never restored from"),
            None => finding,
        });
    }
}

/// What restore testing restores from: the vaults, and the tiers that fill them.
fn tested(policy: &Policy) -> Vec<Referent> {
    let mut found = Vec::new();
    for plan in policy.plans.values() {
        let Some(testing) = plan.restore_testing.as_ref().filter(|testing| !testing.planned) else {
            continue;
        };
        let named = testing.vaults.as_ref().map(|vaults| vaults.iter().map(|v| v.value.clone()));
        let vaults: Vec<String> = match named {
            Some(named) => named.collect(),
            None => {
                plan.tiers.values().filter_map(|t| Some(t.vault.as_ref()?.value.clone())).collect()
            }
        };
        for tier in plan.tiers.values() {
            let inside = tier.vault.as_ref().is_some_and(|vault| vaults.contains(&vault.value));
            if inside {
                let (plan, tier) = (plan.at.key.clone(), tier.at.key.clone());
                found.push(Referent::Tier { plan, tier });
            }
        }
        found.push(Referent::Plan(plan.at.key.clone()));
        found.extend(vaults.into_iter().map(Referent::Vault));
    }
    found
}

/// A scenario is as good as tried if all that it restores from is.
fn every_restore_is_tried(scenario: &Scenario, tried: &[&Referent]) -> bool {
    !scenario.restores.is_empty() && first_untried(scenario, tried).is_none()
}

fn first_untried<'a>(
    scenario: &'a Scenario,
    tried: &[&Referent],
) -> Option<&'a crate::source::Text> {
    let mut restores = scenario.restores.values();
    let untried = restores
        .find(|restore| !restore.from.means.iter().any(|referent| tried.contains(&referent)));
    untried.map(|restore| &restore.from.path)
}
