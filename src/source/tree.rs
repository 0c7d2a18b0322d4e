//! The tree itself: scalars, sequences and mappings with spans.

use super::Span;

/// One value of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value stands.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// The three shapes of values.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A scalar, quoted or not.
    Scalar {
        /// Its text after YAML's escapes.
        text: Box<str>,
        /// Written without quotes, so that YAML gives it a type.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// A mapping, in the order of the file, without duplicate keys.
    Mapping(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A key with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its text.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// The type that YAML 1.2's core schema gives a scalar without quotes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plain {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text,
}

impl Node {
    /// The type YAML gives the scalar; `None` for lists and mappings.
    pub fn plain(&self) -> Option<Plain> {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => Some(classify(text)),
            NodeKind::Scalar { plain: false, .. } => Some(Plain::Text),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// Nothing is written, or `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.plain() == Some(Plain::Null)
    }

    /// The value is the literal word `null`, not merely absent.
    pub fn is_literal_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true } if &**text == "null")
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// The entries of a mapping; empty for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            NodeKind::Mapping(entries) => entries,
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) => &[],
        }
    }

    /// The items of a list; empty for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            NodeKind::Sequence(items) => items,
            NodeKind::Scalar { .. } | NodeKind::Mapping(_) => &[],
        }
    }

    /// The entry of a mapping with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| &*entry.key.text == key)
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The same value as JSON, as the JSON Schema sees it.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.kind {
            NodeKind::Scalar { text, .. } => match self.plain() {
                Some(Plain::Null) => Value::Null,
                Some(Plain::Bool(value)) => Value::Bool(value),
                Some(Plain::Int(value)) => Value::from(value),
                Some(Plain::Float(value)) => Value::from(value),
                Some(Plain::Text) | None => Value::from(&**text),
            },
            NodeKind::Sequence(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            NodeKind::Mapping(entries) => Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.text.to_string(), entry.value.to_json()))
                    .collect(),
            ),
        }
    }
}

fn classify(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Plain::Null,
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "-.inf" => {
            return Plain::Float(f64::MAX);
        }
        _ => {}
    }
    // A number begins with a digit, a sign or a point; most scalars leave here.
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Plain::Text;
    }
    let radix = |prefix, radix| {
        text.strip_prefix(prefix).and_then(|digits| i64::from_str_radix(digits, radix).ok())
    };
    if let Some(value) =
        radix("0x", 16).or_else(|| radix("0o", 8)).or_else(|| text.parse::<i64>().ok())
    {
        return Plain::Int(value);
    }
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
        && text.bytes().any(|b| b.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(value) if numeric => Plain::Float(value),
        _ => Plain::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_have_the_types_of_yaml_1_2() {
        for (text, plain) in [
            ("", Plain::Null),
            ("null", Plain::Null),
            ("true", Plain::Bool(true)),
            ("012", Plain::Int(12)),
            ("0x1F", Plain::Int(31)),
            ("-3", Plain::Int(-3)),
            ("1e3", Plain::Float(1000.0)),
            ("1.10", Plain::Float(1.1)),
            ("30d", Plain::Text),
            ("03:00", Plain::Text),
            ("2027-03-01", Plain::Text),
            ("yes", Plain::Text),
            ("1_000", Plain::Text),
            ("-", Plain::Text),
            ("7 copies", Plain::Text),
        ] {
            assert_eq!(classify(text), plain, "{text:?}");
        }
    }
}
