//! What is missing in which Region: types, copies and whole features.

use std::fmt;

use super::fact::{facts, one_line};
use super::regions::{Partition, RegionRow, region};
use super::sources::FEATURES;
use super::{Confidence, Listed};

/// Some of the Regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionSet {
    /// The named ones.
    Named(&'static [&'static str]),
    /// All but the named ones.
    AllBut(&'static [&'static str]),
    /// Those that an account has to enable.
    OptIn,
    /// Those of one partition.
    Within(Partition),
}

impl RegionSet {
    /// Whether the Region is one of them.
    #[must_use]
    pub fn has(&self, region: &RegionRow) -> bool {
        match self {
            Self::Named(names) => names.contains(&region.name),
            Self::AllBut(names) => !names.contains(&region.name),
            Self::OptIn => region.opt_in,
            Self::Within(partition) => region.partition == *partition,
        }
    }
}

impl fmt::Display for RegionSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(names) => out.write_str(&names.join(", ")),
            Self::AllBut(names) => write!(out, "all Regions but {}", names.join(", ")),
            Self::OptIn => out.write_str("opt-in Regions"),
            Self::Within(partition) => write!(out, "partition {partition}"),
        }
    }
}

/// Where AWS Backup does not protect a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeGap {
    /// Our language's spelling of the type.
    pub resource_type: &'static str,
    /// The Regions without it.
    pub missing_in: RegionSet,
}

impl fmt::Display for TypeGap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: not in {}", self.resource_type, self.missing_in)
    }
}

/// Which copies a Region refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CopyKind {
    /// To or from another Region.
    CrossRegion,
    /// To or from another account.
    CrossAccount,
    /// Every copy.
    Any,
}

/// Copies that do not work in some Regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyGap {
    /// Our language's spelling of the types; empty means every type.
    pub types: &'static [&'static str],
    /// The Regions.
    pub missing_in: RegionSet,
    /// The copies that do not work there.
    pub kind: CopyKind,
    /// How firmly the row is known.
    pub confidence: Confidence,
}

impl CopyGap {
    /// Whether the row speaks of the type.
    #[must_use]
    pub fn concerns(&self, resource_type: &str) -> bool {
        self.types.is_empty() || self.types.contains(&resource_type)
    }
}

impl fmt::Display for CopyGap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { types, missing_in, kind, confidence } = self;
        let types = if types.is_empty() { "every type".to_owned() } else { types.join(", ") };
        write!(out, "{types}: no {kind:?} copies in {missing_in} ({confidence:?})")
    }
}

one_line!(TypeGap, CopyGap);

const fn gap(resource_type: &'static str, missing_in: RegionSet) -> TypeGap {
    TypeGap { resource_type, missing_in }
}

#[rustfmt::skip]
const TYPES: &[TypeGap] = &[
    gap("timestream", RegionSet::AllBut(&[
        "us-east-1", "us-east-2", "us-west-2", "ap-south-1", "ap-southeast-2", "ap-northeast-1",
        "eu-central-1", "eu-west-1", "us-gov-west-1",
    ])),
    gap("sap_hana", RegionSet::Named(&[
        "ap-south-2", "ap-southeast-3", "ap-southeast-5", "ap-southeast-4", "ap-southeast-6",
        "ap-east-2", "ap-southeast-7", "ca-west-1", "eu-south-2", "eu-central-2", "il-central-1",
        "mx-central-1", "me-central-1", "cn-north-1", "cn-northwest-1", "us-gov-east-1",
        "us-gov-west-1", "eusc-de-east-1",
    ])),
    gap("virtual_machine", RegionSet::Named(&[
        "ap-south-2", "ap-southeast-3", "ap-southeast-5", "ap-southeast-4", "ap-southeast-6",
        "ap-east-2", "ap-southeast-7", "ca-west-1", "eu-south-2", "eu-central-2", "il-central-1",
        "mx-central-1", "me-central-1", "cn-north-1", "cn-northwest-1", "eusc-de-east-1",
    ])),
    gap("dsql", RegionSet::Named(&[
        "us-west-1", "af-south-1", "ap-south-2", "ap-southeast-3", "ap-southeast-5",
        "ap-southeast-6", "ap-east-2", "ap-southeast-7", "eu-south-1", "eu-central-2",
        "il-central-1", "mx-central-1", "me-south-1", "me-central-1", "cn-north-1",
        "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
    ])),
    gap("neptune", RegionSet::Named(&[
        "ap-south-2", "ap-southeast-6", "ap-east-2", "ap-southeast-7", "eu-south-1",
        "mx-central-1", "eusc-de-east-1",
    ])),
    gap("documentdb", RegionSet::Named(&[
        "us-west-1", "ap-east-2", "ca-west-1", "me-south-1", "us-gov-east-1", "eusc-de-east-1",
    ])),
    gap("fsx_lustre", RegionSet::Named(&["ap-southeast-6", "eusc-de-east-1"])),
    gap("fsx_windows", RegionSet::Named(&["ap-southeast-6", "eusc-de-east-1"])),
    gap("fsx_ontap", RegionSet::Named(&[
        "ap-southeast-6", "cn-north-1", "cn-northwest-1", "eusc-de-east-1",
    ])),
    gap("fsx_openzfs", RegionSet::Named(&[
        "ap-southeast-6", "ap-southeast-4", "cn-north-1", "cn-northwest-1", "us-gov-east-1",
        "us-gov-west-1", "eusc-de-east-1",
    ])),
    gap("fsx", RegionSet::Named(&["ap-southeast-6", "eusc-de-east-1"])),
    gap("rds_cluster", RegionSet::Named(&[
        "us-west-1", "ap-southeast-6", "ap-east-2", "ap-southeast-7", "mx-central-1",
        "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
    ])),
    gap("redshift_serverless", RegionSet::Named(&[
        "ca-west-1", "me-south-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
    ])),
    gap("eks", RegionSet::Named(&["cn-north-1", "cn-northwest-1"])),
    gap("storage_gateway", RegionSet::Named(&["eusc-de-east-1"])),
];

#[rustfmt::skip]
const COPIES: &[CopyGap] = &[
    CopyGap { types: &["documentdb"], missing_in: RegionSet::OptIn, kind: CopyKind::Any, confidence: Confidence::High },
    CopyGap { types: &["cloudformation", "neptune", "timestream"], missing_in: RegionSet::OptIn, kind: CopyKind::CrossAccount, confidence: Confidence::High },
    CopyGap { types: &["fsx", "fsx_lustre", "fsx_windows", "fsx_openzfs"], missing_in: RegionSet::Named(&["me-south-1", "me-central-1"]), kind: CopyKind::CrossRegion, confidence: Confidence::High },
    CopyGap { types: &["fsx", "fsx_lustre", "fsx_windows", "fsx_openzfs"], missing_in: RegionSet::OptIn, kind: CopyKind::CrossRegion, confidence: Confidence::Low },
    CopyGap { types: &[], missing_in: RegionSet::Within(Partition::China), kind: CopyKind::CrossAccount, confidence: Confidence::High },
    CopyGap { types: &[], missing_in: RegionSet::Within(Partition::Sovereign), kind: CopyKind::Any, confidence: Confidence::High },
];

facts! {
    "region-gaps", "AWS Backup: what is missing in which Region";

    /// These types are missing in these Regions; a type without a row is everywhere.
    TYPE_GAPS: &'static [TypeGap] = ("region-type-gaps", TYPES, FEATURES, High);

    /// These copies do not work in these Regions. Where AWS's pages of two dates
    /// differ, the stricter row is of low confidence.
    COPY_GAPS: &'static [CopyGap] = ("region-copy-gaps", COPIES, FEATURES, Low);

    /// No copy crosses the border of a partition: the two Regions of China copy only
    /// to each other, and so do the two of the US government.
    COPIES_CROSS_PARTITIONS: bool = ("copies-cross-partitions", false, FEATURES, High);

    /// Copies into an air-gapped vault do not work in these Regions.
    AIR_GAPPED_COPY_MISSING: &'static [&'static str] = ("air-gapped-copy-missing", &[
        "ap-southeast-5", "ca-west-1", "mx-central-1", "ap-southeast-7", "ap-east-2",
        "ap-southeast-6", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1",
        "eusc-de-east-1",
    ], FEATURES, High);

    /// Air-gapped vaults do not exist in these Regions.
    AIR_GAPPED_MISSING: &'static [&'static str] = ("air-gapped-missing",
        &["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1"], FEATURES, High);

    /// An air-gapped vault does not take these types in these Regions.
    AIR_GAPPED_TYPE_GAPS: &'static [TypeGap] = ("air-gapped-type-gaps", &[
        TypeGap { resource_type: "neptune", missing_in: RegionSet::Named(&["ap-southeast-3"]) },
        TypeGap { resource_type: "eks", missing_in: RegionSet::Named(&["me-south-1", "me-central-1"]) },
    ], FEATURES, High);

    /// Restore testing does not exist in these Regions.
    RESTORE_TESTING_MISSING: &'static [&'static str] = ("restore-testing-missing",
        &["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1"], FEATURES, High);

    /// Managing backups across accounts does not work in these Regions.
    CROSS_ACCOUNT_MANAGEMENT_MISSING: &'static [&'static str] = ("cross-account-management-missing", &[
        "ap-southeast-6", "ap-east-2", "ap-southeast-7", "mx-central-1", "cn-north-1",
        "cn-northwest-1", "eusc-de-east-1",
    ], FEATURES, High);

    /// Backup Audit Manager does not exist in these Regions.
    AUDIT_MANAGER_MISSING: &'static [&'static str] = ("audit-manager-missing", &[
        "ap-southeast-5", "ap-southeast-6", "ap-east-2", "ap-southeast-7", "ca-west-1",
        "il-central-1", "mx-central-1", "cn-north-1", "cn-northwest-1", "eusc-de-east-1",
    ], FEATURES, High);
}

/// Whether AWS Backup protects the type in the Region; nothing if either is unknown.
#[must_use]
pub fn protected_in(resource_type: &str, region_name: &str) -> Option<bool> {
    super::resource_type(resource_type)?;
    let place = region(region_name)?;
    let gap = TYPE_GAPS.value.iter().find(|gap| gap.resource_type == resource_type);
    Some(gap.is_none_or(|gap| !gap.missing_in.has(place)))
}
