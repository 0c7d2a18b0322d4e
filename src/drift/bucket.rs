//! Buckets of resources and repositories.

mod lifecycle;

use crate::resolved::{BucketSettings, Native, Replication};
use crate::resources::{
    Bucket, ObjectLock, ObjectLockMode, ReplicationRule, ResourceKind, RoleRef, Setting, Tags,
    Versioning,
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
        // Only the role of a replication that is ours to write is ours to choose.
        let (wanted, found) = (
            replication_role.as_ref().map(RoleRef::arn),
            actual.replication_role.as_ref().map(RoleRef::arn),
        );
        if actual.replication.is_some() && wanted.is_some() && wanted != found {
            raws.push(
                Raw::new(
                    "replication_role",
                    "role of replication",
                    "ReplicationConfiguration.Role",
                )
                .stated(self.own.clone())
                .values(wanted, found)
                .doubted(),
            );
        }
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
        let key = expected.encryption_key.as_ref();
        let same = key.map(|key| self.here.same_key(key, actual.encryption_key.as_ref()));
        if same == Some(None) {
            raws.push(Raw::unknown("encryption_key"));
        }
        if let (Some(key), Some(Some(false))) = (key, same) {
            raws.push(
                Raw::new(
                    "encryption_key",
                    "key",
                    "ServerSideEncryptionConfiguration.KMSMasterKeyID",
                )
                .stated(self.own.clone())
                .values(Some(words::key(key)), actual.encryption_key.as_ref().map(words::key))
                .doubted()
                .note("objects stay under the key they were written with"),
            );
        }
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

    fn replication(&self, expected: &[ReplicationRule], actual: &[ReplicationRule]) -> Vec<Raw> {
        let mut raws = Vec::new();
        let mut rest: Vec<&ReplicationRule> = actual.iter().collect();
        for rule in expected {
            // Other code gives its rules other IDs: the destination says which it is.
            let same =
                |other: &&ReplicationRule| other.destination_bucket == rule.destination_bucket;
            match rest.iter().position(same) {
                Some(place) => raws.extend(self.rule(rule, rest.remove(place))),
                None => raws.push(self.not_replicated(rule)),
            }
        }
        let rendered = self.settings.manages(crate::document::Managed::Replication);
        for rule in rest.into_iter().filter(|_| rendered) {
            raws.push(
                Raw::new(
                    "replication",
                    format!("replication {}", rule.id),
                    format!("Rules[{}]", rule.id),
                )
                .stated(self.own.clone())
                .values(None, Some(format!("to {}", rule.destination_bucket)))
                .note("nobody asked for this replication: it is not counted"),
            );
        }
        raws
    }

    fn stated_rule(&self, rule: &ReplicationRule) -> Option<&Replication> {
        self.settings.replication.iter().find(|stated| stated.to.value == rule.id)
    }

    fn rule_at(
        &self,
        rule: &ReplicationRule,
        key: &str,
        span: impl Fn(&Replication) -> Option<Span>,
    ) -> Stated {
        match self.stated_rule(rule) {
            Some(stated) => whereabouts::of(&stated.path, stated.span, key, span(stated)),
            None => self.own.clone(),
        }
    }

    fn resource(&self) -> Option<&str> {
        match &self.owner {
            Owner::Resource(name) => Some(name),
            Owner::Repository(_) => None,
        }
    }

    fn not_replicated(&self, rule: &ReplicationRule) -> Raw {
        let raw = Raw::new(
            "replication",
            format!("replication to {}", rule.id),
            format!("Rules[{}]", rule.id),
        )
        .stated(self.rule_at(rule, "to", |stated| Some(stated.to.span)))
        .values(Some(format!("to {}", rule.destination_bucket)), None);
        match self.resource() {
            Some(resource) => {
                raw.acting(Act::ReplicationGone(resource.to_owned(), rule.id.clone()))
            }
            None => raw.doubted(),
        }
    }

    fn rule(&self, expected: &ReplicationRule, actual: &ReplicationRule) -> Vec<Raw> {
        let ReplicationRule {
            id,
            // An ID and a priority choose nothing where each destination has one rule.
            priority: _,
            destination_bucket: _,
            destination_account,
            partition: _,
            time_control,
            delete_markers,
            replica_key,
            storage_class,
        } = expected;
        let mut raws = Vec::new();
        let raw = |what: &str, field: &str| {
            Raw::new(
                "replication",
                format!("replication to {id}: {what}"),
                format!("Rules[{id}].{field}"),
            )
        };
        let switched = |control: bool, markers: bool, raw: Raw| match self.resource() {
            Some(resource) => {
                raw.acting(Act::Replication(resource.to_owned(), id.clone(), control, markers))
            }
            None => raw.doubted(),
        };
        let word = |on: bool| Some(words::switch(on));
        if *time_control != actual.time_control {
            let stated = self.rule_at(expected, "time_control", |r| r.time_control.map(|f| f.span));
            let raw = raw("time control", "Destination.ReplicationTime.Status");
            let raw = raw.stated(stated).values(word(*time_control), word(actual.time_control));
            raws.push(switched(actual.time_control, *delete_markers, raw));
        }
        if *delete_markers != actual.delete_markers {
            let stated =
                self.rule_at(expected, "delete_markers", |r| r.delete_markers.map(|f| f.span));
            let raw = raw("delete markers", "DeleteMarkerReplication.Status");
            let raw = raw.stated(stated).values(word(*delete_markers), word(actual.delete_markers));
            raws.push(switched(*time_control, actual.delete_markers, raw));
        }
        let key = replica_key.as_ref();
        let same = key.map(|key| self.here.same_key(key, actual.replica_key.as_ref()));
        if same == Some(None) {
            raws.push(Raw::unknown("replication"));
        }
        if same == Some(Some(false)) {
            raws.push(
                raw("key", "Destination.EncryptionConfiguration.ReplicaKmsKeyID")
                    .stated(self.rule_at(expected, "key", |r| r.key.as_ref().map(|key| key.span)))
                    .values(key.map(words::key), actual.replica_key.as_ref().map(words::key))
                    .doubted(),
            );
        }
        if *storage_class != actual.storage_class {
            let span = |r: &Replication| r.storage_class.as_ref().map(|class| class.span);
            raws.push(
                raw("storage class", "Destination.StorageClass")
                    .stated(self.rule_at(expected, "storage_class", span))
                    .values(storage_class.clone(), actual.storage_class.clone())
                    .doubted(),
            );
        }
        if *destination_account != actual.destination_account {
            raws.push(
                raw("account", "Destination.Account")
                    .stated(self.rule_at(expected, "to", |stated| Some(stated.to.span)))
                    .values(destination_account.clone(), actual.destination_account.clone())
                    .doubted(),
            );
        }
        raws
    }
}
