//! What editors need of the schema beyond what mistakes are explained from.
//!
//! Nothing here changes which policies are valid. Editors show the description
//! of the innermost schema that matches, so a description that would hide the
//! one of the key is taken out, and values carry theirs beside `enum`.

use serde_json::{Map, Value, json};

use super::{NATIVE_TYPES, written};

/// Turns the schema into the one that is published.
pub(super) fn for_editors(root: &mut Value) {
    add_type_of_resources(root);
    written::add_units(root);
    let definitions = root.get("definitions").and_then(Value::as_object).cloned();
    let definitions = definitions.unwrap_or_default();
    mend(root, &definitions);
    if let Some(Value::Object(all)) = root.get_mut("definitions") {
        for (_, definition) in all.iter_mut().filter(|(name, _)| !is_named_entry(name)) {
            remove(definition, "description");
        }
        // An example of a mapping is no text to be inserted.
        all.values_mut().for_each(|definition| remove(definition, "examples"));
    }
}

/// Entries under a name of the user's: no key describes them, so they do.
fn is_named_entry(name: &str) -> bool {
    const ENTRIES: [&str; 12] = [
        "Alarm",
        "Deleter",
        "Drill",
        "Environment",
        "KmsKey",
        "Plan",
        "Repository",
        "Resource",
        "Role",
        "Scenario",
        "Tier",
        "Vault",
    ];
    let name = name.strip_prefix("Patch_").unwrap_or(name);
    ENTRIES.contains(&name) || name.starts_with("Resource_") || name == "Listed"
}

fn remove(value: &mut Value, key: &str) {
    if let Some(object) = value.as_object_mut() {
        object.remove(key);
    }
}

/// Offers `type` first: which other keys there are depends on it.
fn add_type_of_resources(root: &mut Value) {
    let definitions = root.get("definitions").and_then(Value::as_object);
    let describes = |name: &str| definitions?.get(&format!("Resource_{name}"))?.get("description");
    let mut rows: Vec<Value> = NATIVE_TYPES
        .iter()
        .map(|name| json!({ "const": name, "description": describes(name) }))
        .collect();
    let listed = root.pointer("/definitions/ListedType/oneOf").and_then(Value::as_array);
    for row in listed.into_iter().flatten() {
        if !rows.iter().any(|known| known.get("const") == row.get("const")) {
            rows.push(row.clone());
        }
    }
    let written = root.pointer("/definitions/Listed/properties/type/anyOf");
    let lists = written.and_then(Value::as_array).into_iter().flatten();
    let list = lists.filter(|branch| branch.get("items").is_some()).cloned();
    let description = "Rendered: what kind of resource it is; the other keys depend on it. A list of types takes those that AWS Backup protects.";
    let branches: Vec<Value> = [json!({ "oneOf": rows })].into_iter().chain(list).collect();
    let of_type = json!({ "description": description, "anyOf": branches });
    // Judged once, above: else one mistake is underlined twice.
    if let Some(listed) = root.pointer_mut("/definitions/Listed/properties/type") {
        *listed = json!({ "description": description });
    }
    if let Some(Value::Object(resource)) = root.pointer_mut("/definitions/Resource") {
        resource.insert("properties".to_owned(), json!({ "type": of_type }));
    }
}

/// Applies the small changes everywhere.
fn mend(value: &mut Value, definitions: &Map<String, Value>) {
    match value {
        Value::Object(object) => {
            say_what_is_wanted(object);
            join_words(object);
            if let Some(kind) = type_of_reference(object, definitions) {
                object.entry("type").or_insert(kind);
            }
            object.values_mut().for_each(|member| mend(member, definitions));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mend(item, definitions)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Editors show this instead of the pattern that a text does not match.
fn say_what_is_wanted(object: &mut Map<String, Value>) {
    if object.get("pattern").is_none_or(|pattern| !pattern.is_string()) {
        return;
    }
    let title = object.get("title").and_then(Value::as_str).unwrap_or("a name");
    let examples = object.get("examples").and_then(Value::as_array);
    let examples: Vec<&str> = examples.into_iter().flatten().filter_map(Value::as_str).collect();
    let wanted = format!("{title} is wanted, such as `{}`", examples.join("`, `"));
    object.insert("patternErrorMessage".to_owned(), json!(wanted));
}

/// One list of words with their descriptions beside it, in place of a schema
/// for each word.
fn join_words(object: &mut Map<String, Value>) {
    let Some(Value::Array(rows)) = object.get("oneOf") else { return };
    let word = |row: &Value| Some((row.get("const")?.clone(), json!(meaning(row)?)));
    let Some(words) = rows.iter().map(word).collect::<Option<Vec<_>>>() else { return };
    let (words, said): (Vec<Value>, Vec<Value>) = words.into_iter().unzip();
    object.remove("oneOf");
    object.insert("type".to_owned(), json!("string"));
    object.insert("enum".to_owned(), Value::Array(words));
    object.insert("enumDescriptions".to_owned(), Value::Array(said.clone()));
    object.insert("markdownEnumDescriptions".to_owned(), Value::Array(said));
}

/// What a word means; its key says whether it is rendered.
fn meaning(row: &Value) -> Option<String> {
    let text = row.get("description")?.as_str()?;
    let text = text.split_once(": ").map_or(text, |(_, meaning)| meaning);
    Some(text.trim_end_matches('.').to_owned())
}

/// The type of what a key refers to, from which an editor knows what to insert
/// after it.
fn type_of_reference(
    object: &Map<String, Value>,
    definitions: &Map<String, Value>,
) -> Option<Value> {
    let [only] = object.get("allOf")?.as_array()?.as_slice() else { return None };
    let target = definitions.get(only.get("$ref")?.as_str()?.rsplit('/').next()?)?;
    match target.get("oneOf") {
        Some(_) => Some(json!("string")),
        None => target.get("type").cloned(),
    }
}
