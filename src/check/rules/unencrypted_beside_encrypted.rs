//! A dump that leaves unencrypted what another one encrypts.

use crate::check::claimed::{quoted, speaks_of};
use crate::check::storage::stored;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Policy, Protection, RepositoryPlace, Resource, Stored};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "unencrypted-beside-encrypted",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a dump that leaves unencrypted what another one encrypts",
    explanation: include_str!("unencrypted-beside-encrypted.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let all: Vec<(&Protection, &Stored)> =
            resource.protections.iter().filter_map(|p| Some((p, stored(p)?))).collect();
        let encrypted = all.iter().find_map(|(protection, stored)| {
            let how = stored.encryption.as_ref()?;
            Some((how.span, format!("`{}` is encrypted by `{}`", protection.reference, how.value)))
        });
        let claimed = || claimed(policy, resource);
        let Some((span, said)) = encrypted.or_else(claimed) else { continue };
        for (protection, stored) in all {
            if stored.encryption.is_none() && leaves_it_open(policy, stored) {
                findings.push(finding(protection, span, &said));
            }
        }
    }
}

/// What a document says of the resource.
fn claimed(policy: &Policy, resource: &Resource) -> Option<(Span, String)> {
    policy.claims.iter().find_map(|claim| {
        let encrypted = claim.encrypted.filter(|flag| flag.value)?;
        let said = format!("{} promises encryption", quoted(claim));
        speaks_of(claim, &resource.at.key).then_some((encrypted.span, said))
    })
}

/// A bucket encrypts what it stores; a folder, and what is not known, does not.
fn leaves_it_open(policy: &Policy, stored: &Stored) -> bool {
    let repository = stored.to.as_ref().and_then(|to| policy.repositories.get(&to.value));
    match repository.map(|repository| &repository.place) {
        Some(RepositoryPlace::Bucket { .. }) => false,
        Some(RepositoryPlace::Folder { host: _ }) | None => true,
    }
}

fn finding(protection: &Protection, span: Span, said: &str) -> Finding {
    let name = &protection.reference;
    RULE.finding(
        protection.span,
        format!("{said}, and `{name}` is not encrypted where it is written"),
    )
    .path(format!("resources.{name}"))
    .label(span, "encrypted, it says here")
    .help("add `encryption:` with the tool that encrypts it, or write it to a bucket")
}
