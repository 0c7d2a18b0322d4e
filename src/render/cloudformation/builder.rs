//! One template while it is being filled.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::ids::{self, Ids};
use super::template::{Parameter, ParameterType, Resource, ResourceType, Retain, TemplateOutput};
use super::text::{ARN, Text, VAULT_ARN};
use crate::render::aws_json::vault_of_arn;
use crate::render::gaps::gap;
use crate::render::{Gap, RenderError};
use crate::resources::{KeyRef, Lowered, Place, ResourceKind, RoleRef, Settings, Tags, VaultRef};

/// Collects what one place's template holds.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) lowered: &'a Lowered,
    pub(super) place: &'a Place,
    pub(super) settings: &'a Settings,
    pub(super) ids: Ids,
    /// Buckets whose replication closes a circle.
    pub(super) circular_replication: &'a BTreeSet<(Place, String)>,
    pub(super) resources: Map<String, Value>,
    pub(super) parameters: BTreeMap<String, Parameter>,
    pub(super) outputs: BTreeMap<String, TemplateOutput>,
    pub(super) has_roles: bool,
    pub(super) gaps: Vec<Gap>,
}

impl<'a> Builder<'a> {
    /// Starts the template of a place.
    pub(super) fn new(
        lowered: &'a Lowered,
        place: &'a Place,
        settings: &'a Settings,
        circular_replication: &'a BTreeSet<(Place, String)>,
    ) -> Self {
        Self {
            lowered,
            place,
            settings,
            ids: Ids::of(lowered, place, settings),
            circular_replication,
            resources: Map::new(),
            parameters: BTreeMap::new(),
            outputs: BTreeMap::new(),
            has_roles: false,
            gaps: Vec::new(),
        }
    }

    /// The id of a resource, if this template creates it.
    pub(super) fn id(&self, kind: ids::IdKind, name: &str) -> Option<String> {
        self.ids.get(kind, name).map(str::to_owned)
    }

    /// Adds a resource.
    pub(super) fn add(
        &mut self,
        id: &str,
        kind: ResourceType,
        properties: &impl Serialize,
    ) -> Result<(), RenderError> {
        let retain = kind.is_retained().then_some(Retain::Retain);
        let resource = Resource {
            kind,
            deletion_policy: retain,
            update_replace_policy: retain,
            properties: to_value(id, properties)?,
        };
        self.resources.insert(id.to_owned(), to_value(id, &resource)?);
        Ok(())
    }

    /// Adds a setting that this target has no words for.
    pub(super) fn gap(
        &mut self,
        kind: ResourceKind,
        name: &str,
        setting: impl Into<String>,
        reason: impl Into<String>,
    ) {
        self.gaps.push(gap(self.place, kind, name, setting, reason));
    }

    /// How a rule names its vault.
    pub(super) fn vault_name(&self, vault: &VaultRef) -> Text {
        match self.vault_id(vault) {
            Some(id) => Text::of_resource(id),
            None => Text::Literal(vault.name.clone()),
        }
    }

    /// How a vault's ARN is written.
    pub(super) fn vault_arn(&self, vault: &VaultRef) -> Text {
        match self.vault_id(vault) {
            Some(id) => Text::of_attribute(id, VAULT_ARN),
            None => Text::Literal(vault.arn()),
        }
    }

    /// How an ARN, perhaps that of a vault or `*`, is written.
    pub(super) fn maybe_vault_arn(&self, arn: &str) -> Text {
        match vault_of_arn(arn) {
            Some(vault) => self.vault_arn(&vault),
            None => Text::Literal(arn.to_owned()),
        }
    }

    fn vault_id(&self, vault: &VaultRef) -> Option<&str> {
        (vault.place == *self.place).then(|| self.ids.get(ids::VAULT, &vault.name)).flatten()
    }

    /// How a role's ARN is written; across templates it follows from the name.
    pub(super) fn role(&self, role: &RoleRef) -> Text {
        match role {
            RoleRef::Created { place, name } if place == self.place => {
                match self.ids.get(ids::ROLE, name) {
                    Some(id) => Text::of_attribute(id, ARN),
                    None => Text::Literal(role.arn()),
                }
            }
            RoleRef::Created { .. } | RoleRef::Existing(_) => Text::Literal(role.arn()),
        }
    }

    /// How a key's ARN is written; across templates AWS's choice is a parameter.
    pub(super) fn key(&mut self, key: &KeyRef) -> Text {
        let (place, alias) = match key {
            KeyRef::Existing(arn) => return Text::Literal(arn.clone()),
            KeyRef::Created { place, alias } => (place, alias),
        };
        if place == self.place
            && let Some(id) = self.ids.get(ids::KEY, alias)
        {
            return Text::of_attribute(id, ARN);
        }
        let name = key_parameter(&key_id(self.lowered, place, alias));
        let Place { account, region, partition } = place;
        self.parameters.entry(name.clone()).or_insert_with(|| Parameter {
            kind: ParameterType::String,
            description: format!(
                "ARN of the key alias/{alias} in account {account}, {region}: the output {name} of \
                 that place's stack"
            ),
            allowed_pattern: format!("{}[0-9A-Za-z-]+", key_arn_prefix(place)),
            constraint_description: format!(
                "must be the ARN of a key, as in arn:{partition}:kms:{region}:{account}:key/..."
            ),
        });
        Text::of_resource(&name)
    }

    /// Tags where CloudFormation wants a mapping.
    ///
    /// In a mapping CloudFormation would call a key such as `Ref` a function.
    /// `of` says what the tags are on, if not on the resource itself.
    pub(super) fn tag_map(
        &mut self,
        kind: ResourceKind,
        name: &str,
        of: &str,
        tags: &Tags,
    ) -> Tags {
        let (functions, tags): (Tags, Tags) =
            tags.clone().into_iter().partition(|(key, _)| key == "Ref" || key.starts_with("Fn::"));
        for key in functions.keys() {
            let reason = "CloudFormation takes a tag of this name for a function: give the tag \
                          another name";
            self.gap(kind, name, format!("the tag `{key}`{of}"), reason);
        }
        tags
    }
}

/// The logical id that a key has in its own template.
fn key_id(lowered: &Lowered, place: &Place, alias: &str) -> String {
    let label = lowered.label(place, ResourceKind::Key, alias);
    let key = label.map_or(alias, |label| label.key.as_str());
    format!("{}{}", ids::KEY, ids::from_key(key))
}

/// The parameter, and the output, that hands a key's ARN over.
pub(super) fn key_parameter(key_id: &str) -> String {
    format!("{key_id}Arn")
}

/// What the ARN of every key of a place begins with.
pub(super) fn key_arn_prefix(place: &Place) -> String {
    place.arn("kms", "key/")
}

/// The JSON form of a view.
pub(super) fn to_value(what: &str, view: &impl Serialize) -> Result<Value, RenderError> {
    serde_json::to_value(view).map_err(|error| RenderError::Serialise {
        what: format!("`{what}`"),
        detail: error.to_string(),
    })
}
