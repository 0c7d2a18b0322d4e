//! Plans, their rules and lifecycles: what AWS accepts and what it fills in.

use super::fact::{bounds, facts, one_line};
use super::sources::{
    API_ADVANCED_SETTING, API_BACKUP_PLAN, API_BACKUP_RULE, API_CREATE_PLAN, API_CREATE_VAULT,
    API_GET_PLAN, API_LIFECYCLE, API_SELECTION, GH_AWS_MADE, GH_COLD_ZERO, GH_CONTINUOUS_COLD,
    GH_DEFAULT_SCHEDULE, GH_RATE, GH_TYPE_BLIND, METERING, PITR, PLAN, PLAN_OPTIONS, PLAN_UPDATE,
    QUOTAS, RESTORE_EBS, S3_BACKUPS, TAG_RESTRICTIONS,
};
use super::{Bounds, Listed, TextRule};
use std::fmt;

/// One advanced setting of a plan: the type it acts on, its key and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupOption {
    /// AWS's `ResourceType`.
    pub resource_type: &'static str,
    /// AWS's key.
    pub key: &'static str,
    /// Accepted values.
    pub values: &'static [&'static str],
    /// What AWS uses when the key is absent.
    pub default: &'static str,
}

impl fmt::Display for BackupOption {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource_type, key, values, default } = self;
        let values = values.join(" or ");
        write!(out, "{resource_type} {key}: {values}, default {default}")
    }
}

/// How long before its own maintenance a type refuses to start a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaintenanceClash {
    /// AWS's opt-in name of the type.
    pub resource_type: &'static str,
    /// Hours before the maintenance or automated backup window.
    pub hours_before: u32,
}

impl fmt::Display for MaintenanceClash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} h before", self.resource_type, self.hours_before)
    }
}

one_line!(BackupOption, MaintenanceClash);

const RULE_NAME_PATTERN: TextRule = TextRule {
    pattern: r"^[a-zA-Z0-9\-\_\.]{1,50}$",
    also: "-_.",
    capitals: true,
    starts_with_letter: false,
    length: bounds(1, 50),
};

facts! {
    "backup-plan", "AWS Backup: plans, rules and lifecycles";

    /// A backup plan's name has 1 to 50 letters, digits, `-`, `_` or `.` when it is created.
    PLAN_NAME: TextRule = ("plan-name", RULE_NAME_PATTERN, API_BACKUP_PLAN, High);

    /// AWS shows plan names of up to 200 characters for plans made through the API.
    PLAN_NAME_READ_LENGTH: Bounds<u32> = ("plan-name-read-length", bounds(1, 200), API_GET_PLAN, High);

    /// A backup plan's name cannot change after the plan is created.
    PLAN_NAME_IMMUTABLE: bool = ("plan-name-immutable", true, PLAN_UPDATE, High);

    /// A backup plan holds at least one rule and at most 10.
    RULES_PER_PLAN: Bounds<u32> = ("rules-per-plan", bounds(1, 10), QUOTAS, High);

    /// A rule's name has 1 to 50 letters, digits, `-`, `_` or `.` and is case sensitive.
    RULE_NAME: TextRule = ("rule-name", RULE_NAME_PATTERN, API_BACKUP_RULE, High);

    /// A selection's name has 1 to 50 letters, digits, `-`, `_` or `.`.
    SELECTION_NAME: TextRule = ("selection-name", RULE_NAME_PATTERN, API_SELECTION, High);

    /// A vault's name has 2 to 50 letters, digits, `-` or `_`, without a dot.
    VAULT_NAME: TextRule = ("vault-name", TextRule {
        pattern: r"^[a-zA-Z0-9\-\_]{2,50}$",
        also: "-_",
        capitals: true,
        starts_with_letter: false,
        length: bounds(2, 50),
    }, API_CREATE_VAULT, High);

    /// The request id of a plan has 1 to 50 letters, digits, `-`, `_` or `.`.
    CREATOR_REQUEST_ID: TextRule = ("creator-request-id", RULE_NAME_PATTERN, API_CREATE_PLAN, High);

    /// A rule holds at most 5 copy actions.
    COPIES_PER_RULE: Bounds<u32> = ("copies-per-rule", bounds(0, 5), QUOTAS, High);

    /// A rule adds at most 10 tags to a recovery point.
    RECOVERY_POINT_TAGS: Bounds<u32> = ("recovery-point-tags", bounds(0, 10), QUOTAS, High);

    /// The key of a recovery point's tag has 1 to 128 characters.
    RECOVERY_POINT_TAG_KEY: Bounds<u32> = ("recovery-point-tag-key", bounds(1, 128), API_BACKUP_RULE, High);

    /// The value of a recovery point's tag has at most 256 characters.
    RECOVERY_POINT_TAG_VALUE: Bounds<u32> = ("recovery-point-tag-value", bounds(0, 256), API_BACKUP_RULE, High);

    /// A resource has at most 50 tags, those of AWS itself aside.
    TAGS: Bounds<u32> = ("tags-per-resource", bounds(0, 50), TAG_RESTRICTIONS, High);

    /// Tag keys that begin with `aws:` belong to AWS and cannot be set.
    RESERVED_TAG_PREFIX: &'static str = ("reserved-tag-prefix", "aws:", API_BACKUP_RULE, High);

    /// A start window, if given, lasts 60 minutes to 100 years.
    START_WINDOW_MINUTES: Bounds<u32> = ("start-window-minutes", bounds(60, 52_560_000), PLAN_OPTIONS, High);

    /// A rule without a start window gets 8 hours.
    START_WINDOW_DEFAULT_MINUTES: u32 = ("start-window-default-minutes", 480, PLAN_OPTIONS, High);

    /// A completion window lasts at most 100 years.
    COMPLETION_WINDOW_MOST_MINUTES: u32 = ("completion-window-most-minutes", 52_560_000, API_BACKUP_RULE, High);

    /// A rule without a completion window gets 7 days.
    COMPLETION_WINDOW_DEFAULT_MINUTES: u32 = ("completion-window-default-minutes", 10_080, PLAN_OPTIONS, High);

    /// AWS's own pages disagree whether the completion window counts from the
    /// scheduled time or from the start of the job.
    COMPLETION_WINDOW_CLOCK_UNCLEAR: bool = ("completion-window-clock-unclear", true, PLAN, High);

    /// AWS retries a job at least every 10 minutes inside its start window.
    START_RETRY_MINUTES: u32 = ("start-retry-minutes", 10, API_BACKUP_RULE, High);

    /// A rule without a schedule runs at 05:00 every day, and AWS returns that schedule.
    DEFAULT_SCHEDULE: &'static str = ("default-schedule", "cron(0 5 ? * * *)", GH_DEFAULT_SCHEDULE, High);

    /// A rule without a time zone runs in UTC, which AWS returns under this name.
    DEFAULT_TIMEZONE: &'static str = ("default-timezone", "Etc/UTC", API_BACKUP_RULE, High);

    /// A rule runs at most once an hour.
    LEAST_INTERVAL_HOURS: u32 = ("least-interval-hours", 1, PLAN_OPTIONS, High);

    /// AWS Backup does not accept `rate()` schedules.
    RATE_SCHEDULES: bool = ("rate-schedules", false, GH_RATE, High);

    /// Every day's runs are computed from 00:00 to 23:59, so a step never wraps midnight.
    STEPS_WRAP_MIDNIGHT: bool = ("steps-wrap-midnight", false, PLAN_OPTIONS, High);

    /// Recovery points are deleted after 1 to 36,500 days.
    DELETE_AFTER_DAYS: Bounds<u32> = ("delete-after-days", bounds(1, 36_500), API_LIFECYCLE, High);

    /// A lifecycle that moves points to cold storage deletes them at least 90
    /// days after the move; exactly 90 is accepted.
    COLD_LEAST_DAYS: u32 = ("cold-least-days", 90, API_LIFECYCLE, High);

    /// The 90-day check looks at the numbers alone, also if no selected type can go cold.
    COLD_CHECK_IS_TYPE_BLIND: bool = ("cold-check-is-type-blind", true, GH_TYPE_BLIND, Medium);

    /// The days before cold storage are a positive number: 0 is not "off".
    COLD_AFTER_LEAST_DAYS: u32 = ("cold-after-least-days", 1, GH_COLD_ZERO, Medium);

    /// AWS advises at least 8 days in warm storage before cold, else a new full backup is taken.
    COLD_AFTER_ADVISED_DAYS: u32 = ("cold-after-advised-days", 8, METERING, High);

    /// AWS advises to keep warm backups for at least 7 days.
    WARM_ADVISED_DAYS: u32 = ("warm-advised-days", 7, METERING, High);

    /// Cold storage is billed for at least 90 days, also if the point is deleted earlier.
    COLD_BILLED_DAYS: u32 = ("cold-billed-days", 90, API_LIFECYCLE, High);

    /// Restoring an EBS snapshot from its archive takes up to 72 hours.
    EBS_ARCHIVE_RESTORE_HOURS: u32 = ("ebs-archive-restore-hours", 72, RESTORE_EBS, High);

    /// The console offers the EBS archive only to rules that run monthly or more rarely.
    EBS_ARCHIVE_LEAST_INTERVAL_DAYS: u32 = ("ebs-archive-least-interval-days", 28, PLAN_OPTIONS, High);

    /// Continuous backups are kept 1 to 35 days.
    CONTINUOUS_RETENTION_DAYS: Bounds<u32> = ("continuous-retention-days", bounds(1, 35), PITR, High);

    /// A rule with continuous backup must say how long it keeps them.
    CONTINUOUS_NEEDS_RETENTION: bool = ("continuous-needs-retention", true, PITR, High);

    /// A rule with continuous backup cannot move points to cold storage.
    CONTINUOUS_COLD: bool = ("continuous-cold", false, GH_CONTINUOUS_COLD, High);

    /// Beside a continuous backup AWS takes one snapshot of an RDS instance a day,
    /// whatever the schedule says.
    CONTINUOUS_RDS_SNAPSHOT_HOURS: u32 = ("continuous-rds-snapshot-hours", 24, PITR, High);

    /// A rule has at most one index action, for one of these types.
    INDEX_TYPES: &'static [&'static str] = ("index-types", &["EBS", "S3"], API_BACKUP_RULE, Medium);

    /// Advanced settings exist for EC2 and S3 only.
    BACKUP_OPTIONS: &'static [BackupOption] = ("backup-options", &[
        BackupOption { resource_type: "EC2", key: "WindowsVSS", values: &["enabled", "disabled"], default: "disabled" },
        BackupOption { resource_type: "S3", key: "BackupACLs", values: &["enabled", "disabled"], default: "enabled" },
        BackupOption { resource_type: "S3", key: "BackupObjectTags", values: &["enabled", "disabled"], default: "enabled" },
    ], API_ADVANCED_SETTING, High);

    /// These types cannot start a backup in their maintenance or automated backup
    /// window nor in the hours before it, unless the backup is continuous.
    MAINTENANCE_CLASH: &'static [MaintenanceClash] = ("maintenance-clash", &[
        MaintenanceClash { resource_type: "RDS", hours_before: 1 },
        MaintenanceClash { resource_type: "DocumentDB", hours_before: 1 },
        MaintenanceClash { resource_type: "Neptune", hours_before: 1 },
        MaintenanceClash { resource_type: "FSx", hours_before: 4 },
    ], PLAN_OPTIONS, Medium);

    /// Aurora starts backups also in its maintenance window.
    MAINTENANCE_CLASH_EXEMPT: &'static [&'static str] = ("maintenance-clash-exempt", &["Aurora"], PLAN_OPTIONS, High);

    /// These types ignore the completion window.
    COMPLETION_WINDOW_IGNORED: &'static [&'static str] = ("completion-window-ignored", &["FSx"], PLAN_OPTIONS, High);

    /// A backup is kept from the day its job starts, also when the job runs long.
    RETENTION_FROM_JOB_START: bool = ("retention-from-job-start", true, PLAN_OPTIONS, High);

    /// Editing a plan leaves existing recovery points as they are.
    EDITS_ARE_RETROACTIVE: bool = ("plan-edits-are-retroactive", false, PLAN_UPDATE, High);

    /// A resource has one continuous recovery point; rules of other vaults get snapshots.
    CONTINUOUS_ONE_PER_RESOURCE: bool = ("continuous-one-per-resource", true, PITR, High);

    /// Continuous and periodic backups of one bucket go to the same vault.
    CONTINUOUS_S3_ONE_VAULT: bool = ("continuous-s3-one-vault", true, S3_BACKUPS, High);

    /// Where the start windows of a plan's rules overlap, only the rule with the
    /// longest retention makes a backup.
    OVERLAP_LONGEST_WINS: bool = ("overlap-longest-wins", true, PLAN_OPTIONS, High);

    /// A rule that makes no backup makes no copies either.
    OVERLAP_LOSES_COPIES: bool = ("overlap-loses-copies", true, PLAN_OPTIONS, High);

    /// Start windows that only touch do not overlap: AWS's published example holds
    /// only so.
    OVERLAP_IS_HALF_OPEN: bool = ("overlap-is-half-open", true, PLAN_OPTIONS, Medium);

    /// AWS describes overlaps within one plan only; backups of several plans add up.
    OVERLAP_ACROSS_PLANS: bool = ("overlap-across-plans", false, PLAN_OPTIONS, Medium);

    /// AWS does not say what happens in these cases.
    NOT_DOCUMENTED: &'static [&'static str] = ("not-documented", &[
        "overlapping rules of equal retention",
        "chains of overlaps, where the first and the last rule do not overlap",
        "two copy actions to one vault",
        "a continuous rule beside a snapshot rule of longer retention",
        "whether the completion window counts from the schedule or from the start",
    ], PLAN_OPTIONS, High);

    /// Plans with these beginnings of an id are made by AWS or by the organization.
    FOREIGN_PLAN_IDS: &'static [&'static str] = ("foreign-plan-ids", &["orgs/", "aws/efs/"], GH_AWS_MADE, High);
}
