//! Buckets: names, versioning and Object Lock.

use super::fact::{bounds, facts};
use super::sources::{
    S3_API_DEFAULT_RETENTION, S3_API_VERSIONING, S3_BLOCK_PUBLIC, S3_BUCKET_NAMES, S3_MFA_DELETE,
    S3_OBJECT_LOCK,
};
use super::{Bounds, TextRule};

facts! {
    "s3-bucket", "S3: bucket names, versioning and Object Lock";

    /// A bucket's name has 3 to 63 lower-case letters, digits, `.` or `-`.
    BUCKET_NAME: TextRule = ("bucket-name", TextRule {
        pattern: "^[a-z0-9.-]{3,63}$",
        also: ".-",
        capitals: false,
        starts_with_letter: false,
        length: bounds(3, 63),
    }, S3_BUCKET_NAMES, High);

    /// A bucket's name begins and ends with a letter or a digit.
    BUCKET_NAME_ENDS_PLAIN: bool = ("bucket-name-ends-plain", true, S3_BUCKET_NAMES, High);

    /// A bucket's name must not contain these.
    BUCKET_NAME_WITHOUT: &'static [&'static str] = ("bucket-name-without", &[".."], S3_BUCKET_NAMES, High);

    /// A bucket's name must not look like an IPv4 address.
    BUCKET_NAME_NOT_AN_ADDRESS: bool = ("bucket-name-not-an-address", true, S3_BUCKET_NAMES, High);

    /// A bucket's name must not begin with these.
    BUCKET_NAME_PREFIXES: &'static [&'static str] = ("bucket-name-reserved-prefixes",
        &["xn--", "sthree-", "amzn-s3-demo-"], S3_BUCKET_NAMES, High);

    /// A bucket's name must not end with these.
    BUCKET_NAME_SUFFIXES: &'static [&'static str] = ("bucket-name-reserved-suffixes",
        &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"], S3_BUCKET_NAMES, Medium);

    /// Versioning is never set, enabled or suspended, and cannot go back to never set.
    VERSIONING: &'static [&'static str] = ("versioning-states", &["Enabled", "Suspended"], S3_API_VERSIONING, High);

    /// A bucket with MFA Delete has no lifecycle.
    MFA_DELETE_LIFECYCLE: bool = ("mfa-delete-with-lifecycle", false, S3_MFA_DELETE, High);

    /// New buckets have all four settings against public access on.
    PUBLIC_ACCESS_BLOCKED: bool = ("bucket-public-access-blocked", true, S3_BLOCK_PUBLIC.since("2023-04"), High);

    /// The modes of a default retention; nobody shortens `COMPLIANCE`.
    LOCK_MODES: &'static [&'static str] = ("object-lock-modes", &["GOVERNANCE", "COMPLIANCE"], S3_API_DEFAULT_RETENTION, High);

    /// A default retention lasts at most 100 years, in years.
    LOCK_YEARS: Bounds<u32> = ("object-lock-years", bounds(1, 100), S3_OBJECT_LOCK, High);

    /// A default retention lasts at most 100 years, in days.
    LOCK_DAYS: Bounds<u32> = ("object-lock-days", bounds(1, 36_500), S3_OBJECT_LOCK, Medium);

    /// A default retention is given in days or in years, not in both.
    LOCK_DAYS_OR_YEARS: bool = ("object-lock-days-or-years", true, S3_API_DEFAULT_RETENTION, High);

    /// Object Lock needs versioning and is never removed.
    LOCK_NEEDS_VERSIONING: bool = ("object-lock-needs-versioning", true, S3_OBJECT_LOCK, High);

    /// Object Lock can be set on an existing bucket too.
    LOCK_ON_EXISTING: bool = ("object-lock-on-existing", true, S3_OBJECT_LOCK.since("2023-11"), High);

    /// A default retention acts on new objects only.
    LOCK_ACTS_ON_NEW: bool = ("object-lock-acts-on-new", true, S3_OBJECT_LOCK, High);

    /// Lifecycle never deletes a locked version.
    LOCK_BEATS_LIFECYCLE: bool = ("object-lock-beats-lifecycle", true, S3_OBJECT_LOCK, High);
}
