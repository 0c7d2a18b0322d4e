//! S3 storage classes: what they cost at least, how fast they read, where they lead.

use std::fmt;

use super::Listed;
use super::fact::{facts, one_line};
use super::sources::{S3_CLASSES, S3_RETRIEVAL, S3_TRANSITIONS};

/// How long an archived object takes to become readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retrieval {
    /// Slowest expedited retrieval, where the class has it.
    pub expedited_minutes: Option<u32>,
    /// Slowest standard retrieval.
    pub standard_hours: u32,
    /// Slowest bulk retrieval.
    pub bulk_hours: u32,
}

/// One storage class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageClassRow {
    /// S3's name.
    pub name: &'static str,
    /// Days billed at least, however soon the object leaves.
    pub billed_days: u32,
    /// Bytes billed at least for each object.
    pub billed_bytes: u64,
    /// Bytes of index added to each object and billed in this class.
    pub overhead_bytes: u64,
    /// Bytes of name and metadata added to each object and billed as `STANDARD`.
    pub overhead_standard_bytes: u64,
    /// Days an object must stay before the same rule may move it on.
    pub gap_days: u32,
    /// How long a retrieval takes; nothing if objects are read at once.
    pub retrieval: Option<Retrieval>,
    /// Whether the data lies in a single Availability Zone.
    pub one_zone: bool,
    /// The classes that a rule may move the object to.
    pub to: &'static [&'static str],
}

impl fmt::Display for StorageClassRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} days billed", self.name, self.billed_days)?;
        match self.retrieval {
            Some(retrieval) => write!(out, ", read after {} h", retrieval.standard_hours)?,
            None => out.write_str(", read at once")?,
        }
        if self.to.is_empty() {
            return out.write_str(", moves nowhere");
        }
        write!(out, ", moves to {}", self.to.join(", "))
    }
}

one_line!(StorageClassRow);

const KB: u64 = 1024;

const STANDARD: StorageClassRow = StorageClassRow {
    name: "STANDARD",
    billed_days: 0,
    billed_bytes: 0,
    overhead_bytes: 0,
    overhead_standard_bytes: 0,
    gap_days: 0,
    retrieval: None,
    one_zone: false,
    to: &[
        "STANDARD_IA",
        "INTELLIGENT_TIERING",
        "ONEZONE_IA",
        "GLACIER_IR",
        "GLACIER",
        "DEEP_ARCHIVE",
    ],
};

const CLASSES: &[StorageClassRow] = &[
    STANDARD,
    StorageClassRow {
        name: "STANDARD_IA",
        billed_days: 30,
        billed_bytes: 128 * KB,
        gap_days: 30,
        to: &["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
        ..STANDARD
    },
    StorageClassRow {
        name: "INTELLIGENT_TIERING",
        to: &["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
        ..STANDARD
    },
    StorageClassRow {
        name: "ONEZONE_IA",
        billed_days: 30,
        billed_bytes: 128 * KB,
        gap_days: 30,
        one_zone: true,
        to: &["GLACIER", "DEEP_ARCHIVE"],
        ..STANDARD
    },
    StorageClassRow {
        name: "GLACIER_IR",
        billed_days: 90,
        billed_bytes: 128 * KB,
        gap_days: 90,
        to: &["GLACIER", "DEEP_ARCHIVE"],
        ..STANDARD
    },
    StorageClassRow {
        name: "GLACIER",
        billed_days: 90,
        overhead_bytes: 32 * KB,
        overhead_standard_bytes: 8 * KB,
        gap_days: 90,
        retrieval: Some(Retrieval {
            expedited_minutes: Some(5),
            standard_hours: 5,
            bulk_hours: 12,
        }),
        to: &["DEEP_ARCHIVE"],
        ..STANDARD
    },
    StorageClassRow {
        name: "DEEP_ARCHIVE",
        billed_days: 180,
        overhead_bytes: 32 * KB,
        overhead_standard_bytes: 8 * KB,
        gap_days: 180,
        retrieval: Some(Retrieval { expedited_minutes: None, standard_hours: 12, bulk_hours: 48 }),
        to: &[],
        ..STANDARD
    },
];

facts! {
    "s3-classes", "S3: storage classes";

    /// Each storage class has a least billed time and size, a retrieval time, and
    /// the classes that a lifecycle rule may move its objects to.
    STORAGE_CLASSES: &'static [StorageClassRow] = ("storage-classes", CLASSES, S3_CLASSES, High);

    /// One rule keeps an object in a class for the class's least time before it
    /// moves the object on: 30 days after the infrequent-access classes, 90 after
    /// `GLACIER_IR` and `GLACIER`; two rules can do it sooner, which only costs.
    CLASS_GAP_IN_ONE_RULE: bool = ("class-gap-in-one-rule", true, S3_TRANSITIONS, High);

    /// `STANDARD` and `REDUCED_REDUNDANCY` are never the target of a transition.
    NEVER_A_TARGET: &'static [&'static str] = ("never-a-transition-target", &["STANDARD", "REDUCED_REDUNDANCY"], S3_TRANSITIONS, High);

    /// Expedited retrieval serves objects smaller than 250 MB, and only provisioned
    /// capacity keeps it from being refused.
    EXPEDITED_MOST_BYTES: u64 = ("expedited-most-bytes", 250 * KB * KB, S3_RETRIEVAL, High);

    /// The opt-in Archive Access tier of `INTELLIGENT_TIERING` takes up to 5 hours to read.
    INTELLIGENT_ARCHIVE_HOURS: u32 = ("intelligent-archive-hours", 5, S3_RETRIEVAL, High);

    /// The opt-in Deep Archive Access tier of `INTELLIGENT_TIERING` takes up to 12 hours to read.
    INTELLIGENT_DEEP_ARCHIVE_HOURS: u32 = ("intelligent-deep-archive-hours", 12, S3_RETRIEVAL, High);

    /// An account starts at most 1,000 restores of archived objects a second.
    RESTORE_REQUESTS_PER_SECOND: u32 = ("restore-requests-per-second", 1000, S3_RETRIEVAL, High);
}

/// The row of a storage class by S3's name.
#[must_use]
pub fn storage_class(name: &str) -> Option<&'static StorageClassRow> {
    STORAGE_CLASSES.value.iter().find(|row| row.name == name)
}

/// Whether a lifecycle rule may move an object from one class to the other.
#[must_use]
pub fn may_transition(from: &str, to: &str) -> bool {
    storage_class(from).is_some_and(|row| row.to.contains(&to))
}
