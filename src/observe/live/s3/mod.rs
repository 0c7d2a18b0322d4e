//! S3 buckets, looked up by name.
//!
//! Each setting has a call of its own and its own permission: what one of them
//! refuses leaves the others known. Every call names the account that should own
//! the bucket, so that nobody else's bucket is taken for ours.

mod lifecycle;
mod replication;
mod settings;

use aws_sdk_s3::Client;

use super::refusal::Refusal;
use super::session::{Session, all};
use crate::observe::operations::{
    S3_GET_BUCKET_ENCRYPTION, S3_GET_BUCKET_LIFECYCLE_CONFIGURATION, S3_GET_BUCKET_POLICY,
    S3_GET_BUCKET_REPLICATION, S3_GET_BUCKET_TAGGING, S3_GET_BUCKET_VERSIONING,
    S3_GET_OBJECT_LOCK_CONFIGURATION, S3_GET_PUBLIC_ACCESS_BLOCK,
};
use crate::observe::{Beyond, Observation, Subject, Wanted};
use crate::resources::{Bucket, ResourceKind, Setting};

/// Reads the wanted buckets.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let Some(names) = wanted.names.get(&ResourceKind::Bucket) else { return };
    let client = session.s3();
    let reading = names.iter().map(|name| {
        let asked = Asked { session, client: &client, name };
        asked.bucket(wanted.created_buckets.contains(name))
    });
    let reading: Vec<_> = reading.collect();
    for part in all(reading).await {
        seen.absorb(part);
    }
}

/// One bucket that is asked about.
#[derive(Clone, Copy)]
struct Asked<'a> {
    session: &'a Session,
    client: &'a Client,
    name: &'a str,
}

/// Codes by which S3 says that a bucket is in another Region.
const ELSEWHERE: &[&str] =
    &["AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "PermanentRedirect"];

/// Sends one request about a bucket.
macro_rules! ask {
    ($asked:expr, $operation:ident, $request:ident) => {{
        let asked = $asked;
        let request = asked.client.$request().bucket(asked.name);
        let request = request.expected_bucket_owner(asked.session.place.account.as_str());
        asked.session.call(&$operation, request.send())
    }};
}

impl Asked<'_> {
    /// The bucket; what a policy states only of buckets that it creates is asked
    /// of those alone.
    async fn bucket(self, created: bool) -> Observation {
        let mut seen = Observation::nothing(&self.session.place);
        let versioning = ask!(self, S3_GET_BUCKET_VERSIONING, get_bucket_versioning).await;
        match &versioning {
            Err(refusal) if refusal.is("NoSuchBucket") => {
                return seen.without(ResourceKind::Bucket, self.name);
            }
            // The policy says another Region: no further call would tell more.
            Err(refusal) if ELSEWHERE.iter().any(|code| refusal.is(code)) => {
                let bucket = Subject::Resource(ResourceKind::Bucket, self.name.to_owned());
                seen.refused(bucket, refusal.clone());
                return seen;
            }
            _ => {}
        }
        let mut bucket = Bucket::default();
        let versioning = self.known(versioning, "versioning", "", &mut seen);
        bucket.versioning =
            versioning.and_then(|answer| settings::versioning(&answer)).map(Setting::asserted);
        self.protection(&mut bucket, &mut seen).await;
        if created {
            self.creation(&mut bucket, &mut seen).await;
        }
        seen.settings.buckets.insert(self.name.to_owned(), bucket);
        seen
    }

    /// Lifecycle, replication and Object Lock.
    async fn protection(self, bucket: &mut Bucket, seen: &mut Observation) {
        let (lifecycle, replication, lock) = tokio::join!(
            ask!(self, S3_GET_BUCKET_LIFECYCLE_CONFIGURATION, get_bucket_lifecycle_configuration),
            ask!(self, S3_GET_BUCKET_REPLICATION, get_bucket_replication),
            ask!(self, S3_GET_OBJECT_LOCK_CONFIGURATION, get_object_lock_configuration),
        );
        let lifecycle = self.known(lifecycle, "lifecycle", "NoSuchLifecycleConfiguration", seen);
        let none = "ReplicationConfigurationNotFoundError";
        let replication = self.known(replication, "replication", none, seen);
        let none = "ObjectLockConfigurationNotFoundError";
        let lock = self.known(lock, "object_lock", none, seen);
        let mut beyond = SetOn { bucket: self.name, found: &mut seen.beyond };
        bucket.lifecycle = lifecycle.and_then(|answer| lifecycle::lifecycle(&answer, &mut beyond));
        if let Some(found) = replication.and_then(|answer| answer.replication_configuration) {
            let (rules, role) = replication::replication(&self.session.place, &found, &mut beyond);
            bucket.replication = Some(Setting::asserted(rules));
            bucket.replication_role = Some(role);
        }
        bucket.object_lock = lock
            .and_then(|answer| answer.object_lock_configuration)
            .and_then(|found| settings::object_lock(&found, &mut beyond))
            .map(Setting::asserted);
    }

    /// Tags, encryption, public access and who may replicate into it.
    async fn creation(self, bucket: &mut Bucket, seen: &mut Observation) {
        let (tags, encryption, access, policy) = tokio::join!(
            ask!(self, S3_GET_BUCKET_TAGGING, get_bucket_tagging),
            ask!(self, S3_GET_BUCKET_ENCRYPTION, get_bucket_encryption),
            ask!(self, S3_GET_PUBLIC_ACCESS_BLOCK, get_public_access_block),
            ask!(self, S3_GET_BUCKET_POLICY, get_bucket_policy),
        );
        let tags = self.known(tags, "tags", "NoSuchTagSet", seen);
        let none = "ServerSideEncryptionConfigurationNotFoundError";
        let encryption = self.known(encryption, "encryption_key", none, seen);
        let none = "NoSuchPublicAccessBlockConfiguration";
        let access = self.known(access, "block_public_access", none, seen);
        let policy = self.known(policy, "replicated_from", "NoSuchBucketPolicy", seen);
        let place = &self.session.place;
        let mut beyond = SetOn { bucket: self.name, found: &mut seen.beyond };
        bucket.tags = tags.map(|answer| settings::tags(answer.tag_set())).unwrap_or_default();
        bucket.encryption_key = encryption
            .and_then(|answer| answer.server_side_encryption_configuration)
            .and_then(|found| settings::encryption_key(place, &found, &mut beyond));
        bucket.block_public_access = access
            .and_then(|answer| answer.public_access_block_configuration)
            .is_some_and(|found| settings::public_access_blocked(&found, &mut beyond));
        bucket.replicated_from = policy
            .and_then(|answer| answer.policy)
            .map(|text| settings::replicated_from(place, self.name, &text, &mut beyond))
            .unwrap_or_default();
    }

    /// The answer, if there is one. With the code `none` AWS says that nothing is
    /// set; whatever else it says leaves the setting unknown.
    fn known<T>(
        self,
        answer: Result<T, Refusal>,
        setting: &'static str,
        none: &str,
        seen: &mut Observation,
    ) -> Option<T> {
        match answer {
            Ok(answer) => return Some(answer),
            Err(refusal) if refusal.is(none) => {}
            Err(refusal) => {
                let name = self.name.to_owned();
                seen.refused(Subject::Setting(ResourceKind::Bucket, name, setting), refusal);
            }
        }
        None
    }
}

/// Collects what is set on one bucket and has no words in `resources`.
pub(super) struct SetOn<'a> {
    bucket: &'a str,
    found: &'a mut Vec<Beyond>,
}

impl SetOn<'_> {
    fn add(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.found.push(Beyond {
            kind: ResourceKind::Bucket,
            name: self.bucket.to_owned(),
            field: field.into(),
            value: value.into(),
        });
    }
}

/// S3's counts are never negative; if one were, nothing would be the worse reading.
fn whole(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

/// Bytes, likewise.
fn size(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}
