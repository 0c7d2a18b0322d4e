//! S3 lifecycle configurations: limits, filters and what a rule may combine.

use super::Bounds;
use super::fact::{bounds, facts};
use super::sources::{
    GH_SIZE_DEFAULT, GH_SIZE_FILTER, S3_API_ABORT, S3_API_EXPIRATION, S3_API_FILTER,
    S3_API_NONCURRENT, S3_API_PUT_LIFECYCLE, S3_API_RULE, S3_API_TRANSITION, S3_CONFLICTS,
    S3_RULES, S3_TRANSITIONS,
};

facts! {
    "s3-lifecycle", "S3: lifecycle configurations";

    /// A bucket has one lifecycle configuration, and writing it replaces all rules.
    ONE_CONFIGURATION: bool = ("lifecycle-one-configuration", true, S3_API_PUT_LIFECYCLE, High);

    /// A lifecycle configuration holds 1 to 1,000 rules.
    RULES: Bounds<u32> = ("lifecycle-rules", bounds(1, 1000), S3_API_PUT_LIFECYCLE, High);

    /// The id of a rule has at most 255 characters and is unique in its configuration.
    RULE_ID_LENGTH: Bounds<u32> = ("lifecycle-rule-id-length", bounds(1, 255), S3_API_RULE, High);

    /// The values of a rule's status.
    RULE_STATUS: &'static [&'static str] = ("lifecycle-rule-status", &["Enabled", "Disabled"], S3_API_RULE, High);

    /// A filter that joins conditions with `And` needs at least two of them.
    AND_LEAST: u32 = ("lifecycle-and-least", 2, S3_API_FILTER, High);

    /// The key of a tag in a filter has 1 to 128 characters.
    TAG_KEY_LENGTH: Bounds<u32> = ("lifecycle-tag-key-length", bounds(1, 128), S3_API_FILTER, High);

    /// The value of a tag in a filter has at most 256 characters.
    TAG_VALUE_LENGTH: Bounds<u32> = ("lifecycle-tag-value-length", bounds(0, 256), S3_API_FILTER, High);

    /// `ObjectSizeGreaterThan` is 0 bytes to about 1 PB, compared strictly.
    LARGER_THAN_BYTES: Bounds<u64> = ("lifecycle-larger-than-bytes", bounds(0, 1_099_511_627_776_000), GH_SIZE_FILTER, High);

    /// `ObjectSizeLessThan` is 1 byte to about 1 PB, compared strictly.
    SMALLER_THAN_BYTES: Bounds<u64> = ("lifecycle-smaller-than-bytes", bounds(1, 1_099_511_627_776_000), GH_SIZE_FILTER, High);

    /// An object expires after at least one day.
    EXPIRATION_LEAST_DAYS: u32 = ("lifecycle-expiration-least-days", 1, S3_API_EXPIRATION, High);

    /// A transition happens on any day from the object's creation on.
    TRANSITION_LEAST_DAYS: u32 = ("lifecycle-transition-least-days", 0, S3_API_TRANSITION, High);

    /// Objects may move to the infrequent-access classes on any day, also before day 30.
    IA_LEAST_DAYS: u32 = ("lifecycle-ia-least-days", 0, S3_API_TRANSITION.since("2026-07-16"), High);

    /// In the China Regions too, objects may move to the infrequent-access classes
    /// on any day, though the pages of those Regions still ask for 30.
    IA_LEAST_DAYS_CHINA: u32 = ("lifecycle-ia-least-days-china", 0, S3_API_TRANSITION.since("2026-07-16"), Medium);

    /// Noncurrent versions too may move to the infrequent-access classes on any
    /// day; AWS's announcement does not name them.
    IA_LEAST_NONCURRENT_DAYS: u32 = ("lifecycle-ia-least-noncurrent-days", 0, S3_API_TRANSITION.since("2026-07-16"), Medium);

    /// Older S3-compatible stores refuse transitions to the infrequent-access
    /// classes before day 30, as AWS did until 2026-07-16.
    IA_LEAST_DAYS_LEGACY: u32 = ("lifecycle-ia-least-days-legacy", 30, S3_TRANSITIONS, High);

    /// Noncurrent versions expire after at least one day, also when a number of
    /// newer versions is kept.
    NONCURRENT_EXPIRATION_LEAST_DAYS: u32 = ("lifecycle-noncurrent-expiration-least-days", 1, S3_API_NONCURRENT, High);

    /// A rule keeps 1 to 100 newer noncurrent versions; one report has S3 accept more.
    NEWER_NONCURRENT_VERSIONS: Bounds<u32> = ("lifecycle-newer-noncurrent-versions", bounds(1, 100), S3_API_NONCURRENT, High);

    /// Incomplete uploads are aborted at least one day after they began.
    ABORT_LEAST_DAYS: u32 = ("lifecycle-abort-least-days", 1, S3_API_ABORT, High);

    /// A rule that aborts incomplete uploads must not filter by tag or size.
    ABORT_ALLOWS_TAGS_OR_SIZES: bool = ("lifecycle-abort-with-tags-or-sizes", false, S3_RULES, High);

    /// The clean-up of expired delete markers must not stand beside days or a date,
    /// nor in a rule that filters by tag or size.
    MARKER_CLEANUP_ALONE: bool = ("lifecycle-marker-cleanup-alone", true, S3_API_EXPIRATION, High);

    /// In one rule an expiration comes strictly after every transition.
    EXPIRATION_AFTER_TRANSITIONS: bool = ("lifecycle-expiration-after-transitions", true, S3_RULES, High);

    /// Days and dates must not be mixed in one rule.
    MIXED_DAYS_AND_DATES: bool = ("lifecycle-mixed-days-and-dates", false, S3_RULES, High);

    /// A rule has at least one action.
    ACTIONS_LEAST: u32 = ("lifecycle-actions-least", 1, S3_API_RULE, High);

    /// A date in a rule is midnight UTC.
    DATES_AT_MIDNIGHT: bool = ("lifecycle-dates-at-midnight", true, S3_API_EXPIRATION, High);

    /// A prefix is literal: it has no wildcard and no leading slash.
    PREFIX_IS_LITERAL: bool = ("lifecycle-prefix-is-literal", true, S3_API_FILTER, High);

    /// In a bucket with versions an expiration only adds a delete marker; the data
    /// goes when its noncurrent days are over too.
    EXPIRATION_KEEPS_VERSIONS: bool = ("lifecycle-expiration-keeps-versions", true, S3_API_EXPIRATION, High);

    /// An object's age counts from its last write, rounded up to midnight UTC.
    AGE_FROM_LAST_WRITE: bool = ("lifecycle-age-from-last-write", true, S3_RULES, High);

    /// A version's noncurrent age counts from the day its successor was written.
    NONCURRENT_AGE_FROM_SUCCESSOR: bool = ("lifecycle-noncurrent-age-from-successor", true, S3_RULES, High);

    /// Lifecycle writes its deletions as a service: a bucket policy does not stop them.
    IGNORES_BUCKET_POLICY: bool = ("lifecycle-ignores-bucket-policy", true, S3_RULES, High);

    /// Objects below 128 KiB are not moved to any class unless the rule filters by
    /// size or the bucket asks otherwise.
    SMALL_OBJECT_BYTES: u64 = ("lifecycle-small-object-bytes", 131_072, S3_TRANSITIONS.since("2024-09"), High);

    /// Small objects stay where they are; S3's default, also for old
    /// configurations once they are edited.
    SMALL_OBJECTS_STAY: &'static str = ("lifecycle-small-objects-stay", "all_storage_classes_128K", GH_SIZE_DEFAULT.since("2024-09"), High);

    /// Small objects move to the Glacier classes, and to no others.
    SMALL_OBJECTS_MOVE: &'static str = ("lifecycle-small-objects-move", "varies_by_storage_class", GH_SIZE_DEFAULT.since("2024-09"), High);

    /// The request field that carries the choice for small objects.
    SMALL_OBJECTS_FIELD: &'static str = ("lifecycle-small-objects-field", "TransitionDefaultMinimumObjectSize", S3_API_PUT_LIFECYCLE, High);

    /// When two rules expire the same object, the earlier one wins.
    EARLIER_EXPIRATION_WINS: bool = ("lifecycle-earlier-expiration-wins", true, S3_CONFLICTS, High);

    /// When two rules move the same object on one day, the cheaper class wins.
    CHEAPER_CLASS_WINS: bool = ("lifecycle-cheaper-class-wins", true, S3_CONFLICTS, High);

    /// Lifecycle pauses on objects whose replication is pending or has failed.
    PAUSED_BY_REPLICATION: &'static [&'static str] = ("lifecycle-paused-by-replication", &["PENDING", "FAILED"], S3_TRANSITIONS.since("2026-04"), High);

    /// Lifecycle runs about once a day and may lag up to 48 hours.
    LAG_HOURS: u32 = ("lifecycle-lag-hours", 48, S3_RULES, High);
}
