//! HCL expressions as values, and the one writer that turns them into text.
//!
//! Text of a policy can only become [`Hcl::Text`], which is always written as a
//! quoted literal. Everything else is an [`Expr`], which is built from names of
//! this program and validated identifiers and from nothing else.

use std::fmt::Write as _;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};
use serde::{Serialize, Serializer};

use super::names::{Address, Ident};
use crate::resources::iam::PolicyDocument;

/// An expression that this program wrote, such as `aws_backup_vault.main.arn`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expr(String);

impl Expr {
    /// A resource as a whole, as `depends_on` and `moved` want it.
    pub(super) fn resource(address: &Address) -> Self {
        Self(format!("{}.{}", address.kind, address.name))
    }

    /// A data source as a whole.
    pub(super) fn data(address: &Address) -> Self {
        Self(format!("data.{}.{}", address.kind, address.name))
    }

    /// A name of Terraform's own.
    pub(super) fn word(word: &'static str) -> Self {
        Self(word.to_owned())
    }

    /// An aliased configuration of the AWS provider.
    pub(super) fn provider(alias: &Ident) -> Self {
        Self(format!("aws.{alias}"))
    }

    /// An attribute of this value.
    pub(super) fn get(&self, attribute: &'static str) -> Self {
        Self(format!("{}.{attribute}", self.0))
    }

    /// An attribute of every element of this value.
    pub(super) fn each(&self, attribute: &'static str) -> Self {
        Self(format!("{}[*].{attribute}", self.0))
    }

    /// A call of one of Terraform's functions.
    pub(super) fn call(function: &'static str, arguments: &[Hcl]) -> Self {
        let arguments: Vec<String> = arguments.iter().map(Hcl::to_text).collect();
        Self(format!("{function}({})", arguments.join(", ")))
    }

    /// A comparison with a literal.
    pub(super) fn equals(&self, expected: &Hcl) -> Self {
        Self(format!("{} == {}", self.0, expected.to_text()))
    }

    /// The negation of a call or reference.
    pub(super) fn not(&self) -> Self {
        Self(format!("!{}", self.0))
    }
}

impl Object for Expr {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        minijinja::Value::from_object(self.clone()).serialize(serializer)
    }
}

/// A value of an argument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hcl {
    /// An expression of ours.
    Expr(Expr),
    /// Any text; always a quoted literal.
    Text(String),
    /// A number as it is written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// `null`
    Null,
    /// A list, in order.
    List(Vec<Self>),
    /// A map, in order.
    Map(Vec<(String, Self)>),
}

impl Hcl {
    /// A quoted literal.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A map with the keys in the order given.
    pub(super) fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// An IAM document, which arguments take as the text of JSON.
    pub(super) fn document(document: &PolicyDocument) -> Expr {
        Self::from(&document.to_json()).jsonencode()
    }

    /// `jsonencode` of this value.
    pub(super) fn jsonencode(self) -> Expr {
        Expr::call("jsonencode", &[self])
    }

    /// The text, with line breaks but without indentation.
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Expr(expr) => expr.0.clone(),
            Self::Text(text) => quoted(text),
            Self::Number(number) => number.clone(),
            Self::Bool(value) => value.to_string(),
            Self::Null => "null".to_owned(),
            Self::List(items) => list(items),
            Self::Map(entries) => map(entries),
        }
    }
}

impl From<u32> for Hcl {
    fn from(number: u32) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<Expr> for Hcl {
    fn from(expr: Expr) -> Self {
        Self::Expr(expr)
    }
}

impl From<&serde_json::Value> for Hcl {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(*value),
            serde_json::Value::Number(number) => Self::Number(number.to_string()),
            serde_json::Value::String(text) => Self::text(text),
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(entries) => {
                Self::map(entries.iter().map(|(key, value)| (key.as_str(), Self::from(value))))
            }
        }
    }
}

impl Serialize for Hcl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Expr(expr) => expr.serialize(serializer),
            Self::Number(_) | Self::Bool(_) | Self::Null | Self::List(_) | Self::Map(_) => {
                Expr(self.to_text()).serialize(serializer)
            }
        }
    }
}

/// Lists of several items take one line each, so that a review shows one item.
fn list(items: &[Hcl]) -> String {
    match items {
        [] => "[]".to_owned(),
        [item] if !matches!(item, Hcl::Map(_)) => format!("[{}]", item.to_text()),
        items => {
            let lines = items.iter().map(|item| format!("{},\n", item.to_text()));
            format!("[\n{}]", lines.collect::<String>())
        }
    }
}

/// Keys are quoted all or none: a map of both kinds reads badly.
fn map(entries: &[(String, Hcl)]) -> String {
    if entries.is_empty() {
        return "{}".to_owned();
    }
    let bare = entries.iter().all(|(key, _)| is_bare_key(key));
    let lines = entries.iter().map(|(key, value)| {
        let key = if bare { key.clone() } else { quoted(key) };
        format!("{key} = {}\n", value.to_text())
    });
    format!("{{\n{}}}", lines.collect::<String>())
}

/// Keys that HCL reads as themselves; `for` would begin an expression, and the
/// constants are values.
fn is_bare_key(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !matches!(
            key,
            "for" | "if" | "in" | "null" | "true" | "false" | "else" | "endfor" | "endif"
        )
}

/// A quoted literal that means exactly `text`, on one line and in plain sight.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if chars.peek() == Some(&'{') => {
                out.push(c);
                out.push(c);
            }
            c if is_invisible(c) => push_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn push_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    let written =
        if code <= 0xffff { write!(out, "\\u{code:04x}") } else { write!(out, "\\U{code:08x}") };
    // OK because writing to a `String` cannot fail.
    debug_assert!(written.is_ok(), "a string takes any text");
}

/// Characters that a reviewer cannot see or that reorder what he sees: controls,
/// line separators, zero width, bidirectional marks, tags and variation selectors.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f
            | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f
            | 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_evaluated() {
        assert_eq!(quoted(r#"${file("/etc/passwd")}"#), r#""$${file(\"/etc/passwd\")}""#);
        assert_eq!(quoted("%{ if true }"), r#""%%{ if true }""#);
        assert_eq!(quoted("$${x} %%{y}"), r#""$$${x} %%%{y}""#);
        assert_eq!(quoted("5 $ and 5 %"), r#""5 $ and 5 %""#);
        assert_eq!(quoted(r"\${x}"), r#""\\$${x}""#);
    }

    #[test]
    fn text_stays_on_one_line_and_visible() {
        assert_eq!(quoted("a\nb\r\tc\0"), r#""a\nb\r\tc\u0000""#);
        assert_eq!(
            quoted("\u{202e}\u{200b}\u{2028}\u{e0041}"),
            r#""\u202e\u200b\u2028\U000e0041""#
        );
        assert_eq!(quoted("größe 😀"), "\"größe 😀\"");
    }

    #[test]
    fn keys_are_bare_only_where_hcl_reads_them_as_themselves() {
        let one = |key: &str| Hcl::map([(key, Hcl::from(1))]).to_text();
        assert_eq!(one("team"), "{\nteam = 1\n}");
        assert_eq!(one("for"), "{\n\"for\" = 1\n}");
        assert_eq!(one("null"), "{\n\"null\" = 1\n}");
        assert_eq!(one("policy:name"), "{\n\"policy:name\" = 1\n}");
        assert_eq!(one("${x}"), "{\n\"$${x}\" = 1\n}");
        assert_eq!(one(""), "{\n\"\" = 1\n}");
        let both = Hcl::map([("a", Hcl::from(1)), ("b:c", Hcl::from(2))]).to_text();
        assert_eq!(both, "{\n\"a\" = 1\n\"b:c\" = 2\n}");
    }

    #[test]
    fn lists_of_several_items_take_a_line_each() {
        let items = |n: u32| Hcl::List((0..n).map(Hcl::from).collect()).to_text();
        assert_eq!(items(0), "[]");
        assert_eq!(items(1), "[0]");
        assert_eq!(items(2), "[\n0,\n1,\n]");
    }
}
