//! Buckets of resources and repositories.

mod lifecycle;
mod replication;

use crate::resolved::{BucketSettings, Native};
use crate::resources::{
    Bucket, KeyRef, ObjectLock, ObjectLockMode, ResourceKind, RoleRef, Setting, Tags, Versioning,
};
use crate::source::Span;

use super::act::{Act, Owner};
use super::comparing::Here;
use super::found::{Found, Raw, Stated};
use super::{vault, whereabouts, words};

/// A bucket with what the policy says of it.
pub(super) struct Of<'a> {
    here: &'a Here<'a>,
    owner: Owner,
    own: Stated,
    settings: &'a BucketSettings,
}

impl Here<'_> {
    pub(super) fn buckets(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, expected) in &self.expected().buckets {
            let kind = ResourceKind::Bucket;
            let of = self.label(kind, name).and_then(|label| self.bucket(&label.origin));
            let Some(of) = of else { continue };
            found.push(self.judged(
                (kind, name),
                of.own.clone(),
                self.seen().buckets.get(name),
                |actual| of.differences(expected, actual),
                || of.missing(name),
            ));
        }
        found
    }

    fn bucket(&self, origin: &str) -> Option<Of<'_>> {
        let policy = self.policy();
        let own = self.entry(origin);
        let (section, name) = origin.split_once('.')?;
        let (owner, settings) = match section {
            "resources" => match &policy.resources.get(name)?.native {
                Native::Bucket(settings) => (Owner::Resource(name.to_owned()), &**settings),
                _ => return None,
            },
            "repositories" => {
                (Owner::Repository(name.to_owned()), &policy.repositories.get(name)?.settings)
            }
            _ => return None,
        };
        Some(Of { here: self, owner, own, settings })
    }
}

impl Of<'_> {
    fn at(&self, key: &str, own: Option<Span>) -> Stated {
        match (&self.own.path, self.own.span) {
            (Some(path), Some(span)) => whereabouts::of(path, span, key, own),
            _ => self.own.clone(),
        }
    }

    fn missing(&self, name: &str) -> Raw {
        let act = match &self.owner {
            Owner::Resource(resource) => Act::NativeGone(resource.clone()),
            Owner::Repository(repository) => Act::RepositoryGone(repository.clone()),
        };
        Raw::new("", "bucket", "Bucket")
            .stated(self.own.clone())
            .values(Some(name.to_owned()), None)
            .acting(act)
    }

    fn differences(&self, expected: &Bucket, actual: &Bucket) -> Vec<Raw> {
        let Bucket {
            created,
            tags,
            block_public_access: _,
            encryption_key: _,
            replicated_from: _,
            versioning,
            lifecycle: _,
            object_lock,
            replication,
            replication_role,
        } = expected;
        let mut raws = Vec::new();
        raws.extend(self.versioning(*versioning, actual.versioning));
        raws.extend(self.lifecycle(expected, actual));
        raws.extend(self.object_lock(*object_lock, actual.object_lock));
        if let Some(wanted) = replication {
            let found = actual.replication.as_ref().map(|rules| rules.value.as_slice());
            raws.extend(self.replication(&wanted.value, found.unwrap_or_default()));
        }
        raws.extend(self.replication_role(replication_role.as_ref(), actual));
        if *created {
            raws.extend(self.of_created(expected, actual, tags));
        }
        raws
    }

    /// What is ours only in a bucket that the policy creates.
    fn of_created(&self, expected: &Bucket, actual: &Bucket, tags: &Tags) -> Vec<Raw> {
        let mut raws = Vec::new();
        if expected.block_public_access != actual.block_public_access {
            let words = |on: bool| Some(words::switch(on));
            raws.push(
                Raw::new(
                    "block_public_access",
                    "block of public access",
                    "PublicAccessBlockConfiguration",
                )
                .stated(self.own.clone())
                .values(words(expected.block_public_access), words(actual.block_public_access))
                .doubted(),
            );
        }
        raws.extend(self.key(expected.encryption_key.as_ref(), actual.encryption_key.as_ref()));
        let arns = |bucket: &Bucket| {
            let mut arns: Vec<String> = bucket.replicated_from.iter().map(RoleRef::arn).collect();
            arns.sort();
            arns
        };
        let (wanted, found) = (arns(expected), arns(actual));
        if wanted != found {
            raws.push(
                Raw::new("replicated_from", "roles that replicate into it", "BucketPolicy")
                    .stated(self.own.clone())
                    .values(words::list(&wanted), words::list(&found))
                    .doubted(),
            );
        }
        let stated = |tag: &str| {
            let found = self.settings.tags.iter().find(|(key, _)| key.value == tag);
            self.at(&format!("tags.{tag}"), found.map(|(_, value)| value.span))
        };
        raws.extend(vault::tags("TagSet", tags, &actual.tags, false, stated));
        raws
    }

    fn key(&self, expected: Option<&KeyRef>, actual: Option<&KeyRef>) -> Option<Raw> {
        let wanted = expected?;
        let raw = match self.here.same_key(wanted, actual) {
            Some(true) => return None,
            Some(false) => Raw::new(
                "encryption_key",
                "key",
                "ServerSideEncryptionConfiguration.KMSMasterKeyID",
            ),
            None => return Some(Raw::unknown("encryption_key")),
        };
        Some(
            raw.stated(self.own.clone())
                .values(Some(words::key(wanted)), actual.map(words::key))
                .doubted()
                .note("objects stay under the key they were written with"),
        )
    }

    fn versioning(
        &self,
        expected: Option<Setting<Versioning>>,
        actual: Option<Setting<Versioning>>,
    ) -> Option<Raw> {
        let wanted = expected?.value;
        let found = actual.map(|setting| setting.value);
        if found == Some(wanted) {
            return None;
        }
        let word = |versioning: Versioning| match versioning {
            Versioning::Enabled => "enabled".to_owned(),
            Versioning::Suspended => "suspended".to_owned(),
        };
        let span = self.settings.versioning.map(|stated| stated.span);
        Some(
            Raw::new("versioning", "versioning", "VersioningConfiguration.Status")
                .stated(self.at("versioning", span))
                .values(Some(word(wanted)), found.map(word))
                .acting(Act::Versioned(self.owner.clone(), found)),
        )
    }

    fn object_lock(
        &self,
        expected: Option<Setting<ObjectLock>>,
        actual: Option<Setting<ObjectLock>>,
    ) -> Option<Raw> {
        let wanted = expected?.value;
        let found = actual.map(|setting| setting.value);
        if found == Some(wanted) {
            return None;
        }
        let words = |lock: ObjectLock| {
            let mode = match lock.mode {
                ObjectLockMode::Governance => "governance",
                ObjectLockMode::Compliance => "compliance",
            };
            format!("{mode}, {}", words::days(lock.days))
        };
        let span = self.settings.object_lock.as_ref().map(|lock| lock.span);
        Some(
            Raw::new("object_lock", "Object Lock", "ObjectLockConfiguration.Rule.DefaultRetention")
                .stated(self.at("object_lock", span))
                .values(Some(words(wanted)), found.map(words))
                .acting(Act::ObjectLock(self.owner.clone(), found))
                .note("versions keep the lock they were written with: it holds for those written since the change"),
        )
    }
}
