//! Reads templates back into the settings they stand for.
//!
//! What templates cannot say is absent: settings of what other code creates,
//! and settings that are only compared. A vault lock comes back with a minimum,
//! which the normal form takes for none if it is AWS's own.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::bucket::BucketProperties;
use super::bucket_policy::BucketPolicyProperties;
use super::identity::{AliasProperties, InlinePolicyView, KeyProperties, RoleProperties};
use super::plan::{PlanProperties, PlanView, RuleView, SelectionProperties};
use super::references::{Index, Reader};
use super::template::{Resource, ResourceType, Template};
use super::text::Text;
use super::vault::{AirGappedVaultProperties, VaultProperties};
use crate::facts::cloudformation::FORMAT_VERSION;
use crate::render::aws_json::{
    CopyActionView, LifecycleView, RestoreTestingPlanView, RestoreTestingSelectionView, TagView,
    read_back_error, tags_of, vault_of_arn,
};
use crate::render::{Artifact, RenderError, Target};
use crate::resources::iam::{
    PolicyDocument, copy_from_accounts, key_policy, key_users, replicating_roles, trust_policy,
    trusted_service,
};
use crate::resources::{
    BackupPlan, BackupRule, BackupVault, CopyAction, IamRole, InlinePolicy, KmsKey, Place,
    Resources, Settings, VaultAccess, VaultKind,
};

/// Reads the templates of one environment; `places` are those they may be for.
///
/// # Errors
/// [`RenderError::ReadBack`] for a path, type, member, value or reference that
/// this target does not write.
pub fn read_back(artifacts: &[Artifact], places: &[Place]) -> Result<Resources, RenderError> {
    let mut templates = BTreeMap::new();
    for artifact in artifacts {
        let (place, template) = parse(artifact, places)?;
        if templates.insert(place, template).is_some() {
            return Err(read_back_error(artifact, "another template is for the same place"));
        }
    }
    let index = Index::of(templates);
    let mut resources = Resources::default();
    for (place, template) in index.templates() {
        let reader = Reader::new(&index, place, template);
        let settings = reader.settings().map_err(|detail| RenderError::ReadBack {
            what: format!("the template of {place}"),
            detail,
        })?;
        resources.places.insert(place.clone(), settings);
    }
    Ok(resources)
}

fn parse(artifact: &Artifact, places: &[Place]) -> Result<(Place, Template), RenderError> {
    let [_policy, folder, _environment, file] = artifact.path.parts() else {
        return Err(read_back_error(artifact, "its path does not have four parts"));
    };
    if folder != Target::Cloudformation.name() {
        return Err(read_back_error(artifact, "it belongs to another target"));
    }
    let template: Template =
        serde_yaml::from_str(&artifact.text).map_err(|error| read_back_error(artifact, error))?;
    if template.format_version != FORMAT_VERSION.value {
        return Err(read_back_error(artifact, "its format version is unknown"));
    }
    let about = &template.metadata.backup_policy;
    let place = places.iter().find(|place| {
        let Place { account, region, partition: _ } = place;
        about.account == *account
            && about.region == *region
            && file.ends_with(&format!("-{account}-{region}.yaml"))
    });
    let place = place.ok_or_else(|| read_back_error(artifact, "its place is not known"))?;
    Ok((place.clone(), template))
}

impl Reader<'_> {
    fn settings(&self) -> Result<Settings, String> {
        let mut settings = Settings::default();
        for (id, resource) in &self.template.resources {
            let retained = resource.kind.is_retained();
            if resource.deletion_policy.is_some() != retained
                || resource.update_replace_policy.is_some() != retained
            {
                return Err(format!("`{id}` is retained or not as its type must not be"));
            }
            self.add(&mut settings, id, resource).map_err(|detail| format!("`{id}`: {detail}"))?;
        }
        self.add_restore_testing_selections(&mut settings)?;
        self.add_bucket_policies(&mut settings)?;
        Ok(settings)
    }

    fn add(&self, settings: &mut Settings, id: &str, resource: &Resource) -> Result<(), String> {
        let properties = &resource.properties;
        let is_new = match resource.kind {
            ResourceType::Key => {
                let alias = self.named(id, &[ResourceType::Key])?.to_owned();
                settings.keys.insert(alias, self.kms_key(view(properties)?)?).is_none()
            }
            ResourceType::Alias => view::<AliasProperties>(properties).map(|_| true)?,
            ResourceType::Role => {
                let (name, role) = iam_role(view(properties)?)?;
                settings.roles.insert(name, role).is_none()
            }
            ResourceType::Vault => {
                let (name, vault) = self.vault(view(properties)?)?;
                settings.vaults.insert(name, vault).is_none()
            }
            ResourceType::AirGappedVault => {
                let (name, vault) = self.air_gapped_vault(view(properties)?)?;
                settings.vaults.insert(name, vault).is_none()
            }
            ResourceType::Plan => {
                let (name, plan) = self.plan(view(properties)?)?;
                settings.plans.insert(name, plan).is_none()
            }
            ResourceType::Selection => {
                let SelectionProperties { backup_plan_id, backup_selection } = view(properties)?;
                let plan = self.referred(&backup_plan_id, ResourceType::Plan)?.to_owned();
                let (name, selection) = backup_selection.read(|role| self.role(role))?;
                settings.selections.insert((plan, name), selection).is_none()
            }
            ResourceType::RestoreTestingPlan => {
                let (tags, rest) = split::<Vec<TagView>>(properties, "Tags")?;
                let view: RestoreTestingPlanView<Text> = view(&rest)?;
                let (name, mut plan) = view.read(|vault| self.maybe_vault_arn(vault))?;
                plan.tags = tags_of(tags.unwrap_or_default());
                settings.restore_testing_plans.insert(name, plan).is_none()
            }
            // Their plans and buckets come first.
            ResourceType::RestoreTestingSelection | ResourceType::BucketPolicy => true,
            ResourceType::Bucket => {
                let properties: BucketProperties = view(properties)?;
                let (name, bucket) = properties.read(self)?;
                settings.buckets.insert(name, bucket).is_none()
            }
        };
        if is_new { Ok(()) } else { Err("another resource has its name".to_owned()) }
    }

    fn add_restore_testing_selections(&self, settings: &mut Settings) -> Result<(), String> {
        for resource in self.template.resources.values() {
            if resource.kind != ResourceType::RestoreTestingSelection {
                continue;
            }
            let (plan, rest) = split::<Text>(&resource.properties, "RestoreTestingPlanName")?;
            let plan = plan.ok_or("a restore testing selection names no plan")?;
            let plan = self.referred(&plan, ResourceType::RestoreTestingPlan)?;
            let plan = settings.restore_testing_plans.get_mut(plan).ok_or("its plan is missing")?;
            let view: RestoreTestingSelectionView<Text> = view(&rest)?;
            let (name, selection) = view.read(|role| self.role(role))?;
            plan.selections.insert(name, selection);
        }
        Ok(())
    }

    fn add_bucket_policies(&self, settings: &mut Settings) -> Result<(), String> {
        for resource in self.template.resources.values() {
            if resource.kind != ResourceType::BucketPolicy {
                continue;
            }
            let BucketPolicyProperties { bucket, policy_document } = view(&resource.properties)?;
            let name = self.referred(&bucket, ResourceType::Bucket)?;
            let roles = replicating_roles(self.place, name, &policy_document)?;
            let bucket = settings.buckets.get_mut(name).ok_or("its bucket is missing")?;
            bucket.replicated_from = roles.into_iter().map(|arn| self.role_of_arn(arn)).collect();
        }
        Ok(())
    }

    fn kms_key(&self, properties: KeyProperties) -> Result<KmsKey, String> {
        let KeyProperties { description, enable_key_rotation, key_policy: policy, tags } =
            properties;
        let used_by_accounts = key_users(&policy);
        let key = KmsKey { description, used_by_accounts, tags: tags_of(tags) };
        if key_policy(self.place, &key) != policy || !enable_key_rotation {
            return Err("the key's policy or rotation is not one of ours".to_owned());
        }
        Ok(key)
    }

    fn vault(&self, properties: VaultProperties) -> Result<(String, BackupVault), String> {
        let VaultProperties {
            backup_vault_name,
            encryption_key_arn,
            lock_configuration,
            access_policy,
            notifications,
            backup_vault_tags,
        } = properties;
        let vault = BackupVault {
            kind: VaultKind::Standard,
            encryption_key: encryption_key_arn.map(|key| self.key(key)).transpose()?,
            tags: backup_vault_tags,
            lock: lock_configuration.map(super::vault::LockView::read),
            access: self.access(access_policy.as_ref())?,
            notifications: notifications.map(super::vault::NotificationsView::read),
        };
        Ok((backup_vault_name, vault))
    }

    fn air_gapped_vault(
        &self,
        properties: AirGappedVaultProperties,
    ) -> Result<(String, BackupVault), String> {
        let AirGappedVaultProperties {
            backup_vault_name,
            min_retention_days,
            max_retention_days,
            encryption_key_arn,
            access_policy,
            notifications,
            backup_vault_tags,
        } = properties;
        let vault = BackupVault {
            kind: VaultKind::AirGapped { min_retention_days, max_retention_days },
            encryption_key: encryption_key_arn.map(|key| self.key(key)).transpose()?,
            tags: backup_vault_tags,
            lock: None,
            access: self.access(access_policy.as_ref())?,
            notifications: notifications.map(super::vault::NotificationsView::read),
        };
        Ok((backup_vault_name, vault))
    }

    fn access(&self, policy: Option<&PolicyDocument>) -> Result<Option<VaultAccess>, String> {
        policy.map(|policy| copy_from_accounts(self.place, policy)).transpose()
    }

    fn plan(&self, properties: PlanProperties) -> Result<(String, BackupPlan), String> {
        let PlanProperties { backup_plan, backup_plan_tags } = properties;
        let PlanView { backup_plan_name, backup_plan_rule, advanced_backup_settings } = backup_plan;
        let rules = backup_plan_rule.into_iter().map(|rule| self.rule(rule));
        let plan = BackupPlan {
            rules: rules.collect::<Result<_, _>>()?,
            advanced_backup_settings: advanced_backup_settings
                .into_iter()
                .map(Into::into)
                .collect(),
            tags: backup_plan_tags,
        };
        Ok((backup_plan_name, plan))
    }

    fn rule(&self, view: RuleView) -> Result<BackupRule, String> {
        let RuleView {
            rule_name,
            target_backup_vault,
            schedule_expression,
            schedule_expression_timezone,
            start_window_minutes,
            completion_window_minutes,
            lifecycle,
            enable_continuous_backup,
            copy_actions,
            recovery_point_tags,
        } = view;
        let copies = copy_actions.into_iter().map(|copy| self.copy_action(copy));
        Ok(BackupRule {
            rule_name,
            target_backup_vault: self.vault_name(target_backup_vault)?,
            schedule_expression,
            schedule_expression_timezone,
            start_window_minutes,
            completion_window_minutes,
            lifecycle: LifecycleView::read(lifecycle),
            enable_continuous_backup,
            recovery_point_tags,
            copy_actions: copies.collect::<Result<_, _>>()?,
        })
    }

    fn copy_action(&self, view: CopyActionView<Text>) -> Result<CopyAction, String> {
        let CopyActionView { destination_backup_vault_arn, lifecycle } = view;
        let arn = self.maybe_vault_arn(destination_backup_vault_arn)?;
        let destination_backup_vault =
            vault_of_arn(&arn).ok_or("a copy's destination is not the ARN of a vault")?;
        Ok(CopyAction { destination_backup_vault, lifecycle: LifecycleView::read(lifecycle) })
    }
}

fn iam_role(properties: RoleProperties) -> Result<(String, IamRole), String> {
    let RoleProperties {
        role_name,
        description,
        assume_role_policy_document: trust,
        managed_policy_arns,
        policies,
        tags,
    } = properties;
    let service = trusted_service(&trust).unwrap_or_default().to_owned();
    if trust_policy(&service) != trust {
        return Err("the role's trust policy is not one of ours".to_owned());
    }
    let role = IamRole {
        description,
        service,
        managed_policies: managed_policy_arns,
        inline_policies: policies.into_iter().map(inline_policy).collect(),
        tags: tags_of(tags),
    };
    Ok((role_name, role))
}

fn inline_policy(view: InlinePolicyView) -> InlinePolicy {
    let InlinePolicyView { policy_name, policy_document } = view;
    InlinePolicy { name: policy_name, document: policy_document }
}

fn view<V: DeserializeOwned>(properties: &Value) -> Result<V, String> {
    serde_json::from_value(properties.clone()).map_err(|error| error.to_string())
}

/// One member by itself, and the others.
fn split<V: DeserializeOwned>(
    properties: &Value,
    member: &str,
) -> Result<(Option<V>, Value), String> {
    let mut rest = properties.as_object().ok_or("its properties are not a mapping")?.clone();
    let member = rest.shift_remove(member).map(|value| view(&value)).transpose()?;
    Ok((member, Value::Object(rest)))
}
