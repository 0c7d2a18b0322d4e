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
pub(in crate::observe) fn role_arn(place: &Place, role: &str) -> String {
    if role.starts_with("arn:") {
        return role.to_owned();
    }
    format!("arn:{}:iam::{}:role/{role}", place.partition, place.account)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted::nothing(&Place {
            account: "111122223333".to_owned(),
            region: "eu-west-1".to_owned(),
            partition: "aws".to_owned(),
        })
    }

    fn names(kind: ResourceKind, name: &str) -> Wanted {
        let mut wanted = wanted();
        wanted.names.insert(kind, [name.to_owned()].into());
        wanted
    }

    /// Sids of the statements with their actions and resources.
    fn statements(policy: &serde_json::Value) -> BTreeMap<String, (Vec<String>, Vec<String>)> {
        let document: PolicyDocument = serde_json::from_value(policy.clone()).unwrap();
        assert_eq!(document.version, "2012-10-17");
        let statements = document.statement.into_iter().map(|statement| {
            let resource = statement.resource.unwrap();
            (statement.sid, (statement.action.as_slice().to_vec(), resource.as_slice().to_vec()))
        });
        statements.collect()
    }

    #[test]
    fn a_policy_of_vaults_and_plans_asks_for_nothing_else() {
        let policy = iam_policy(&[wanted()], None);
        let statements = statements(&policy);
        let sids: Vec<&str> = statements.keys().map(String::as_str).collect();
        assert_eq!(sids, ["BackupBackupTags", "BackupEverything", "BackupPlans", "BackupVaults"]);
        let (actions, resources) = &statements["BackupVaults"];
        assert_eq!(
            actions.join(" "),
            "backup:DescribeBackupVault backup:GetBackupVaultAccessPolicy backup:GetBackupVaultNotifications"
        );
        assert_eq!(resources, &["arn:aws:backup:eu-west-1:111122223333:backup-vault:*"]);
        assert!(!policy.to_string().contains("ListBackupJobs"));
    }

    #[test]
    fn what_is_looked_up_by_name_is_allowed_by_name() {
        for (kind, name, sid, arn) in [
            (ResourceKind::Bucket, "b", "S3Buckets", "arn:aws:s3:::b"),
            (
                ResourceKind::Table,
                "t",
                "DynamoDbTables",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/t",
            ),
            (
                ResourceKind::DbInstance,
                "d",
                "RdsInstances",
                "arn:aws:rds:eu-west-1:111122223333:db:d",
            ),
            (ResourceKind::Role, "r", "IamRoles", "arn:aws:iam::111122223333:role/r"),
            (ResourceKind::Key, "k", "KmsKeys", "arn:aws:kms:eu-west-1:111122223333:key/*"),
        ] {
            let policy = iam_policy(&[names(kind, name)], None);
            assert_eq!(statements(&policy)[sid].1, [arn]);
            assert!(!statements(&iam_policy(&[wanted()], None)).contains_key(sid), "{sid}");
        }
    }

    #[test]
    fn jobs_and_points_are_allowed_where_they_are_asked_for() {
        let policy = iam_policy(&[wanted().with_activity()], None).to_string();
        for action in ["ListBackupJobs", "ListCopyJobs", "ListRecoveryPointsByBackupVault"] {
            assert!(policy.contains(action), "{action}");
        }
    }

    #[test]
    fn a_role_may_be_assumed_in_each_account() {
        let mut other = wanted();
        other.place.account = "444455556666".to_owned();
        let policy = iam_policy(&[wanted(), other], Some("reader"));
        let (actions, resources) = &statements(&policy)["StsReadingRole"];
        assert_eq!(actions, &["sts:AssumeRole"]);
        let arns =
            ["arn:aws:iam::111122223333:role/reader", "arn:aws:iam::444455556666:role/reader"];
        assert_eq!(resources, &arns);
    }

    #[test]
    fn everything_of_the_table_that_takes_a_permission_is_allowed_where_all_is_wanted() {
        let mut all = wanted().with_activity();
        for kind in [
            ResourceKind::Bucket,
            ResourceKind::DbInstance,
            ResourceKind::DbCluster,
            ResourceKind::Table,
            ResourceKind::CacheGroup,
            ResourceKind::Role,
            ResourceKind::Key,
            ResourceKind::RestoreTestingPlan,
        ] {
            all.names.insert(kind, ["x".to_owned()].into());
        }
        all.tagged.insert("arn:aws:s3:::x".to_owned());
        all.replicated_backups.insert("x".to_owned(), ["eu-central-1".to_owned()].into());
        let statements = statements(&iam_policy(&[all], Some("reader")));
        let allowed: BTreeSet<String> =
            statements.into_values().flat_map(|(actions, _)| actions).collect();
        let table: BTreeSet<String> = ALL.iter().filter_map(|row| row.permission()).collect();
        assert_eq!(allowed, table);
    }
}
