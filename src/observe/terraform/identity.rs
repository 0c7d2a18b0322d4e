//! Roles and keys.

use serde_json::Value;

use super::arn::{Arn, place_of};
use super::reading::{Reading, Resource};
use super::values::{Fault, Known, Values};
use crate::observe::{KeyState, RoleState};
use crate::resources::iam::{PolicyDocument, key_policy, key_users};
use crate::resources::{IamRole, InlinePolicy, KmsKey, Place, ResourceKind};

/// Places at which a role is looked for: IAM knows no Region.
fn places_of(reading: &Reading<'_>, resource: &Resource<'_>, name: &str) -> Vec<Place> {
    let account = resource.values.text("arn").ok().flatten().and_then(Arn::parse);
    let provider = resource.provider.as_ref().map(|place| place.account.as_str());
    let account = account.map(|arn| arn.account).or(provider);
    let fits = |place: &Place| account.is_none_or(|account| place.account == account);
    reading.wanted_at(ResourceKind::Role, name, fits)
}

pub(super) fn role(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let name = values.needed("name")?;
    let trust = values.needed("assume_role_policy")?;
    let trust: Value = serde_json::from_str(trust)
        .map_err(|_| Fault::Wrong("`assume_role_policy` is no JSON".to_owned()))?;
    let service = trusted(&trust);
    let mut inline = Vec::new();
    for values in values.blocks("inline_policy")? {
        inline.extend(inline_policy(values)?);
    }
    let role = IamRole {
        description: values.owned("description")?.unwrap_or_default(),
        service: service.unwrap_or_default().to_owned(),
        managed_policies: values.texts("managed_policy_arns")?,
        inline_policies: inline,
        tags: values.tags()?,
    };
    for place in places_of(reading, resource, name) {
        if let (Some(arn), Some(service)) = (values.owned("arn")?, service) {
            let trusts_backup = service == crate::facts::iam::SERVICE_PRINCIPAL.value;
            let state = RoleState { exists: true, trusts_backup };
            reading.at(&place).answers.roles.insert(arn, state);
        }
        if service.is_none() {
            reading.apart(&place, ResourceKind::Role, name, "service");
        }
        reading.at(&place).settings.roles.insert(name.to_owned(), role.clone());
    }
    Ok(())
}

/// The one service that may assume a role, if nobody else may and nothing is
/// asked of it.
fn trusted(policy: &Value) -> Option<&str> {
    let statement = match policy.get("Statement")? {
        Value::Array(statements) => match statements.as_slice() {
            [only] => only,
            _ => return None,
        },
        only => only,
    };
    let is = |name: &str, value: &str| statement.get(name).is_some_and(|is| is == value);
    let asks = statement.get("Condition").is_some();
    let service = statement.get("Principal")?.get("Service")?.as_str();
    service.filter(|_| is("Effect", "Allow") && is("Action", "sts:AssumeRole") && !asks)
}

/// A policy in a role; a block without a name says that there is none.
fn inline_policy(values: Values<'_>) -> Known<Option<InlinePolicy>> {
    let (Some(name), Some(policy)) = (values.owned("name")?, values.text("policy")?) else {
        return Ok(None);
    };
    let document =
        serde_json::from_str(policy).map_err(|_| Fault::Wrong("`policy` is no JSON".to_owned()))?;
    Ok(Some(InlinePolicy { name, document }))
}

/// The roles of a name that were taken over, for what is attached to them.
fn each_role(
    reading: &mut Reading<'_>,
    resource: &Resource<'_>,
    change: impl Fn(&mut IamRole),
) -> Known<()> {
    let name = resource.values.needed("role")?.to_owned();
    for place in reading.wanted_at(ResourceKind::Role, &name, |_| true) {
        if let Some(role) = reading.at(&place).settings.roles.get_mut(&name) {
            change(role);
        }
    }
    Ok(())
}

pub(super) fn attached(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let arn = resource.values.needed("policy_arn")?;
    each_role(reading, resource, |role| role.managed_policies.push(arn.to_owned()))
}

pub(super) fn written_in(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let Some(policy) = inline_policy(resource.values)? else { return Ok(()) };
    each_role(reading, resource, |role| {
        role.inline_policies.retain(|other| other.name != policy.name);
        role.inline_policies.push(policy.clone());
    })
}

/// A key is known by its alias: it is taken over with that.
pub(super) fn alias(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let alias = values.needed("name")?;
    let alias = alias.strip_prefix("alias/").unwrap_or(alias);
    let arn = match values.text("target_key_arn")? {
        Some(arn) => arn,
        None => values.needed("target_key_id")?,
    };
    let Some(place) = place_of(arn) else { return Ok(()) };
    reading.at(&place).answers.aliases.insert(alias.to_owned(), arn.to_owned());
    Ok(())
}

pub(super) fn key(reading: &mut Reading<'_>, resource: &Resource<'_>) -> Known<()> {
    let values = resource.values;
    let arn = values.needed("arn")?;
    let place = resource.place(Some(arn))?;
    let enabled = values.flag("is_enabled")?;
    let state = if enabled == Some(false) { "Disabled" } else { "Enabled" };
    let aliases: Vec<String> = {
        let seen = reading.at(&place);
        seen.answers.keys.insert(arn.to_owned(), KeyState { state: state.to_owned() });
        let named = seen.answers.aliases.iter().filter(|(_, key)| *key == arn);
        named.map(|(alias, _)| alias.clone()).collect()
    };
    let policy = values.text("policy")?.unwrap_or_default();
    let document = serde_json::from_str::<PolicyDocument>(policy).ok();
    let key = KmsKey {
        description: values.owned("description")?.unwrap_or_default(),
        used_by_accounts: document.as_ref().map(key_users).unwrap_or_default(),
        tags: values.tags()?,
    };
    let ours = document.is_some_and(|document| key_policy(&place, &key) == document);
    for alias in aliases {
        if !ours {
            reading.apart(&place, ResourceKind::Key, &alias, "used_by_accounts");
        }
        if state != "Enabled" {
            reading.beyond(&place, ResourceKind::Key, &alias, "KeyState", state);
        }
        reading.at(&place).settings.keys.insert(alias, key.clone());
    }
    Ok(())
}
