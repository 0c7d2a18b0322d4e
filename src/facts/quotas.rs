//! Quotas that stand with no other table.

use std::fmt;

use super::fact::{facts, one_line};
use super::sources::QUOTAS;
use super::{Confidence, Listed};

/// One quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// What is counted, and per what.
    pub what: &'static str,
    /// How many there may be.
    pub most: u32,
    /// Whether AWS raises it on request.
    pub adjustable: bool,
    /// How firmly the row is known.
    pub confidence: Confidence,
}

impl fmt::Display for Quota {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, most, adjustable, confidence } = self;
        let adjustable = if *adjustable { ", adjustable" } else { "" };
        write!(out, "{what}: {most}{adjustable} ({confidence:?})")
    }
}

one_line!(Quota);

const fn fixed(what: &'static str, most: u32) -> Quota {
    Quota { what, most, adjustable: false, confidence: Confidence::High }
}

const fn adjustable(what: &'static str, most: u32) -> Quota {
    Quota { adjustable: true, ..fixed(what, most) }
}

facts! {
    "quotas", "AWS Backup: quotas that no other table states";

    /// A Region of an account holds 300 plans unless AWS raises the quota.
    PLANS: u32 = ("plans-per-region", 300, QUOTAS, High);

    /// These are the quotas that no other table states.
    OTHER: &'static [Quota] = ("other-quotas", &[
        adjustable("versions per plan", 2_000),
        fixed("legal holds per account", 50),
        fixed("nested layers of application stacks", 10),
        adjustable("report plans per account", 20),
        fixed("frameworks per report plan", 1_000),
        fixed("accounts times Regions times daily jobs and evaluations per report plan", 100_000),
        fixed("tags per restore testing plan", 50),
        adjustable("concurrent restore tests of EC2 or EBS", 100),
        adjustable("concurrent restore tests of Aurora, DocumentDB, DynamoDB, FSx, Neptune or RDS", 40),
        adjustable("concurrent restore tests of EFS or S3", 30),
        adjustable("concurrent backups of Timestream", 4),
        adjustable("concurrent restores of Timestream", 1),
        fixed("concurrent jobs per backup gateway", 4),
        adjustable("namespaces per EKS backup", 10_000),
        adjustable("volumes per EKS backup", 1_200),
        fixed("concurrent copies into an air-gapped vault of EBS, Aurora, DocumentDB or Neptune", 20),
        fixed("concurrent copies into an air-gapped vault of Storage Gateway or FSx", 5),
        Quota { what: "protected S3 buckets per account", most: 100, adjustable: true, confidence: Confidence::Medium },
    ], QUOTAS, Medium);
}
