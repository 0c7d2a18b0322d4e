//! The types AWS Backup protects: their names, ARNs and what works for each.

use std::fmt;

use super::fact::{facts, one_line};
use super::sources::FEATURES;
use super::{Confidence, Listed};

/// One thing AWS Backup can do for a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Copies to another Region.
    CrossRegionCopy,
    /// Copies to another account.
    CrossAccountCopy,
    /// Moving recovery points to cold storage.
    ColdStorage,
    /// Continuous backup with restores to any moment.
    PointInTime,
    /// Storing in a logically air-gapped vault.
    AirGapped,
    /// Recovery points with AWS Backup's own ARN and the vault's key.
    FullyManaged,
    /// Restore testing plans.
    RestoreTesting,
    /// Backups that hold only what changed.
    Incremental,
}

impl Feature {
    /// Every feature, in the order of AWS's page.
    pub const ALL: [Self; 8] = [
        Self::CrossRegionCopy,
        Self::CrossAccountCopy,
        Self::ColdStorage,
        Self::PointInTime,
        Self::AirGapped,
        Self::FullyManaged,
        Self::RestoreTesting,
        Self::Incremental,
    ];
}

/// Whether a feature works for a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// It works.
    Yes,
    /// It does not.
    No,
    /// It works once the named setting is on.
    WithOptIn(&'static str),
    /// AWS's pages disagree or say nothing: not to be relied on.
    Unclear,
}

impl Cell {
    /// Whether the feature works when every opt-in is on.
    #[must_use]
    pub const fn possible(self) -> bool {
        matches!(self, Self::Yes | Self::WithOptIn(_))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes => out.write_str("yes"),
            Self::No => out.write_str("no"),
            Self::WithOptIn(setting) => write!(out, "with {setting}"),
            Self::Unclear => out.write_str("unclear"),
        }
    }
}

/// What works for one type, a cell for each [`Feature`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// See [`Feature::CrossRegionCopy`].
    pub cross_region_copy: Cell,
    /// See [`Feature::CrossAccountCopy`].
    pub cross_account_copy: Cell,
    /// See [`Feature::ColdStorage`].
    pub cold_storage: Cell,
    /// See [`Feature::PointInTime`].
    pub point_in_time: Cell,
    /// See [`Feature::AirGapped`].
    pub air_gapped: Cell,
    /// See [`Feature::FullyManaged`].
    pub fully_managed: Cell,
    /// See [`Feature::RestoreTesting`].
    pub restore_testing: Cell,
    /// See [`Feature::Incremental`].
    pub incremental: Cell,
}

impl Features {
    /// The cell of one feature.
    #[must_use]
    pub const fn of(&self, feature: Feature) -> Cell {
        match feature {
            Feature::CrossRegionCopy => self.cross_region_copy,
            Feature::CrossAccountCopy => self.cross_account_copy,
            Feature::ColdStorage => self.cold_storage,
            Feature::PointInTime => self.point_in_time,
            Feature::AirGapped => self.air_gapped,
            Feature::FullyManaged => self.fully_managed,
            Feature::RestoreTesting => self.restore_testing,
            Feature::Incremental => self.incremental,
        }
    }

    /// Whether any copy works: where both kinds are refused, so is a copy to
    /// another vault of the same account and Region.
    #[must_use]
    pub const fn any_copy(&self) -> bool {
        self.cross_region_copy.possible() || self.cross_account_copy.possible()
    }
}

/// The shape of a type's ARNs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArnShape {
    /// With `{p}` partition, `{r}` Region, `{a}` account, `{name}` the resource.
    pub template: &'static str,
    /// The service's part of the ARN.
    pub service: &'static str,
    /// What the resource part begins with, empty for a bucket.
    pub prefix: &'static str,
}

/// One type that AWS Backup protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceTypeRow {
    /// Our language's spelling.
    pub name: &'static str,
    /// AWS's opt-in name, spaces included.
    pub opt_in: &'static str,
    /// The shape of its ARNs.
    pub arn: ArnShape,
    /// What works.
    pub features: Features,
    /// How firmly the row is known.
    pub confidence: Confidence,
    /// What the cells cannot say; empty if nothing.
    pub note: &'static str,
}

impl fmt::Display for ResourceTypeRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({}, {})", self.name, self.opt_in, self.arn.template)?;
        for feature in Feature::ALL {
            write!(out, "; {feature:?}: {}", self.features.of(feature))?;
        }
        write!(out, " ({:?})", self.confidence)?;
        if self.note.is_empty() {
            return Ok(());
        }
        write!(out, "; {}", self.note)
    }
}

one_line!(ResourceTypeRow);

/// The setting that lets EBS snapshots move to their archive.
const ARCHIVE: Cell = Cell::WithOptIn("OptInToArchiveForSupportedResources");
/// The setting that gives DynamoDB tables the features of AWS Backup.
const ADVANCED: Cell = Cell::WithOptIn("ResourceTypeManagementPreference DynamoDB");

/// The setting that makes a rule's backups continuous.
const CONTINUOUS: Cell = Cell::WithOptIn("EnableContinuousBackup");
const Y: Cell = Cell::Yes;
const N: Cell = Cell::No;
const U: Cell = Cell::Unclear;

/// Cells in the order of [`Feature::ALL`].
const fn cells(row: [Cell; 8]) -> Features {
    let [
        cross_region_copy,
        cross_account_copy,
        cold_storage,
        point_in_time,
        air_gapped,
        fully_managed,
        restore_testing,
        incremental,
    ] = row;
    Features {
        cross_region_copy,
        cross_account_copy,
        cold_storage,
        point_in_time,
        air_gapped,
        fully_managed,
        restore_testing,
        incremental,
    }
}

const fn arn(template: &'static str, service: &'static str, prefix: &'static str) -> ArnShape {
    ArnShape { template, service, prefix }
}

const fn row(
    name: &'static str,
    opt_in: &'static str,
    arn: ArnShape,
    row: [Cell; 8],
    confidence: Confidence,
    note: &'static str,
) -> ResourceTypeRow {
    ResourceTypeRow { name, opt_in, arn, features: cells(row), confidence, note }
}

const HIGH: Confidence = Confidence::High;
const MEDIUM: Confidence = Confidence::Medium;
const LOW: Confidence = Confidence::Low;

const RDS_CLUSTER: ArnShape = arn("arn:{p}:rds:{r}:{a}:cluster:{name}", "rds", "cluster:");
const FILE_SYSTEM: ArnShape = arn("arn:{p}:fsx:{r}:{a}:file-system/{name}", "fsx", "file-system/");

// Columns: cross-Region copy, cross-account copy, cold storage, point in time,
// air-gapped vault, fully managed, restore testing, incremental.
#[rustfmt::skip]
const ROWS: &[ResourceTypeRow] = &[
    row("dynamodb", "DynamoDB", arn("arn:{p}:dynamodb:{r}:{a}:table/{name}", "dynamodb", "table/"),
        [ADVANCED, ADVANCED, ADVANCED, N, ADVANCED, ADVANCED, Y, N], HIGH,
        "point-in-time recovery is DynamoDB's own and not managed by a backup plan; every backup is full"),
    row("rds_instance", "RDS", arn("arn:{p}:rds:{r}:{a}:db:{name}", "rds", "db:"),
        [Y, Y, N, Y, N, N, Y, Y], HIGH, ""),
    row("rds_cluster", "RDS", RDS_CLUSTER,
        [N, N, N, N, N, N, Y, Y], HIGH, "a Multi-AZ DB cluster cannot be copied anywhere"),
    row("aurora", "Aurora", RDS_CLUSTER,
        [Y, Y, N, Y, Y, N, Y, CONTINUOUS], HIGH,
        "an air-gapped vault takes only clusters encrypted with a customer managed key"),
    row("documentdb", "DocumentDB", RDS_CLUSTER,
        [Y, Y, N, N, Y, N, Y, N], HIGH, "instance-based clusters only; an air-gapped vault takes only encrypted ones"),
    row("neptune", "Neptune", RDS_CLUSTER,
        [Y, Y, N, N, Y, N, Y, N], HIGH, "an air-gapped vault takes only encrypted clusters, and none in Jakarta"),
    row("s3", "S3", arn("arn:{p}:s3:::{name}", "s3", ""),
        [Y, Y, N, Y, Y, Y, Y, Y], HIGH, "general purpose buckets with versioning on"),
    row("ebs", "EBS", arn("arn:{p}:ec2:{r}:{a}:volume/{name}", "ec2", "volume/"),
        [Y, Y, ARCHIVE, N, Y, N, Y, Y], HIGH, "cold storage is the EBS snapshot archive, where every snapshot is full"),
    row("ec2", "EC2", arn("arn:{p}:ec2:{r}:{a}:instance/{name}", "ec2", "instance/"),
        [Y, Y, N, N, Y, N, Y, Y], HIGH, "with Windows VSS there is no restore testing"),
    row("efs", "EFS", arn("arn:{p}:elasticfilesystem:{r}:{a}:file-system/{name}", "elasticfilesystem", "file-system/"),
        [Y, Y, Y, N, Y, Y, Y, Y], HIGH, ""),
    row("fsx", "FSx", FILE_SYSTEM,
        [U, U, N, N, U, N, Y, U], MEDIUM, "the kinds of file system differ: name one"),
    row("fsx_lustre", "FSx", FILE_SYSTEM,
        [Y, Y, N, N, Y, N, Y, Y], HIGH, ""),
    row("fsx_windows", "FSx", FILE_SYSTEM,
        [Y, Y, N, N, Y, N, Y, Y], HIGH, "restore testing needs an AWS Managed Microsoft AD"),
    row("fsx_ontap", "FSx", arn("arn:{p}:fsx:{r}:{a}:volume/{file_system}/{name}", "fsx", "volume/"),
        [N, N, N, N, N, N, Y, Y], HIGH, "backups and tags are those of the volumes; DP and LS volumes are not supported"),
    row("fsx_openzfs", "FSx", FILE_SYSTEM,
        [Y, Y, N, N, U, N, Y, U], MEDIUM, "AWS's row for this type contradicts its other pages"),
    row("redshift", "Redshift", arn("arn:{p}:redshift:{r}:{a}:cluster:{name}", "redshift", "cluster:"),
        [N, N, N, N, N, N, N, U], LOW, "AWS's table has no row for provisioned clusters"),
    row("redshift_serverless", "Redshift Serverless",
        arn("arn:{p}:redshift-serverless:{r}:{a}:namespace/{name}", "redshift-serverless", "namespace/"),
        [N, N, N, N, N, N, N, N], MEDIUM, ""),
    row("timestream", "Timestream", arn("arn:{p}:timestream:{r}:{a}:database/{name}", "timestream", "database/"),
        [Y, Y, Y, N, Y, Y, N, Y], HIGH, "Timestream for LiveAnalytics; not Timestream for InfluxDB"),
    row("storage_gateway", "Storage Gateway",
        arn("arn:{p}:storagegateway:{r}:{a}:gateway/{gateway}/volume/{name}", "storagegateway", "gateway/"),
        [Y, Y, N, N, Y, N, N, Y], HIGH, "volumes only"),
    row("sap_hana", "SAP HANA on Amazon EC2", arn("arn:{p}:ssm-sap:{r}:{a}:HANA/{name}", "ssm-sap", "HANA/"),
        [Y, Y, Y, Y, N, Y, N, CONTINUOUS], HIGH, ""),
    row("virtual_machine", "VirtualMachine", arn("arn:{p}:backup-gateway:{r}:{a}:vm/{name}", "backup-gateway", "vm/"),
        [Y, Y, Y, N, Y, Y, N, Y], HIGH, ""),
    row("cloudformation", "CloudFormation", arn("arn:{p}:cloudformation:{r}:{a}:stack/{name}", "cloudformation", "stack/"),
        [Y, N, Y, N, N, N, N, Y], HIGH, "resources in a stack keep their own features, without point-in-time recovery"),
    row("eks", "EKS", arn("arn:{p}:eks:{r}:{a}:cluster/{name}", "eks", "cluster/"),
        [Y, Y, N, N, Y, Y, N, N], HIGH, "volumes of the cluster follow the row of their own type; no air-gapped vault in Bahrain and UAE"),
    row("dsql", "DSQL", arn("arn:{p}:dsql:{r}:{a}:cluster/{name}", "dsql", "cluster/"),
        [Y, Y, U, N, N, Y, N, N], HIGH, "only one of AWS's pages says that it can go cold"),
];

facts! {
    "resource-types", "AWS Backup: protected types and what works for each";

    /// AWS Backup protects these types; where both kinds of copy are refused, no
    /// copy works, not even to another vault of the same account and Region.
    RESOURCE_TYPES: &'static [ResourceTypeRow] = ("resource-types", ROWS, FEATURES, Low);
}

/// The row of a type by our language's spelling.
#[must_use]
pub fn resource_type(name: &str) -> Option<&'static ResourceTypeRow> {
    RESOURCE_TYPES.value.iter().find(|row| row.name == name)
}
