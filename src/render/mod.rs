//! Lowered settings to artifacts: one file per target.
//!
//! Invariants: no decision about policy (all are taken when lowering), no
//! file system, no clock and no version in any artifact. A target never drops a
//! setting silently: what it cannot carry is a [`Gap`].

mod artifact;
pub mod aws_backup;
mod aws_json;
pub mod cloudformation;
mod error;
mod gaps;
pub mod s3_lifecycle;
pub mod terraform;

pub use artifact::{Artifact, ArtifactPath, Gap, Rendered};
pub use error::RenderError;

use crate::resources::Lowered;

/// The kinds of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Input JSON of the AWS CLI for plans, selections and vaults.
    AwsBackup,
    /// Input JSON of `put-bucket-lifecycle-configuration`.
    S3Lifecycle,
    /// One CloudFormation template per account and Region.
    Cloudformation,
    /// A Terraform module per environment and a root that calls it.
    Terraform,
}

impl Target {
    /// Every target, in the order of the command line's help.
    pub const ALL: [Self; 4] =
        [Self::AwsBackup, Self::S3Lifecycle, Self::Cloudformation, Self::Terraform];

    /// Name on the command line and in paths.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsBackup => "aws-backup",
            Self::S3Lifecycle => "s3-lifecycle",
            Self::Cloudformation => "cloudformation",
            Self::Terraform => "terraform",
        }
    }
}

/// Renders one environment for one target.
///
/// # Errors
/// [`RenderError`] is a defect of a template or view of ours, never of the policy.
pub fn render(target: Target, lowered: &Lowered) -> Result<Rendered, RenderError> {
    match target {
        Target::AwsBackup => aws_backup::render(lowered),
        Target::S3Lifecycle => s3_lifecycle::render(lowered),
        Target::Cloudformation => cloudformation::render(lowered),
        Target::Terraform => terraform::render(lowered),
    }
}
