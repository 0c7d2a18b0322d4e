//! A scenario that restores what is encrypted and does not say with which key.

use crate::check::storage::stored;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Policy, Protection, Referent, Restore, Scenario, Stored};

pub(super) static RULE: Rule = Rule {
    name: "decryption-key-unstated",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a scenario that restores what is encrypted and does not say with which key",
    explanation: include_str!("decryption-key-unstated.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scenario in policy.recovery.values().filter(|scenario| scenario.needs.is_empty()) {
        let restores = scenario.restores.values();
        let found = restores.filter_map(|restore| judge(policy, scenario, restore));
        findings.extend(found);
    }
}

fn judge(policy: &Policy, scenario: &Scenario, restore: &Restore) -> Option<Finding> {
    let resource = policy.resources.get(&restore.resource.value)?;
    let meant = |protection: &Protection, stored: &Stored| {
        let repository = stored.to.as_ref().map(|to| Referent::Repository(to.value.clone()));
        restore.from.means.iter().any(|referent| {
            *referent == Referent::Mechanism(protection.reference.clone())
                || Some(referent) == repository.as_ref()
        })
    };
    let all = resource.protections.iter().filter_map(|p| Some((p, stored(p)?)));
    let mut encrypted =
        all.filter_map(|(p, stored)| Some((p, stored, stored.encryption.as_ref()?)));
    let (protection, _, how) = encrypted.find(|(p, stored, _)| meant(p, stored))?;
    let (name, reference) = (&scenario.at.key, &protection.reference);
    let message = format!(
        "`{name}` restores `{reference}`, which `{}` encrypts, and needs nothing that could decrypt it",
        how.value
    );
    Some(
        RULE.finding(restore.from.path.span, message)
            .path(&restore.path)
            .label(how.span, "encrypted here")
            .help("state what holds the key or the passphrase as a resource or under `keys`, and name it in `needs`: it must survive the disruption too"),
    )
}
