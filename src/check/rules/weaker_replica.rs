//! A read replica that is promoted to less than its source.

use crate::check::backups::path;
use crate::check::storage::{cite, databases};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{DatabaseNative, Policy, Protection, ProtectionKind, Resource};

pub(super) static RULE: Rule = Rule {
    name: "weaker-replica",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a read replica that is promoted to less than its source",
    explanation: include_str!("weaker-replica.md"),
    cites: &[cite(native::RDS_REPLICA_HAS_BACKUPS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let home = policy.environment.region.as_ref().map(|region| region.value.as_str());
    for (resource, database) in databases(policy) {
        for protection in &resource.protections {
            let ProtectionKind::ReadReplica { region, .. } = &protection.kind else { continue };
            // Within the Region a replica serves reads; the standby takes over.
            let away = region.as_ref().filter(|region| Some(region.value.as_str()) != home);
            if away.is_some() {
                findings.extend(smaller(protection));
                findings.extend(in_one_zone(resource, database, protection));
            }
        }
    }
}

fn smaller(protection: &Protection) -> Option<Finding> {
    let ProtectionKind::ReadReplica { smaller: Some(smaller), .. } = &protection.kind else {
        return None;
    };
    let name = &protection.reference;
    smaller.value.then(|| {
        RULE.finding(smaller.span, format!("`{name}` is smaller than the database it replaces"))
            .path(path(protection))
            .help("give it the class of its source, or add the time it takes to grow to the scenario's steps")
    })
}

fn in_one_zone(
    resource: &Resource,
    database: &DatabaseNative,
    protection: &Protection,
) -> Option<Finding> {
    let ProtectionKind::ReadReplica { multi_az, .. } = &protection.kind else { return None };
    // The members of a cluster's volume span zones.
    if resource.type_name.value != "rds_instance" || multi_az.is_some_and(|flag| flag.value) {
        return None;
    }
    let source = database.multi_az.filter(|flag| flag.value)?;
    let span = multi_az.map_or(protection.span, |flag| flag.span);
    let name = &protection.reference;
    Some(
        RULE.finding(span, format!("`{name}` stands in one Availability Zone once it is promoted"))
            .path(path(protection))
            .label(source.span, "its source has a standby in another one")
            .help("write `multi_az: true`, or make it so as a step of the scenario"),
    )
}
