//! What could not be read, written down: codes of AWS, never its sentences.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Form, form, words};
use crate::observe::{Beyond, Reason, Subject, Unread};
use crate::resources::ResourceKind;

words! {
    /// Kinds of resources, by CloudFormation's names of their types; the
    /// account's settings have none there.
    enum Kind of ResourceKind {
        /// KMS key.
        Key = "AWS::KMS::Key",
        /// IAM role.
        Role = "AWS::IAM::Role",
        /// Backup vault, air-gapped or not.
        Vault = "AWS::Backup::BackupVault",
        /// Backup plan.
        Plan = "AWS::Backup::BackupPlan",
        /// Backup selection.
        Selection = "AWS::Backup::BackupSelection",
        /// Restore testing plan with its selections.
        RestoreTestingPlan = "AWS::Backup::RestoreTestingPlan",
        /// S3 bucket.
        Bucket = "AWS::S3::Bucket",
        /// RDS database instance.
        DbInstance = "AWS::RDS::DBInstance",
        /// Database cluster.
        DbCluster = "AWS::RDS::DBCluster",
        /// DynamoDB table.
        Table = "AWS::DynamoDB::Table",
        /// ElastiCache replication group.
        CacheGroup = "AWS::ElastiCache::ReplicationGroup",
        /// AWS Backup's settings of the account.
        Account = "AccountSettings",
    }
}

/// Something that was looked up by its name and is not there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct RecordedAbsent {
    /// What it would be.
    #[serde(rename = "Type")]
    kind: Kind,
    /// Its name.
    name: String,
}

impl Form for RecordedAbsent {
    type Of = (ResourceKind, String);

    fn of((kind, name): &Self::Of) -> Self {
        Self { kind: Kind::of(kind), name: name.clone() }
    }

    fn back(self) -> Result<Self::Of, String> {
        Ok((self.kind.back()?, self.name))
    }
}

form! {
    /// A setting that no policy can state, on something that one can.
    struct RecordedBeyond of Beyond {
        /// What it is set on.
        #[serde(rename = "Type")]
        kind: Kind,
        /// Its name.
        name: String,
        /// The setting, in AWS's words.
        field: String,
        /// Its value in short.
        value: String,
    } optional {
    }
}

form! {
    /// Something that was asked for and could not be read.
    struct RecordedUnread of Unread {
        /// What remains unknown.
        subject: RecordedSubject,
        /// The call; empty where none was made.
        operation: String,
        /// Why.
        reason: RecordedReason,
    } optional {
        /// The permission it takes.
        permission: Option<String>,
        /// AWS's id of the request.
        request_id: Option<String>,
    }
}

/// What remains unknown: without a type everything, without a name everything
/// of the type, without a setting the whole resource.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "PascalCase", default)]
pub(super) struct RecordedSubject {
    /// Kind of resource.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// One setting of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<String>,
    /// An answer to an assumption, by the assumption's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// Recovery points and jobs.
    #[serde(skip_serializing_if = "is_false")]
    activity: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Form for RecordedSubject {
    type Of = Subject;

    fn of(of: &Subject) -> Self {
        let nothing = Self::default();
        match of {
            Subject::Everything => nothing,
            Subject::Kind(kind) => Self { kind: Some(Kind::of(kind)), ..nothing },
            Subject::Resource(kind, name) => {
                Self { kind: Some(Kind::of(kind)), name: Some(name.clone()), ..nothing }
            }
            Subject::Setting(kind, name, setting) => Self {
                kind: Some(Kind::of(kind)),
                name: Some(name.clone()),
                setting: Some((*setting).to_owned()),
                ..nothing
            },
            Subject::Answer(assumption) => {
                Self { answer: Some((*assumption).to_owned()), ..nothing }
            }
            Subject::Activity => Self { activity: true, ..nothing },
        }
    }

    fn back(self) -> Result<Subject, String> {
        let Self { kind, name, setting, answer, activity } = self;
        Ok(match (kind, name, setting, answer, activity) {
            (None, None, None, None, false) => Subject::Everything,
            (Some(kind), None, None, None, false) => Subject::Kind(kind.back()?),
            (Some(kind), Some(name), None, None, false) => Subject::Resource(kind.back()?, name),
            // A setting of a later version: then nothing of the resource is known.
            (Some(kind), Some(name), Some(setting), None, false) => match known(&setting) {
                Some(setting) => Subject::Setting(kind.back()?, name, setting),
                None => Subject::Resource(kind.back()?, name),
            },
            (None, None, None, Some(answer), false) => Subject::Answer(
                ANSWERS
                    .into_iter()
                    .find(|known| *known == answer)
                    .ok_or_else(|| format!("there is no assumption `{answer}`"))?,
            ),
            (None, None, None, None, true) => Subject::Activity,
            _ => return Err("a subject is a type, an answer or the activity, not several".into()),
        })
    }
}

/// The setting's own name among those that can be unknown by themselves.
fn known(setting: &str) -> Option<&'static str> {
    SETTINGS.into_iter().find(|known| *known == setting)
}

/// Names of assumptions that an account can answer.
pub(super) const ANSWERS: [&str; 13] = [
    "selected",
    "opted_in",
    "advanced_dynamodb",
    "role_may",
    "key_usable",
    "destination_accepts",
    "jobs_succeed",
    "steady_state",
    "lock_in_force",
    "deleters_complete",
    "typical_lag",
    "noticed_at_once",
    "as_stated",
];

/// Settings that can be unknown by themselves: the fields of `resources`.
pub(super) const SETTINGS: [&str; 56] = [
    "abort_incomplete_multipart_upload_days",
    "access",
    "advanced_backup_settings",
    "algorithm",
    "automated_backups",
    "backup_retention_period",
    "block_public_access",
    "conditions",
    "copy_actions",
    "created",
    "cross_account_copy",
    "deletion_protection",
    "description",
    "dynamodb_advanced_features",
    "encryption_key",
    "engine_family",
    "iam_role",
    "include_vaults",
    "inline_policies",
    "kind",
    "lifecycle",
    "list_of_tags",
    "lock",
    "managed_policies",
    "multi_az",
    "not_resources",
    "notifications",
    "object_lock",
    "point_in_time_recovery",
    "point_in_time_recovery_days",
    "preferred_backup_window",
    "preferred_maintenance_window",
    "read_replica",
    "recovery_point_tags",
    "recovery_point_types",
    "replica_regions",
    "replicated_backups",
    "replicated_from",
    "replication",
    "replication_role",
    "resources",
    "rules",
    "schedule_expression",
    "schedule_expression_timezone",
    "selection_window_days",
    "selections",
    "service",
    "service_opt_in",
    "snapshot_retention_limit",
    "snapshot_window",
    "start_window_hours",
    "tags",
    "transition_default_minimum_object_size",
    "used_by_accounts",
    "validation_window_hours",
    "versioning",
];

/// Why something could not be read, with AWS's code or an account.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) enum RecordedReason {
    /// The caller may not.
    Denied,
    /// Credentials are missing, expired or refused.
    Credentials(String),
    /// Another account was reached.
    OtherAccount(String),
    /// No such Region, or not enabled.
    Region,
    /// Asked to slow down.
    Throttled,
    /// No answer in time.
    TimedOut,
    /// No connection.
    Unreachable,
    /// AWS's own failure.
    Server(String),
    /// An answer that cannot be understood.
    Malformed,
    /// The request was refused.
    Refused(String),
    /// The source does not hold it.
    NotInSource,
    /// Reading was stopped.
    Interrupted,
}

impl Form for RecordedReason {
    type Of = Reason;

    fn of(of: &Reason) -> Self {
        match of {
            Reason::Denied => Self::Denied,
            Reason::Credentials(code) => Self::Credentials(code.clone()),
            Reason::OtherAccount(account) => Self::OtherAccount(account.clone()),
            Reason::Region => Self::Region,
            Reason::Throttled => Self::Throttled,
            Reason::TimedOut => Self::TimedOut,
            Reason::Unreachable => Self::Unreachable,
            Reason::Server(code) => Self::Server(code.clone()),
            Reason::Malformed => Self::Malformed,
            Reason::Refused(code) => Self::Refused(code.clone()),
            Reason::NotInSource => Self::NotInSource,
            Reason::Interrupted => Self::Interrupted,
        }
    }

    fn back(self) -> Result<Reason, String> {
        Ok(match self {
            Self::Denied => Reason::Denied,
            Self::Credentials(code) => Reason::Credentials(code),
            Self::OtherAccount(account) => Reason::OtherAccount(account),
            Self::Region => Reason::Region,
            Self::Throttled => Reason::Throttled,
            Self::TimedOut => Reason::TimedOut,
            Self::Unreachable => Reason::Unreachable,
            Self::Server(code) => Reason::Server(code),
            Self::Malformed => Reason::Malformed,
            Self::Refused(code) => Reason::Refused(code),
            Self::NotInSource => Reason::NotInSource,
            Self::Interrupted => Reason::Interrupted,
        })
    }
}
