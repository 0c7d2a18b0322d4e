//! Buckets that the policy creates, with everything that is set on them.
//!
//! `AWS::S3::Bucket` owns a bucket as a whole, so the settings of a bucket that
//! other code creates cannot be written here.

use serde::{Deserialize, Serialize};

use super::bucket_lifecycle::LifecycleConfigurationView;
use super::bucket_policy;
use super::bucket_replication::{REPLICATION, ReplicationView, replication};
use super::builder::Builder;
use super::ids;
use super::references::Reader;
use super::template::ResourceType;
use super::text::Text;
use crate::render::RenderError;
use crate::render::aws_json::{Status, TagView, tag_list, tags_of};
use crate::render::gaps::delete_markers;
use crate::resources::{
    Bucket, KeyRef, ObjectLock, ObjectLockMode, ResourceKind, Setting, Versioning,
};

/// Properties of `AWS::S3::Bucket`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct BucketProperties {
    pub(super) bucket_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) public_access_block_configuration: Option<PublicAccessView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bucket_encryption: Option<EncryptionView>,
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
        block_public_access,
        encryption_key,
        replicated_from,
        versioning,
        lifecycle,
        object_lock,
        replication: _,
        replication_role: _,
    } = bucket;
    let lock = object_lock.as_ref().and_then(Setting::if_rendered).map(ObjectLockView::of);
    let properties = BucketProperties {
        bucket_name: name.to_owned(),
        public_access_block_configuration: block_public_access.then(PublicAccessView::blocked),
        bucket_encryption: encryption_key.as_ref().map(|key| EncryptionView::of(template.key(key))),
        versioning_configuration: versioning
            .as_ref()
            .and_then(Setting::if_rendered)
            .copied()
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
    if let Some(lifecycle) = lifecycle {
        template.gaps.extend(delete_markers(template.place, name, &lifecycle.rules));
    }
    template.add(id, ResourceType::Bucket, &properties)?;
    bucket_policy::add(template, id, name, replicated_from)
}

fn add_gaps(template: &mut Builder<'_>, name: &str, bucket: &Bucket) {
    let Bucket {
        created: _,
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
    let ours = |present: bool, setting| present.then_some(setting);
    let settings = [
        ours(is_ours(versioning.as_ref()), "the versioning"),
        ours(lifecycle.is_some(), "the lifecycle"),
        ours(is_ours(object_lock.as_ref()), "the Object Lock"),
        ours(is_ours(replication.as_ref()), REPLICATION),
    ];
    for setting in settings.into_iter().flatten() {
        let reason = "CloudFormation sets it only on a bucket that it creates itself, and other \
                      code creates this one: render it with the target `terraform`, or let this \
                      policy create the bucket";
        template.gap(ResourceKind::Bucket, name, setting, reason);
    }
}

fn is_ours<T>(setting: Option<&Setting<T>>) -> bool {
    setting.and_then(Setting::if_rendered).is_some()
}

impl VersioningView {
    fn of(versioning: Versioning) -> Self {
        let status = match versioning {
            Versioning::Enabled => Status::Enabled,
            Versioning::Suspended => Status::Suspended,
        };
        Self { status }
    }

    fn read(self) -> Result<Versioning, String> {
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

    fn read(self) -> Result<ObjectLock, String> {
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

/// `PublicAccessBlockConfiguration`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "AWS has four switches")]
pub(super) struct PublicAccessView {
    block_public_acls: bool,
    block_public_policy: bool,
    ignore_public_acls: bool,
    restrict_public_buckets: bool,
}

impl PublicAccessView {
    fn blocked() -> Self {
        Self {
            block_public_acls: true,
            block_public_policy: true,
            ignore_public_acls: true,
            restrict_public_buckets: true,
        }
    }

    fn read(self) -> Result<bool, String> {
        let blocked = self == Self::blocked();
        blocked.then_some(true).ok_or_else(|| "public access is only partly blocked".to_owned())
    }
}

/// `BucketEncryption`: always one rule.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct EncryptionView {
    server_side_encryption_configuration: (EncryptionRuleView,),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct EncryptionRuleView {
    /// One data key for many objects, so that KMS is not asked for each.
    bucket_key_enabled: bool,
    server_side_encryption_by_default: DefaultEncryptionView,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DefaultEncryptionView {
    #[serde(rename = "SSEAlgorithm")]
    algorithm: Algorithm,
    #[serde(rename = "KMSMasterKeyID")]
    key: Text,
}

#[derive(Debug, Serialize, Deserialize)]
enum Algorithm {
    #[serde(rename = "aws:kms")]
    Kms,
}

impl EncryptionView {
    fn of(key: Text) -> Self {
        let by_default = DefaultEncryptionView { algorithm: Algorithm::Kms, key };
        let rule = EncryptionRuleView {
            bucket_key_enabled: true,
            server_side_encryption_by_default: by_default,
        };
        Self { server_side_encryption_configuration: (rule,) }
    }

    fn read(self, reader: &Reader<'_>) -> Result<KeyRef, String> {
        let (rule,) = self.server_side_encryption_configuration;
        let EncryptionRuleView { bucket_key_enabled, server_side_encryption_by_default } = rule;
        let DefaultEncryptionView { algorithm: Algorithm::Kms, key } =
            server_side_encryption_by_default;
        if !bucket_key_enabled {
            return Err("the bucket key is off".to_owned());
        }
        reader.key(key)
    }
}

impl BucketProperties {
    /// Name and bucket that the properties stand for, without its policy.
    ///
    /// # Errors
    /// A sentence about a value that this target does not write.
    pub(super) fn read(self, reader: &Reader<'_>) -> Result<(String, Bucket), String> {
        let Self {
            bucket_name,
            public_access_block_configuration,
            bucket_encryption,
            versioning_configuration,
            object_lock_enabled,
            object_lock_configuration,
            lifecycle_configuration,
            replication_configuration,
            tags,
        } = self;
        if object_lock_enabled.unwrap_or(false) != object_lock_configuration.is_some() {
            return Err("Object Lock is enabled without a default or the reverse".to_owned());
        }
        let blocked = public_access_block_configuration.map(PublicAccessView::read).transpose()?;
        let encryption = bucket_encryption.map(|view| view.read(reader));
        let replication = replication_configuration.map(|view| view.read(reader));
        let (replication, replication_role) = replication.transpose()?.unzip();
        let versioning = versioning_configuration.map(VersioningView::read);
        let object_lock = object_lock_configuration.map(ObjectLockView::read);
        let bucket = Bucket {
            created: true,
            tags: tags_of(tags),
            block_public_access: blocked.unwrap_or(false),
            encryption_key: encryption.transpose()?,
            replicated_from: Vec::new(),
            versioning: versioning.transpose()?.map(Setting::rendered),
            lifecycle: lifecycle_configuration.map(|view| view.read()).transpose()?,
            object_lock: object_lock.transpose()?.map(Setting::rendered),
            replication: replication.map(Setting::rendered),
            replication_role,
        };
        Ok((bucket_name, bucket))
    }
}
