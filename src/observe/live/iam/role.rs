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

#[cfg(test)]
mod tests {
    use aws_sdk_iam::primitives::DateTime;
    use aws_sdk_iam::types::{AttachedPermissionsBoundary, Tag, builders::RoleBuilder};

    use super::*;
    use crate::resources::iam::trust_policy;

    fn backup() -> RoleBuilder {
        Role::builder()
            .path("/")
            .role_name("backup")
            .role_id("AROA1")
            .arn("arn:aws:iam::111122223333:role/backup")
            .create_date(DateTime::from_secs(0))
            .description("Backs up orders")
            .assume_role_policy_document(trust_policy("backup.amazonaws.com").to_json().to_string())
            .tags(Tag::builder().key("team").value("orders").build().unwrap())
    }

    fn read(seen: RoleBuilder) -> (IamRole, Vec<String>) {
        let mut beyond = Vec::new();
        let role = role(&seen.build().unwrap(), &mut beyond);
        (role, beyond.iter().map(|b| format!("{}: {} = {}", b.name, b.field, b.value)).collect())
    }

    #[test]
    fn a_role_as_we_create_it_has_nothing_beyond() {
        let (role, beyond) = read(backup());
        assert_eq!(role.service, "backup.amazonaws.com");
        assert_eq!(role.description, "Backs up orders");
        assert_eq!(role.tags["team"], "orders");
        assert_eq!(beyond, [""; 0]);
    }

    #[test]
    fn another_trust_and_a_boundary_are_said() {
        let anyone = r#"{"Version":"2012-10-17","Statement":[]}"#;
        let boundary = AttachedPermissionsBoundary::builder()
            .permissions_boundary_arn("arn:aws:iam::111122223333:policy/limit");
        let seen =
            backup().assume_role_policy_document(anyone).permissions_boundary(boundary.build());
        let (role, beyond) = read(seen);
        assert_eq!(role.service, "");
        assert_eq!(
            beyond,
            [
                "backup: AssumeRolePolicyDocument = another trust policy",
                "backup: PermissionsBoundary = arn:aws:iam::111122223333:policy/limit",
            ]
        );
    }

    #[test]
    fn an_inline_policy_is_its_document() {
        let policy = inline_policy("replicate", "%7B%22Version%22%3A%22x%22%7D").unwrap();
        assert_eq!(policy.document, serde_json::json!({ "Version": "x" }));
        assert_eq!(inline_policy("replicate", "no JSON"), None);
    }
}
