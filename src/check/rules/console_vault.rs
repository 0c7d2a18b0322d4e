//! The vault that only AWS's console creates.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "console-vault",
    kind: Kind::JobFails,
    level: Level::Warning,
    summary: "the vault that only AWS's console creates",
    explanation: include_str!("console-vault.md"),
    cites: &[limits::cite(&vault::CONSOLE_VAULT.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let name = vault::CONSOLE_VAULT.value;
    for vault in
        policy.vaults.values().filter(|vault| vault.existing && vault.aws_name.value == name)
    {
        findings.push(
            RULE.finding(
                vault.aws_name.span,
                format!(
                    "the vault `{name}` exists only where someone has opened AWS Backup's console"
                ),
            )
            .help("use a vault of your own")
            .path(&vault.at.path),
        );
    }
}
