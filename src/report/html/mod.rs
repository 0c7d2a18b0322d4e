//! The proof as one page that reads well everywhere and needs nothing else.
//!
//! Invariants: no script, no network, no clock; every text goes through one
//! formatter that writes out what cannot be seen and escapes what HTML would
//! read; ids and links are built from numbers, never from names; no verdict is
//! told by colour alone, and every drawing has its words beside it.

mod lanes;
mod lines;
mod matrix;
mod palette;
mod reaches;
mod runs;
mod scale;
mod scenarios;
mod traces;
mod view;
mod words;

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, escape_formatter,
};

use crate::diagnostic::Input;
use crate::recoverability::Proof;
use crate::resolved::Policy;
use crate::units::Date;

use super::clean;

/// A file with what was proven of it.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The file, whose lines are shown.
    pub input: &'a Input,
    /// Its policy in each environment.
    pub policies: &'a [Policy],
    /// What is recoverable in each of them, in the same order.
    pub proofs: &'a [Proof],
}

/// The template of this program is wrong; a defect of ours.
#[derive(Debug)]
pub struct PageError(String);

/// Prints what the engine says, on one line.
impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the template of the page is wrong: {}", self.0)
    }
}

impl std::error::Error for PageError {}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        let line = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
        Self(format!("{}{line}", error.detail().unwrap_or("no detail")))
    }
}

const PAGE: &str = "proof.html.j2";
const PARTS: [(&str, &str); 6] = [
    (PAGE, include_str!("../../../templates/html/proof.html.j2")),
    ("style.css.j2", include_str!("../../../templates/html/style.css.j2")),
    ("macros.html.j2", include_str!("../../../templates/html/macros.html.j2")),
    ("timeline.html.j2", include_str!("../../../templates/html/timeline.html.j2")),
    ("traces.html.j2", include_str!("../../../templates/html/traces.html.j2")),
    ("runs.html.j2", include_str!("../../../templates/html/runs.html.j2")),
];

/// Writes the page about the proofs of these files, as of a day.
///
/// # Errors
/// If a template of this program is wrong.
pub fn html(pages: &[Page<'_>], as_of: Date) -> Result<String, PageError> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_auto_escape_callback(|_| AutoEscape::Html);
    engine.set_formatter(write_clean);
    engine.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    for (name, source) in PARTS {
        engine.add_template(name, source)?;
    }
    let view = view::view(pages, as_of);
    Ok(engine.get_template(PAGE)?.render(Value::from(Serde(&view)))?)
}

/// Whatever a template prints is cleaned, then escaped.
fn write_clean(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => escape_formatter(out, state, &Value::from(clean(text).into_owned())),
        None => escape_formatter(out, state, value),
    }
}
