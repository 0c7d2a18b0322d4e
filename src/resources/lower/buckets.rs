//! Buckets of resources and repositories.

use serde_json::json;

use super::vaults::key_ref;
use super::{Lowering, id, label};
use crate::document::{LockMode, Managed, SmallObjects as Small, Versioning as Stated};
use crate::facts::iam::S3_SERVICE_PRINCIPAL;
use crate::resolved::{
    self, At, BucketSettings, LifecycleRule as Rule, Native, Replication, RepositoryPlace,
    default_aws_name,
};
use crate::resources::{
    Bucket, BucketLifecycle, IamRole, InlinePolicy, Label, LifecycleFilter, LifecycleRule,
    NoncurrentExpiration, NoncurrentTransition, ObjectLock, ObjectLockMode, Ownership, Place,
    ReplicationRule, ResourceKind, RoleRef, Setting, SmallObjects, Transition, Versioning,
};
use crate::source::Spanned;
use crate::units::CalendarDays;

impl Lowering<'_> {
    pub(super) fn buckets(&mut self, home: &Place) {
        for resource in self.policy.resources.values() {
            let Native::Bucket(settings) = &resource.native else { continue };
            for name in &resource.identifiers {
                self.bucket(&resource.at, settings, &name.value, home);
            }
        }
        for repository in self.policy.repositories.values() {
            let RepositoryPlace::Bucket { name, place: Some(place), .. } = &repository.place else {
                continue;
            };
            // A bucket that nothing is stated of has no settings.
            self.bucket(&repository.at, &repository.settings, &name.value, place);
        }
    }

    fn bucket(&mut self, at: &At, settings: &BucketSettings, name: &str, place: &Place) {
        let ownership = |managed| {
            if settings.manages(managed) { Ownership::Rendered } else { Ownership::Asserted }
        };
        let lock = settings.object_lock.as_ref().filter(|lock| !lock.planned);
        let replication = self.replication(settings);
        let role = settings.manages(Managed::Replication) && !replication.is_empty();
        let role = role.then(|| self.replication_role(at, name, &replication, place));
        let versioning = settings.versioning.and_then(|stated| match stated.value {
            Stated::Enabled => Some(Versioning::Enabled),
            Stated::Suspended => Some(Versioning::Suspended),
            Stated::Never => None,
        });
        let bucket = Bucket {
            created: settings.create.is_some(),
            tags: if settings.create.is_some() {
                self.tags(&settings.tags)
            } else {
                Default::default()
            },
            versioning: versioning
                .map(|value| Setting { value, ownership: ownership(Managed::Versioning) }),
            lifecycle: lifecycle(settings),
            object_lock: lock
                .and_then(object_lock)
                .map(|value| Setting { value, ownership: ownership(Managed::ObjectLock) }),
            replication: (!replication.is_empty()).then(|| Setting {
                value: replication,
                ownership: ownership(Managed::Replication),
            }),
            replication_role: role,
        };
        let plain = Bucket::default();
        if bucket == plain {
            return;
        }
        self.lock_permanence(at, settings, &bucket, name, place);
        let own = Label { existing: !bucket.created, ..label(at) };
        self.label(place, ResourceKind::Bucket, name, own);
        self.settings(place).buckets.insert(name.to_owned(), bucket);
    }

    fn lock_permanence(
        &mut self,
        at: &At,
        settings: &BucketSettings,
        bucket: &Bucket,
        name: &str,
        place: &Place,
    ) {
        let rendered = bucket.object_lock.as_ref().and_then(|lock| lock.if_rendered());
        let Some(lock) = rendered.filter(|lock| lock.mode == ObjectLockMode::Compliance) else {
            return;
        };
        let effect = format!(
            "Object Lock of bucket `{}` keeps every new version for {} days: nobody can shorten it, and it cannot be switched off",
            at.key, lock.days
        );
        let agreed = settings.object_lock.as_ref().and_then(|lock| lock.irreversible.as_ref());
        let agreed = agreed.map(|words| words.value.clone());
        self.irreversible(id(place, ResourceKind::Bucket, name), effect, agreed.as_deref());
    }

    fn replication(&self, settings: &BucketSettings) -> Vec<ReplicationRule> {
        let active = settings.replication.iter().filter(|rule| !rule.planned).enumerate();
        active.filter_map(|(index, rule)| self.replication_rule(rule, index)).collect()
    }

    fn replication_rule(&self, rule: &Replication, index: usize) -> Option<ReplicationRule> {
        let repository = self.policy.repositories.get(&rule.to.value)?;
        let RepositoryPlace::Bucket { name, place, .. } = &repository.place else { return None };
        let home = self.policy.environment.place.as_ref()?;
        let place = place.as_ref().unwrap_or(home);
        let on = |flag: Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
        Some(ReplicationRule {
            id: rule.to.value.clone(),
            priority: u32::try_from(index + 1).unwrap_or(u32::MAX),
            destination_bucket: name.value.clone(),
            destination_account: (place.account != home.account).then(|| place.account.clone()),
            partition: place.partition.clone(),
            time_control: on(rule.time_control),
            delete_markers: on(rule.delete_markers),
            replica_key: rule.key.as_ref().and_then(|key| key_ref(self.policy, &key.value)),
            storage_class: rule.storage_class.as_ref().map(|class| class.value.clone()),
        })
    }

    /// The role of a bucket whose replication is ours to write.
    fn replication_role(
        &mut self,
        at: &At,
        bucket: &str,
        rules: &[ReplicationRule],
        place: &Place,
    ) -> RoleRef {
        let key = format!("{}-replication", at.key);
        let name = default_aws_name(&self.policy.name.value, &self.policy.environment.name, &key);
        let buckets = [bucket.to_owned()].into_iter();
        let lowered = IamRole {
            description: format!(
                "Replicates {}, {}",
                self.policy.name.value, self.policy.environment.name
            ),
            service: S3_SERVICE_PRINCIPAL.value.to_owned(),
            managed_policies: Vec::new(),
            inline_policies: vec![InlinePolicy {
                name: "replicate".to_owned(),
                document: replication_document(&buckets.collect::<Vec<_>>(), rules, place),
            }],
            tags: self.tags(&resolved::SpannedTags::new()),
        };
        let settings = self.settings(place);
        match settings.roles.get_mut(&name) {
            // Several buckets of one resource share its role.
            Some(role) => role
                .inline_policies
                .iter_mut()
                .for_each(|policy| add_bucket(&mut policy.document, bucket, rules, place)),
            None => {
                settings.roles.insert(name.clone(), lowered);
            }
        }
        let own = Label { key, origin: at.path.clone(), ..Label::default() };
        self.label(place, ResourceKind::Role, &name, own);
        RoleRef::Created { place: place.clone(), name }
    }
}

fn bucket_arn(place: &Place, bucket: &str) -> String {
    format!("arn:{}:s3:::{bucket}", place.partition)
}

/// What S3 needs to replicate from `sources` by `rules`.
fn replication_document(
    sources: &[String],
    rules: &[ReplicationRule],
    place: &Place,
) -> serde_json::Value {
    let of_source: Vec<String> = sources.iter().map(|bucket| bucket_arn(place, bucket)).collect();
    let objects = |arns: &[String]| arns.iter().map(|arn| format!("{arn}/*")).collect::<Vec<_>>();
    let destinations: Vec<String> = rules
        .iter()
        .map(|rule| format!("arn:{}:s3:::{}", rule.partition, rule.destination_bucket))
        .collect();
    // Another account owns what is written into its bucket.
    let others = rules.iter().any(|rule| rule.destination_account.is_some());
    let owner = others.then_some("s3:ObjectOwnerOverrideToBucketOwner");
    let write = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"];
    let write: Vec<&str> = owner.into_iter().chain(write).collect();
    let mut statements = vec![
        json!({ "Sid": "ReadSource", "Effect": "Allow", "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"], "Resource": of_source }),
        json!({ "Sid": "ReadVersions", "Effect": "Allow", "Action": ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"], "Resource": objects(&of_source) }),
        json!({ "Sid": "WriteReplicas", "Effect": "Allow", "Action": write, "Resource": objects(&destinations) }),
    ];
    if rules.iter().any(|rule| rule.replica_key.is_some()) {
        // The ids of created keys are not known before they exist: S3 is named instead.
        statements.push(json!({
            "Sid": "UseKeysThroughS3", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], "Resource": "*",
            "Condition": { "StringLike": { "kms:ViaService": "s3.*.amazonaws.com" } }
        }));
    }
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn add_bucket(
    document: &mut serde_json::Value,
    bucket: &str,
    _: &[ReplicationRule],
    place: &Place,
) {
    let arn = bucket_arn(place, bucket);
    for (index, suffix) in [(0, ""), (1, "/*")] {
        let list = document.pointer_mut(&format!("/Statement/{index}/Resource"));
        if let Some(list) = list.and_then(serde_json::Value::as_array_mut) {
            list.push(json!(format!("{arn}{suffix}")));
        }
    }
}

fn object_lock(lock: &resolved::ObjectLock) -> Option<ObjectLock> {
    let mode = match lock.mode?.value {
        LockMode::Governance => ObjectLockMode::Governance,
        LockMode::Compliance => ObjectLockMode::Compliance,
    };
    Some(ObjectLock { mode, days: lock.retention.as_ref()?.value.most })
}

fn lifecycle(settings: &BucketSettings) -> Option<BucketLifecycle> {
    let rules = settings.lifecycle.as_ref()?.iter().filter(|rule| !rule.planned);
    let small = settings.small_objects.map(|small| small.value);
    Some(BucketLifecycle {
        rules: rules.map(lifecycle_rule).collect(),
        transition_default_minimum_object_size: match small {
            Some(Small::Move) => SmallObjects::VariesByStorageClass,
            Some(Small::Stay) | None => SmallObjects::AllStorageClasses128K,
        },
    })
}

fn lifecycle_rule(rule: &Rule) -> LifecycleRule {
    let days = |days: Option<&Spanned<CalendarDays>>| days.map(|days| days.value.most);
    let current = rule.current.as_ref().map(|current| &current.value);
    let noncurrent = rule.noncurrent.as_ref().map(|noncurrent| &noncurrent.value);
    let newer = noncurrent.and_then(|versions| versions.keep_newest).map(|count| count.value);
    let mut transitions: Vec<Transition> = current
        .map(|current| current.transitions.as_slice())
        .unwrap_or_default()
        .iter()
        .filter_map(|t| {
            Some(Transition {
                days: t.after.as_ref()?.value.most,
                storage_class: t.storage_class.value.clone(),
            })
        })
        .collect();
    transitions.sort();
    let mut noncurrent_transitions: Vec<NoncurrentTransition> = noncurrent
        .map(|versions| versions.transitions.as_slice())
        .unwrap_or_default()
        .iter()
        .filter_map(|t| {
            Some(NoncurrentTransition {
                noncurrent_days: t.after.as_ref()?.value.most,
                storage_class: t.storage_class.value.clone(),
                newer_noncurrent_versions: newer,
            })
        })
        .collect();
    noncurrent_transitions.sort();
    LifecycleRule {
        id: rule.name.value.clone(),
        filter: rule
            .filter
            .as_ref()
            .map(|filter| lifecycle_filter(&filter.value))
            .unwrap_or_default(),
        transitions,
        expiration_days: current.and_then(|current| days(current.expire_after.as_ref())),
        expired_object_delete_marker: current
            .and_then(|current| current.remove_expired_delete_markers)
            .is_some_and(|flag| flag.value),
        noncurrent_transitions,
        noncurrent_expiration: noncurrent
            .and_then(|versions| days(versions.expire_after.as_ref()))
            .map(|noncurrent_days| NoncurrentExpiration {
                noncurrent_days,
                newer_noncurrent_versions: newer,
            }),
        abort_incomplete_multipart_upload_days: days(rule.abort_incomplete_uploads_after.as_ref()),
    }
}

fn lifecycle_filter(filter: &resolved::LifecycleFilter) -> LifecycleFilter {
    LifecycleFilter {
        prefix: filter.prefix.as_ref().map(|prefix| prefix.value.clone()),
        tags: super::plain_tags(&filter.tags),
        object_size_greater_than: filter.larger_than.as_ref().map(|size| size.value.count()),
        object_size_less_than: filter.smaller_than.as_ref().map(|size| size.value.count()),
    }
}
