//! A replica for another Region that names its own.

use crate::check::storage::{cite, replica_regions};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Native, Policy};

pub(super) static RULE: Rule = Rule {
    name: "replica-in-own-region",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a replica for another Region that names its own",
    explanation: include_str!("replica-in-own-region.md"),
    cites: &[cite(native::RDS_REPLICATED_PER_REGION.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(home) = &policy.environment.place else { return };
    for resource in policy.resources.values() {
        let (regions, key) = match &resource.native {
            Native::Dynamodb(_) => (replica_regions(resource).collect(), "global_table"),
            Native::Database(database) => {
                let there = database.automated_backup_replication.as_ref();
                let region = there.and_then(|there| there.region.as_ref());
                (region.into_iter().collect::<Vec<_>>(), "automated_backup_replication")
            }
            Native::Cache(_) | Native::Bucket(_) | Native::None => continue,
        };
        for region in regions.into_iter().filter(|region| region.value == home.region) {
            let message = format!("`{}` is in {} already", resource.at.key, home.region);
            let mut finding =
                RULE.finding(region.span, message).path(format!("{}.{key}", resource.at.path));
            if let Some(own) = &policy.environment.region {
                finding = finding.label(own.span, "the Region of the environment");
            }
            findings.push(finding.help("name another Region"));
        }
    }
}
