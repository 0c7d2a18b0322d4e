//! Restore testing of a vault in another Region or account.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::restore_testing;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "restore-test-elsewhere",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "restore testing of a vault in another Region or account",
    explanation: include_str!("restore-test-elsewhere.md"),
    cites: &[limits::cite(&restore_testing::VAULTS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(home) = &policy.environment.place else { return };
    for testing in policy.plans.values().filter_map(|plan| plan.restore_testing.as_ref()) {
        for name in testing.vaults.iter().flatten() {
            let Some(vault) = walk::vault(policy, Some(name)) else { continue };
            if let Some(place) = vault.place.as_ref().filter(|place| *place != home) {
                findings.push(
                    RULE.finding(
                        name.span,
                        format!(
                            "the test runs in {home}, the vault `{}` is in {place}",
                            name.value
                        ),
                    )
                    .label(vault.at.span, "the vault")
                    .help("test the vault from a policy of that account and Region")
                    .path(&testing.path),
                );
            }
        }
        let most = restore_testing::VAULTS.value.most;
        let named = testing.vaults.as_ref().map_or(0, Vec::len);
        if limits::number(named) > most {
            findings.push(
                RULE.finding(
                    testing.span,
                    format!("a test names at most {most} vaults, this one {named}"),
                )
                .level(Level::Error)
                .help("leave `vaults` out to test every vault")
                .path(&testing.path),
            );
        }
    }
}
