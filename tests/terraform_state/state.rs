//! Settings as `terraform show -json` of the provider 5.100 would print them.

mod backup;
mod bucket;
mod native;

use policy::resources::iam::{key_policy, trust_policy};
use policy::resources::{KeyRef, Place, Resources, Settings};
use serde_json::{Value, json};

use backup::{plan, selection, testing, vault};
use bucket::bucket;
use native::native;

/// A state with these settings, the root module's child holding all of them.
pub(crate) fn state(resources: &Resources) -> Value {
    let mut entries = Vec::new();
    for (place, settings) in &resources.places {
        of_place(&mut entries, place, settings);
    }
    json!({
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": { "root_module": { "child_modules": [
            { "address": "module.backup", "resources": entries },
        ] } },
    })
}

#[expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]
fn entry(entries: &mut Vec<Value>, kind: &str, values: Value) {
    let address = format!("module.backup.{kind}.n{}", entries.len());
    entries.push(json!({
        "address": address,
        "mode": "managed",
        "type": kind,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": values,
    }));
}

/// The ARN of a key: AWS invents its id.
pub(crate) fn key_arn(key: &KeyRef) -> String {
    match key {
        KeyRef::Existing(arn) => arn.clone(),
        KeyRef::Created { place, alias } => place.arn("kms", &format!("key/of-{alias}")),
    }
}

fn of_place(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, all) in &settings.vaults {
        vault(entries, place, name, all);
    }
    for (name, all) in &settings.plans {
        let id = format!("{}-{name}", place.region);
        entry(entries, "aws_backup_plan", plan(place, name, &id, all));
    }
    for ((plan, name), all) in &settings.selections {
        let values = selection(&format!("{}-{plan}", place.region), name, all);
        entry(entries, "aws_backup_selection", values);
    }
    testing(entries, place, settings);
    identities(entries, place, settings);
    for (name, all) in &settings.buckets {
        bucket(entries, place, name, all);
    }
    native(entries, place, settings);
}

fn identities(entries: &mut Vec<Value>, place: &Place, settings: &Settings) {
    for (name, role) in &settings.roles {
        entry(
            entries,
            "aws_iam_role",
            json!({
                "arn": format!("arn:{}:iam::{}:role/{name}", place.partition, place.account),
                "id": name, "name": name, "path": "/", "description": role.description,
                "assume_role_policy": trust_policy(&role.service).to_json().to_string(),
                "inline_policy": [], "managed_policy_arns": [], "max_session_duration": 3600,
                "tags": role.tags, "tags_all": role.tags,
            }),
        );
        for arn in &role.managed_policies {
            entry(
                entries,
                "aws_iam_role_policy_attachment",
                json!({ "role": name, "policy_arn": arn }),
            );
        }
        for inline in &role.inline_policies {
            entry(
                entries,
                "aws_iam_role_policy",
                json!({
                    "id": format!("{name}:{}", inline.name), "role": name, "name": inline.name,
                    "policy": inline.document.to_string(),
                }),
            );
        }
    }
    for (alias, key) in &settings.keys {
        let arn = key_arn(&KeyRef::Created { place: place.clone(), alias: alias.clone() });
        entry(
            entries,
            "aws_kms_key",
            json!({
                "arn": arn, "id": alias, "key_id": alias, "description": key.description,
                "is_enabled": true, "policy": key_policy(place, key).to_json().to_string(),
                "tags": key.tags, "tags_all": key.tags,
            }),
        );
        entry(
            entries,
            "aws_kms_alias",
            json!({
                "arn": place.arn("kms", &format!("alias/{alias}")), "id": format!("alias/{alias}"),
                "name": format!("alias/{alias}"), "target_key_arn": arn, "target_key_id": alias,
            }),
        );
    }
}
