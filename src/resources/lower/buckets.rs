//! Buckets of resources and repositories.

use std::collections::BTreeSet;

use super::vaults::key_ref;
use super::{Lowering, id, label};
use crate::document::{LockMode, Managed, SmallObjects as Small, Versioning as StatedVersioning};
use crate::facts::iam::S3_SERVICE_PRINCIPAL;
use crate::resolved::{
    self, At, BucketSettings, LifecycleRule as Rule, Native, Replication, RepositoryPlace,
    default_aws_name,
};
use crate::resources::iam::replication_policy;
use crate::resources::{
    Bucket, BucketLifecycle, IamRole, InlinePolicy, Label, LifecycleFilter, LifecycleRule,
    NoncurrentExpiration, NoncurrentTransition, ObjectLock, ObjectLockMode, Place, ReplicationRule,
    ResourceKind, RoleRef, Setting, SmallObjects, Tags, Transition, Versioning,
};
use crate::source::{Spanned, Text};
use crate::units::CalendarDays;

/// A bucket of the policy, with what is stated of it.
struct Stated<'a> {
    at: &'a At,
    settings: &'a BucketSettings,
    /// Key of a repository's bucket.
    key: Option<&'a Text>,
    name: &'a str,
    /// Every bucket with the same settings, this one included.
    together: Vec<String>,
    place: &'a Place,
}

impl Lowering<'_> {
    pub(super) fn buckets(&mut self, home: &Place) {
        let policy = self.policy;
        for resource in policy.resources.values() {
            let Native::Bucket(settings) = &resource.native else { continue };
            for name in &resource.identifiers {
                self.bucket(&Stated {
                    at: &resource.at,
                    settings,
                    key: None,
                    name: &name.value,
                    together: resource.identifiers.iter().map(|name| name.value.clone()).collect(),
                    place: home,
                });
            }
        }
        for repository in policy.repositories.values() {
            let RepositoryPlace::Bucket { name, place: Some(place), .. } = &repository.place else {
                continue;
            };
            self.bucket(&Stated {
                at: &repository.at,
                settings: &repository.settings,
                key: repository.key.as_ref(),
                name: &name.value,
                together: vec![name.value.clone()],
                place,
            });
        }
        self.let_replicas_in();
    }

    fn bucket(&mut self, stated: &Stated<'_>) {
        let Stated { at, settings, key, name, together: _, place } = stated;
        let replication = self.replication(settings, place);
        let role = settings.manages(Managed::Replication) && !replication.is_empty();
        let role = role.then(|| self.replication_role(stated, &replication));
        let created = settings.create.is_some();
        let bucket = Bucket {
            created,
            tags: if created { self.tags(&settings.tags) } else { Tags::new() },
            block_public_access: created,
            encryption_key: key
                .filter(|_| created)
                .and_then(|key| key_ref(self.policy, &key.value)),
            replicated_from: Vec::new(),
            versioning: versioning(settings)
                .map(|value| owned(settings, Managed::Versioning, value)),
            lifecycle: lifecycle(settings),
            object_lock: active_lock(settings)
                .and_then(object_lock)
                .map(|value| owned(settings, Managed::ObjectLock, value)),
            replication: (!replication.is_empty())
                .then(|| owned(settings, Managed::Replication, replication)),
            replication_role: role,
        };
        // A bucket that nothing is stated of has no settings.
        if bucket == Bucket::default() {
            return;
        }
        self.lock_permanence(at, settings, &bucket, name, place);
        let own = Label { existing: !bucket.created, ..label(at) };
        self.label(place, ResourceKind::Bucket, name, own);
        self.settings(place).buckets.insert((*name).to_owned(), bucket);
    }

    /// Lets roles of other accounts replicate into the buckets that the policy
    /// creates: there the role's own policy is not enough.
    fn let_replicas_in(&mut self) {
        let mut writers: BTreeSet<(String, RoleRef)> = BTreeSet::new();
        for bucket in self.out.resources.places.values().flat_map(|all| all.buckets.values()) {
            let rules = bucket.replication.iter().flat_map(|rules| &rules.value);
            for rule in rules.filter(|rule| rule.destination_account.is_some()) {
                let role = bucket.replication_role.clone();
                writers.extend(role.map(|role| (rule.destination_bucket.clone(), role)));
            }
        }
        for (destination, role) in writers {
            for settings in self.out.resources.places.values_mut() {
                let bucket = settings.buckets.get_mut(&destination);
                if let Some(bucket) = bucket.filter(|bucket| bucket.created) {
                    bucket.replicated_from.push(role.clone());
                }
            }
        }
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

    fn replication(&self, settings: &BucketSettings, source: &Place) -> Vec<ReplicationRule> {
        let active = settings.replication.iter().filter(|rule| !rule.planned).enumerate();
        active.filter_map(|(index, rule)| self.replication_rule(rule, index, source)).collect()
    }

    fn replication_rule(
        &self,
        rule: &Replication,
        index: usize,
        source: &Place,
    ) -> Option<ReplicationRule> {
        let repository = self.policy.repositories.get(&rule.to.value)?;
        let RepositoryPlace::Bucket { name, place, .. } = &repository.place else { return None };
        let home = self.policy.environment.place.as_ref()?;
        let place = place.as_ref().unwrap_or(home);
        let on = |flag: Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
        Some(ReplicationRule {
            id: rule.to.value.clone(),
            priority: u32::try_from(index + 1).unwrap_or(u32::MAX),
            destination_bucket: name.value.clone(),
            destination_account: (place.account != source.account).then(|| place.account.clone()),
            partition: place.partition.clone(),
            time_control: on(rule.time_control),
            delete_markers: on(rule.delete_markers),
            replica_key: rule.key.as_ref().and_then(|key| key_ref(self.policy, &key.value)),
            storage_class: rule.storage_class.as_ref().map(|class| class.value.clone()),
        })
    }

    /// The role of a bucket whose replication is ours to write; buckets of one
    /// resource share it.
    fn replication_role(&mut self, stated: &Stated<'_>, rules: &[ReplicationRule]) -> RoleRef {
        let Stated { at, settings, key: _, name: _, together, place } = stated;
        let policy = self.policy;
        let key = format!("{}-replication", at.key);
        let named = format!("{}-replication", at.naming_key());
        let name = default_aws_name(&policy.name.value, &policy.environment.name, &named);
        let locked = active_lock(settings).is_some();
        let lowered = IamRole {
            description: format!(
                "Replicates {} of {}, {}",
                at.key, policy.name.value, policy.environment.name
            ),
            service: S3_SERVICE_PRINCIPAL.value.to_owned(),
            managed_policies: Vec::new(),
            inline_policies: vec![InlinePolicy {
                name: "replicate".to_owned(),
                document: replication_policy(together, locked, rules, place).to_json(),
            }],
            tags: self.tags(&resolved::SpannedTags::new()),
        };
        self.settings(place).roles.insert(name.clone(), lowered);
        let own = Label { key, origin: at.path.clone(), ..Label::default() };
        self.label(place, ResourceKind::Role, &name, own);
        RoleRef::Created { place: (*place).clone(), name }
    }
}

fn owned<T>(settings: &BucketSettings, managed: Managed, value: T) -> Setting<T> {
    if settings.manages(managed) { Setting::rendered(value) } else { Setting::asserted(value) }
}

fn versioning(settings: &BucketSettings) -> Option<Versioning> {
    match settings.versioning?.value {
        StatedVersioning::Enabled => Some(Versioning::Enabled),
        StatedVersioning::Suspended => Some(Versioning::Suspended),
        StatedVersioning::Never => None,
    }
}

fn active_lock(settings: &BucketSettings) -> Option<&resolved::ObjectLock> {
    settings.object_lock.as_ref().filter(|lock| !lock.planned)
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
