//! Account and Region of each resource, as the configuration in a plan says:
//! what is yet to be created has no ARN.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::resources::Place;

/// Places by the address of a resource without its indices.
#[derive(Debug, Default)]
pub(super) struct Places {
    places: BTreeMap<String, Place>,
}

impl Places {
    /// The place of a resource, if its provider says so.
    pub(super) fn of(&self, address: &str) -> Option<Place> {
        if self.places.is_empty() {
            return None;
        }
        self.places.get(&without_indices(address)).cloned()
    }
}

/// `module.a["x.y"].aws_kms_key.b[0]` as `module.a.aws_kms_key.b`.
fn without_indices(address: &str) -> String {
    let mut bare = String::new();
    let (mut inside, mut quoted, mut escaped) = (false, false, false);
    for c in address.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if inside => quoted = !quoted,
            '[' if !inside => inside = true,
            ']' if inside && !quoted => inside = false,
            _ if !inside => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// Reads the places out of the configuration of a plan.
///
/// A provider counts that states its Region and one account that it is allowed
/// to work in, as the modules of this project do.
pub(super) fn places(configuration: Option<&Value>) -> Places {
    let mut places = BTreeMap::new();
    let configuration = configuration.unwrap_or(&Value::Null);
    let Some(providers) = configuration["provider_config"].as_object() else {
        return Places::default();
    };
    let of_provider: BTreeMap<&str, Place> = providers
        .iter()
        .filter_map(|(key, provider)| Some((key.as_str(), place(&provider["expressions"])?)))
        .collect();
    let mut modules = vec![(String::new(), &configuration["root_module"])];
    while let Some((prefix, module)) = modules.pop() {
        for resource in module["resources"].as_array().into_iter().flatten() {
            let key = resource["provider_config_key"].as_str().and_then(|key| of_provider.get(key));
            if let (Some(address), Some(place)) = (resource["address"].as_str(), key) {
                places.insert(format!("{prefix}{address}"), place.clone());
            }
        }
        for (name, call) in module["module_calls"].as_object().into_iter().flatten() {
            modules.push((format!("{prefix}module.{name}."), &call["module"]));
        }
    }
    Places { places }
}

fn place(expressions: &Value) -> Option<Place> {
    let region = expressions.pointer("/region/constant_value")?.as_str()?;
    let accounts = expressions.pointer("/allowed_account_ids/constant_value")?.as_array()?;
    let [account] = accounts.as_slice() else { return None };
    let partition = crate::facts::regions::partition_of(region)?.id().to_owned();
    let [account, region] = [account.as_str()?, region].map(str::to_owned);
    Some(Place { account, region, partition })
}
