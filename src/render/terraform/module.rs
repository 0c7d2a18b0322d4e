//! One environment's module: how its resources are named from each other.
//!
//! What the module creates is named by reference, so that Terraform orders the
//! creation; what other code creates is named by its AWS name or ARN.

use std::collections::BTreeMap;

use super::hcl::{Expr, Hcl};
use super::names::{Address, Ident, Names};
use crate::render::RenderError;
use crate::resources::{
    Bucket, KeyRef, Lowered, Place, ResourceKind, RoleRef, Setting, Settings, VaultKind, VaultRef,
    bucket_arn,
};

/// Terraform's types of the resources that others refer to.
pub(super) mod types {
    pub(in crate::render::terraform) const VAULT: &str = "aws_backup_vault";
    pub(in crate::render::terraform) const AIR_GAPPED_VAULT: &str =
        "aws_backup_logically_air_gapped_vault";
    pub(in crate::render::terraform) const LOCK: &str = "aws_backup_vault_lock_configuration";
    pub(in crate::render::terraform) const PLAN: &str = "aws_backup_plan";
    pub(in crate::render::terraform) const KEY: &str = "aws_kms_key";
    pub(in crate::render::terraform) const ROLE: &str = "aws_iam_role";
    pub(in crate::render::terraform) const ROLE_POLICY: &str = "aws_iam_role_policy";
    pub(in crate::render::terraform) const ROLE_ATTACHMENT: &str = "aws_iam_role_policy_attachment";
    pub(in crate::render::terraform) const BUCKET: &str = "aws_s3_bucket";
    pub(in crate::render::terraform) const BUCKET_POLICY: &str = "aws_s3_bucket_policy";
    pub(in crate::render::terraform) const VERSIONING: &str = "aws_s3_bucket_versioning";
    pub(in crate::render::terraform) const OBJECT_LOCK: &str =
        "aws_s3_bucket_object_lock_configuration";
}

/// The environment with the names and references of its module.
#[derive(Debug)]
pub(super) struct Module<'a> {
    /// What is rendered.
    pub(super) lowered: &'a Lowered,
    /// Names within the module.
    pub(super) names: Names,
    /// References to what the module creates, by ARN.
    arns: BTreeMap<String, Expr>,
}

impl<'a> Module<'a> {
    /// Names everything in the environment.
    pub(super) fn new(lowered: &'a Lowered) -> Self {
        let mut module = Self { lowered, names: Names::new(lowered), arns: BTreeMap::new() };
        let mut arns = BTreeMap::new();
        for (place, settings) in &lowered.resources.places {
            for name in settings.vaults.keys() {
                let vault = VaultRef { place: place.clone(), name: name.clone() };
                if let Some(address) = module.vault(&vault) {
                    arns.insert(vault.arn(), Expr::resource(&address).get("arn"));
                }
            }
            for (name, bucket) in &settings.buckets {
                if bucket.created {
                    let address = module.address(types::BUCKET, place, ResourceKind::Bucket, name);
                    arns.insert(
                        bucket_arn(&place.partition, name),
                        Expr::resource(&address).get("arn"),
                    );
                }
            }
        }
        module.arns = arns;
        module
    }

    /// Whether the resource belongs to other code.
    pub(super) fn is_existing(&self, place: &Place, kind: ResourceKind, name: &str) -> bool {
        self.lowered.is_existing(place, kind, name)
    }

    /// The address of a resource.
    pub(super) fn address(
        &self,
        terraform_type: &'static str,
        place: &Place,
        kind: ResourceKind,
        name: &str,
    ) -> Address {
        Address::new(terraform_type, &self.names.of(place, kind, name))
    }

    /// The provider configuration of a place.
    pub(super) fn provider(place: &Place) -> Expr {
        Expr::provider(&Ident::alias(place))
    }

    /// The vault's address if the module creates it.
    fn vault(&self, vault: &VaultRef) -> Option<Address> {
        let VaultRef { place, name } = vault;
        let settings = self.settings(place)?.vaults.get(name)?;
        if self.is_existing(place, ResourceKind::Vault, name) {
            return None;
        }
        let terraform_type = match settings.kind {
            VaultKind::Standard => types::VAULT,
            VaultKind::AirGapped { .. } => types::AIR_GAPPED_VAULT,
        };
        Some(self.address(terraform_type, place, ResourceKind::Vault, name))
    }

    /// The vault's name.
    pub(super) fn vault_name(&self, vault: &VaultRef) -> Hcl {
        match self.vault(vault) {
            Some(address) => Expr::resource(&address).get("name").into(),
            None => Hcl::text(&vault.name),
        }
    }

    /// The vault's ARN.
    pub(super) fn vault_arn(&self, vault: &VaultRef) -> Hcl {
        self.arn(&vault.arn())
    }

    /// An ARN, as a reference if the module creates what it names.
    pub(super) fn arn(&self, arn: &str) -> Hcl {
        match self.arns.get(arn) {
            Some(expr) => expr.clone().into(),
            None => Hcl::text(arn),
        }
    }

    /// The key's ARN.
    ///
    /// # Errors
    /// Fails for a key that nothing creates: AWS chooses the id in its ARN.
    pub(super) fn key_arn(&self, key: &KeyRef) -> Result<Hcl, RenderError> {
        let (place, alias) = match key {
            KeyRef::Existing(arn) => return Ok(Hcl::text(arn)),
            KeyRef::Created { place, alias } => (place, alias),
        };
        let created = self.settings(place).is_some_and(|all| all.keys.contains_key(alias));
        if !created || self.is_existing(place, ResourceKind::Key, alias) {
            return Err(RenderError::Serialise {
                what: format!("a reference to the key `{alias}` in {place}"),
                detail: "nothing creates the key".to_owned(),
            });
        }
        let address = self.address(types::KEY, place, ResourceKind::Key, alias);
        Ok(Expr::resource(&address).get("arn").into())
    }

    /// The role's ARN.
    pub(super) fn role_arn(&self, role: &RoleRef) -> Hcl {
        match self.role(role) {
            Some(name) => Expr::resource(&Address::new(types::ROLE, &name)).get("arn").into(),
            None => Hcl::text(&role.arn()),
        }
    }

    /// What must exist before the role may be used: AWS Backup tries the role
    /// when a selection is created.
    pub(super) fn role_permissions(&self, role: &RoleRef) -> Vec<Expr> {
        let RoleRef::Created { place, name } = role else { return Vec::new() };
        let Some(ident) = self.role(role) else { return Vec::new() };
        let Some(settings) = self.settings(place).and_then(|all| all.roles.get(name)) else {
            return Vec::new();
        };
        let attachment = Address::new(types::ROLE_ATTACHMENT, &ident);
        let attached = (!settings.managed_policies.is_empty()).then(|| Expr::resource(&attachment));
        let inline = settings.inline_policies.iter().map(|policy| {
            Expr::resource(&Address::new(types::ROLE_POLICY, &ident.part(&policy.name)))
        });
        attached.into_iter().chain(inline).collect()
    }

    fn role(&self, role: &RoleRef) -> Option<Ident> {
        let RoleRef::Created { place, name } = role else { return None };
        let created = self.settings(place)?.roles.contains_key(name)
            && !self.is_existing(place, ResourceKind::Role, name);
        created.then(|| self.names.of(place, ResourceKind::Role, name))
    }

    /// The bucket wherever it is: names of buckets are unique in a partition.
    pub(super) fn bucket(&self, name: &str) -> Option<(&'a Place, &'a Bucket)> {
        let mut places = self.lowered.resources.places.iter();
        places.find_map(|(place, all)| all.buckets.get(name).map(|bucket| (place, bucket)))
    }

    /// Resources that must be applied to a bucket before others rely on them.
    pub(super) fn bucket_setting<T>(
        &self,
        terraform_type: &'static str,
        bucket: &str,
        setting: impl Fn(&Bucket) -> Option<&Setting<T>>,
    ) -> Option<Expr> {
        let (place, settings) = self.bucket(bucket)?;
        setting(settings)?.if_rendered()?;
        let address = self.address(terraform_type, place, ResourceKind::Bucket, bucket);
        Some(Expr::resource(&address))
    }

    /// The policy of a bucket that roles of other accounts replicate into.
    pub(super) fn bucket_policy(&self, bucket: &str) -> Option<Expr> {
        let (place, settings) = self.bucket(bucket)?;
        let address = || self.address(types::BUCKET_POLICY, place, ResourceKind::Bucket, bucket);
        (!settings.replicated_from.is_empty()).then(|| Expr::resource(&address()))
    }

    fn settings(&self, place: &Place) -> Option<&'a Settings> {
        self.lowered.resources.places.get(place)
    }
}
