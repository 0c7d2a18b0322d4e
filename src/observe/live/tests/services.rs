//! What is looked up by its name: there, not there, or not to be read.

use std::collections::BTreeSet;

use serde_json::json;

use super::server::{Answer, Request, Server};
use super::world::{self, ACCOUNT, REGION, xml_error};
use super::*;
use crate::resources::iam::trust_policy;
use crate::resources::{SmallObjects, Versioning};

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn naming(kind: ResourceKind, names: &[&str]) -> Wanted {
    let mut wanted = Wanted::nothing(&place(ACCOUNT, REGION));
    wanted.names.insert(kind, set(names));
    wanted
}

/// What is seen if `service` answers so, and everything that it was asked.
fn seen_of(
    service: &'static str,
    wanted: &Wanted,
    answer: impl Fn(&Request) -> Answer + Send + Sync + 'static,
) -> (Observation, Vec<Request>) {
    let server = Server::start(move |request| match request.service == service {
        true => answer(request),
        false => world::answer(request),
    });
    let seen = observe_at(&server.url, std::slice::from_ref(wanted), &options()).remove(0);
    let asked = server.asked().into_iter().filter(|request| request.service == service);
    (seen, asked.collect())
}

/// What stands behind the question mark of a request of S3.
fn part(request: &Request) -> &str {
    let query = request.target.split_once('?').unwrap().1;
    query.split(['&', '=']).find(|word| *word != "x-id").unwrap()
}

fn s3_error(status: u16, code: &str) -> Answer {
    let body = format!("<Error><Code>{code}</Code><Message>secret</Message></Error>");
    Answer::Http(status, None, body)
}

fn xml(body: &str) -> Answer {
    Answer::Http(200, None, body.to_owned())
}

/// A bucket on which nothing was ever set.
fn bare_bucket(request: &Request) -> Answer {
    match part(request) {
        "versioning" => {
            xml(r#"<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>"#)
        }
        "lifecycle" => s3_error(404, "NoSuchLifecycleConfiguration"),
        "replication" => s3_error(404, "ReplicationConfigurationNotFoundError"),
        "object-lock" => s3_error(404, "ObjectLockConfigurationNotFoundError"),
        "tagging" => s3_error(404, "NoSuchTagSet"),
        "encryption" => s3_error(404, "ServerSideEncryptionConfigurationNotFoundError"),
        "publicAccessBlock" => s3_error(404, "NoSuchPublicAccessBlockConfiguration"),
        "policy" => s3_error(404, "NoSuchBucketPolicy"),
        other => panic!("nobody asks for {other}"),
    }
}

#[test]
fn what_was_never_set_on_a_bucket_is_none_and_not_unread() {
    let mut wanted = naming(ResourceKind::Bucket, &["docs"]);
    wanted.created_buckets = set(&["docs"]);
    let (seen, asked) = seen_of("s3", &wanted, bare_bucket);
    assert_eq!(unread(&seen), [] as [&str; 0]);
    assert_eq!(seen.settings.buckets["docs"], crate::resources::Bucket::default());
    assert_eq!(asked.len(), 8);
}

#[test]
fn only_a_bucket_that_a_policy_creates_is_asked_who_may_do_what() {
    let (_, asked) = seen_of("s3", &naming(ResourceKind::Bucket, &["docs"]), bare_bucket);
    let mut parts: Vec<&str> = asked.iter().map(part).collect();
    parts.sort_unstable();
    assert_eq!(parts, ["lifecycle", "object-lock", "replication", "versioning"]);
}

#[test]
fn every_request_names_the_account_that_should_own_the_bucket() {
    let (_, asked) = seen_of("s3", &naming(ResourceKind::Bucket, &["docs"]), bare_bucket);
    assert!(asked.iter().all(|request| request.headers["x-amz-expected-bucket-owner"] == ACCOUNT));
}

#[test]
fn a_bucket_that_is_not_there_is_not_seen_and_not_unread() {
    let wanted = naming(ResourceKind::Bucket, &["gone"]);
    let (seen, asked) = seen_of("s3", &wanted, |_| s3_error(404, "NoSuchBucket"));
    assert_eq!(unread(&seen), [] as [&str; 0]);
    assert!(seen.settings.buckets.is_empty());
    assert!(seen.lacks(ResourceKind::Bucket, "gone"), "so it is known to be missing");
    assert!(!seen.lacks(ResourceKind::Bucket, "other"), "nobody looked for another one");
    assert_eq!(asked.len(), 1, "one answer says it all");
}

#[test]
fn a_bucket_in_another_region_is_unread_and_not_missing() {
    let wanted = naming(ResourceKind::Bucket, &["docs"]);
    let (seen, asked) = seen_of("s3", &wanted, |_| s3_error(301, "PermanentRedirect"));
    let why = "Resource(Bucket, \"docs\") s3:GetBucketVersioning s3:GetBucketVersioning Refused(\"PermanentRedirect\")";
    assert_eq!(unread(&seen), [why]);
    assert_eq!(asked.len(), 1);
}

#[test]
fn a_denied_setting_of_a_bucket_leaves_the_others_known() {
    let (seen, _) = seen_of("s3", &naming(ResourceKind::Bucket, &["docs"]), |request| {
        match part(request) {
            "versioning" => {
                xml("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
            }
            "lifecycle" => xml(
                "<LifecycleConfiguration><Rule><ID>all</ID><Status>Enabled</Status><Filter/><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>",
            ),
            "replication" => s3_error(403, "AccessDenied"),
            _ => bare_bucket(request),
        }
    });
    let denied = "Setting(Bucket, \"docs\", \"replication\") s3:GetBucketReplication s3:GetReplicationConfiguration Denied";
    assert_eq!(unread(&seen), [denied]);
    let bucket = &seen.settings.buckets["docs"];
    assert_eq!(bucket.versioning.unwrap().value, Versioning::Enabled);
    let lifecycle = bucket.lifecycle.as_ref().unwrap();
    assert_eq!(lifecycle.rules[0].expiration_days, Some(30));
    let small = lifecycle.transition_default_minimum_object_size;
    assert_eq!(small, SmallObjects::AllStorageClasses128K);
}

const ELSEWHERE: &str = "arn:aws:rds:us-west-2:111122223333:auto-backup:ab-1";

/// An instance whose automated backups are replicated to us-west-2.
fn replicated(request: &Request) -> Answer {
    match request.operation.as_str() {
        "DescribeDBInstances" => xml(&format!(
            "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>orders</DBInstanceIdentifier><BackupRetentionPeriod>14</BackupRetentionPeriod><DBInstanceAutomatedBackupsReplications><DBInstanceAutomatedBackupsReplication><DBInstanceAutomatedBackupsArn>{ELSEWHERE}</DBInstanceAutomatedBackupsArn></DBInstanceAutomatedBackupsReplication></DBInstanceAutomatedBackupsReplications></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>"
        )),
        "DescribeDBInstanceAutomatedBackups" => xml(&format!(
            "<DescribeDBInstanceAutomatedBackupsResponse><DescribeDBInstanceAutomatedBackupsResult><DBInstanceAutomatedBackups><DBInstanceAutomatedBackup><DBInstanceAutomatedBackupsArn>{ELSEWHERE}</DBInstanceAutomatedBackupsArn><BackupRetentionPeriod>7</BackupRetentionPeriod></DBInstanceAutomatedBackup></DBInstanceAutomatedBackups></DescribeDBInstanceAutomatedBackupsResult></DescribeDBInstanceAutomatedBackupsResponse>"
        )),
        other => panic!("nobody asks for {other}"),
    }
}

fn replicating() -> Wanted {
    let mut wanted = naming(ResourceKind::DbInstance, &["Orders"]);
    wanted.replicated_backups.insert("Orders".to_owned(), set(&["us-west-2"]));
    wanted
}

#[test]
fn backups_in_another_region_are_asked_about_there() {
    let (seen, asked) = seen_of("rds", &replicating(), replicated);
    assert_eq!(unread(&seen), [] as [&str; 0]);
    // RDS has it in lower case; who asked calls it as the policy does.
    let instance = &seen.settings.db_instances["Orders"];
    assert_eq!(instance.automated_backups.backup_retention_period, Some(14));
    assert_eq!(instance.replicated_backups["us-west-2"].retention_days, 7);
    let regions: Vec<&str> = asked.iter().map(|request| request.region.as_str()).collect();
    assert_eq!(regions, [REGION, "us-west-2"]);
}

#[test]
fn a_region_that_refuses_leaves_only_the_backups_there_unknown() {
    let (seen, _) = seen_of("rds", &replicating(), |request| match request.region.as_str() {
        REGION => replicated(request),
        _ => xml_error(403, "AccessDenied"),
    });
    let call = "rds:DescribeDBInstanceAutomatedBackups";
    let denied =
        format!("Setting(DbInstance, \"Orders\", \"replicated_backups\") {call} {call} Denied");
    assert_eq!(unread(&seen), [denied]);
    assert!(seen.settings.db_instances.contains_key("Orders"));
}

#[test]
fn what_a_service_does_not_find_is_not_seen_and_not_unread() {
    type Case = (ResourceKind, &'static str, fn() -> Answer);
    let cases: [Case; 6] = [
        (ResourceKind::DbInstance, "rds", || xml_error(404, "DBInstanceNotFound")),
        (ResourceKind::DbCluster, "rds", || xml_error(404, "DBClusterNotFoundFault")),
        (ResourceKind::CacheGroup, "elasticache", || {
            xml_error(404, "ReplicationGroupNotFoundFault")
        }),
        (ResourceKind::Table, "dynamodb", || Answer::error(400, "ResourceNotFoundException")),
        (ResourceKind::Role, "iam", || xml_error(404, "NoSuchEntity")),
        (ResourceKind::Key, "kms", || Answer::error(400, "NotFoundException")),
    ];
    for (kind, service, answer) in cases {
        let (seen, _) = seen_of(service, &naming(kind, &["gone"]), move |_| answer());
        assert_eq!(unread(&seen), [] as [&str; 0], "{kind:?}");
        assert!(seen.lacks(kind, "gone") && !seen.lacks(kind, "other"), "{kind:?}");
        let (denied, _) =
            seen_of(service, &naming(kind, &["gone"]), |request| match request.service.as_str() {
                "rds" | "elasticache" | "iam" => xml_error(403, "AccessDenied"),
                _ => Answer::error(400, "AccessDeniedException"),
            });
        assert!(!denied.unread.is_empty(), "{kind:?} that is denied is not missing");
    }
}

#[test]
fn a_denied_point_in_time_recovery_leaves_the_rest_of_the_table_known() {
    let wanted = naming(ResourceKind::Table, &["orders"]);
    let (seen, _) = seen_of("dynamodb", &wanted, |request| match request.operation.as_str() {
        "DescribeTable" => Answer::json(
            &json!({"Table": {"TableStatus": "ACTIVE", "DeletionProtectionEnabled": true}}),
        ),
        _ => Answer::error(400, "AccessDeniedException"),
    });
    let call = "dynamodb:DescribeContinuousBackups";
    let denied =
        format!("Setting(Table, \"orders\", \"point_in_time_recovery_days\") {call} {call} Denied");
    assert_eq!(unread(&seen), [denied]);
    assert_eq!(seen.settings.tables["orders"].deletion_protection, Some(true));
}

#[test]
fn many_tags_are_asked_for_in_few_requests() {
    let mut wanted = Wanted::nothing(&place(ACCOUNT, REGION));
    wanted.tagged =
        (0..120).map(|n| format!("arn:aws:ec2:{REGION}:{ACCOUNT}:volume/{n}")).collect();
    let (seen, asked) =
        seen_of("tagging", &wanted, |_| Answer::json(&json!({"ResourceTagMappingList": []})));
    assert_eq!(asked.len(), 3);
    assert!(seen.answers.tags.is_empty(), "of what AWS does not name nothing is known");
}

fn role(arn: &str) -> Answer {
    let trust = trust_policy("backup.amazonaws.com").to_json().to_string();
    let trust = trust.replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    xml(&format!(
        "<GetRoleResponse><GetRoleResult><Role><Path>/</Path><RoleName>backup</RoleName><RoleId>A</RoleId><Arn>{arn}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>"
    ))
}

#[test]
fn a_role_that_aws_backup_is_to_assume_is_judged_by_its_arn_and_its_trust() {
    let wanted_arn = "arn:aws:iam::111122223333:role/team/backup";
    let mut wanted = Wanted::nothing(&place(ACCOUNT, REGION));
    wanted.roles = set(&[wanted_arn]);
    let state = |answer: fn() -> Answer| {
        let (seen, _) = seen_of("iam", &wanted, move |_| answer());
        seen.answers.roles.get(wanted_arn).map(|role| (role.exists, role.trusts_backup))
    };
    assert_eq!(state(|| role("arn:aws:iam::111122223333:role/team/backup")), Some((true, true)));
    let other = state(|| role("arn:aws:iam::111122223333:role/backup"));
    assert_eq!(other, Some((false, false)), "another path is another role");
    assert_eq!(state(|| xml_error(404, "NoSuchEntity")), Some((false, false)));
    assert_eq!(state(|| xml_error(403, "AccessDenied")), None);
}

#[test]
fn a_key_that_is_gone_has_a_state_of_its_own() {
    let arn = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let mut wanted = Wanted::nothing(&place(ACCOUNT, REGION));
    wanted.keys = set(&[arn]);
    let (seen, _) = seen_of("kms", &wanted, |_| Answer::error(400, "NotFoundException"));
    assert_eq!(seen.answers.keys[arn].state, "NotFound");
}

#[test]
fn a_created_key_is_found_by_its_alias() {
    let arn = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let wanted = naming(ResourceKind::Key, &["dr"]);
    let (seen, asked) = seen_of("kms", &wanted, move |request| {
        Answer::json(&match request.operation.as_str() {
            "DescribeKey" => {
                json!({"KeyMetadata": {"KeyId": "1", "Arn": arn, "KeyState": "Enabled"}})
            }
            "GetKeyPolicy" => json!({"Policy": "{}"}),
            "ListResourceTags" if request.body.contains("Marker") => {
                json!({"Tags": [{"TagKey": "b", "TagValue": "2"}], "Truncated": false})
            }
            _ => {
                json!({"Tags": [{"TagKey": "a", "TagValue": "1"}], "Truncated": true, "NextMarker": "m"})
            }
        })
    });
    assert!(asked[0].body.contains("alias/dr"), "{asked:?}");
    assert_eq!(seen.answers.aliases["dr"], arn);
    assert_eq!(seen.settings.keys["dr"].tags.len(), 2);
    assert_eq!(seen.beyond[0].field, "KeyPolicy");
}

#[test]
fn a_key_that_is_named_by_its_alias_is_known_by_both_names() {
    let alias = "arn:aws:kms:eu-west-1:111122223333:alias/app".to_owned();
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let wanted = Wanted { keys: [alias].into(), ..Wanted::nothing(&place(ACCOUNT, REGION)) };
    let (seen, _) = seen_of("kms", &wanted, move |_| {
        let metadata = json!({ "KeyId": "1", "Arn": key, "KeyState": "Disabled" });
        Answer::json(&json!({ "KeyMetadata": metadata }))
    });
    assert_eq!(seen.answers.aliases["app"], key);
    assert_eq!(seen.answers.keys[key].state, "Disabled");
}

/// No replica and no recovery, or an answer that says neither.
#[test]
fn an_answer_without_its_table_says_nothing_of_it() {
    let wanted = naming(ResourceKind::Table, &["orders"]);
    let (seen, _) = seen_of("dynamodb", &wanted, |request| match request.operation.as_str() {
        "DescribeTable" => Answer::json(&json!({"Table": {"TableStatus": "ACTIVE"}})),
        _ => Answer::json(&json!({})),
    });
    let said = "Setting(Table, \"orders\", \"point_in_time_recovery_days\")";
    assert!(unread(&seen)[0].starts_with(said), "{:?}", unread(&seen));
    let (seen, _) = seen_of("dynamodb", &wanted, |_| Answer::json(&json!({})));
    assert!(unread(&seen)[0].starts_with("Resource(Table, \"orders\")"), "{:?}", unread(&seen));
    assert!(seen.settings.tables.is_empty() && !seen.lacks(ResourceKind::Table, "orders"));
}
