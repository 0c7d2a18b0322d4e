//! What each target can say of an environment: the measure of its read-back.

use policy::resources::{Bucket, Lowered, ResourceKind, Resources, RoleRef, Settings};

/// What the target `aws-backup` can say of an environment.
pub(crate) fn said_by_aws_backup(lowered: &Lowered) -> Resources {
    let mut said = Resources::default();
    for (place, settings) in &lowered.resources.places {
        let existing = |kind, name: &str| lowered.is_existing(place, kind, name);
        let mut kept = Settings {
            vaults: settings.vaults.clone(),
            plans: settings.plans.clone(),
            selections: settings.selections.clone(),
            restore_testing_plans: settings.restore_testing_plans.clone(),
            ..Settings::default()
        };
        kept.vaults.retain(|name, _| !existing(ResourceKind::Vault, name));
        kept.plans.retain(|name, _| !existing(ResourceKind::Plan, name));
        kept.selections
            .retain(|(p, name), _| !existing(ResourceKind::Selection, &format!("{p}/{name}")));
        for selection in kept.selections.values_mut() {
            selection.iam_role = RoleRef::Existing(selection.iam_role.arn());
        }
        for plan in kept.restore_testing_plans.values_mut() {
            for selection in plan.selections.values_mut() {
                selection.iam_role = RoleRef::Existing(selection.iam_role.arn());
            }
        }
        said.places.insert(place.clone(), kept);
    }
    said
}

/// What templates can say of an environment: what the policy creates.
pub(crate) fn said_by_templates(lowered: &Lowered) -> Resources {
    let mut said = Resources::default();
    for (place, settings) in &lowered.resources.places {
        let existing = |kind, name: &str| lowered.is_existing(place, kind, name);
        let mut kept = Settings {
            vaults: settings.vaults.clone(),
            plans: settings.plans.clone(),
            selections: settings.selections.clone(),
            restore_testing_plans: settings.restore_testing_plans.clone(),
            keys: settings.keys.clone(),
            roles: settings.roles.clone(),
            buckets: settings.buckets.clone(),
            ..Settings::default()
        };
        kept.vaults.retain(|name, _| !existing(ResourceKind::Vault, name));
        kept.plans.retain(|name, _| !existing(ResourceKind::Plan, name));
        kept.selections
            .retain(|(p, name), _| !existing(ResourceKind::Selection, &format!("{p}/{name}")));
        kept.buckets.retain(|_, bucket| bucket.created);
        said.places.insert(place.clone(), kept);
    }
    said
}

/// What lifecycle inputs can say of an environment.
pub(crate) fn said_by_s3_lifecycle(lowered: &Lowered) -> Resources {
    let mut said = Resources::default();
    for (place, settings) in &lowered.resources.places {
        for (name, bucket) in &settings.buckets {
            let Some(lifecycle) = bucket.lifecycle.clone() else { continue };
            let bucket = Bucket { lifecycle: Some(lifecycle), ..Bucket::default() };
            said.places.entry(place.clone()).or_default().buckets.insert(name.clone(), bucket);
        }
    }
    said
}
