//! Restore testing: plans that restore recovery points to see that they work.

use super::fact::{bounds, facts};
use super::sources::{
    API_RESTORE_PLAN, API_RESTORE_POINTS, API_RESTORE_SELECTION, QUOTAS, RESTORE_TESTING,
};
use super::{Bounds, TextRule};

const NAME_RULE: TextRule = TextRule {
    pattern: "^[a-zA-Z0-9_]{1,50}$",
    also: "_",
    capitals: true,
    starts_with_letter: false,
    length: bounds(1, 50),
};

facts! {
    "restore-testing", "AWS Backup: restore testing";

    /// A restore testing plan's name has 1 to 50 letters, digits or `_` and cannot change.
    PLAN_NAME: TextRule = ("restore-testing-plan-name", NAME_RULE, API_RESTORE_PLAN, High);

    /// A restore testing selection's name has 1 to 50 letters, digits or `_`.
    SELECTION_NAME: TextRule = ("restore-testing-selection-name", NAME_RULE, API_RESTORE_SELECTION, High);

    /// A restore test starts within 1 to 168 hours.
    START_WINDOW_HOURS: Bounds<u32> = ("restore-testing-start-window-hours", bounds(1, 168), API_RESTORE_PLAN, High);

    /// A restore test without a start window gets 24 hours.
    START_WINDOW_DEFAULT_HOURS: u32 = ("restore-testing-start-window-default-hours", 24, API_RESTORE_PLAN, High);

    /// A test restores points of the last 1 to 365 days.
    SELECTION_WINDOW_DAYS: Bounds<u32> = ("restore-testing-selection-window-days", bounds(1, 365), API_RESTORE_POINTS, High);

    /// A test without a selection window looks back 30 days.
    SELECTION_WINDOW_DEFAULT_DAYS: u32 = ("restore-testing-selection-window-default-days", 30, API_RESTORE_POINTS, High);

    /// What was restored is kept for 0 to 168 hours.
    VALIDATION_WINDOW_HOURS: Bounds<u32> = ("restore-testing-validation-window-hours", bounds(0, 168), API_RESTORE_SELECTION, High);

    /// How a test picks among the points of its window.
    ALGORITHMS: &'static [&'static str] = ("restore-testing-algorithms",
        &["LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"], API_RESTORE_POINTS, High);

    /// The kinds of point a test restores; at least one is stated.
    POINT_TYPES: &'static [&'static str] = ("restore-testing-point-types",
        &["CONTINUOUS", "SNAPSHOT"], API_RESTORE_POINTS, High);

    /// The types that can be restored in a test, by AWS's opt-in names.
    TYPES: &'static [&'static str] = ("restore-testing-types", &[
        "Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3",
    ], API_RESTORE_SELECTION, High);

    /// A Region of an account has at most 100 restore testing plans.
    PLANS: Bounds<u32> = ("restore-testing-plans", bounds(0, 100), QUOTAS, High);

    /// A restore testing plan has at most 30 selections.
    SELECTIONS: Bounds<u32> = ("restore-testing-selections", bounds(0, 30), QUOTAS, High);

    /// A selection names at most 30 resources, or all of them with `*`.
    ARNS: Bounds<u32> = ("restore-testing-arns", bounds(0, 30), API_RESTORE_SELECTION, High);

    /// A selection has at most 30 conditions, and only beside `*`.
    CONDITIONS: Bounds<u32> = ("restore-testing-conditions", bounds(0, 30), API_RESTORE_SELECTION, High);

    /// A selection names at most 30 vaults.
    VAULTS: Bounds<u32> = ("restore-testing-vaults", bounds(0, 30), QUOTAS, High);

    /// A resource without a point in the selection window is left out without a word.
    SKIPS_SILENTLY: bool = ("restore-testing-skips-silently", true, RESTORE_TESTING, High);
}
