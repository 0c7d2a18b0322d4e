//! S3 buckets: versioning, lifecycle, replication, Object Lock.

use serde::Serialize;

use super::root::PermanentView;
use crate::facts::s3_replication::TIME_CONTROL_MINUTES;
use crate::render::gaps::{closed_destinations, delete_markers};
use crate::render::terraform::hcl::{Expr, Hcl};
use crate::render::terraform::module::{Module, types};
use crate::render::terraform::names::{Address, Ident};
use crate::render::{Gap, RenderError};
use crate::resources::iam::replica_bucket_policy;
use crate::resources::{
    Bucket, BucketLifecycle, LifecycleFilter, LifecycleRule, Lowered, NoncurrentExpiration,
    NoncurrentTransition, ObjectLock, ObjectLockMode, Place, ReplicationRule, ResourceKind,
    RoleRef, Settings, SmallObjects, Tags, Transition, Versioning, bucket_arn,
};

#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct BucketView {
    address: Ident,
    provider: Expr,
    name: String,
    created: bool,
    tags: Tags,
    object_lock_enabled: bool,
    block_public_access: bool,
    kms_key_arn: Option<Hcl>,
    /// Lets roles of other accounts replicate into the bucket.
    policy: Option<Expr>,
    /// S3 refuses to set the policy while public access is being blocked.
    after_public_access_block: Option<Expr>,
    /// The bucket's own name, for what is set on it.
    bucket: Hcl,
    versioning: Option<&'static str>,
    lifecycle: Option<LifecycleView>,
    object_lock: Option<ObjectLockView>,
    replication: Option<ReplicationView>,
    /// The versioning that other settings need first.
    after_versioning: Option<Expr>,
}

#[derive(Debug, Serialize)]
struct LifecycleView {
    rules: Vec<RuleView>,
    transition_default_minimum_object_size: &'static str,
}

#[derive(Debug, Serialize)]
struct RuleView {
    id: String,
    filter: FilterView,
    transitions: Vec<TransitionView>,
    expiration_days: Option<u32>,
    expired_object_delete_marker: bool,
    noncurrent_transitions: Vec<NoncurrentTransitionView>,
    noncurrent_expiration: Option<NoncurrentExpirationView>,
    abort_incomplete_multipart_upload_days: Option<u32>,
}

/// One predicate stands alone in `filter`; several stand in its `and`.
#[derive(Debug, Serialize)]
struct FilterView {
    empty: bool,
    several: bool,
    prefix: Option<String>,
    tags: Tags,
    object_size_greater_than: Option<u64>,
    object_size_less_than: Option<u64>,
}

#[derive(Debug, Serialize)]
struct TransitionView {
    days: u32,
    storage_class: String,
}

#[derive(Debug, Serialize)]
struct NoncurrentTransitionView {
    noncurrent_days: u32,
    newer_noncurrent_versions: Option<u32>,
    storage_class: String,
}

#[derive(Debug, Serialize)]
struct NoncurrentExpirationView {
    noncurrent_days: u32,
    newer_noncurrent_versions: Option<u32>,
}

#[derive(Debug, Serialize)]
struct ObjectLockView {
    mode: &'static str,
    compliance: bool,
    days: u32,
}

#[derive(Debug, Serialize)]
struct ReplicationView {
    role: Hcl,
    rules: Vec<ReplicationRuleView>,
    depends_on: Vec<Expr>,
}

#[derive(Debug, Serialize)]
struct ReplicationRuleView {
    id: String,
    priority: u32,
    delete_markers: &'static str,
    bucket: Hcl,
    account: Option<String>,
    storage_class: Option<String>,
    replica_kms_key_id: Option<Hcl>,
    time_control_minutes: Option<u32>,
}

impl BucketView {
    /// Object Lock, which can never be switched off.
    pub(super) fn permanent(&self) -> Option<PermanentView> {
        self.object_lock.as_ref()?;
        let address = Expr::resource(&Address::new(types::OBJECT_LOCK, &self.address));
        Some(PermanentView { address, after_days: None })
    }
}

pub(super) fn views(
    module: &Module<'_>,
    place: &Place,
    settings: &Settings,
    gaps: &mut Vec<Gap>,
) -> Result<Vec<BucketView>, RenderError> {
    let mut views = Vec::new();
    for (name, bucket) in settings.buckets.iter().filter(|(_, bucket)| is_ours(bucket)) {
        gaps.extend(gaps_of(module.lowered, place, name, bucket));
        views.push(view(module, place, name, bucket)?);
    }
    Ok(views)
}

fn gaps_of(lowered: &Lowered, place: &Place, name: &str, bucket: &Bucket) -> Vec<Gap> {
    let lifecycle = bucket.lifecycle.iter();
    let mut gaps: Vec<Gap> =
        lifecycle.flat_map(|lifecycle| delete_markers(place, name, &lifecycle.rules)).collect();
    let rules = bucket.replication.as_ref().and_then(|setting| setting.if_rendered());
    if let Some((rules, role)) = rules.zip(bucket.replication_role.as_ref()) {
        gaps.extend(closed_destinations(lowered, place, name, rules, role));
    }
    gaps
}

/// Whether anything about the bucket is ours to write.
fn is_ours(bucket: &Bucket) -> bool {
    let Bucket {
        created,
        tags: _,
        block_public_access: _,
        encryption_key: _,
        replicated_from: _,
        versioning,
        lifecycle,
        object_lock,
        replication,
        replication_role: _,
    } = bucket;
    *created
        || lifecycle.is_some()
        || versioning.as_ref().is_some_and(|setting| setting.if_rendered().is_some())
        || object_lock.as_ref().is_some_and(|setting| setting.if_rendered().is_some())
        || replication.as_ref().is_some_and(|setting| setting.if_rendered().is_some())
}

fn view(
    module: &Module<'_>,
    place: &Place,
    name: &str,
    bucket: &Bucket,
) -> Result<BucketView, RenderError> {
    let Bucket {
        created,
        tags,
        block_public_access,
        encryption_key,
        replicated_from,
        versioning,
        lifecycle,
        object_lock,
        replication,
        replication_role,
    } = bucket;
    let address = module.names.of(place, ResourceKind::Bucket, name);
    let object_lock = object_lock.as_ref().and_then(|setting| setting.if_rendered());
    let rules = replication.as_ref().and_then(|setting| setting.if_rendered());
    let own = Expr::resource(&Address::new(types::BUCKET, &address));
    Ok(BucketView {
        provider: Module::provider(place),
        name: name.to_owned(),
        created: *created,
        tags: tags.clone(),
        object_lock_enabled: object_lock.is_some(),
        block_public_access: *block_public_access,
        kms_key_arn: encryption_key.as_ref().map(|key| module.key_arn(key)).transpose()?,
        policy: policy(place, name, replicated_from),
        after_public_access_block: block_public_access
            .then(|| Expr::resource(&Address::new("aws_s3_bucket_public_access_block", &address))),
        bucket: if *created { own.get("bucket").into() } else { Hcl::text(name) },
        versioning: versioning.and_then(|setting| setting.if_rendered().copied()).map(status),
        lifecycle: lifecycle.as_ref().map(lifecycle_view),
        object_lock: object_lock.copied().map(object_lock_view),
        replication: rules
            .map(|rules| replication_view(module, name, rules, replication_role.as_ref()))
            .transpose()?,
        after_versioning: module.bucket_setting(types::VERSIONING, name, |b| b.versioning.as_ref()),
        address,
    })
}

const fn status(versioning: Versioning) -> &'static str {
    match versioning {
        Versioning::Enabled => "Enabled",
        Versioning::Suspended => "Suspended",
    }
}

fn policy(place: &Place, bucket: &str, replicated_from: &[RoleRef]) -> Option<Expr> {
    let roles: Vec<String> = replicated_from.iter().map(RoleRef::arn).collect();
    (!roles.is_empty()).then(|| Hcl::document(&replica_bucket_policy(place, bucket, &roles)))
}

fn object_lock_view(lock: ObjectLock) -> ObjectLockView {
    let ObjectLock { mode, days } = lock;
    let (mode, compliance) = match mode {
        ObjectLockMode::Governance => ("GOVERNANCE", false),
        ObjectLockMode::Compliance => ("COMPLIANCE", true),
    };
    ObjectLockView { mode, compliance, days }
}

fn lifecycle_view(lifecycle: &BucketLifecycle) -> LifecycleView {
    let BucketLifecycle { rules, transition_default_minimum_object_size } = lifecycle;
    LifecycleView {
        rules: rules.iter().map(rule_view).collect(),
        transition_default_minimum_object_size: match transition_default_minimum_object_size {
            SmallObjects::AllStorageClasses128K => "all_storage_classes_128K",
            SmallObjects::VariesByStorageClass => "varies_by_storage_class",
        },
    }
}

fn rule_view(rule: &LifecycleRule) -> RuleView {
    let LifecycleRule {
        id,
        filter,
        transitions,
        expiration_days,
        expired_object_delete_marker: _,
        noncurrent_transitions,
        noncurrent_expiration,
        abort_incomplete_multipart_upload_days,
    } = rule;
    RuleView {
        id: id.clone(),
        filter: filter_view(filter),
        transitions: transitions.iter().map(transition_view).collect(),
        expiration_days: *expiration_days,
        expired_object_delete_marker: rule.removes_delete_markers(),
        noncurrent_transitions: noncurrent_transitions
            .iter()
            .map(noncurrent_transition_view)
            .collect(),
        noncurrent_expiration: noncurrent_expiration.map(noncurrent_expiration_view),
        abort_incomplete_multipart_upload_days: *abort_incomplete_multipart_upload_days,
    }
}

fn filter_view(filter: &LifecycleFilter) -> FilterView {
    let predicates = filter.predicates();
    let LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than } = filter;
    FilterView {
        empty: predicates == 0,
        several: predicates > 1,
        prefix: prefix.clone(),
        tags: tags.clone(),
        object_size_greater_than: *object_size_greater_than,
        object_size_less_than: *object_size_less_than,
    }
}

fn transition_view(transition: &Transition) -> TransitionView {
    let Transition { days, storage_class } = transition;
    TransitionView { days: *days, storage_class: storage_class.clone() }
}

fn noncurrent_transition_view(transition: &NoncurrentTransition) -> NoncurrentTransitionView {
    let NoncurrentTransition { noncurrent_days, storage_class, newer_noncurrent_versions } =
        transition;
    NoncurrentTransitionView {
        noncurrent_days: *noncurrent_days,
        newer_noncurrent_versions: *newer_noncurrent_versions,
        storage_class: storage_class.clone(),
    }
}

fn noncurrent_expiration_view(expiration: NoncurrentExpiration) -> NoncurrentExpirationView {
    let NoncurrentExpiration { noncurrent_days, newer_noncurrent_versions } = expiration;
    NoncurrentExpirationView { noncurrent_days, newer_noncurrent_versions }
}

fn replication_view(
    module: &Module<'_>,
    name: &str,
    rules: &[ReplicationRule],
    role: Option<&RoleRef>,
) -> Result<ReplicationView, RenderError> {
    let role = role.ok_or_else(|| RenderError::Serialise {
        what: format!("the replication of the bucket `{name}`"),
        detail: "no role replicates".to_owned(),
    })?;
    let mut depends_on = module.role_permissions(role);
    let destinations = rules.iter().map(|rule| rule.destination_bucket.as_str());
    for bucket in std::iter::once(name).chain(destinations) {
        let versioning =
            module.bucket_setting(types::VERSIONING, bucket, |b| b.versioning.as_ref());
        let lock = module.bucket_setting(types::OBJECT_LOCK, bucket, |b| b.object_lock.as_ref());
        depends_on.extend(versioning.into_iter().chain(lock));
        depends_on.extend(module.bucket_policy(bucket));
    }
    depends_on.sort();
    depends_on.dedup();
    Ok(ReplicationView {
        role: module.role_arn(role),
        rules: rules
            .iter()
            .map(|rule| replication_rule_view(module, rule))
            .collect::<Result<_, _>>()?,
        depends_on,
    })
}

fn replication_rule_view(
    module: &Module<'_>,
    rule: &ReplicationRule,
) -> Result<ReplicationRuleView, RenderError> {
    let ReplicationRule {
        id,
        priority,
        destination_bucket,
        destination_account,
        partition,
        time_control,
        delete_markers,
        replica_key,
        storage_class,
    } = rule;
    let key = replica_key.as_ref().map(|key| module.key_arn(key)).transpose()?;
    Ok(ReplicationRuleView {
        id: id.clone(),
        priority: *priority,
        delete_markers: if *delete_markers { "Enabled" } else { "Disabled" },
        bucket: module.arn(&bucket_arn(partition, destination_bucket)),
        account: destination_account.clone(),
        storage_class: storage_class.clone(),
        replica_kms_key_id: key,
        time_control_minutes: time_control.then_some(TIME_CONTROL_MINUTES.value),
    })
}
