//! The policy of a bucket that roles of other accounts replicate into.

use serde::{Deserialize, Serialize};

use super::builder::Builder;
use super::ids;
use super::template::ResourceType;
use super::text::Text;
use crate::render::RenderError;
use crate::resources::RoleRef;
use crate::resources::iam::{PolicyDocument, replica_bucket_policy};

/// Properties of `AWS::S3::BucketPolicy`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct BucketPolicyProperties {
    pub(super) bucket: Text,
    pub(super) policy_document: PolicyDocument,
}

/// Adds the policy, if a role needs one.
pub(super) fn add(
    template: &mut Builder<'_>,
    bucket_id: &str,
    name: &str,
    replicated_from: &[RoleRef],
) -> Result<(), RenderError> {
    let Some(id) = template.id(ids::BUCKET_POLICY, name) else { return Ok(()) };
    let roles: Vec<String> = replicated_from.iter().map(RoleRef::arn).collect();
    let properties = BucketPolicyProperties {
        bucket: Text::of_resource(bucket_id),
        policy_document: replica_bucket_policy(template.place, name, &roles),
    };
    template.add(&id, ResourceType::BucketPolicy, &properties)
}
