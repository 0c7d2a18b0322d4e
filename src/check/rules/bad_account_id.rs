//! An account id that is not 12 digits.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::regions;
use crate::resolved::{Policy, RepositoryPlace};

pub(super) static RULE: Rule = Rule {
    name: "bad-account-id",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an account id that is not 12 digits",
    explanation: include_str!("bad-account-id.md"),
    cites: &[limits::cite(&regions::ACCOUNT_ID_DIGITS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let digits = regions::ACCOUNT_ID_DIGITS.value;
    let own = policy
        .environment
        .account
        .iter()
        .map(|id| (id, format!("environments.{}", policy.environment.name)));
    let vaults = policy.vaults.values().flat_map(|vault| {
        vault.account.iter().chain(&vault.access).map(|id| (id, vault.at.path.clone()))
    });
    let repositories =
        policy.repositories.values().filter_map(|repository| match &repository.place {
            RepositoryPlace::Bucket { account: Some(id), .. } => {
                Some((id, repository.at.path.clone()))
            }
            RepositoryPlace::Bucket { .. } | RepositoryPlace::Folder { .. } => None,
        });
    for (id, path) in own.chain(vaults).chain(repositories) {
        if !limits::is_account(&id.value) {
            findings.push(
                RULE.finding(
                    id.span,
                    format!("`{}` is not an account id: they have {digits} digits", id.value),
                )
                .help("write all digits in quotes, so that YAML keeps leading zeros")
                .path(path),
            );
        }
    }
}
