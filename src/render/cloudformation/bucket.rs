//! Buckets that the policy creates, with everything that is set on them.
//!
//! `AWS::S3::Bucket` owns a bucket as a whole, so the settings of a bucket that
//! other code creates cannot be written here.

use serde::{Deserialize, Serialize};

use super::bucket_lifecycle::LifecycleConfigurationView;
use super::bucket_replication::{ReplicationView, replication};
use super::builder::Builder;
use super::ids;
use super::template::ResourceType;
use crate::render::RenderError;
use crate::render::aws_json::{Status, TagView, tag_list};
use crate::resources::{Bucket, ObjectLock, ObjectLockMode, ResourceKind, Setting, Versioning};

/// Properties of `AWS::S3::Bucket`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct BucketProperties {
    pub(super) bucket_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) versioning_configuration: Option<VersioningView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) object_lock_enabled: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) object_lock_configuration: Option<ObjectLockView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lifecycle_configuration: Option<LifecycleConfigurationView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replication_configuration: Option<ReplicationView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<TagView>,
}

/// `VersioningConfiguration`
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct VersioningView {
    status: Status,
}

/// `ObjectLockConfiguration`
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ObjectLockView {
    object_lock_enabled: Status,
    rule: ObjectLockRuleView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ObjectLockRuleView {
    default_retention: DefaultRetentionView,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DefaultRetentionView {
    mode: ModeView,
    days: u32,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ModeView {
    Governance,
    Compliance,
}

/// Adds the buckets that the policy creates, and gaps for settings of others.
pub(super) fn add(template: &mut Builder<'_>) -> Result<(), RenderError> {
    let settings = template.settings;
    for (name, bucket) in &settings.buckets {
        match template.id(ids::BUCKET, name) {
            Some(id) => add_bucket(template, &id, name, bucket)?,
            None => add_gaps(template, name, bucket),
        }
    }
    Ok(())
}

fn add_bucket(
    template: &mut Builder<'_>,
    id: &str,
    name: &str,
    bucket: &Bucket,
) -> Result<(), RenderError> {
    let Bucket {
        created: _,
        tags,
        versioning,
        lifecycle,
        object_lock,
        replication: _,
        replication_role: _,
    } = bucket;
    let lock = object_lock.as_ref().and_then(Setting::if_rendered).map(ObjectLockView::of);
    let properties = BucketProperties {
        bucket_name: name.to_owned(),
        versioning_configuration: versioning
            .as_ref()
            .and_then(Setting::if_rendered)
            .map(VersioningView::of),
        object_lock_enabled: lock.map(|_| true),
        object_lock_configuration: lock,
        lifecycle_configuration: lifecycle
            .as_ref()
            .filter(|lifecycle| !lifecycle.rules.is_empty())
            .map(LifecycleConfigurationView::of),
        replication_configuration: replication(template, name, bucket),
        tags: tag_list(tags),
    };
    template.add(id, ResourceType::Bucket, &properties)
}

fn add_gaps(template: &mut Builder<'_>, name: &str, bucket: &Bucket) {
    let Bucket {
        created: _,
        tags: _,
        versioning,
        lifecycle,
        object_lock,
        replication,
        replication_role: _,
    } = bucket;
    let ours = |present: bool, setting| present.then_some(setting);
    let settings = [
        ours(is_ours(versioning.as_ref()), "VersioningConfiguration"),
        ours(lifecycle.is_some(), "LifecycleConfiguration"),
        ours(is_ours(object_lock.as_ref()), "ObjectLockConfiguration"),
        ours(is_ours(replication.as_ref()), "ReplicationConfiguration"),
    ];
    for setting in settings.into_iter().flatten() {
        let reason = "CloudFormation sets this only on a bucket that it creates: create the \
                      bucket here, or use another target for this setting";
        template.gap(ResourceKind::Bucket, name, setting, reason.to_owned());
    }
}

fn is_ours<T>(setting: Option<&Setting<T>>) -> bool {
    setting.and_then(Setting::if_rendered).is_some()
}

impl VersioningView {
    fn of(versioning: &Versioning) -> Self {
        let status = match versioning {
            Versioning::Enabled => Status::Enabled,
            Versioning::Suspended => Status::Suspended,
        };
        Self { status }
    }

    /// The state.
    pub(super) fn read(self) -> Result<Versioning, String> {
        match self.status {
            Status::Enabled => Ok(Versioning::Enabled),
            Status::Suspended => Ok(Versioning::Suspended),
            Status::Disabled => Err("versioning cannot be disabled".to_owned()),
        }
    }
}

impl ObjectLockView {
    fn of(lock: &ObjectLock) -> Self {
        let ObjectLock { mode, days } = *lock;
        let mode = match mode {
            ObjectLockMode::Governance => ModeView::Governance,
            ObjectLockMode::Compliance => ModeView::Compliance,
        };
        Self {
            object_lock_enabled: Status::Enabled,
            rule: ObjectLockRuleView { default_retention: DefaultRetentionView { mode, days } },
        }
    }

    /// The default retention.
    pub(super) fn read(self) -> Result<ObjectLock, String> {
        let Self { object_lock_enabled, rule } = self;
        let DefaultRetentionView { mode, days } = rule.default_retention;
        if object_lock_enabled != Status::Enabled {
            return Err("Object Lock is not enabled".to_owned());
        }
        let mode = match mode {
            ModeView::Governance => ObjectLockMode::Governance,
            ModeView::Compliance => ObjectLockMode::Compliance,
        };
        Ok(ObjectLock { mode, days })
    }
}
