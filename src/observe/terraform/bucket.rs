//! S3 buckets with what is set on them.

use super::arn::Arn;
use super::reading::{Reading, Resource};
use super::values::{Fault, Known, Values};
use crate::observe::key_named;
use crate::resources::iam::{PolicyDocument, replicating_roles};
use crate::resources::{
    Bucket, BucketLifecycle, KeyRef, LifecycleFilter, LifecycleRule, NoncurrentExpiration,
    NoncurrentTransition, ObjectLock, ObjectLockMode, Place, ReplicationRule, ResourceKind,
    RoleRef, Setting, SmallObjects, Transition, Versioning,
};

/// Settings that are resources of their own, by the field that holds them.
const APART: [&str; 8] = [
    "tags",
    "block_public_access",
    "encryption_key",
    "replicated_from",
    "versioning",
    "lifecycle",
    "object_lock",
    "replication",
];
const ENABLED: &str = "Enabled";

/// The place of a bucket, whose ARN names neither account nor Region.
fn place_of(reading: &Reading<'_>, resource: &Resource<'_>, name: &str) -> Option<Place> {
    let region = resource.values.text("region").ok().flatten();
    let fits = |place: &Place| region.is_none_or(|region| place.region == region);
    if let Some(provider) = &resource.provider {
        return Some(resource.in_its_region(provider.clone()));
    }
    reading.wanted_at(ResourceKind::Bucket, name, fits).into_iter().next()
}

/// The bucket itself.
pub(super) fn bucket(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let tags = values.tags()?;
    // Without Object Lock a bucket can have no default retention.
    let locked = values.flag("object_lock_enabled")?;
    let Some((place, name, bucket)) = on_bucket(reading, resource, "tags")? else { return Ok(()) };
    bucket.tags = tags;
    if locked == Some(false) {
        reading.found(&place, ResourceKind::Bucket, &name, "object_lock");
    }
    Ok(())
}

/// Something that is set on a bucket: with the bucket itself. None if nobody
/// looks for the bucket, because then nothing tells whose it is.
fn on_bucket<'r>(
    reading: &'r mut Reading<'_>,
    resource: &Resource<'_>,
    field: &'static str,
) -> Known<Option<(Place, String, &'r mut Bucket)>> {
    let name = resource.values.needed("bucket")?.to_owned();
    let Some(place) = place_of(reading, resource, &name) else { return Ok(None) };
    for other in APART {
        reading.apart(&place, ResourceKind::Bucket, &name, other);
    }
    reading.found(&place, ResourceKind::Bucket, &name, field);
    let bucket = reading.at(&place).settings.buckets.entry(name.clone()).or_default();
    Ok(Some((place, name, bucket)))
}

pub(super) fn public_access(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let all = [
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ];
    let all = all.into_iter().map(|name| values.is_set(name)).collect::<Known<Vec<bool>>>()?;
    if let Some((_, _, bucket)) = on_bucket(reading, resource, "block_public_access")? {
        bucket.block_public_access = all.into_iter().all(|on| on);
    }
    Ok(())
}

pub(super) fn encryption(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let rule = resource.values.block("rule")?;
    let default = rule.map(|rule| rule.block("apply_server_side_encryption_by_default"));
    let default = default.transpose()?.flatten();
    let key = default.map(|default| default.owned("kms_master_key_id")).transpose()?.flatten();
    if let Some((place, _, bucket)) = on_bucket(reading, resource, "encryption_key")? {
        bucket.encryption_key = key.map(|key| key_named(&place, &key));
    }
    Ok(())
}

pub(super) fn policy(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let policy = resource.values.needed("policy")?;
    let Some((place, name, bucket)) = on_bucket(reading, resource, "replicated_from")? else {
        return Ok(());
    };
    // A policy of somebody else lets nobody replicate as far as we know.
    let ours = serde_json::from_str::<PolicyDocument>(policy).ok();
    let roles = ours.and_then(|policy| replicating_roles(&place, &name, &policy).ok());
    bucket.replicated_from = roles.into_iter().flatten().map(RoleRef::Existing).collect();
    Ok(())
}

pub(super) fn versioning(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let block = resource.values.block("versioning_configuration")?.ok_or(Fault::Unknown)?;
    let state = match block.needed("status")? {
        ENABLED => Some(Versioning::Enabled),
        "Suspended" => Some(Versioning::Suspended),
        _ => None,
    };
    if let Some((_, _, bucket)) = on_bucket(reading, resource, "versioning")? {
        bucket.versioning = state.map(Setting::asserted);
    }
    Ok(())
}

pub(super) fn object_lock(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let rule = resource.values.block("rule")?;
    let retention = rule.map(|rule| rule.block("default_retention")).transpose()?.flatten();
    let lock = match retention {
        None => None,
        Some(values) => {
            let years = values.positive("years")?.and_then(ObjectLock::days_of_years);
            let mode = match values.needed("mode")? {
                "COMPLIANCE" => ObjectLockMode::Compliance,
                "GOVERNANCE" => ObjectLockMode::Governance,
                _ => return Err(Fault::Wrong("`mode` is none of Object Lock".to_owned())),
            };
            let days = values.positive("days")?.or(years).ok_or(Fault::Unknown)?;
            Some(ObjectLock { mode, days })
        }
    };
    if let Some((_, _, bucket)) = on_bucket(reading, resource, "object_lock")? {
        bucket.object_lock = lock.map(Setting::asserted);
    }
    Ok(())
}

/// What a rule has that no policy can state, as field and value.
type Others = Vec<(String, String)>;

pub(super) fn lifecycle(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let mut others = Others::new();
    let mut rules = Vec::new();
    for rule in values.blocks("rule")? {
        rules.extend(lifecycle_rule(rule, &mut others)?);
    }
    let small = values.text("transition_default_minimum_object_size")?;
    let lifecycle = BucketLifecycle {
        rules,
        transition_default_minimum_object_size: match small {
            Some("varies_by_storage_class") => SmallObjects::VariesByStorageClass,
            _ => SmallObjects::AllStorageClasses128K,
        },
    };
    let Some((place, name, bucket)) = on_bucket(reading, resource, "lifecycle")? else {
        return Ok(());
    };
    bucket.lifecycle = Some(lifecycle);
    if small.is_none() {
        // Providers before 5.86 do not say it, and configurations of old have another.
        let field = "transition_default_minimum_object_size";
        reading.apart(&place, ResourceKind::Bucket, &name, field);
    }
    for (field, value) in others {
        reading.beyond(&place, ResourceKind::Bucket, &name, &field, &value);
    }
    Ok(())
}

/// A rule that is enabled; of another one only that it is there.
fn lifecycle_rule(values: Values<'_>, others: &mut Others) -> Known<Option<LifecycleRule>> {
    let id = values.owned("id")?.unwrap_or_default();
    let at = format!("Rules[{id}]");
    let status = values.needed("status")?;
    if status != ENABLED {
        others.push((format!("{at}.Status"), status.to_owned()));
        return Ok(None);
    }
    let expiration = values.block("expiration")?;
    if let Some(date) = expiration.map(|values| values.owned("date")).transpose()?.flatten() {
        others.push((format!("{at}.Expiration.Date"), date));
    }
    let transitions = transitions(values, &at, others)?;
    let noncurrent = values.blocks("noncurrent_version_transition")?.into_iter().map(|values| {
        Ok(NoncurrentTransition {
            noncurrent_days: values.count("noncurrent_days")?.unwrap_or_default(),
            storage_class: values.needed("storage_class")?.to_owned(),
            newer_noncurrent_versions: values.positive("newer_noncurrent_versions")?,
        })
    });
    let expiring = values.block("noncurrent_version_expiration")?.map(|values| {
        Ok(NoncurrentExpiration {
            noncurrent_days: values.count("noncurrent_days")?.unwrap_or_default(),
            newer_noncurrent_versions: values.positive("newer_noncurrent_versions")?,
        })
    });
    let abort = values.block("abort_incomplete_multipart_upload")?;
    let days = expiration.map(|values| values.positive("days")).transpose()?;
    let markers = expiration.map(|values| values.is_set("expired_object_delete_marker"));
    Ok(Some(LifecycleRule {
        id,
        filter: filter(values)?,
        transitions,
        expiration_days: days.flatten(),
        expired_object_delete_marker: markers.transpose()?.unwrap_or_default(),
        noncurrent_transitions: noncurrent.collect::<Known<_>>()?,
        noncurrent_expiration: expiring.transpose()?,
        abort_incomplete_multipart_upload_days: abort
            .map(|values| values.positive("days_after_initiation"))
            .transpose()?
            .flatten(),
    }))
}

fn transitions(rule: Values<'_>, at: &str, others: &mut Others) -> Known<Vec<Transition>> {
    let mut transitions = Vec::new();
    for values in rule.blocks("transition")? {
        match values.owned("date")? {
            Some(date) => others.push((format!("{at}.Transitions.Date"), date)),
            None => transitions.push(Transition {
                days: values.count("days")?.unwrap_or_default(),
                storage_class: values.needed("storage_class")?.to_owned(),
            }),
        }
    }
    Ok(transitions)
}

/// The filter of a lifecycle rule, in any of the shapes that S3 takes.
fn filter(rule: Values<'_>) -> Known<LifecycleFilter> {
    let mut filter =
        LifecycleFilter { prefix: rule.owned("prefix")?, ..LifecycleFilter::default() };
    let Some(block) = rule.block("filter")? else { return Ok(filter) };
    for values in std::iter::once(block).chain(block.blocks("and")?) {
        let size = |name| Ok(values.long(name)?.filter(|bytes| *bytes > 0));
        filter.prefix = values.owned("prefix")?.or(filter.prefix);
        filter.object_size_greater_than =
            size("object_size_greater_than")?.or(filter.object_size_greater_than);
        filter.object_size_less_than =
            size("object_size_less_than")?.or(filter.object_size_less_than);
        filter.tags.extend(values.map("tags")?);
        for tag in values.blocks("tag")? {
            let value = tag.owned("value")?.unwrap_or_default();
            filter.tags.insert(tag.needed("key")?.to_owned(), value);
        }
    }
    Ok(filter)
}

pub(super) fn replication(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let role = values.needed("role")?.to_owned();
    let name = values.needed("bucket")?;
    let Some(place) = place_of(reading, resource, name) else { return Ok(()) };
    let mut others = Others::new();
    let mut rules = Vec::new();
    for rule in values.blocks("rule")? {
        rules.extend(replication_rule(rule, &place, &mut others)?);
    }
    let Some((place, name, bucket)) = on_bucket(reading, resource, "replication")? else {
        return Ok(());
    };
    bucket.replication = Some(Setting::asserted(rules));
    bucket.replication_role = Some(RoleRef::Existing(role));
    for (field, value) in others {
        reading.beyond(&place, ResourceKind::Bucket, &name, &field, &value);
    }
    Ok(())
}

fn replication_rule(
    values: Values<'_>,
    place: &Place,
    others: &mut Others,
) -> Known<Option<ReplicationRule>> {
    let id = values.owned("id")?.unwrap_or_default();
    let at = format!("ReplicationConfiguration.Rules[{id}]");
    let status = values.needed("status")?;
    if status != ENABLED {
        others.push((format!("{at}.Status"), status.to_owned()));
        return Ok(None);
    }
    let part = filter(values)?;
    if part.predicates() > 0 {
        others.push((format!("{at}.Filter"), "a part of the bucket".to_owned()));
    }
    let destination = values.block("destination")?.ok_or(Fault::Unknown)?;
    let arn = destination.needed("bucket")?;
    let parsed = Arn::parse(arn)
        .ok_or_else(|| Fault::Wrong("`destination.bucket` is no ARN of a bucket".to_owned()))?;
    let account = destination.text("account")?.filter(|account| *account != place.account);
    let owner = destination.block("access_control_translation")?;
    if account.is_some() && owner.is_none() {
        others.push((format!("{at}.Destination.AccessControlTranslation"), "none".to_owned()));
    }
    let key = destination.block("encryption_configuration")?;
    let key = key.map(|values| values.owned("replica_kms_key_id")).transpose()?.flatten();
    // Objects under KMS replicate only if they are selected and a key is named.
    let criteria = values.block("source_selection_criteria")?;
    let objects = criteria.map(|values| values.block("sse_kms_encrypted_objects")).transpose()?;
    let selected = match objects.flatten() {
        Some(objects) => objects.text("status")? == Some(ENABLED),
        None => false,
    };
    if selected != key.is_some() {
        let field = format!("{at}.SourceSelectionCriteria.SseKmsEncryptedObjects");
        let value = if selected { ENABLED } else { "Disabled" };
        others.push((field, value.to_owned()));
    }
    Ok(Some(ReplicationRule {
        id,
        priority: values.count("priority")?.unwrap_or_default(),
        destination_bucket: parsed.resource.to_owned(),
        destination_account: account.map(str::to_owned),
        partition: parsed.partition.to_owned(),
        time_control: enabled(destination, "replication_time")?,
        // A rule of the first version, which has no filter, replicates them unasked.
        delete_markers: match values.block("delete_marker_replication")? {
            Some(_) => enabled(values, "delete_marker_replication")?,
            None => values.block("filter")?.is_none(),
        },
        replica_key: key.map(KeyRef::Existing),
        storage_class: destination.owned("storage_class")?,
    }))
}

/// Whether a block says of itself that it is enabled.
fn enabled(values: Values<'_>, name: &str) -> Known<bool> {
    let block = values.block(name)?;
    Ok(block.map(|block| block.text("status")).transpose()?.flatten() == Some(ENABLED))
}
