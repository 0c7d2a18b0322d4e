//! A vault's key in another Region or account.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault;
use crate::resolved::{KeySource, Policy, Vault};
use crate::source::{Span, Spanned};

pub(super) static RULE: Rule = Rule {
    name: "key-elsewhere",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a vault's key in another Region or account",
    explanation: include_str!("key-elsewhere.md"),
    cites: &[limits::cite(&vault::KEY_IS_ARN.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for vault in policy.vaults.values() {
        let (Some(name), Some(place)) = (&vault.key, &vault.place) else { continue };
        let Some(key) = policy.keys.get(&name.value) else { continue };
        let (region, account) = match &key.source {
            KeySource::Created(Some(place)) => (place.region.as_str(), place.account.as_str()),
            KeySource::Created(None) => continue,
            KeySource::Existing(arn) => match limits::Arn::parse(&arn.value) {
                Some(arn) => (arn.region, arn.account),
                None => continue,
            },
        };
        if !limits::may_be(region, &place.region) {
            findings.push(found(vault, name, key.at.span, ("Region", region, &place.region)));
        }
        if !limits::may_be(account, &place.account) {
            let finding = found(vault, name, key.at.span, ("account", account, &place.account));
            findings.push(finding.level(Level::Warning));
        }
    }
}

fn found(
    vault: &Vault,
    key: &Spanned<String>,
    defined: Span,
    places: (&str, &str, &str),
) -> Finding {
    let (what, of_key, of_vault) = places;
    RULE.finding(
        key.span,
        format!(
            "the key `{}` is in the {what} {of_key}, the vault `{}` in {of_vault}",
            key.value, vault.at.key
        ),
    )
    .label(defined, "the key")
    .help(format!("give the vault a key in its {what}"))
    .path(&vault.at.path)
}
