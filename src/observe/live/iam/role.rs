//! A role that the policy creates, as IAM returns it.

use aws_sdk_iam::types::Role;

use super::trust::{decoded, service};
use crate::observe::Beyond;
use crate::resources::{IamRole, InlinePolicy, ResourceKind};

/// The role without its policies, which take further calls, and what a policy
/// cannot say of a role.
pub(super) fn role(seen: &Role, beyond: &mut Vec<Beyond>) -> IamRole {
    let mut add = |field: &str, value: &str| {
        beyond.push(Beyond {
            kind: ResourceKind::Role,
            name: seen.role_name().to_owned(),
            field: field.to_owned(),
            value: value.to_owned(),
        });
    };
    let document = seen.assume_role_policy_document().and_then(decoded).unwrap_or_default();
    let (service, ours) = service(&document);
    if !ours {
        add("AssumeRolePolicyDocument", "another trust policy");
    }
    let boundary = seen.permissions_boundary().and_then(|limit| limit.permissions_boundary_arn());
    if let Some(arn) = boundary {
        add("PermissionsBoundary", arn);
    }
    let tag = |tag: &aws_sdk_iam::types::Tag| (tag.key().to_owned(), tag.value().to_owned());
    IamRole {
        description: seen.description().unwrap_or_default().to_owned(),
        service,
        managed_policies: Vec::new(),
        inline_policies: Vec::new(),
        tags: seen.tags().iter().map(tag).collect(),
    }
}

/// An inline policy; none if its document is no JSON.
pub(super) fn inline_policy(name: &str, document: &str) -> Option<InlinePolicy> {
    Some(InlinePolicy { name: name.to_owned(), document: decoded(document)? })
}
