//! What is wrong with a line, in our own words.
//!
//! serde decides whether a line can be read; the schema explains why it cannot,
//! because it knows the way to the value.

use std::sync::LazyLock;

use jsonschema::Validator;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use schemars::generate::SchemaSettings;
use serde_json::Value;
use serde_json::error::Category;

use super::Recorded;
use super::form::TWICE;

static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let generator = SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<Recorded>();
    jsonschema::draft7::new(&serde_json::to_value(&schema).ok()?).ok()
});

/// Why a line could not be read, as a clause.
pub(super) fn explain(bytes: &[u8], error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Eof => return "the line is cut off".to_owned(),
        Category::Syntax | Category::Io if std::str::from_utf8(bytes).is_err() => {
            return "the line is not UTF-8 text".to_owned();
        }
        Category::Syntax | Category::Io => {
            return format!("the line is no JSON from column {} on", error.column());
        }
        Category::Data => {}
    }
    if error.to_string().starts_with(TWICE) {
        return format!("{TWICE}, before column {}", error.column());
    }
    let of_schema = || {
        let value: Value = serde_json::from_slice(bytes).ok()?;
        let errors = VALIDATOR.as_ref()?.iter_errors(&value);
        // The deepest one is the nearest to the mistake.
        let deepest = errors.max_by_key(|error| error.instance_path().as_str().len())?;
        Some(sentence(&path(deepest.instance_path().as_str()), deepest.kind()))
    };
    of_schema().unwrap_or_else(|| {
        format!("the value that ends at column {} is not one of a recording", error.column())
    })
}

/// `/BackupPlans/core/Rules/0` as `BackupPlans.core.Rules[0]`.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        if step.bytes().all(|digit| digit.is_ascii_digit()) && !step.is_empty() {
            path.push_str(&format!("[{step}]"));
        } else {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(&step);
        }
    }
    path
}

fn sentence(path: &str, kind: &ValidationErrorKind) -> String {
    let at = if path.is_empty() { "the line".to_owned() } else { format!("`{path}`") };
    match kind {
        ValidationErrorKind::Required { property } => {
            format!("{at} lacks `{}`", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            format!("{at} has `{}`, which this format does not have", unexpected.join("`, `"))
        }
        ValidationErrorKind::Type { kind: TypeKind::Single(wanted) } => {
            format!("{at} is no {wanted}")
        }
        _ => format!("{at} is not what this format has there"),
    }
}
