//! A template as a whole: resources, parameters, outputs, metadata.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::text::Text;

/// A template as it is read back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    #[serde(rename = "AWSTemplateFormatVersion")]
    pub(super) format_version: String,
    #[serde(rename = "Description")]
    _description: String,
    #[serde(rename = "Metadata")]
    pub(super) metadata: Metadata,
    #[serde(rename = "Parameters", default)]
    pub(super) parameters: BTreeMap<String, Parameter>,
    #[serde(rename = "Resources")]
    pub(super) resources: BTreeMap<String, Resource>,
    #[serde(rename = "Outputs", default)]
    pub(super) outputs: BTreeMap<String, TemplateOutput>,
}

/// `Metadata`; CloudFormation stores it and reads nothing of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Metadata {
    pub(super) backup_policy: About,
}

/// What a template is for and when it is deployed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct About {
    /// What becomes permanent by deploying this template.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) irreversible: Vec<String>,
    pub(super) policy: String,
    pub(super) environment: String,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) deploy_order: DeployOrder,
    /// Capabilities that the deployment must acknowledge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) capabilities: Vec<String>,
}

/// Place of a template in the deployment of its environment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeployOrder {
    pub(super) position: usize,
    pub(super) of: usize,
    /// Templates that hold what this one names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) after: Vec<String>,
    /// Later templates that hold destinations of copies: the copy jobs fail
    /// until these are deployed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) copies_wait_for: Vec<String>,
}

/// A value that another template puts out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Parameter {
    #[serde(rename = "Type")]
    pub(super) kind: ParameterType,
    pub(super) description: String,
    pub(super) allowed_pattern: String,
    pub(super) constraint_description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ParameterType {
    String,
}

/// A value for the parameter of the same name in other templates.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct TemplateOutput {
    pub(super) description: String,
    pub(super) value: Text,
}

/// One resource.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Resource {
    #[serde(rename = "Type")]
    pub(super) kind: ResourceType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deletion_policy: Option<Retain>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) update_replace_policy: Option<Retain>,
    pub(super) properties: Value,
}

/// What happens to a resource that holds or opens backups when its stack goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Retain {
    Retain,
}

/// The types that templates hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ResourceType {
    #[serde(rename = "AWS::KMS::Key")]
    Key,
    #[serde(rename = "AWS::KMS::Alias")]
    Alias,
    #[serde(rename = "AWS::IAM::Role")]
    Role,
    #[serde(rename = "AWS::Backup::BackupVault")]
    Vault,
    #[serde(rename = "AWS::Backup::LogicallyAirGappedBackupVault")]
    AirGappedVault,
    #[serde(rename = "AWS::Backup::BackupPlan")]
    Plan,
    #[serde(rename = "AWS::Backup::BackupSelection")]
    Selection,
    #[serde(rename = "AWS::Backup::RestoreTestingPlan")]
    RestoreTestingPlan,
    #[serde(rename = "AWS::Backup::RestoreTestingSelection")]
    RestoreTestingSelection,
    #[serde(rename = "AWS::S3::Bucket")]
    Bucket,
    #[serde(rename = "AWS::S3::BucketPolicy")]
    BucketPolicy,
}

impl ResourceType {
    /// Whether losing the resource with its stack would lose backups, or stop
    /// them from arriving in a bucket that stays.
    pub(super) const fn is_retained(self) -> bool {
        match self {
            Self::Key
            | Self::Alias
            | Self::Vault
            | Self::AirGappedVault
            | Self::Bucket
            | Self::BucketPolicy => true,
            Self::Role
            | Self::Plan
            | Self::Selection
            | Self::RestoreTestingPlan
            | Self::RestoreTestingSelection => false,
        }
    }
}
