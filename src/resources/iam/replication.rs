//! What S3 needs to replicate: the role's own policy, and that of a destination
//! in another account.

use std::collections::BTreeSet;

use super::{PolicyDocument, Texts, allow, document, roots};
use crate::facts::Partition;
use crate::facts::iam::{
    PRINCIPAL_ARN, REPLICATION_LOCK_ACTIONS, REPLICATION_OWNER_ACTION, REPLICATION_READ_ACTIONS,
    REPLICATION_SOURCE_ACTIONS, REPLICATION_WRITE_ACTIONS,
};
use crate::facts::kms::VIA_SERVICE;
use crate::resources::{Place, ReplicationRule, bucket_arn};

/// The policy of a role that replicates from `sources` by `rules`.
///
/// `locked` sources have Object Lock, whose retention goes with each object.
#[must_use]
pub fn replication_policy(
    sources: &[String],
    locked: bool,
    rules: &[ReplicationRule],
    place: &Place,
) -> PolicyDocument {
    let sources: Vec<String> =
        sources.iter().map(|bucket| bucket_arn(&place.partition, bucket)).collect();
    let destinations: BTreeSet<String> =
        rules.iter().map(|rule| bucket_arn(&rule.partition, &rule.destination_bucket)).collect();
    let lock = if locked { REPLICATION_LOCK_ACTIONS.value } else { &[] };
    let read = REPLICATION_READ_ACTIONS.value.iter().chain(lock).copied();
    // Replicas in another account belong to that account.
    let others = rules.iter().any(|rule| rule.destination_account.is_some());
    let owner = others.then_some(REPLICATION_OWNER_ACTION.value);
    let write = owner.into_iter().chain(REPLICATION_WRITE_ACTIONS.value.iter().copied());
    let mut statements = vec![
        allow("ReadSource", REPLICATION_SOURCE_ACTIONS.value.iter().copied()).on(sources.clone()),
        allow("ReadVersions", read).on(objects(&sources)),
        allow("WriteReplicas", write).on(objects(&destinations)),
    ];
    if rules.iter().any(|rule| rule.replica_key.is_some()) {
        // The ids of created keys are not known before they exist: S3 is named instead.
        let through_s3 =
            allow("UseKeysThroughS3", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);
        let services = Texts::of(s3_endpoints(&place.partition));
        statements.push(through_s3.on(["*"]).when("StringLike", VIA_SERVICE.value, services));
    }
    document(statements)
}

/// S3 as KMS names it, in every Region of a partition.
///
/// AWS documents the global suffix only; China's endpoints have another one, so
/// there both are let through.
fn s3_endpoints(partition: &str) -> Vec<&'static str> {
    let mut endpoints = vec!["s3.*.amazonaws.com"];
    if partition == Partition::China.id() {
        endpoints.push("s3.*.amazonaws.com.cn");
    }
    endpoints
}

/// The policy of a bucket that lets roles of other accounts replicate into it.
///
/// It names the accounts and narrows them to the roles: a bucket policy that
/// names a role is refused until the role exists, and the role's account is
/// deployed after the bucket.
#[must_use]
pub fn replica_bucket_policy(place: &Place, bucket: &str, roles: &[String]) -> PolicyDocument {
    let accounts: BTreeSet<&str> = roles.iter().filter_map(|arn| account_of(arn)).collect();
    let write = REPLICATION_WRITE_ACTIONS.value.iter().copied();
    let replicas =
        allow("ReplicateIntoThisBucket", [REPLICATION_OWNER_ACTION.value].into_iter().chain(write))
            .to(roots(&place.partition, accounts))
            .on(objects([&bucket_arn(&place.partition, bucket)]))
            .when("ArnEquals", PRINCIPAL_ARN.value, Texts::of(roles.iter().cloned()));
    document(vec![replicas])
}

/// ARNs of the roles that a bucket policy of ours lets replicate.
///
/// # Errors
/// A sentence if the policy says anything that we do not write.
pub fn replicating_roles(
    place: &Place,
    bucket: &str,
    policy: &PolicyDocument,
) -> Result<Vec<String>, String> {
    let roles = policy
        .statement
        .first()
        .and_then(|statement| statement.condition.get("ArnEquals")?.get(PRINCIPAL_ARN.value))
        .map(|roles| roles.as_slice().to_vec())
        .unwrap_or_default();
    if replica_bucket_policy(place, bucket, &roles) != *policy {
        return Err("the bucket's policy is not one of ours".to_owned());
    }
    Ok(roles)
}

fn objects<'a>(buckets: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    buckets.into_iter().map(|arn| format!("{arn}/*")).collect()
}

/// The account in an ARN.
fn account_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|account| !account.is_empty())
}
