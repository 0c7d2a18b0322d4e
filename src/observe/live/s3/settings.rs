//! What else is set on a bucket, each setting as S3 returns it.

use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::types::{
    BucketVersioningStatus, ObjectLockConfiguration, ObjectLockRetentionMode,
    PublicAccessBlockConfiguration, ServerSideEncryption, ServerSideEncryptionConfiguration, Tag,
};

use super::{SetOn, whole};
use crate::observe::key_named;
use crate::resources::iam::{PolicyDocument, replicating_roles};
use crate::resources::{KeyRef, ObjectLock, ObjectLockMode, Place, RoleRef, Tags, Versioning};

/// None for a bucket on which versioning was never set.
pub(super) fn versioning(seen: &GetBucketVersioningOutput) -> Option<Versioning> {
    match seen.status()? {
        BucketVersioningStatus::Enabled => Some(Versioning::Enabled),
        BucketVersioningStatus::Suspended => Some(Versioning::Suspended),
        _ => None,
    }
}

/// The default retention; none where Object Lock only lets objects have one.
pub(super) fn object_lock(
    seen: &ObjectLockConfiguration,
    beyond: &mut SetOn<'_>,
) -> Option<ObjectLock> {
    let retention = seen.rule()?.default_retention()?;
    let mode = match retention.mode()? {
        ObjectLockRetentionMode::Compliance => ObjectLockMode::Compliance,
        ObjectLockRetentionMode::Governance => ObjectLockMode::Governance,
        other => {
            beyond.add("ObjectLockConfiguration.Rule.DefaultRetention.Mode", other.as_str());
            return None;
        }
    };
    // S3 returns one of both; what stands in for it may write the other as 0.
    let days = retention.days().map(whole).filter(|days| *days > 0);
    let years = || retention.years().and_then(|years| ObjectLock::days_of_years(whole(years)));
    let days = days.or_else(years)?;
    Some(ObjectLock { mode, days })
}

/// Whether all four settings are on; in `beyond` which, if only some are.
pub(super) fn public_access_blocked(
    seen: &PublicAccessBlockConfiguration,
    beyond: &mut SetOn<'_>,
) -> bool {
    let four = [
        ("BlockPublicAcls", seen.block_public_acls()),
        ("BlockPublicPolicy", seen.block_public_policy()),
        ("IgnorePublicAcls", seen.ignore_public_acls()),
        ("RestrictPublicBuckets", seen.restrict_public_buckets()),
    ];
    let off: Vec<&str> =
        four.iter().filter(|(_, on)| *on != Some(true)).map(|(name, _)| *name).collect();
    if !off.is_empty() && off.len() < four.len() {
        for name in &off {
            beyond.add(format!("PublicAccessBlockConfiguration.{name}"), "false");
        }
    }
    off.is_empty()
}

/// The customer's key; none where S3 uses its own.
pub(super) fn encryption_key(
    place: &Place,
    seen: &ServerSideEncryptionConfiguration,
    beyond: &mut SetOn<'_>,
) -> Option<KeyRef> {
    let by_default = seen.rules().first()?.apply_server_side_encryption_by_default()?;
    let id = by_default.kms_master_key_id();
    match by_default.sse_algorithm() {
        ServerSideEncryption::AwsKms => {}
        ServerSideEncryption::Aes256 => return None,
        other => beyond.add("BucketEncryption.SSEAlgorithm", other.as_str()),
    }
    let Some(id) = id else {
        beyond.add("BucketEncryption.KMSMasterKeyID", "aws/s3");
        return None;
    };
    Some(key_named(place, id))
}

/// Roles of other accounts that the bucket's policy lets replicate.
pub(super) fn replicated_from(
    place: &Place,
    bucket: &str,
    policy: &str,
    beyond: &mut SetOn<'_>,
) -> Vec<RoleRef> {
    let document: Option<PolicyDocument> = serde_json::from_str(policy).ok();
    let roles = document.and_then(|document| replicating_roles(place, bucket, &document).ok());
    if roles.is_none() {
        beyond.add("BucketPolicy", "another policy");
    }
    roles.unwrap_or_default().into_iter().map(RoleRef::Existing).collect()
}

pub(super) fn tags(list: &[Tag]) -> Tags {
    list.iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use crate::units::CalendarDays;
    use aws_sdk_s3::types::{
        DefaultRetention, ObjectLockEnabled, ObjectLockRule, ServerSideEncryptionByDefault,
        ServerSideEncryptionRule, builders::DefaultRetentionBuilder,
    };

    use super::*;
    use crate::observe::Beyond;
    use crate::resources::iam::replica_bucket_policy;

    fn home() -> Place {
        Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        }
    }

    /// What `read` returns, and what it says is beyond, as `field = value`.
    fn reading<T>(read: impl FnOnce(&mut SetOn<'_>) -> T) -> (T, Vec<String>) {
        let mut found: Vec<Beyond> = Vec::new();
        let read = read(&mut SetOn { bucket: "docs", found: &mut found });
        (read, found.iter().map(|b| format!("{} = {}", b.field, b.value)).collect())
    }

    #[test]
    fn versioning_that_was_never_set_is_not_suspended() {
        let read = |status: Option<BucketVersioningStatus>| {
            versioning(&GetBucketVersioningOutput::builder().set_status(status).build())
        };
        assert_eq!(read(None), None);
        assert_eq!(read(Some(BucketVersioningStatus::Enabled)), Some(Versioning::Enabled));
        assert_eq!(read(Some(BucketVersioningStatus::Suspended)), Some(Versioning::Suspended));
    }

    fn lock(retention: Option<DefaultRetentionBuilder>) -> Option<ObjectLock> {
        let rule =
            retention.map(|kept| ObjectLockRule::builder().default_retention(kept.build()).build());
        let seen = ObjectLockConfiguration::builder()
            .object_lock_enabled(ObjectLockEnabled::Enabled)
            .set_rule(rule)
            .build();
        let (lock, beyond) = reading(|beyond| object_lock(&seen, beyond));
        assert_eq!(beyond, [""; 0]);
        lock
    }

    #[test]
    fn a_default_retention_in_days_or_in_years() {
        let kept = || DefaultRetention::builder().mode(ObjectLockRetentionMode::Governance);
        let mode = ObjectLockMode::Governance;
        assert_eq!(lock(Some(kept().days(30))), Some(ObjectLock { mode, days: 30 }));
        let seven_years = CalendarDays::parse("7y").unwrap().most;
        assert_eq!(lock(Some(kept().years(7))), Some(ObjectLock { mode, days: seven_years }));
        assert_eq!(lock(Some(kept().days(0).years(7))), lock(Some(kept().years(7))));
        let hard = kept().mode(ObjectLockRetentionMode::Compliance).days(1);
        assert_eq!(lock(Some(hard)).unwrap().mode, ObjectLockMode::Compliance);
    }

    #[test]
    fn object_lock_without_a_default_retention_keeps_nothing() {
        assert_eq!(lock(None), None);
    }

    #[test]
    fn public_access_is_blocked_by_all_four_settings() {
        let four = |a: bool, b: bool| {
            PublicAccessBlockConfiguration::builder()
                .block_public_acls(a)
                .block_public_policy(a)
                .ignore_public_acls(a)
                .restrict_public_buckets(b)
                .build()
        };
        let blocked = |seen| reading(|beyond| public_access_blocked(&seen, beyond));
        assert_eq!(blocked(four(true, true)), (true, Vec::new()));
        assert_eq!(blocked(four(false, false)), (false, Vec::new()));
        let some = "PublicAccessBlockConfiguration.RestrictPublicBuckets = false";
        assert_eq!(blocked(four(true, false)), (false, vec![some.to_owned()]));
    }

    #[test]
    fn a_key_is_an_arn_however_it_was_written() {
        let key = |algorithm: ServerSideEncryption, id: Option<&str>| {
            let default = ServerSideEncryptionByDefault::builder()
                .sse_algorithm(algorithm)
                .set_kms_master_key_id(id.map(str::to_owned));
            let rule = ServerSideEncryptionRule::builder()
                .apply_server_side_encryption_by_default(default.build().unwrap());
            let seen = ServerSideEncryptionConfiguration::builder().rules(rule.build());
            let seen = seen.build().unwrap();
            let (key, beyond) = reading(|beyond| encryption_key(&home(), &seen, beyond));
            let arn = key.map(|key| match key {
                KeyRef::Existing(arn) => arn,
                KeyRef::Created { .. } => panic!("S3 does not know who created a key"),
            });
            (arn, beyond)
        };
        let arn = "arn:aws:kms:us-east-1:111122223333:key/k";
        for id in [arn, "k"] {
            assert_eq!(key(ServerSideEncryption::AwsKms, Some(id)).0.as_deref(), Some(arn));
        }
        let alias = "arn:aws:kms:us-east-1:111122223333:alias/a";
        assert_eq!(key(ServerSideEncryption::AwsKms, Some("alias/a")).0.as_deref(), Some(alias));
        assert_eq!(key(ServerSideEncryption::Aes256, None), (None, Vec::new()));
        let own = vec!["BucketEncryption.KMSMasterKeyID = aws/s3".to_owned()];
        assert_eq!(key(ServerSideEncryption::AwsKms, None), (None, own));
    }

    #[test]
    fn a_bucket_policy_of_ours_names_roles_and_another_one_is_said() {
        let role = "arn:aws:iam::999900001111:role/replicates".to_owned();
        let ours = replica_bucket_policy(&home(), "docs", std::slice::from_ref(&role)).to_json();
        let read = |policy: &str| reading(|on| replicated_from(&home(), "docs", policy, on));
        assert_eq!(read(&ours.to_string()), (vec![RoleRef::Existing(role)], Vec::new()));
        let other = vec!["BucketPolicy = another policy".to_owned()];
        assert_eq!(read(r#"{"Version":"2012-10-17","Statement":[]}"#), (Vec::new(), other));
    }
}
