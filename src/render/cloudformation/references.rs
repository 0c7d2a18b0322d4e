//! References inside and across templates, followed back to names.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bucket_replication::{bucket_here, bucket_of_arn};
use super::builder::key_arn_prefix;
use super::identity::ALIAS_PREFIX;
use super::template::{Resource, ResourceType, Template};
use super::text::{ARN, Text, VAULT_ARN};
use crate::resources::{KeyRef, Place, RoleRef, VaultRef};

type Names = BTreeMap<String, (ResourceType, String)>;

/// All templates, and what their logical ids stand for.
#[derive(Debug)]
pub(super) struct Index {
    templates: BTreeMap<Place, Template>,
    names: BTreeMap<Place, Names>,
    roles: BTreeMap<String, RoleRef>,
}

impl Index {
    /// Looks through all templates.
    pub(super) fn of(templates: BTreeMap<Place, Template>) -> Self {
        let names: BTreeMap<_, _> =
            templates.iter().map(|(place, template)| (place.clone(), names(template))).collect();
        let roles = created_roles(&names);
        Self { templates, names, roles }
    }

    /// The templates by place.
    pub(super) fn templates(&self) -> impl Iterator<Item = (&Place, &Template)> {
        self.templates.iter()
    }
}

fn names(template: &Template) -> Names {
    template.resources.iter().filter_map(|(id, resource)| name(id, resource)).collect()
}

/// The AWS name of a resource by its logical id; a key's is that of its alias.
fn name(id: &str, resource: &Resource) -> Option<(String, (ResourceType, String))> {
    let kind = resource.kind;
    let pointer = match kind {
        ResourceType::Alias => "/AliasName",
        ResourceType::Role => "/RoleName",
        ResourceType::Vault | ResourceType::AirGappedVault => "/BackupVaultName",
        ResourceType::Plan => "/BackupPlan/BackupPlanName",
        ResourceType::RestoreTestingPlan => "/RestoreTestingPlanName",
        ResourceType::Bucket => "/BucketName",
        ResourceType::Key
        | ResourceType::Selection
        | ResourceType::RestoreTestingSelection
        | ResourceType::BucketPolicy => return None,
    };
    let text = |pointer: &str| resource.properties.pointer(pointer).and_then(Value::as_str);
    let name = text(pointer)?;
    if kind == ResourceType::Alias {
        let alias = name.strip_prefix(ALIAS_PREFIX)?.to_owned();
        return Some((text("/TargetKeyId/Ref")?.to_owned(), (ResourceType::Key, alias)));
    }
    Some((id.to_owned(), (kind, name.to_owned())))
}

fn created_roles(names: &BTreeMap<Place, Names>) -> BTreeMap<String, RoleRef> {
    let mut roles = BTreeMap::new();
    for (place, names) in names {
        for (kind, name) in names.values() {
            if *kind == ResourceType::Role {
                let role = RoleRef::Created { place: place.clone(), name: name.clone() };
                roles.insert(role.arn(), role);
            }
        }
    }
    roles
}

/// Reads one template and follows its references.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    index: &'a Index,
    pub(super) place: &'a Place,
    pub(super) template: &'a Template,
}

impl<'a> Reader<'a> {
    /// A reader of one of the index's templates.
    pub(super) fn new(index: &'a Index, place: &'a Place, template: &'a Template) -> Self {
        Self { index, place, template }
    }

    /// The vault that a name means.
    pub(super) fn vault_name(&self, text: Text) -> Result<VaultRef, String> {
        let name = match text {
            Text::Literal(name) => name,
            Text::Ref { id } => self.named(&id, VAULTS)?.to_owned(),
            Text::Attribute { .. } => return Err("a vault's name is not an attribute".to_owned()),
        };
        Ok(VaultRef { place: self.place.clone(), name })
    }

    /// The ARN that a value means, of a vault or not.
    pub(super) fn maybe_vault_arn(&self, text: Text) -> Result<String, String> {
        match text {
            Text::Literal(arn) => Ok(arn),
            Text::Ref { .. } => Err("a vault's ARN is not its `Ref`".to_owned()),
            Text::Attribute { path } => {
                let name = self.attribute(&path, VAULT_ARN, VAULTS)?.to_owned();
                Ok(VaultRef { place: self.place.clone(), name }.arn())
            }
        }
    }

    /// The key that a value names.
    pub(super) fn key(&self, text: Text) -> Result<KeyRef, String> {
        match text {
            Text::Literal(arn) => Ok(KeyRef::Existing(arn)),
            Text::Ref { id } => self.key_of_parameter(&id),
            Text::Attribute { path } => {
                let alias = self.attribute(&path, ARN, &[ResourceType::Key])?.to_owned();
                Ok(KeyRef::Created { place: self.place.clone(), alias })
            }
        }
    }

    fn key_of_parameter(&self, parameter: &str) -> Result<KeyRef, String> {
        let declared = self.template.parameters.get(parameter).ok_or("a parameter is missing")?;
        for (place, template) in &self.index.templates {
            if !declared.allowed_pattern.starts_with(&key_arn_prefix(place)) {
                continue;
            }
            let output = template.outputs.get(parameter).ok_or("no output feeds a parameter")?;
            let reader = Reader { index: self.index, place, template };
            return match &output.value {
                Text::Attribute { .. } => reader.key(output.value.clone()),
                Text::Literal(_) | Text::Ref { .. } => {
                    Err("the output that feeds a parameter is not a key's ARN".to_owned())
                }
            };
        }
        Err("a parameter's place has no template".to_owned())
    }

    /// The role that a value names; created roles are known by their ARN.
    pub(super) fn role(&self, text: Text) -> Result<RoleRef, String> {
        let arn = match text {
            Text::Literal(arn) => arn,
            Text::Ref { .. } => return Err("a role's ARN is not its `Ref`".to_owned()),
            Text::Attribute { path } => {
                let name = self.attribute(&path, ARN, &[ResourceType::Role])?.to_owned();
                return Ok(RoleRef::Created { place: self.place.clone(), name });
            }
        };
        Ok(self.role_of_arn(arn))
    }

    /// The role of an ARN: created, if any of the templates creates it.
    pub(super) fn role_of_arn(&self, arn: String) -> RoleRef {
        self.index.roles.get(&arn).cloned().unwrap_or(RoleRef::Existing(arn))
    }

    /// Partition and name of the bucket that a value names.
    pub(super) fn bucket(&self, text: Text) -> Result<(String, String), String> {
        match text {
            Text::Literal(arn) => {
                bucket_of_arn(&arn).ok_or_else(|| "a destination is not a bucket".to_owned())
            }
            Text::Ref { .. } => Err("a bucket's ARN is not its `Ref`".to_owned()),
            Text::Attribute { path } => {
                let name = self.attribute(&path, ARN, &[ResourceType::Bucket])?;
                Ok(bucket_here(self.place, name))
            }
        }
    }

    /// The AWS name of the resource that a `Ref` leads to.
    pub(super) fn referred(&self, text: &Text, kind: ResourceType) -> Result<&str, String> {
        match text {
            Text::Ref { id } => self.named(id, &[kind]),
            Text::Literal(_) | Text::Attribute { .. } => {
                Err("what it belongs to is not referred to by `Ref`".to_owned())
            }
        }
    }

    fn attribute(
        &self,
        (id, attribute): &(String, String),
        expected: &str,
        kinds: &[ResourceType],
    ) -> Result<&str, String> {
        if attribute != expected {
            return Err(format!("`{attribute}` is not an attribute of ours"));
        }
        self.named(id, kinds)
    }

    /// The AWS name behind a logical id.
    pub(super) fn named(&self, id: &str, kinds: &[ResourceType]) -> Result<&str, String> {
        match self.index.names.get(self.place).and_then(|names| names.get(id)) {
            Some((kind, name)) if kinds.contains(kind) => Ok(name),
            _ => Err(format!("`{id}` is not a resource of the right type here")),
        }
    }
}

const VAULTS: &[ResourceType] = &[ResourceType::Vault, ResourceType::AirGappedVault];
