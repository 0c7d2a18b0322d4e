//! An export of a cache to a bucket in another Region.

use crate::check::backups;
use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Native, Policy, ProtectionKind, RepositoryPlace};

pub(super) static RULE: Rule = Rule {
    name: "cache-export-elsewhere",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an export of a cache to a bucket in another Region",
    explanation: include_str!("cache-export-elsewhere.md"),
    cites: &[limits::cite(&native::ELASTICACHE_EXPORT_SAME_REGION.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(home) = &policy.environment.region else { return };
    let caches = policy.resources.values().filter(|r| matches!(r.native, Native::Cache(_)));
    for protection in caches.flat_map(|cache| &cache.protections) {
        let ProtectionKind::Export(stored) = &protection.kind else { continue };
        let Some(to) = &stored.to else { continue };
        let Some(repository) = policy.repositories.get(to.as_str()) else { continue };
        let RepositoryPlace::Bucket { place: Some(place), .. } = &repository.place else {
            continue;
        };
        if place.region == home.value {
            continue;
        }
        let message = format!(
            "the bucket of `{}` is in {}, and ElastiCache exports within {} alone",
            to.value, place.region, home.value
        );
        findings.push(
            RULE.finding(to.span, message)
                .label(repository.at.span, "the bucket")
                .help("export to a bucket of the same Region, and replicate that")
                .path(backups::path(protection)),
        );
    }
}
