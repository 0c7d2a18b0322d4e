//! Regions, partitions, and what is missing where.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{ACCOUNT_IDS, ARNS, REGIONS};
use super::{Listed, TextRule};

/// A closed group of Regions with its own accounts: nothing crosses its border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partition {
    /// The public Regions.
    Aws,
    /// China.
    China,
    /// AWS `GovCloud` (US).
    GovCloud,
    /// AWS European Sovereign Cloud.
    Sovereign,
}

impl Partition {
    /// Every partition that the public documents describe.
    pub const ALL: [Self; 4] = [Self::Aws, Self::China, Self::GovCloud, Self::Sovereign];

    /// The partition's name in an ARN.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::Sovereign => "aws-eusc",
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

/// One Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionRow {
    /// Its code.
    pub name: &'static str,
    /// Its place, as AWS's pages call it.
    pub place: &'static str,
    /// The partition it belongs to.
    pub partition: Partition,
    /// Whether an account has to enable it first.
    pub opt_in: bool,
}

impl fmt::Display for RegionRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, place, partition, opt_in } = self;
        let opt_in = if *opt_in { ", opt-in" } else { "" };
        write!(out, "{name} ({place}, {partition}{opt_in})")
    }
}

one_line!(RegionRow);

const fn open(name: &'static str, place: &'static str) -> RegionRow {
    RegionRow { name, place, partition: Partition::Aws, opt_in: false }
}

const fn opt_in(name: &'static str, place: &'static str) -> RegionRow {
    RegionRow { opt_in: true, ..open(name, place) }
}

const fn in_partition(partition: Partition, name: &'static str, place: &'static str) -> RegionRow {
    RegionRow { partition, ..open(name, place) }
}

const ROWS: &[RegionRow] = &[
    open("us-east-1", "N. Virginia"),
    open("us-east-2", "Ohio"),
    open("us-west-1", "N. California"),
    open("us-west-2", "Oregon"),
    opt_in("af-south-1", "Cape Town"),
    opt_in("ap-east-1", "Hong Kong"),
    opt_in("ap-east-2", "Taipei"),
    open("ap-northeast-1", "Tokyo"),
    open("ap-northeast-2", "Seoul"),
    open("ap-northeast-3", "Osaka"),
    open("ap-south-1", "Mumbai"),
    opt_in("ap-south-2", "Hyderabad"),
    open("ap-southeast-1", "Singapore"),
    open("ap-southeast-2", "Sydney"),
    opt_in("ap-southeast-3", "Jakarta"),
    opt_in("ap-southeast-4", "Melbourne"),
    opt_in("ap-southeast-5", "Malaysia"),
    opt_in("ap-southeast-6", "New Zealand"),
    opt_in("ap-southeast-7", "Thailand"),
    open("ca-central-1", "Central Canada"),
    opt_in("ca-west-1", "Calgary"),
    open("eu-central-1", "Frankfurt"),
    opt_in("eu-central-2", "Zurich"),
    open("eu-north-1", "Stockholm"),
    opt_in("eu-south-1", "Milan"),
    opt_in("eu-south-2", "Spain"),
    open("eu-west-1", "Ireland"),
    open("eu-west-2", "London"),
    open("eu-west-3", "Paris"),
    opt_in("il-central-1", "Tel Aviv"),
    opt_in("me-central-1", "UAE"),
    opt_in("me-south-1", "Bahrain"),
    opt_in("mx-central-1", "Mexico"),
    open("sa-east-1", "São Paulo"),
    in_partition(Partition::China, "cn-north-1", "Beijing"),
    in_partition(Partition::China, "cn-northwest-1", "Ningxia"),
    in_partition(Partition::GovCloud, "us-gov-east-1", "GovCloud US-East"),
    in_partition(Partition::GovCloud, "us-gov-west-1", "GovCloud US-West"),
    in_partition(Partition::Sovereign, "eusc-de-east-1", "Brandenburg"),
];

facts! {
    "regions", "Regions and partitions";

    /// These are the public Regions with their partitions; newer ones may exist.
    ALL_REGIONS: &'static [RegionRow] = ("regions", ROWS, REGIONS, High);

    /// An account id has 12 digits.
    ACCOUNT_ID_DIGITS: u32 = ("account-id-digits", 12, ACCOUNT_IDS, High);

    /// A partition in an ARN is `aws`, or `aws` and a lower-case suffix.
    PARTITION_NAME: TextRule = ("partition-name", TextRule {
        pattern: "^aws[a-z-]*$",
        also: "-",
        capitals: false,
        starts_with_letter: true,
        length: bounds(3, 20),
    }, ARNS, Medium);
}

/// The row of a Region, or nothing if this list does not know it.
#[must_use]
pub fn region(name: &str) -> Option<&'static RegionRow> {
    ALL_REGIONS.value.iter().find(|row| row.name == name)
}

/// The partition of a Region, or nothing if this list does not know it.
#[must_use]
pub fn partition_of(name: &str) -> Option<Partition> {
    region(name).map(|row| row.partition)
}
