//! Keys, roles, vaults, plans and tiers: what AWS Backup is told.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    AccountText, ArnText, AwsNameText, ClockText, DayText, DaysText, ElapsedText, EveryText,
    Measured, MonthText, NameText, NoneText, Objectives, RegionText, RetentionText, ScheduleText,
    TagValueText, TextOr, TimeText, WeekdayText, WindowText, Words, ZoneText,
};
use crate::source::{Map, Spanned};

/// When something runs.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleParts {
    /// Rendered: how often: `day`, `2h`, `week`, `month`, `3mo`, `year`.
    #[serde(default)]
    pub every: Option<EveryText>,
    /// Rendered: day of the week, beside `every: week`.
    #[serde(default)]
    pub weekday: Option<WeekdayText>,
    /// Rendered: day of the month or `last`, beside months and years.
    #[serde(default)]
    pub day: Option<Spanned<DayText>>,
    /// Rendered: month, beside `every: year`.
    #[serde(default)]
    pub month: Option<MonthText>,
    /// Rendered: time of day.
    #[serde(default)]
    pub at: Option<ClockText>,
    /// Rendered: part of the day that hours are limited to.
    #[serde(default)]
    pub between: Option<WindowText>,
    /// Rendered: time zone; UTC or the document's default if absent.
    #[serde(default)]
    pub timezone: Option<ZoneText>,
}

/// A schedule in either form.
pub type Schedule = Spanned<TextOr<ScheduleText, ScheduleParts>>;

/// A measured or estimated time in either form.
pub type Time = Spanned<TextOr<TimeText, Measured>>;

/// A KMS key.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KmsKey {
    /// Rendered: the key is created by this policy; no if absent.
    #[serde(default)]
    pub create: Option<Spanned<bool>>,
    /// Rendered: ARN of a key that other code creates.
    #[serde(default)]
    pub existing: Option<ArnText>,
    /// Rendered: account of a created key; the environment's if absent.
    #[serde(default)]
    pub account: Option<AccountText>,
    /// Rendered: Region of a created key; the environment's if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Rendered: former names of this entry, oldest first; names in AWS stay those of the oldest, so that it is moved, not replaced.
    #[serde(default)]
    pub was: Vec<NameText>,
    /// Rendered: tags.
    #[serde(default)]
    pub tags: Map<TagValueText>,
}

/// An IAM role.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Rendered: the role is created by this policy; no if absent.
    #[serde(default)]
    pub create: Option<Spanned<bool>>,
    /// Rendered: ARN of a role that other code creates.
    #[serde(default)]
    pub existing: Option<ArnText>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Rendered: former names of this entry, oldest first, so that it is moved, not replaced.
    #[serde(default)]
    pub was: Vec<NameText>,
    /// Rendered: tags.
    #[serde(default)]
    pub tags: Map<TagValueText>,
}

/// A backup vault.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vault {
    /// Rendered: account of the vault; the environment's if absent.
    #[serde(default)]
    pub account: Option<AccountText>,
    /// Rendered: Region of the vault; the environment's if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Rendered: key of the vault (a name under `keys`); AWS's own if absent.
    #[serde(default)]
    pub key: Option<NameText>,
    /// Rendered: accounts that may copy into the vault.
    #[serde(default)]
    pub access: Option<Vec<AccountText>>,
    /// Rendered: vault lock.
    #[serde(default)]
    pub lock: Option<Spanned<Lock>>,
    /// Rendered: a logically air-gapped vault, locked by nature; no if absent.
    #[serde(default)]
    pub air_gapped: Option<Spanned<bool>>,
    /// Rendered: events sent to a topic.
    #[serde(default)]
    pub notifications: Option<Spanned<Notifications>>,
    /// Rendered: tags.
    #[serde(default)]
    pub tags: Map<TagValueText>,
    /// Rendered: name in AWS; `<policy>-<environment>-<key>` if absent.
    #[serde(default)]
    pub aws_name: Option<AwsNameText>,
    /// Asserted: other code creates the vault; it is referenced and compared, never rendered; no if absent.
    #[serde(default)]
    pub existing: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Rendered: former names of this entry, oldest first, so that it is moved, not replaced.
    #[serde(default)]
    pub was: Vec<NameText>,
}

/// A vault lock.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Rendered: governance (removable with permission) or compliance (permanent); reported if absent, except on an air-gapped vault, which has no modes.
    #[serde(default)]
    pub mode: Option<Spanned<LockMode>>,
    /// Rendered: shortest retention the vault accepts; any if absent.
    #[serde(default)]
    pub min_retention: Option<DaysText>,
    /// Rendered: longest retention the vault accepts; any if absent.
    #[serde(default)]
    pub max_retention: Option<DaysText>,
    /// Rendered: cooling-off period before a compliance lock is permanent; whole days.
    #[serde(default)]
    pub changeable_for: Option<DaysText>,
    /// Stated: who agreed, and when, that a compliance lock can never be removed.
    #[serde(default)]
    pub irreversible: Option<Words>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
}

/// Modes of a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockMode {
    /// Rendered: removable with permission.
    Governance,
    /// Rendered: permanent once the cooling-off period is over.
    Compliance,
}

/// Events that a vault sends to a topic.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notifications {
    /// Rendered: ARN of the SNS topic.
    pub topic: ArnText,
    /// Rendered: events, such as `backup_job_completed`.
    pub events: Vec<Words>,
}

/// AWS Backup's settings of the account.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountSettings {
    /// Asserted: DynamoDB's advanced backup features are on; an assumption of the proof if absent.
    #[serde(default)]
    pub dynamodb_advanced_features: Option<Spanned<bool>>,
    /// Asserted: resource types that are opted in, in AWS's spelling; an assumption of the proof if absent.
    #[serde(default)]
    pub service_opt_in: Option<Vec<Words>>,
    /// Asserted: the organization allows copies between accounts; an assumption of the proof if absent.
    #[serde(default)]
    pub cross_account_copy: Option<Spanned<bool>>,
}

/// A backup plan.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Rendered: vault of its tiers (a name under `vaults`); that under `defaults` if absent.
    #[serde(default)]
    pub vault: Option<NameText>,
    /// Rendered: role that AWS Backup assumes (a name under `roles`); that under `defaults` if absent.
    #[serde(default)]
    pub role: Option<NameText>,
    /// Rendered: how late a job may start; that under `defaults`, else AWS's own 8 h, if absent.
    #[serde(default)]
    pub start_window: Option<ElapsedText>,
    /// Rendered: how long a job may take; that under `defaults`, else AWS's own 7 d, if absent.
    #[serde(default)]
    pub completion_window: Option<ElapsedText>,
    /// Rendered: time zone of its schedules; that under `defaults`, else UTC, if absent.
    #[serde(default)]
    pub timezone: Option<ZoneText>,
    /// Rendered: tags put on its recovery points.
    #[serde(default)]
    pub recovery_point_tags: Map<TagValueText>,
    /// Rendered: tags of the plan.
    #[serde(default)]
    pub tags: Map<TagValueText>,
    /// Rendered: options of Windows and S3 backups.
    #[serde(default)]
    pub backup_options: Option<Spanned<BackupOptions>>,
    /// Rendered: retention tiers; the schedule says when, never the name.
    #[serde(default)]
    pub tiers: Map<Tier>,
    /// Rendered: regular restores of its recovery points.
    #[serde(default)]
    pub restore_testing: Option<Spanned<RestoreTesting>>,
    /// Stated: objectives of everything the plan protects.
    #[serde(default)]
    pub objectives: Option<Spanned<TextOr<NoneText, Objectives>>>,
    /// Rendered: name in AWS; `<policy>-<environment>-<key>` if absent.
    #[serde(default)]
    pub aws_name: Option<AwsNameText>,
    /// Asserted: other code creates the plan; it is compared, never rendered; no if absent.
    #[serde(default)]
    pub existing: Option<Spanned<bool>>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Rendered: former names of this entry, oldest first, so that it is moved, not replaced.
    #[serde(default)]
    pub was: Vec<NameText>,
}

/// Options of backups by resource type.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupOptions {
    /// Rendered: application-consistent backups of Windows on EC2; AWS's own choice if absent.
    #[serde(default)]
    pub windows_vss: Option<Spanned<bool>>,
    /// Rendered: back up the ACLs of S3 objects; AWS's own choice if absent.
    #[serde(default)]
    pub s3_acls: Option<Spanned<bool>>,
    /// Rendered: back up the tags of S3 objects; AWS's own choice if absent.
    #[serde(default)]
    pub s3_object_tags: Option<Spanned<bool>>,
}

/// A retention tier.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Rendered: when it runs.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Rendered: how long its recovery points are kept, from creation.
    #[serde(default)]
    pub retention: Option<RetentionText>,
    /// Rendered: age at which points move to cold storage.
    #[serde(default)]
    pub cold_storage_after: Option<DaysText>,
    /// Rendered: opts EBS into the snapshot archive; no if absent.
    #[serde(default)]
    pub archive_ebs: Option<Spanned<bool>>,
    /// Rendered: continuous backup with point-in-time recovery, 1 to 35 days; no if absent.
    #[serde(default)]
    pub continuous: Option<Spanned<bool>>,
    /// Rendered: copies to other vaults, Regions, accounts.
    #[serde(default)]
    pub copies: Vec<Spanned<TierCopy>>,
    /// Rendered: vault of this tier (a name under `vaults`); the plan's if absent.
    #[serde(default)]
    pub vault: Option<NameText>,
    /// Rendered: how late a job may start; the plan's if absent.
    #[serde(default)]
    pub start_window: Option<ElapsedText>,
    /// Rendered: how long a job may take; the plan's if absent.
    #[serde(default)]
    pub completion_window: Option<ElapsedText>,
    /// Rendered: time zone of the schedule; the plan's if absent.
    #[serde(default)]
    pub timezone: Option<ZoneText>,
    /// Rendered: tags put on its recovery points, over the plan's.
    #[serde(default)]
    pub recovery_point_tags: Map<TagValueText>,
    /// Rendered: a plan of its own, so that AWS never merges its runs with others; no if absent.
    #[serde(default)]
    pub separate_plan: Option<Spanned<bool>>,
    /// Stated: how long a backup job takes, measured; the completion window counts if absent.
    #[serde(default)]
    pub backup_time: Option<Time>,
    /// Stated: how long a restore from its points takes.
    #[serde(default)]
    pub restore_time: Option<Time>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Rendered: former names of this entry, oldest first, so that it is moved, not replaced.
    #[serde(default)]
    pub was: Vec<NameText>,
}

/// A copy of a tier's points to another vault.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TierCopy {
    /// Rendered: destination (a name under `vaults`).
    pub to: NameText,
    /// Rendered: how long the copy is kept, from the source's creation; the tier's if absent.
    #[serde(default)]
    pub retention: Option<RetentionText>,
    /// Rendered: age at which the copy moves to cold storage; the tier's if the copy states no retention of its own.
    #[serde(default)]
    pub cold_storage_after: Option<DaysText>,
    /// Stated: how long a copy job takes, measured; a copy guarantees nothing if absent.
    #[serde(default)]
    pub copy_time: Option<Time>,
    /// Stated: how long a restore from the copy takes.
    #[serde(default)]
    pub restore_time: Option<Time>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// Regular restores of a plan's recovery points.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreTesting {
    /// Rendered: when the tests run.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Rendered: role that restores (a name under `roles`).
    #[serde(default)]
    pub role: Option<NameText>,
    /// Rendered: `latest` or `random` point of the window; `latest` if absent.
    #[serde(default)]
    pub points: Option<Spanned<TestedPoints>>,
    /// Rendered: age of the oldest point that may be picked.
    #[serde(default)]
    pub from_last: Option<DaysText>,
    /// Rendered: vaults the points come from (names under `vaults`).
    #[serde(default)]
    pub vaults: Option<Vec<NameText>>,
    /// Rendered: how late a test may start.
    #[serde(default)]
    pub start_window: Option<ElapsedText>,
    /// Rendered: how long a restored resource is kept for validation.
    #[serde(default)]
    pub keep_restored_for: Option<ElapsedText>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// Which points are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestedPoints {
    /// Rendered: the newest point of the window.
    Latest,
    /// Rendered: any point of the window.
    Random,
}
