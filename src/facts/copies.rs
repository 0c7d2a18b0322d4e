//! Copies: which clock they follow and what the destination must be.

use super::Bounds;
use super::fact::{bounds, facts};
use super::sources::{
    API_COPY_ACTION, COPY, CROSS_ACCOUNT, CROSS_REGION, ENCRYPTION, FEATURES, PITR, PLAN_OPTIONS,
    QUOTAS,
};

facts! {
    "copies", "AWS Backup: copies";

    /// The shape of a destination vault's ARN.
    DESTINATION_ARN: &'static str = ("copy-destination-arn", "arn:{p}:backup:{r}:{a}:backup-vault:{name}", API_COPY_ACTION, High);

    /// A copy keeps the creation day of its source, and its retention counts from there.
    CLOCK_FROM_SOURCE: bool = ("copy-clock-from-source", true, COPY, High);

    /// A copy without retention follows the lifecycle of its source.
    WITHOUT_RETENTION_FOLLOWS_SOURCE: bool = ("copy-without-retention-follows-source", true, PLAN_OPTIONS, High);

    /// A copy kept for ever dies with a source that is not.
    FOREVER_DIES_WITH_SOURCE: bool = ("copy-forever-dies-with-source", true, COPY, High);

    /// The retention of a copy that shall outlive every source.
    LONGEST_RETENTION_DAYS: u32 = ("copy-longest-retention-days", 36_500, COPY, High);

    /// Recovery points in cold storage cannot be copied.
    COLD_POINTS_COPY: bool = ("copy-cold-points", false, COPY, High);

    /// The copy of a continuous backup is a snapshot taken at the rule's schedule.
    OF_CONTINUOUS_IS_SNAPSHOT: bool = ("copy-of-continuous-is-snapshot", true, PITR, High);

    /// One copy action goes to another Region and another account at once, also for
    /// RDS, Aurora, DocumentDB and Neptune.
    REGION_AND_ACCOUNT_AT_ONCE: bool = ("copy-region-and-account-at-once", true, FEATURES, High);

    /// AWS does not create the destination vault.
    DESTINATION_MUST_EXIST: bool = ("copy-destination-must-exist", true, CROSS_REGION, High);

    /// A failed copy leaves its backup job completed.
    FAILS_ALONE: bool = ("copy-fails-alone", true, COPY, High);

    /// Both accounts of a copy belong to one organization.
    SAME_ORGANIZATION: bool = ("copy-same-organization", true, CROSS_ACCOUNT, High);

    /// The global setting that allows copies between accounts, as a string of the
    /// management account.
    CROSS_ACCOUNT_SETTING: &'static str = ("copy-cross-account-setting", "isCrossAccountBackupEnabled", CROSS_ACCOUNT, High);

    /// Types that AWS Backup does not fully manage are copied only to a vault with a
    /// customer managed key, or with the key of their own service.
    NEEDS_OWN_KEY_UNLESS_FULLY_MANAGED: bool = ("copy-needs-own-key-unless-fully-managed", true, ENCRYPTION, High);

    /// Types that AWS Backup does not fully manage cannot leave the account if an
    /// AWS managed key encrypts them.
    AWS_KEY_STAYS_UNLESS_FULLY_MANAGED: bool = ("copy-aws-key-stays-unless-fully-managed", true, ENCRYPTION, High);

    /// These types keep their copies unencrypted if the source is.
    UNENCRYPTED_STAYS: &'static [&'static str] = ("copy-unencrypted-stays", &["aurora", "documentdb", "neptune"], ENCRYPTION, High);

    /// An account runs at most 100 copies at a time into one Region.
    CONCURRENT_INTO_REGION: Bounds<u32> = ("copy-concurrent-into-region", bounds(0, 100), QUOTAS, High);

    /// At most 30 copies of one resource go to other accounts of one Region.
    CROSS_ACCOUNT_OF_ONE_RESOURCE: Bounds<u32> = ("copy-cross-account-of-one-resource", bounds(0, 30), QUOTAS, High);

    /// One backup or copy of a resource runs at a time.
    CONCURRENT_PER_RESOURCE: u32 = ("copy-concurrent-per-resource", 1, QUOTAS, High);

    /// AWS retries a copy for 2 hours after an error of its own.
    RETRY_HOURS: u32 = ("copy-retry-hours", 2, COPY, High);
}
