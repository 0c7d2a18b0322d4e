//! The published JSON Schema (draft-07), generated from the types.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::{Policy, names, published};

/// Address of the dialect that every editor reads.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema, generated once: a run explains many files.
pub(super) static SCHEMA: LazyLock<Value> = LazyLock::new(policy_schema);

/// The schema of a policy, as mistakes are explained from it.
pub fn policy_schema() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = false);
    let schema = settings.into_generator().into_root_schema_for::<Policy>();
    let mut root = schema.to_value();
    strip_null(&mut root);
    add_names(&mut root);
    add_examples(&mut root);
    add_patches(&mut root);
    prune(&mut root);
    if let Some(object) = root.as_object_mut() {
        object.insert("$schema".to_owned(), json!(DRAFT));
        object.insert("title".to_owned(), json!("Backup policy"));
        object.insert("examples".to_owned(), json!([{ "version": 1, "name": "orders" }]));
    }
    root
}

/// The schema as editors and the documentation read it.
pub fn published_schema() -> Value {
    let mut root = policy_schema();
    published::for_editors(&mut root);
    root
}

/// The schema as it is published: pretty JSON with a line break at the end.
pub fn policy_schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&published_schema()).unwrap_or_default();
    text.push('\n');
    text
}

/// An `Option` of ours may be absent, never `null`: an empty value is a mistake.
fn strip_null(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.remove("default");
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(any_of)) = object.get_mut("anyOf") {
                any_of.retain(|branch| *branch != json!({ "type": "null" }));
                if let [only] = any_of.as_slice() {
                    let only = only.clone();
                    object.remove("anyOf");
                    hoist(object, only);
                }
            }
            // A description beside `$ref` is kept by wrapping; flatten what has one branch.
            object.values_mut().for_each(strip_null);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Moves the only branch of an `anyOf` up into its holder.
fn hoist(object: &mut Map<String, Value>, branch: Value) {
    if branch.get("$ref").is_some() {
        object.insert("allOf".to_owned(), Value::Array(vec![branch]));
    } else if let Value::Object(members) = branch {
        for (key, member) in members {
            object.entry(key).or_insert(member);
        }
    }
}

/// Entries that the user names have names of one form.
fn add_names(value: &mut Value) {
    if let Value::Object(object) = value {
        if let Some(Value::Object(properties)) = object.get_mut("properties") {
            for (name, property) in properties.iter_mut() {
                let is_map = property.get("additionalProperties").is_some_and(Value::is_object);
                if is_map && names::NAMED.contains(&name.as_str()) {
                    set(
                        property,
                        "propertyNames",
                        json!({ "title": "a name", "pattern": names::PATTERN, "examples": ["orders", "orders-eu"] }),
                    );
                }
            }
        }
        object.values_mut().for_each(add_names);
    } else if let Value::Array(items) = value {
        items.iter_mut().for_each(add_names);
    }
}

/// Short values of mappings whose keys alone do not show how they are meant.
fn add_examples(root: &mut Value) {
    let examples = [
        ("AutomatedBackups", json!({ "retention": "30d", "window": "02:00-02:30" })),
        ("DisruptionObjectives", json!({ "rpo": "24h", "rto": "4h" })),
        ("Environment", json!({ "account": "111122223333", "region": "us-east-1" })),
        ("History", json!({ "day": "30d", "month": "1y" })),
        ("KmsKey", json!({ "create": true })),
        ("Lock", json!({ "mode": "governance", "min_retention": "7d" })),
        ("Measured", json!({ "took": "40m", "size": "12GB" })),
        ("Objectives", json!({ "rpo": "24h", "rto": "4h" })),
        ("PointInTimeRecovery", json!({ "retention": "30d" })),
        ("Resource", json!({ "type": "dynamodb", "tables": ["orders"] })),
        ("Role", json!({ "create": true })),
        ("ScheduleParts", json!({ "every": "day", "at": "03:00" })),
        ("Tier", json!({ "schedule": { "every": "day", "at": "03:00" }, "retention": "30d" })),
    ];
    let Some(definitions) = root.get_mut("definitions") else { return };
    if let Some(types) = definitions.get_mut("ListedType") {
        set(types, "title", json!("a resource type"));
    }
    for (name, example) in examples {
        if let Some(definition) = definitions.get_mut(name) {
            set(definition, "examples", json!([example]));
        }
    }
}

/// Adds, for every definition, the form that an environment may patch it with:
/// nothing is required and the word `null` removes.
fn add_patches(root: &mut Value) {
    let Some(definitions) = root.get("definitions").and_then(Value::as_object).cloned() else {
        return;
    };
    let mut patches = Map::new();
    for (name, definition) in &definitions {
        if name == "Resource" {
            patches.insert(patch_name(name), patch_of_resource(&definitions));
        } else if name != "Patch" {
            patches.insert(patch_name(name), patch_of(definition));
        }
    }
    let sections = root.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut top = json!({ "type": "object", "additionalProperties": false });
    let fixed = ["version", "name", "environments", "accounts"];
    let changed = sections.iter().filter(|(name, _)| !fixed.contains(&name.as_str()));
    let changed = changed.map(|(name, schema)| (name.clone(), nullable(&patch_of(schema))));
    set(&mut top, "properties", Value::Object(changed.collect()));
    let example = json!({ "plans": { "core": { "tiers": { "daily": { "retention": "7d" } } } } });
    set(&mut top, "examples", json!([example]));
    patches.insert("Patch".to_owned(), top);
    if let Some(target) = root.get_mut("definitions").and_then(Value::as_object_mut) {
        target.extend(patches);
    }
}

/// Drops definitions that nothing leads to: some readers refuse a reference
/// that leads nowhere even there.
fn prune(root: &mut Value) {
    let mut kept = BTreeSet::new();
    let mut open = vec![root.get("properties").cloned().unwrap_or_default()];
    while let Some(schema) = open.pop() {
        let mut names = BTreeSet::new();
        references(&schema, &mut names);
        for name in names {
            let definition = root.get("definitions").and_then(|all| all.get(&name)).cloned();
            if kept.insert(name) {
                open.extend(definition);
            }
        }
    }
    if let Some(definitions) = root.get_mut("definitions").and_then(Value::as_object_mut) {
        definitions.retain(|name, _| kept.contains(name));
    }
}

/// The names of the definitions that a schema leads to.
fn references(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str);
            names.extend(target.and_then(|t| t.rsplit('/').next()).map(str::to_owned));
            members.values().for_each(|member| references(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn patch_name(name: &str) -> String {
    format!("Patch_{name}")
}

/// A patch of a resource need not repeat its `type`: any variant may be meant.
fn patch_of_resource(definitions: &Map<String, Value>) -> Value {
    let variants =
        definitions.keys().filter(|name| name.starts_with("Resource_") || *name == "Listed");
    let reference =
        |name: &String| json!({ "$ref": format!("#/definitions/{}", patch_name(name)) });
    json!({ "anyOf": variants.map(reference).collect::<Vec<_>>() })
}

fn nullable(schema: &Value) -> Value {
    let mut either = json!({ "anyOf": [schema, { "type": "null" }] });
    if let Some(description) = schema.get("description").cloned() {
        set(&mut either, "description", description);
    }
    either
}

fn set(value: &mut Value, key: &str, member: Value) {
    if let Some(object) = value.as_object_mut() {
        object.insert(key.to_owned(), member);
    }
}

fn patch_of(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let mut patched = Map::new();
            for (key, value) in object {
                match key.as_str() {
                    "required" => {}
                    "$ref" => {
                        let target = value.as_str().unwrap_or_default();
                        let name = target.rsplit('/').next().unwrap_or_default();
                        patched.insert(
                            key.clone(),
                            json!(format!("#/definitions/{}", patch_name(name))),
                        );
                    }
                    "properties" => {
                        let members = value.as_object().cloned().unwrap_or_default();
                        let members = members
                            .iter()
                            .map(|(name, member)| (name.clone(), nullable(&patch_of(member))));
                        patched.insert(key.clone(), Value::Object(members.collect()));
                    }
                    "additionalProperties" if value.is_object() => {
                        patched.insert(key.clone(), nullable(&patch_of(value)));
                    }
                    // Items of a list replace the list: they are whole.
                    "items" | "enum" | "const" | "examples" | "propertyNames" => {
                        patched.insert(key.clone(), value.clone());
                    }
                    _ => {
                        patched.insert(key.clone(), patch_of(value));
                    }
                }
            }
            Value::Object(patched)
        }
        Value::Array(items) => Value::Array(items.iter().map(patch_of).collect()),
        other => other.clone(),
    }
}
