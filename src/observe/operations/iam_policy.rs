//! The IAM policy that allows what drift reads, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::{ALL, Operation, Scope, Service};
use crate::facts::iam::POLICY_LANGUAGE;
use crate::observe::Wanted;
use crate::resources::iam::{Effect, PolicyDocument, Statement, Texts};
use crate::resources::{Place, ResourceKind, bucket_arn};

/// The least policy with which everything that is wanted can be read.
///
/// It holds only the services that are looked at. `role` is the role that is
/// assumed in each account, by name or ARN, if there is one: the statement about
/// it is for whoever assumes it, all others are for the role itself.
#[must_use]
pub fn iam_policy(wanted: &[Wanted], role: Option<&str>) -> serde_json::Value {
    let mut actions: BTreeMap<(Service, Scope), BTreeSet<String>> = BTreeMap::new();
    for operation in ALL.iter().filter(|operation| is_used(operation, wanted, role)) {
        let group = actions.entry((operation.service, operation.scope)).or_default();
        group.extend(operation.permission());
    }
    let statements = actions.into_iter().filter(|(_, actions)| !actions.is_empty());
    let statement = statements
        .map(|((service, scope), actions)| Statement {
            sid: format!("{service:?}{scope:?}"),
            effect: Effect::Allow,
            principal: None,
            action: Texts::of(actions),
            resource: Some(Texts::of(resources(scope, wanted, role))),
            condition: BTreeMap::new(),
        })
        .collect();
    PolicyDocument { version: POLICY_LANGUAGE.value.to_owned(), statement }.to_json()
}

/// Whether anything that is wanted is read by the operation.
fn is_used(operation: &Operation, wanted: &[Wanted], role: Option<&str>) -> bool {
    let names = |kind| wanted.iter().any(|wanted| wanted.names.contains_key(&kind));
    match operation.scope {
        Scope::Free => false,
        Scope::ReadingRole => role.is_some(),
        Scope::Buckets => names(ResourceKind::Bucket),
        Scope::Instances => names(ResourceKind::DbInstance),
        Scope::Clusters => names(ResourceKind::DbCluster),
        Scope::Tables => names(ResourceKind::Table),
        Scope::CacheGroups => names(ResourceKind::CacheGroup),
        Scope::Roles => {
            names(ResourceKind::Role) || wanted.iter().any(|wanted| !wanted.roles.is_empty())
        }
        Scope::Keys => {
            names(ResourceKind::Key) || wanted.iter().any(|wanted| !wanted.keys.is_empty())
        }
        Scope::RestoreTestingPlans => names(ResourceKind::RestoreTestingPlan),
        Scope::Plans | Scope::Vaults | Scope::BackupTags | Scope::Everything => {
            match operation.name {
                "ListRecoveryPointsByBackupVault" | "ListBackupJobs" | "ListCopyJobs" => {
                    wanted.iter().any(|wanted| wanted.activity.is_some())
                }
                "ListRestoreTestingPlans" => names(ResourceKind::RestoreTestingPlan),
                "DescribeDBInstanceAutomatedBackups" => {
                    wanted.iter().any(|wanted| !wanted.replicated_backups.is_empty())
                }
                "GetResources" => wanted.iter().any(|wanted| !wanted.tagged.is_empty()),
                _ => true,
            }
        }
    }
}

/// What the actions of one scope are limited to.
fn resources(scope: Scope, wanted: &[Wanted], role: Option<&str>) -> BTreeSet<String> {
    let everywhere = |service: &str, resources: &[&str]| -> BTreeSet<String> {
        let arns = wanted.iter().flat_map(|wanted| {
            resources.iter().map(|resource| wanted.place.arn(service, resource))
        });
        arns.collect()
    };
    let named = |kind, arn: &dyn Fn(&Place, &str) -> String| -> BTreeSet<String> {
        let names = wanted.iter().flat_map(|wanted| {
            let names = wanted.names.get(&kind).into_iter().flatten();
            names.map(|name| arn(&wanted.place, name))
        });
        names.collect()
    };
    match scope {
        Scope::Plans => everywhere("backup", &["backup-plan:*"]),
        Scope::Vaults => everywhere("backup", &["backup-vault:*"]),
        Scope::BackupTags => {
            everywhere("backup", &["backup-plan:*", "backup-vault:*", "restore-testing-plan:*"])
        }
        Scope::RestoreTestingPlans => everywhere("backup", &["restore-testing-plan:*"]),
        Scope::Buckets => {
            named(ResourceKind::Bucket, &|place, name| bucket_arn(&place.partition, name))
        }
        Scope::Instances => {
            named(ResourceKind::DbInstance, &|place, name| place.arn("rds", &format!("db:{name}")))
        }
        Scope::Clusters => named(ResourceKind::DbCluster, &|place, name| {
            place.arn("rds", &format!("cluster:{name}"))
        }),
        Scope::Tables => named(ResourceKind::Table, &|place, name| {
            place.arn("dynamodb", &format!("table/{name}"))
        }),
        Scope::CacheGroups => named(ResourceKind::CacheGroup, &|place, name| {
            place.arn("elasticache", &format!("replicationgroup:{name}"))
        }),
        Scope::Roles => {
            let stated = wanted.iter().flat_map(|wanted| wanted.roles.iter().cloned());
            let mut arns = named(ResourceKind::Role, &|place, name| role_arn(place, name));
            arns.extend(stated);
            arns
        }
        Scope::Keys => keys(wanted),
        Scope::ReadingRole => {
            wanted.iter().flat_map(|w| role.map(|role| role_arn(&w.place, role))).collect()
        }
        Scope::Everything | Scope::Free => BTreeSet::from(["*".to_owned()]),
    }
}

/// Keys that vaults use; where keys are known by their alias only, every key of
/// the place: AWS checks the permission on the key, not on its alias.
fn keys(wanted: &[Wanted]) -> BTreeSet<String> {
    let mut arns = BTreeSet::new();
    for wanted in wanted {
        arns.extend(wanted.keys.iter().cloned());
        if wanted.names.contains_key(&ResourceKind::Key) {
            arns.insert(wanted.place.arn("kms", "key/*"));
        }
    }
    arns
}

/// ARN of a role of a place by its name; an ARN stays as it is.
#[must_use]
pub(crate) fn role_arn(place: &Place, role: &str) -> String {
    if role.starts_with("arn:") {
        return role.to_owned();
    }
    format!("arn:{}:iam::{}:role/{role}", place.partition, place.account)
}
