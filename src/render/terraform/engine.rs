//! The template engine: strict, and with HCL literals instead of plain text.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use super::hcl::{Expr, Hcl};
use super::layout;
use crate::render::RenderError;

/// The templates of the target, by the name of what they write.
const TEMPLATES: [(&str, &str); 13] = [
    ("buckets.tf", include_str!("../../../templates/terraform/buckets.tf.jinja")),
    ("checks.tf", include_str!("../../../templates/terraform/checks.tf.jinja")),
    ("keys.tf", include_str!("../../../templates/terraform/keys.tf.jinja")),
    ("main.tf", include_str!("../../../templates/terraform/main.tf.jinja")),
    ("moved.tf", include_str!("../../../templates/terraform/moved.tf.jinja")),
    ("places.tf", include_str!("../../../templates/terraform/places.tf.jinja")),
    ("plans.tf", include_str!("../../../templates/terraform/plans.tf.jinja")),
    ("providers.tf", include_str!("../../../templates/terraform/providers.tf.jinja")),
    ("restore_testing.tf", include_str!("../../../templates/terraform/restore_testing.tf.jinja")),
    ("roles.tf", include_str!("../../../templates/terraform/roles.tf.jinja")),
    ("selections.tf", include_str!("../../../templates/terraform/selections.tf.jinja")),
    ("vaults.tf", include_str!("../../../templates/terraform/vaults.tf.jinja")),
    ("versions.tf", include_str!("../../../templates/terraform/versions.tf.jinja")),
];

/// An engine that knows the templates of this target.
pub(super) fn engine() -> Result<Environment<'static>, RenderError> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_formatter(write_literal);
    engine.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    for (name, source) in TEMPLATES {
        engine.add_template(name, source)?;
    }
    Ok(engine)
}

/// First line of every file; a file that was edited is not written over.
const HEADER: &str = "# Written by `policy render`: change the policy, not this file.\n\n";

/// Writes one file in canonical layout.
pub(super) fn file(
    engine: &Environment<'_>,
    template: &str,
    view: &impl Serialize,
) -> Result<String, RenderError> {
    let text = engine.get_template(template)?.render(Value::from(Serde(view)))?;
    Ok(layout::canonical(&format!("{HEADER}{text}")))
}

/// Whatever a template prints is an HCL literal or an expression of ours.
fn write_literal(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    out.write_str(&literal(value)?.to_text()).map_err(Error::from)
}

fn literal(value: &Value) -> Result<Hcl, Error> {
    if let Some(expr) = value.downcast_object_ref::<Expr>() {
        return Ok(Hcl::Expr(expr.clone()));
    }
    if let Some(text) = value.as_str() {
        return Ok(Hcl::text(text));
    }
    match value.kind() {
        ValueKind::Bool => Ok(Hcl::Bool(value.is_true())),
        ValueKind::Number => Ok(Hcl::Number(value.to_string())),
        ValueKind::Seq => {
            Ok(Hcl::List(value.try_iter()?.map(|item| literal(&item)).collect::<Result<_, _>>()?))
        }
        ValueKind::Map => {
            let entry = |key: Value| Ok((key_text(&key)?, literal(&value.get_item(&key)?)?));
            Ok(Hcl::Map(value.try_iter()?.map(entry).collect::<Result<_, Error>>()?))
        }
        ValueKind::Undefined
        | ValueKind::None
        | ValueKind::String
        | ValueKind::Bytes
        | ValueKind::Iterable
        | ValueKind::Plain
        | ValueKind::Invalid
        | _ => Err(Error::new(ErrorKind::InvalidOperation, "the view has no value here")),
    }
}

fn key_text(key: &Value) -> Result<String, Error> {
    key.as_str()
        .map(str::to_owned)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "a key of a map is not a text"))
}
