//! Backup Audit Manager: controls, frameworks and reports.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{API_FRAMEWORK, API_REPORT_SETTING, AUDIT_CONTROLS, AUDIT_FRAMEWORKS, QUOTAS};
use super::{Bounds, Listed, TextRule};

/// One control and its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Control {
    /// AWS's `ControlName`.
    pub name: &'static str,
    /// Its parameters, all of them strings.
    pub parameters: &'static [&'static str],
}

impl fmt::Display for Control {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.parameters.is_empty() {
            return out.write_str(self.name);
        }
        write!(out, "{} ({})", self.name, self.parameters.join(", "))
    }
}

one_line!(Control);

const fn control(name: &'static str, parameters: &'static [&'static str]) -> Control {
    Control { name, parameters }
}

facts! {
    "audit-manager", "AWS Backup Audit Manager";

    /// The controls of a framework.
    CONTROLS: &'static [Control] = ("audit-controls", &[
        control("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", &[]),
        control("BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK",
            &["requiredFrequencyUnit", "requiredFrequencyValue", "requiredRetentionDays"]),
        control("BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK", &["requiredRetentionDays"]),
        control("BACKUP_RECOVERY_POINT_ENCRYPTED", &[]),
        control("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", &["principalArnList"]),
        control("BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION", &["crossRegionList"]),
        control("BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT", &["crossAccountList"]),
        control("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK", &["minRetentionDays", "maxRetentionDays"]),
        control("BACKUP_LAST_RECOVERY_POINT_CREATED", &["recoveryPointAgeUnit", "recoveryPointAgeValue"]),
        control("RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", &["maxRestoreTime"]),
        control("RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT", &["recoveryPointAgeUnit", "recoveryPointAgeValue"]),
    ], AUDIT_CONTROLS, High);

    /// A control asks for a last recovery point no older than 1 to 744 hours.
    LAST_POINT_HOURS: Bounds<u32> = ("audit-last-point-hours", bounds(1, 744), AUDIT_CONTROLS, High);

    /// A control asks for a last recovery point no older than 1 to 31 days.
    LAST_POINT_DAYS: Bounds<u32> = ("audit-last-point-days", bounds(1, 31), AUDIT_CONTROLS, High);

    /// A control asks for a backup every 1 to 24 hours.
    FREQUENCY_HOURS: Bounds<u32> = ("audit-frequency-hours", bounds(1, 24), AUDIT_CONTROLS, High);

    /// A control asks for a backup every 1 to 31 days.
    FREQUENCY_DAYS: Bounds<u32> = ("audit-frequency-days", bounds(1, 31), AUDIT_CONTROLS, High);

    /// A control asks for an air-gapped point no older than 24 to 2,184 hours.
    AIR_GAPPED_HOURS: Bounds<u32> = ("audit-air-gapped-hours", bounds(24, 2184), AUDIT_CONTROLS, High);

    /// A control asks for an air-gapped point no older than 1 to 91 days.
    AIR_GAPPED_DAYS: Bounds<u32> = ("audit-air-gapped-days", bounds(1, 91), AUDIT_CONTROLS, High);

    /// Controls ask for 35 days of retention unless told otherwise.
    DEFAULT_RETENTION_DAYS: u32 = ("audit-default-retention-days", 35, AUDIT_CONTROLS, High);

    /// A framework's or report plan's name begins with a letter and has 1 to 256
    /// letters, digits or `_`, without a hyphen.
    FRAMEWORK_NAME: TextRule = ("audit-framework-name", TextRule {
        pattern: "^[a-zA-Z][_a-zA-Z0-9]{0,255}$",
        also: "_",
        capitals: true,
        starts_with_letter: true,
        length: bounds(1, 256),
    }, API_FRAMEWORK, High);

    /// A control's scope has at most one tag.
    SCOPE_TAGS: Bounds<u32> = ("audit-scope-tags", bounds(0, 1), AUDIT_FRAMEWORKS, High);

    /// A control's scope names 1 to 100 resources.
    SCOPE_RESOURCES: Bounds<u32> = ("audit-scope-resources", bounds(1, 100), AUDIT_FRAMEWORKS, High);

    /// A Region of an account has at most 15 frameworks unless AWS raises the quota.
    FRAMEWORKS: u32 = ("audit-frameworks", 15, QUOTAS, High);

    /// A Region of an account has at most 50 controls unless AWS raises the quota.
    CONTROLS_PER_REGION: u32 = ("audit-controls-per-region", 50, QUOTAS, High);

    /// The templates of a report plan.
    REPORT_TEMPLATES: &'static [&'static str] = ("audit-report-templates", &[
        "RESOURCE_COMPLIANCE_REPORT", "CONTROL_COMPLIANCE_REPORT", "BACKUP_JOB_REPORT",
        "COPY_JOB_REPORT", "RESTORE_JOB_REPORT", "SCAN_JOB_REPORT",
    ], API_REPORT_SETTING, High);

    /// The formats of a report, the first by default.
    REPORT_FORMATS: &'static [&'static str] = ("audit-report-formats", &["CSV", "JSON"], API_REPORT_SETTING, High);
}
