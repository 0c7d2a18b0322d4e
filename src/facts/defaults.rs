//! What AWS returns for what was left out, and how to compare it without a false alarm.
//!
//! A row tells which reading of a field equals which wish. Fields without a row
//! are returned as they were sent.

use std::fmt;

use super::fact::{facts, one_line};
use super::sources::{API_GET_PLAN, S3_API_GET_LIFECYCLE};
use super::{Confidence, Listed};

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Left out, it reads as this value.
    Absent(&'static str),
    /// Left out, `null`, `[]` and `{}` are one.
    AbsentIsEmpty,
    /// The service makes the value: not compared.
    Ignored,
    /// The order means nothing.
    AsSet,
    /// Entries belong together by this member, and their order means nothing.
    KeyedBy(&'static str),
    /// Only what the policy states is compared; the service adds more.
    StatedOnly,
    /// Case means nothing.
    IgnoringCase,
    /// Equal if both give the same schedule.
    AsSchedule,
    /// Equal as JSON policies, whatever the order or spelling of principals.
    AsIamPolicy,
    /// Equal as days, whatever the time of day.
    AsDate,
    /// Only whether there is a value is compared.
    Presence,
    /// This error means that there is none.
    NoneIfError(&'static str),
    /// The value stands elsewhere in the answer.
    ReadFrom(&'static str),
}

impl fmt::Display for Compare {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(value) => write!(out, "absent reads as `{value}`"),
            Self::AbsentIsEmpty => out.write_str("absent equals empty"),
            Self::Ignored => out.write_str("not compared"),
            Self::AsSet => out.write_str("compared as a set"),
            Self::KeyedBy(member) => write!(out, "compared entry by entry, by `{member}`"),
            Self::StatedOnly => out.write_str("only what is stated is compared"),
            Self::IgnoringCase => out.write_str("compared without case"),
            Self::AsSchedule => out.write_str("compared as schedules"),
            Self::AsIamPolicy => out.write_str("compared as IAM policies"),
            Self::AsDate => out.write_str("compared as dates"),
            Self::Presence => out.write_str("compared by presence"),
            Self::NoneIfError(error) => write!(out, "`{error}` means none"),
            Self::ReadFrom(place) => write!(out, "read from `{place}`"),
        }
    }
}

/// One way in which a field that was sent differs from the field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadBack {
    /// The field, as a path in AWS's words.
    pub field: &'static str,
    /// How it is compared.
    pub compare: Compare,
    /// How firmly the row is known.
    pub confidence: Confidence,
}

impl fmt::Display for ReadBack {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} ({:?})", self.field, self.compare, self.confidence)
    }
}

one_line!(ReadBack);

const fn high(field: &'static str, compare: Compare) -> ReadBack {
    ReadBack { field, compare, confidence: Confidence::High }
}

const fn medium(field: &'static str, compare: Compare) -> ReadBack {
    ReadBack { confidence: Confidence::Medium, ..high(field, compare) }
}

#[rustfmt::skip]
const AWS_BACKUP: &[ReadBack] = &[
    high("BackupPlan.Rules", Compare::KeyedBy("RuleName")),
    high("BackupPlan.AdvancedBackupSettings", Compare::ReadFrom("GetBackupPlanOutput.AdvancedBackupSettings")),
    medium("BackupPlan.AdvancedBackupSettings.EC2.WindowsVSS", Compare::Absent("disabled")),
    medium("BackupPlan.AdvancedBackupSettings.S3.BackupACLs", Compare::Absent("enabled")),
    medium("BackupPlan.AdvancedBackupSettings.S3.BackupObjectTags", Compare::Absent("enabled")),
    medium("BackupPlan.ScanSettings", Compare::AbsentIsEmpty),
    high("BackupPlan.VersionId", Compare::Ignored),
    high("BackupPlan.CreationDate", Compare::Ignored),
    high("BackupPlan.DeletionDate", Compare::Ignored),
    high("BackupPlan.LastExecutionDate", Compare::Ignored),
    high("BackupPlan.CreatorRequestId", Compare::Ignored),
    high("BackupPlan.ScheduledRunsPreview", Compare::Ignored),
    high("BackupRule.RuleId", Compare::Ignored),
    high("BackupRule.ScheduleExpression", Compare::Absent("cron(0 5 ? * * *)")),
    high("BackupRule.ScheduleExpression", Compare::AsSchedule),
    high("BackupRule.ScheduleExpressionTimezone", Compare::Absent("Etc/UTC")),
    high("BackupRule.StartWindowMinutes", Compare::Absent("480")),
    high("BackupRule.CompletionWindowMinutes", Compare::Absent("10080")),
    high("BackupRule.EnableContinuousBackup", Compare::Absent("false")),
    high("BackupRule.RecoveryPointTags", Compare::AbsentIsEmpty),
    high("BackupRule.CopyActions", Compare::AbsentIsEmpty),
    high("BackupRule.CopyActions", Compare::KeyedBy("DestinationBackupVaultArn")),
    medium("BackupRule.IndexActions", Compare::AbsentIsEmpty),
    medium("BackupRule.ScanActions", Compare::AbsentIsEmpty),
    high("BackupRule.Lifecycle", Compare::AbsentIsEmpty),
    medium("CopyAction.Lifecycle", Compare::AbsentIsEmpty),
    medium("Lifecycle.OptInToArchiveForSupportedResources", Compare::Absent("false")),
    high("Lifecycle.DeleteAfterEvent", Compare::Ignored),
    high("BackupSelection.Resources", Compare::AsSet),
    high("BackupSelection.NotResources", Compare::AbsentIsEmpty),
    high("BackupSelection.NotResources", Compare::AsSet),
    high("BackupSelection.ListOfTags", Compare::AsSet),
    high("BackupSelection.ListOfTags.ConditionType", Compare::IgnoringCase),
    high("BackupSelection.Conditions", Compare::AbsentIsEmpty),
    high("BackupSelection.Conditions", Compare::AsSet),
    high("BackupVault.EncryptionKeyArn", Compare::StatedOnly),
    high("BackupVault.NumberOfRecoveryPoints", Compare::Ignored),
    high("BackupVault.LockDate", Compare::Presence),
    high("BackupVault.ChangeableForDays", Compare::Ignored),
    high("BackupVault.VaultType", Compare::Absent("BACKUP_VAULT")),
    medium("BackupVault.AccessPolicy", Compare::AsIamPolicy),
    high("BackupVault.AccessPolicy", Compare::NoneIfError("ResourceNotFoundException")),
    high("BackupVault.Notifications", Compare::NoneIfError("ResourceNotFoundException")),
    medium("BackupVault.Notifications.BackupVaultEvents", Compare::AsSet),
    high("RegionSettings.ResourceTypeOptInPreference", Compare::StatedOnly),
    high("RegionSettings.ResourceTypeManagementPreference", Compare::StatedOnly),
    high("GlobalSettings", Compare::StatedOnly),
    high("RestoreTestingPlan.StartWindowHours", Compare::Absent("24")),
    medium("RestoreTestingPlan.ScheduleExpressionTimezone", Compare::Absent("Etc/UTC")),
    high("RestoreTestingPlan.RecoveryPointSelection.SelectionWindowDays", Compare::Absent("30")),
    high("RestoreTestingPlan.RecoveryPointSelection.ExcludeVaults", Compare::AbsentIsEmpty),
    medium("RestoreTestingSelection.ValidationWindowHours", Compare::Absent("0")),
    medium("RestoreTestingSelection.RestoreMetadataOverrides", Compare::StatedOnly),
    medium("RestoreTestingSelection.RestoreMetadataOverrides", Compare::IgnoringCase),
    medium("Framework.FrameworkControls.ControlInputParameters", Compare::StatedOnly),
    medium("Framework.FrameworkControls.ControlInputParameters", Compare::KeyedBy("ParameterName")),
    high("ReportPlan.ReportDeliveryChannel.Formats", Compare::Absent("CSV")),
];

#[rustfmt::skip]
const S3: &[ReadBack] = &[
    high("LifecycleConfiguration", Compare::NoneIfError("NoSuchLifecycleConfiguration")),
    high("LifecycleConfiguration.Rules", Compare::KeyedBy("ID")),
    high("LifecycleConfiguration.TransitionDefaultMinimumObjectSize", Compare::Absent("all_storage_classes_128K")),
    medium("LifecycleRule.Filter", Compare::Absent("{\"Prefix\":\"\"}")),
    high("LifecycleRule.Prefix", Compare::ReadFrom("LifecycleRule.Filter.Prefix")),
    high("LifecycleRule.Filter.And.Tags", Compare::KeyedBy("Key")),
    high("LifecycleRule.Transitions", Compare::KeyedBy("StorageClass")),
    high("LifecycleRule.NoncurrentVersionTransitions", Compare::KeyedBy("StorageClass")),
    high("LifecycleRule.Expiration.Date", Compare::AsDate),
    high("LifecycleRule.Transitions.Date", Compare::AsDate),
    high("LifecycleRule.Expiration.ExpiredObjectDeleteMarker", Compare::Absent("false")),
    high("ReplicationConfiguration", Compare::NoneIfError("ReplicationConfigurationNotFoundError")),
    high("ObjectLockConfiguration", Compare::NoneIfError("ObjectLockConfigurationNotFoundError")),
    medium("DBInstance.PreferredMaintenanceWindow", Compare::IgnoringCase),
];

facts! {
    "defaults", "What AWS returns for what was left out";

    /// AWS Backup returns these fields otherwise than they were sent.
    AWS_BACKUP_READ_BACK: &'static [ReadBack] = ("read-back-aws-backup", AWS_BACKUP, API_GET_PLAN, Medium);

    /// S3 and RDS return these fields otherwise than they were sent.
    S3_READ_BACK: &'static [ReadBack] = ("read-back-s3", S3, S3_API_GET_LIFECYCLE, Medium);

    /// Tags with these prefixes are made by AWS and never compared.
    FOREIGN_TAGS: &'static [&'static str] = ("read-back-foreign-tags", &["aws:"], API_GET_PLAN, High);
}

/// Every row about a field, by its path in AWS's words.
pub fn read_back(field: &str) -> impl Iterator<Item = &'static ReadBack> {
    let rows = AWS_BACKUP_READ_BACK.value.iter().chain(S3_READ_BACK.value);
    rows.filter(move |row| row.field == field)
}

/// What AWS returns for the field when it is left out.
#[must_use]
pub fn absent(field: &str) -> Option<&'static str> {
    read_back(field).find_map(|row| match row.compare {
        Compare::Absent(value) => Some(value),
        _ => None,
    })
}
