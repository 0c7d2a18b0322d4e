//! Keys and roles.

use policy::resources::iam::{PolicyDocument, key_policy, key_users, trusted_service};
use policy::resources::{IamRole, InlinePolicy, KmsKey, Resources};
use serde_json::json;

use super::module::{Module, map, text, texts};

pub(super) fn read(module: &Module, resources: &mut Resources) -> Vec<&'static str> {
    keys(module, resources);
    roles(module, resources);
    vec![
        "aws_kms_key",
        "aws_kms_alias",
        "aws_iam_role",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
    ]
}

fn keys(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_kms_key") {
        assert_eq!(node.take("enable_key_rotation"), Some(json!(true)));
        assert_eq!(node.take("deletion_window_in_days"), Some(json!(30)));
        let policy: PolicyDocument = serde_json::from_value(node.take("policy").unwrap()).unwrap();
        let key = KmsKey {
            description: text(node.take("description")),
            used_by_accounts: key_users(&policy),
            tags: map(node.take("tags")),
        };
        assert_eq!(policy, key_policy(&place, &key));
        let alias = module.alias_of(&node.labels[1]);
        node.finish_protected();
        resources.places.entry(place).or_default().keys.insert(alias, key);
    }
}

fn roles(module: &Module, resources: &mut Resources) {
    for (place, mut node) in module.resources("aws_iam_role") {
        let name = text(node.take("name"));
        let trust = node.take("assume_role_policy").unwrap();
        let trust: PolicyDocument = serde_json::from_value(trust).unwrap();
        let role = IamRole {
            description: text(node.take("description")),
            service: trusted_service(&trust).unwrap().into(),
            managed_policies: Vec::new(),
            inline_policies: Vec::new(),
            tags: map(node.take("tags")),
        };
        node.finish();
        resources.places.entry(place).or_default().roles.insert(name, role);
    }
    for (place, mut node) in module.resources("aws_iam_role_policy_attachment") {
        let role = text(node.take("role"));
        assert_eq!(node.path("policy_arn"), ["each", "value"]);
        let policies = texts(node.take("for_each"));
        node.finish();
        let roles = &mut resources.places.get_mut(&place).unwrap().roles;
        roles.get_mut(&role).unwrap().managed_policies = policies;
    }
    for (place, mut node) in module.resources("aws_iam_role_policy") {
        let role = text(node.take("role"));
        let name = text(node.take("name"));
        let policy = InlinePolicy { name, document: node.take("policy").unwrap() };
        node.finish();
        let roles = &mut resources.places.get_mut(&place).unwrap().roles;
        roles.get_mut(&role).unwrap().inline_policies.push(policy);
    }
}
