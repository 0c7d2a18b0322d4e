//! A key that is not in the Region of what it encrypts.

use crate::check::storage::{Link, links};
use crate::check::storage::{cite, databases, key_region};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{native, s3_replication};
use crate::resolved::{Policy, RepositoryPlace};
use crate::source::Text;

pub(super) static RULE: Rule = Rule {
    name: "key-in-another-region",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a key that is not in the Region of what it encrypts",
    explanation: include_str!("key-in-another-region.md"),
    cites: &[
        cite(s3_replication::KMS_NEEDS.source),
        cite(native::RDS_REPLICATED_RETENTION_DAYS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from: _, to, replication } in links(policy) {
        let (Some(key), Some(place)) = (&replication.key, to.and_then(|to| to.place)) else {
            continue;
        };
        findings.extend(judge(policy, key, &place.region, &replication.path));
    }
    for (resource, database) in databases(policy) {
        let Some(replication) = &database.automated_backup_replication else { continue };
        let (Some(key), Some(region)) = (&replication.key, &replication.region) else { continue };
        let path = format!("{}.automated_backup_replication", resource.at.path);
        findings.extend(judge(policy, key, region.as_str(), &path));
    }
    for repository in policy.repositories.values() {
        let RepositoryPlace::Bucket { region: Some(region), .. } = &repository.place else {
            continue;
        };
        let key = repository.key.as_ref();
        let found = key.and_then(|key| judge(policy, key, region.as_str(), &repository.at.path));
        findings.extend(found);
    }
}

fn judge(policy: &Policy, key: &Text, region: &str, path: &str) -> Option<Finding> {
    let is = key_region(policy, key.as_str()).filter(|is| is != region)?;
    let message =
        format!("the key `{}` is in {is}, and what it encrypts is in {region}", key.value);
    let mut finding = RULE.finding(key.span, message).path(path);
    if let Some(key) = policy.keys.get(key.as_str()) {
        finding = finding.label(key.at.span, format!("in {is}"));
    }
    Some(finding.help(format!(
        "name a key of {region}, such as `keys: {{ west: {{ create: true, region: {region} }} }}`"
    )))
}
