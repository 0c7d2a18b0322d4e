//! Replication of buckets: limits, delay and what it leaves out.

use super::Bounds;
use super::fact::{bounds, facts};
use super::sources::{
    S3_API_REPLICATION_RULE, S3_API_REPLICATION_TIME, S3_REPLICATED, S3_REPLICATION,
    S3_REPLICATION_RULES, S3_RTC,
};

facts! {
    "s3-replication", "S3: replication";

    /// A bucket has at most 1,000 replication rules.
    RULES: Bounds<u32> = ("replication-rules", bounds(1, 1000), S3_REPLICATION_RULES, High);

    /// A replication configuration has at most 2 MB.
    MOST_BYTES: u64 = ("replication-most-bytes", 2 * 1024 * 1024, S3_REPLICATION_RULES, High);

    /// Replication time control promises 15 minutes for 99.99 % of objects; no other
    /// value is accepted.
    TIME_CONTROL_MINUTES: u32 = ("replication-time-control-minutes", 15, S3_API_REPLICATION_TIME, High);

    /// Replication time control comes with metrics.
    TIME_CONTROL_NEEDS_METRICS: bool = ("replication-time-control-needs-metrics", true, S3_RTC, High);

    /// Without time control AWS bounds no delay; most objects arrive within 15 minutes.
    TYPICAL_MINUTES: u32 = ("replication-typical-minutes", 15, S3_REPLICATION, Medium);

    /// Both buckets need versioning; while replication exists the source keeps it.
    NEEDS_VERSIONING: bool = ("replication-needs-versioning", true, S3_REPLICATION_RULES, High);

    /// A source with Object Lock needs a destination with Object Lock.
    LOCK_NEEDS_LOCK: bool = ("replication-lock-needs-lock", true, S3_REPLICATION_RULES, High);

    /// A rule with a filter must carry these.
    WITH_FILTER_NEEDS: &'static [&'static str] = ("replication-with-filter-needs",
        &["Priority", "Status", "DeleteMarkerReplication"], S3_API_REPLICATION_RULE, High);

    /// A rule that filters by tag must not replicate delete markers.
    TAGS_WITH_DELETE_MARKERS: bool = ("replication-tags-with-delete-markers", false, S3_API_REPLICATION_RULE, High);

    /// Only new objects replicate; older ones need a batch job.
    EXISTING_OBJECTS: bool = ("replication-existing-objects", false, S3_REPLICATED, High);

    /// Deleting a version never replicates.
    VERSION_DELETES: bool = ("replication-version-deletes", false, S3_REPLICATED, High);

    /// Objects encrypted with a KMS key are skipped unless the rule selects them and
    /// names a key of the destination.
    KMS_NEEDS: &'static [&'static str] = ("replication-kms-needs",
        &["SourceSelectionCriteria.SseKmsEncryptedObjects", "Destination.EncryptionConfiguration.ReplicaKmsKeyID"],
        S3_API_REPLICATION_RULE, High);

    /// Objects in these classes do not replicate.
    SKIPPED_CLASSES: &'static [&'static str] = ("replication-skipped-classes", &["GLACIER", "DEEP_ARCHIVE"], S3_REPLICATED, High);

    /// What lifecycle does to an object does not replicate.
    LIFECYCLE_ACTIONS: bool = ("replication-lifecycle-actions", false, S3_REPLICATED, High);
}
