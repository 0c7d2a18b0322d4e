//! Restore testing that looks back less far than the backups are apart.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::restore_testing;
use crate::resolved::{Policy, RestoreTesting, Tier};
use crate::schedule::{Schedule, longest_gap};
use crate::source::Spanned;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "restore-test-finds-nothing",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "restore testing that looks back less far than the backups are apart",
    explanation: include_str!("restore-test-finds-nothing.md"),
    cites: &[
        limits::cite(&restore_testing::SKIPS_SILENTLY.source),
        limits::cite(&restore_testing::SELECTION_WINDOW_DEFAULT_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values() {
        let Some(testing) = &plan.restore_testing else { continue };
        let landing: Vec<&Tier> = plan.tiers.values().filter(|tier| lands(testing, tier)).collect();
        let elsewhere = testing
            .vaults
            .as_ref()
            .and_then(|vaults| vaults.first())
            .filter(|_| landing.is_empty() && !plan.tiers.is_empty());
        if let Some(vault) = elsewhere {
            findings.push(
                RULE.finding(
                    vault.span,
                    format!(
                        "no tier of `{}` puts points into the vaults that are tested",
                        plan.at.key
                    ),
                )
                .help("name the vault of a tier or of one of its copies")
                .path(&testing.path),
            );
            continue;
        }
        let default = restore_testing::SELECTION_WINDOW_DEFAULT_DAYS.value;
        let days = testing.from_last.as_ref().map_or(default, |days| days.value.least);
        let Some((gap, schedule)) = too_far_apart(&landing, days) else { continue };
        let enough = gap.days_up();
        let mut finding = RULE
            .finding(
                testing.from_last.as_ref().map_or(testing.span, |days| days.span),
                format!(
                    "the test looks back {}, but points are up to {gap} apart",
                    limits::count(days as usize, "day", "days")
                ),
            )
            .label(schedule.span, "the most frequent tier")
            .help(format!("write `from_last: {enough}d` or more"))
            .path(&testing.path);
        let most = restore_testing::SELECTION_WINDOW_DAYS.value.most;
        if let Some(stated) = testing.from_last.as_ref().filter(|_| enough <= u64::from(most)) {
            finding = finding.fix(stated.span, format!("{enough}d"));
        }
        findings.push(finding);
    }
}

/// True if the tier, or one of its copies, puts points into a tested vault.
fn lands(testing: &RestoreTesting, tier: &Tier) -> bool {
    let Some(vaults) = &testing.vaults else { return true };
    let own = tier.vault.as_ref().map(|vault| &vault.value);
    let copied = tier.copies.iter().map(|copy| &copy.to.value);
    own.into_iter().chain(copied).any(|name| vaults.iter().any(|vault| vault.value == *name))
}

/// The most frequent tier with its gap, if every tier has longer gaps than
/// these days: one that runs often enough will do.
fn too_far_apart<'a>(tiers: &[&'a Tier], days: u32) -> Option<(Duration, &'a Spanned<Schedule>)> {
    let mut shortest: Option<(Duration, &Spanned<Schedule>)> = None;
    for tier in tiers {
        let Some(schedule) = &tier.schedule else { continue };
        let Some(gap) = longest_gap(&schedule.value, &tier.zone.value) else { continue };
        if gap.length.days_up() <= u64::from(days) {
            return None;
        }
        shortest =
            shortest.filter(|(known, _)| *known <= gap.length).or(Some((gap.length, schedule)));
    }
    shortest
}
