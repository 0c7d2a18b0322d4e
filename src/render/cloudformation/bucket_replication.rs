//! Replication of a bucket that the policy creates.

use serde::{Deserialize, Serialize};

use super::builder::Builder;
use super::ids;
use super::references::Reader;
use super::text::{ARN, Text};
use crate::facts::s3_replication::TIME_CONTROL_MINUTES;
use crate::render::aws_json::Status;
use crate::render::gaps::closed_destinations;
use crate::resources::{
    Bucket, Place, ReplicationRule, ResourceKind, RoleRef, Setting, bucket_arn,
};

/// `ReplicationConfiguration`
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ReplicationView {
    role: Text,
    rules: Vec<RuleView>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RuleView {
    id: String,
    priority: u32,
    status: Status,
    filter: FilterView,
    delete_marker_replication: StatusView,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_selection_criteria: Option<SourceView>,
    destination: DestinationView,
}

/// The whole bucket; present, because only rules with a filter have priorities.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct FilterView {
    prefix: EmptyPrefix,
}

#[derive(Debug, Serialize, Deserialize)]
enum EmptyPrefix {
    #[serde(rename = "")]
    Empty,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct StatusView {
    status: Status,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SourceView {
    sse_kms_encrypted_objects: StatusView,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DestinationView {
    bucket: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access_control_translation: Option<OwnerView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    storage_class: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encryption_configuration: Option<EncryptionView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replication_time: Option<TimeView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metrics: Option<MetricsView>,
}

/// Another account's replicas belong to that account: S3 takes `Account` only
/// with this.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct OwnerView {
    owner: Owner,
}

#[derive(Debug, Serialize, Deserialize)]
enum Owner {
    Destination,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EncryptionView {
    #[serde(rename = "ReplicaKmsKeyID")]
    replica_kms_key_id: Text,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TimeView {
    status: Status,
    time: MinutesView,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct MetricsView {
    status: Status,
    event_threshold: MinutesView,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct MinutesView {
    minutes: u32,
}

/// What is missing where the replication is.
pub(super) const REPLICATION: &str = "the replication";

/// The replication that is ours to write; a gap where it cannot be created.
pub(super) fn replication(
    template: &mut Builder<'_>,
    name: &str,
    bucket: &Bucket,
) -> Option<ReplicationView> {
    let rules = bucket.replication.as_ref().and_then(Setting::if_rendered)?;
    let reason = if rules.is_empty() {
        return None;
    } else if template.circular_replication.contains(&(template.place.clone(), name.to_owned())) {
        "its destination needs this bucket to exist first, and neither stack can be created \
         before the other: set it once both exist"
    } else if let Some(role) = &bucket.replication_role {
        let closed = closed_destinations(template.lowered, template.place, name, rules, role);
        template.gaps.extend(closed);
        let role = template.role(role);
        let rules = rules.iter().map(|rule| RuleView::of(template, rule)).collect();
        return Some(ReplicationView { role, rules });
    } else {
        "no role is named that replicates: name one"
    };
    template.gap(ResourceKind::Bucket, name, REPLICATION, reason);
    None
}

impl RuleView {
    fn of(template: &mut Builder<'_>, rule: &ReplicationRule) -> Self {
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
        let enabled = || StatusView { status: Status::Enabled };
        let minutes = || MinutesView { minutes: TIME_CONTROL_MINUTES.value };
        let bucket = match template.ids.get(ids::BUCKET, destination_bucket) {
            Some(id) => Text::of_attribute(id, ARN),
            None => Text::Literal(bucket_arn(partition, destination_bucket)),
        };
        Self {
            id: id.clone(),
            priority: *priority,
            status: Status::Enabled,
            filter: FilterView { prefix: EmptyPrefix::Empty },
            delete_marker_replication: StatusView {
                status: if *delete_markers { Status::Enabled } else { Status::Disabled },
            },
            source_selection_criteria: replica_key
                .as_ref()
                .map(|_| SourceView { sse_kms_encrypted_objects: enabled() }),
            destination: DestinationView {
                bucket,
                account: destination_account.clone(),
                access_control_translation: destination_account
                    .as_ref()
                    .map(|_| OwnerView { owner: Owner::Destination }),
                storage_class: storage_class.clone(),
                encryption_configuration: replica_key
                    .as_ref()
                    .map(|key| EncryptionView { replica_kms_key_id: template.key(key) }),
                replication_time: time_control
                    .then(|| TimeView { status: Status::Enabled, time: minutes() }),
                metrics: time_control
                    .then(|| MetricsView { status: Status::Enabled, event_threshold: minutes() }),
            },
        }
    }

    fn read(self, reader: &Reader<'_>) -> Result<ReplicationRule, String> {
        let Self {
            id,
            priority,
            status,
            filter: FilterView { prefix: EmptyPrefix::Empty },
            delete_marker_replication,
            source_selection_criteria,
            destination,
        } = self;
        let DestinationView {
            bucket,
            account,
            access_control_translation,
            storage_class,
            encryption_configuration,
            replication_time,
            metrics,
        } = destination;
        if status != Status::Enabled {
            return Err("a replication rule is not enabled".to_owned());
        }
        if source_selection_criteria.is_some() != encryption_configuration.is_some()
            || access_control_translation.is_some() != account.is_some()
            || metrics.is_some() != replication_time.is_some()
        {
            return Err("a replication rule has one of two settings that go together".to_owned());
        }
        let (partition, destination_bucket) = reader.bucket(bucket)?;
        let replica_key = encryption_configuration
            .map(|encryption| reader.key(encryption.replica_kms_key_id))
            .transpose()?;
        Ok(ReplicationRule {
            id,
            priority,
            destination_bucket,
            destination_account: account,
            partition,
            time_control: replication_time.is_some(),
            delete_markers: delete_marker_replication.status == Status::Enabled,
            replica_key,
            storage_class,
        })
    }
}

impl ReplicationView {
    /// The rules and the role that the view stands for.
    ///
    /// # Errors
    /// A sentence about a reference that leads nowhere or a rule that is off.
    pub(super) fn read(
        self,
        reader: &Reader<'_>,
    ) -> Result<(Vec<ReplicationRule>, RoleRef), String> {
        let Self { role, rules } = self;
        let rules = rules.into_iter().map(|rule| rule.read(reader)).collect::<Result<_, _>>()?;
        Ok((rules, reader.role(role)?))
    }
}

/// Partition and name of the bucket that an ARN names.
pub(super) fn bucket_of_arn(arn: &str) -> Option<(String, String)> {
    let (partition, bucket) = arn.strip_prefix("arn:")?.split_once(":s3:::")?;
    Some((partition.to_owned(), bucket.to_owned()))
}

/// Partition and name of a bucket of the same template.
pub(super) fn bucket_here(place: &Place, bucket: &str) -> (String, String) {
    (place.partition.clone(), bucket.to_owned())
}
