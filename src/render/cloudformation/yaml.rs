//! YAML text in which no string can be taken for anything else.
//!
//! Invariants: every string value is double-quoted, every key is quoted unless
//! it is a plain word of CloudFormation, and hidden characters are escaped, so
//! that a YAML 1.1 reader gets the very strings that were meant.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value as Templated, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, context,
};
use serde::Serialize;
use serde_json::Value;

use crate::render::RenderError;
use crate::render::aws_json::yaml_escapes;

const TEMPLATE: &str = "cloudformation/template.yaml.j2";

/// One value, in the form that the template walks.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Node {
    /// A string, number or boolean, or an empty list or mapping.
    Scalar { value: Scalar },
    /// A short list on one line, as `Fn::GetAtt` has.
    Inline { items: Vec<String> },
    /// A list with items.
    List { items: Vec<Node> },
    /// A mapping with entries.
    Map { entries: Vec<Entry> },
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Number(serde_json::Number),
    Boolean(bool),
    EmptyList([(); 0]),
    EmptyMap(std::collections::BTreeMap<String, ()>),
}

#[derive(Debug, Serialize)]
struct Entry {
    key: String,
    node: Node,
}

/// A top-level section: its name and what it holds.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    name: String,
    entries: Vec<Entry>,
}

impl Section {
    /// A section from an object; `None` if it would be empty.
    pub(super) fn of(name: &str, value: &Value) -> Option<Self> {
        match Node::of(value) {
            Node::Map { entries } => Some(Self { name: name.to_owned(), entries }),
            Node::Scalar { .. } | Node::Inline { .. } | Node::List { .. } => None,
        }
    }
}

impl Node {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Scalar { value: Scalar::Text(String::new()) },
            Value::Bool(boolean) => Self::Scalar { value: Scalar::Boolean(*boolean) },
            Value::Number(number) => Self::Scalar { value: Scalar::Number(number.clone()) },
            Value::String(text) => Self::Scalar { value: Scalar::Text(text.clone()) },
            Value::Array(items) if items.is_empty() => {
                Self::Scalar { value: Scalar::EmptyList([]) }
            }
            Value::Array(items) => Self::List { items: items.iter().map(Self::of).collect() },
            Value::Object(entries) if entries.is_empty() => {
                Self::Scalar { value: Scalar::EmptyMap(std::collections::BTreeMap::new()) }
            }
            Value::Object(entries) => {
                Self::Map { entries: entries.iter().map(Entry::of).collect() }
            }
        }
    }
}

impl Entry {
    fn of((key, value): (&String, &Value)) -> Self {
        let node = match value {
            Value::Array(items) if key == "Fn::GetAtt" => Node::Inline {
                items: items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            },
            value => Node::of(value),
        };
        Self { key: key.clone(), node }
    }
}

/// Writes templates.
#[derive(Debug)]
pub(super) struct Yaml {
    templates: Environment<'static>,
}

impl Yaml {
    /// Prepares the template.
    pub(super) fn new() -> Result<Self, RenderError> {
        let mut templates = Environment::new();
        templates.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .keep_trailing_newline(true)
                .build()?,
        );
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_auto_escape_callback(|_| AutoEscape::Custom("yaml".into()));
        templates.set_formatter(write_value);
        templates.add_filter("key", |key: &str| Templated::from_safe_string(yaml_key(key)));
        templates.add_template(
            TEMPLATE,
            include_str!("../../../templates/cloudformation/template.yaml.j2"),
        )?;
        Ok(Self { templates })
    }

    /// The text of one template.
    pub(super) fn write(
        &self,
        format_version: &str,
        description: &str,
        sections: &[Section],
    ) -> Result<String, RenderError> {
        let template = self.templates.get_template(TEMPLATE)?;
        let sections = Templated::from(Serde(sections));
        Ok(template.render(context! { format_version, description, sections })?)
    }
}

/// Writes a value where the template prints one.
fn write_value(
    out: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Templated,
) -> Result<(), Error> {
    let text = match value.as_str() {
        Some(text) if value.is_safe() => text.to_owned(),
        Some(text) => quoted(text)?,
        None if value.kind() == ValueKind::Bool => value.is_true().to_string(),
        // Numbers, `[]` and `{}` print as YAML writes them.
        None => value.to_string(),
    };
    out.write_str(&text).map_err(Error::from)
}

/// A double-quoted scalar.
///
/// # Errors
/// A dynamic reference would be replaced by CloudFormation with a secret's
/// value: policies that contain one are refused before they are rendered, and
/// nothing of ours spells one.
fn quoted(text: &str) -> Result<String, Error> {
    if text.contains("{{resolve:") {
        return Err(Error::new(ErrorKind::BadEscape, "a value holds a dynamic reference"));
    }
    let json = serde_json::to_string(text)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))?;
    Ok(yaml_escapes(&json))
}

/// A key, plain only where no YAML reader can retype it.
fn yaml_key(key: &str) -> String {
    let word = key.strip_prefix("Fn::").unwrap_or(key);
    let plain = word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
        && !YAML_WORDS.contains(&word.to_ascii_lowercase().as_str());
    if plain {
        return key.to_owned();
    }
    // OK because a string is always valid JSON.
    yaml_escapes(&serde_json::to_string(key).unwrap_or_default())
}

/// Words that YAML 1.1 reads as booleans or null, in lower case.
const YAML_WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_only_where_they_cannot_be_retyped() {
        for key in ["Type", "Fn::GetAtt", "AWSTemplateFormatVersion", "VaultDr2"] {
            assert_eq!(yaml_key(key), key);
        }
        for key in ["No", "Y", "NULL", "team", "Fn::", "1_000", "", "Ünder", "A b"] {
            assert!(yaml_key(key).starts_with('"'), "{key}");
        }
    }

    #[test]
    fn a_dynamic_reference_is_never_written() {
        assert!(quoted("{{resolve:secretsmanager:x}}").is_err());
    }
}
