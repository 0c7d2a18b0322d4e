//! Keys with their aliases, and roles.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::builder::{Builder, key_parameter};
use super::ids;
use super::template::{ResourceType, TemplateOutput};
use super::text::{ARN, Text};
use crate::render::RenderError;
use crate::render::aws_json::{TagView, tag_list};
use crate::resources::iam::{PolicyDocument, key_policy, trust_policy};
use crate::resources::{IamRole, InlinePolicy, KmsKey};

/// Properties of `AWS::KMS::Key`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct KeyProperties {
    pub(super) description: String,
    /// Always on: old key material keeps opening old backups.
    pub(super) enable_key_rotation: bool,
    pub(super) key_policy: PolicyDocument,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<TagView>,
}

/// Properties of `AWS::KMS::Alias`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AliasProperties {
    pub(super) alias_name: String,
    pub(super) target_key_id: Text,
}

/// Properties of `AWS::IAM::Role`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RoleProperties {
    pub(super) role_name: String,
    pub(super) description: String,
    pub(super) assume_role_policy_document: PolicyDocument,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) managed_policy_arns: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) policies: Vec<InlinePolicyView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<TagView>,
}

/// A policy written into a role.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct InlinePolicyView {
    pub(super) policy_name: String,
    pub(super) policy_document: Value,
}

/// Adds the keys and roles of a place.
pub(super) fn add(template: &mut Builder<'_>) -> Result<(), RenderError> {
    let settings = template.settings;
    for (alias, key) in &settings.keys {
        add_key(template, alias, key)?;
    }
    for (name, role) in &settings.roles {
        add_role(template, name, role)?;
    }
    Ok(())
}

fn add_key(template: &mut Builder<'_>, alias: &str, key: &KmsKey) -> Result<(), RenderError> {
    let (Some(id), Some(alias_id)) = (template.id(ids::KEY, alias), template.id(ids::ALIAS, alias))
    else {
        return Ok(());
    };
    let properties = KeyProperties {
        description: key.description.clone(),
        enable_key_rotation: true,
        key_policy: key_policy(template.place, key),
        tags: tag_list(&key.tags),
    };
    template.add(&id, ResourceType::Key, &properties)?;
    let properties = AliasProperties {
        alias_name: format!("{ALIAS_PREFIX}{alias}"),
        target_key_id: Text::of_resource(&id),
    };
    template.add(&alias_id, ResourceType::Alias, &properties)?;
    let output = TemplateOutput {
        description: format!("ARN of the key alias/{alias}"),
        value: Text::of_attribute(&id, ARN),
    };
    template.outputs.insert(key_parameter(&id), output);
    Ok(())
}

/// What every alias begins with.
pub(super) const ALIAS_PREFIX: &str = "alias/";

fn add_role(template: &mut Builder<'_>, name: &str, role: &IamRole) -> Result<(), RenderError> {
    let Some(id) = template.id(ids::ROLE, name) else { return Ok(()) };
    let IamRole { description, service, managed_policies, inline_policies, tags } = role;
    let properties = RoleProperties {
        role_name: name.to_owned(),
        description: description.clone(),
        assume_role_policy_document: trust_policy(service),
        managed_policy_arns: managed_policies.clone(),
        policies: inline_policies.iter().map(InlinePolicyView::of).collect(),
        tags: tag_list(tags),
    };
    template.has_roles = true;
    template.add(&id, ResourceType::Role, &properties)
}

impl InlinePolicyView {
    fn of(policy: &InlinePolicy) -> Self {
        let InlinePolicy { name, document } = policy.clone();
        Self { policy_name: name, policy_document: document }
    }
}
