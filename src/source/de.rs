//! A serde `Deserializer` over the tree, so that the language's types are the
//! single description of its shape.
//!
//! It knows two conventions, each by a name no user can write: a struct named
//! like [`super::spanned::SPANNED`] receives the span beside the value, and an
//! enum named [`TYPE_TAGGED`] takes its variant from the mapping's own `type`
//! key. Both keep spans, which serde's `tag`, `untagged` and `flatten` lose.

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::spanned::{SPANNED, SPANNED_FIELDS};
use super::{Entry, Key, Node, NodeKind, Plain, Span};

/// Container name (`#[serde(rename = …)]`) of an enum told apart by `type`.
pub const TYPE_TAGGED: &str = "$policy::TypeTagged";
/// Name by which a single value or a list asks to be read as a list.
pub const ONE_OR_MANY: &str = "$policy::OneOrMany";
/// Variant that receives lists of types and types without native settings.
const LISTED: &str = "listed";

/// The first thing that keeps a tree from being a value of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Where.
    pub span: Span,
    /// What is wrong, in our words where the mistake is a common one.
    pub message: String,
    located: bool,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self { span: Span::default(), message: message.to_string(), located: false }
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::custom(format!("the key `{field}` is not known here"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format!("the key `{field}` is missing"))
    }

    fn unknown_variant(variant: &str, _: &'static [&'static str]) -> Self {
        Self::custom(format!("`{variant}` is not one of the values known here"))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format!("expected {expected}"))
    }
}

impl DecodeError {
    /// A mistake at a place.
    pub fn new(span: Span, message: &str) -> Self {
        Self { span, message: message.to_owned(), located: true }
    }

    fn at(span: Span, message: &str) -> Self {
        Self::new(span, message)
    }

    fn or_at(self, span: Span) -> Self {
        if self.located { self } else { Self { span, located: true, ..self } }
    }
}

/// Decodes a tree into a type of the language.
///
/// # Errors
/// The first mistake that was met; the JSON Schema finds them all.
pub fn decode<'de, T: de::Deserialize<'de>>(root: &'de Node) -> Result<T, DecodeError> {
    T::deserialize(Value { node: root, without_type: false })
}

#[derive(Clone, Copy)]
struct Value<'de> {
    node: &'de Node,
    /// The `type` entry was consumed as the variant of an enum.
    without_type: bool,
}

impl<'de> Value<'de> {
    const fn new(node: &'de Node) -> Self {
        Self { node, without_type: false }
    }

    fn entries(&self, fields: &[&str]) -> Entries<'de> {
        let skip_type = self.without_type && !fields.contains(&"type");
        Entries { rest: self.node.entries().iter(), value: None, skip_type }
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let span = self.node.span;
        match &self.node.kind {
            NodeKind::Sequence(items) => visitor.visit_seq(Items { rest: items.iter() }),
            NodeKind::Mapping(_) => visitor.visit_map(self.entries(&[])),
            NodeKind::Scalar { text, .. } => match self.node.plain() {
                Some(Plain::Null) => Err(DecodeError::at(span, "an empty value")),
                Some(Plain::Bool(value)) => visitor.visit_bool(value),
                Some(Plain::Int(value)) => visitor.visit_i64(value),
                Some(Plain::Float(value)) => visitor.visit_f64(value),
                Some(Plain::Text) | None => visitor.visit_borrowed_str(text),
            },
        }
        .map_err(|error| error.or_at(span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        // A key that is written has a value: an empty one is a mistake.
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if name == ONE_OR_MANY {
            let items = match &self.node.kind {
                NodeKind::Sequence(items) => items.iter(),
                NodeKind::Scalar { .. } | NodeKind::Mapping(_) => {
                    std::slice::from_ref(self.node).iter()
                }
            };
            return visitor.visit_seq(Items { rest: items });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let span = self.node.span;
        if name == SPANNED && fields == SPANNED_FIELDS {
            return visitor.visit_seq(WithSpan { span, step: 0, value: self });
        }
        match self.node.kind {
            NodeKind::Mapping(_) => {
                visitor.visit_map(self.entries(fields)).map_err(|error| error.or_at(span))
            }
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) => {
                Err(DecodeError::at(span, "expected a mapping"))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let span = self.node.span;
        if name == TYPE_TAGGED {
            let tag = self
                .node
                .get("type")
                .ok_or_else(|| DecodeError::at(span, "the key `type` is missing"))?;
            let variant = tag.text().filter(|text| variants.contains(text)).unwrap_or(LISTED);
            let content = Value { node: self.node, without_type: true };
            return visitor.visit_enum(Variant { name: variant, content: Some(content), span });
        }
        let error = || DecodeError::at(span, "expected one of the words known here");
        let name = self.node.text().ok_or_else(error)?;
        visitor.visit_enum(Variant { name, content: None, span })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

struct WithSpan<'de> {
    span: Span,
    step: u8,
    value: Value<'de>,
}

impl<'de> SeqAccess<'de> for WithSpan<'de> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        self.step += 1;
        match self.step {
            1 => seed.deserialize(Offset(self.span.start)).map(Some),
            2 => seed.deserialize(Offset(self.span.end)).map(Some),
            3 => seed.deserialize(self.value).map(Some),
            _ => Ok(None),
        }
    }
}

struct Offset(usize);

impl<'de> Deserializer<'de> for Offset {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_u64(self.0 as u64)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

struct Items<'de> {
    rest: std::slice::Iter<'de, Node>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let Some(node) = self.rest.next() else { return Ok(None) };
        seed.deserialize(Value::new(node)).map(Some).map_err(|error| error.or_at(node.span))
    }
}

struct Entries<'de> {
    rest: std::slice::Iter<'de, Entry>,
    value: Option<&'de Entry>,
    skip_type: bool,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let skip_type = self.skip_type;
        let Some(entry) = self.rest.find(|entry| !skip_type || &*entry.key.text != "type") else {
            return Ok(None);
        };
        self.value = Some(entry);
        seed.deserialize(KeyValue(&entry.key))
            .map(Some)
            .map_err(|error| error.or_at(entry.key.span))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        let entry = self.value.take().ok_or_else(|| {
            DecodeError::at(Span::default(), "a value was asked for before its key")
        })?;
        seed.deserialize(Value::new(&entry.value)).map_err(|error| error.or_at(entry.value.span))
    }
}

struct KeyValue<'de>(&'de Key);

impl<'de> Deserializer<'de> for KeyValue<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_borrowed_str(&self.0.text)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_seq(KeyWithSpan { key: self.0, step: 0 })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct KeyWithSpan<'de> {
    key: &'de Key,
    step: u8,
}

impl<'de> SeqAccess<'de> for KeyWithSpan<'de> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        self.step += 1;
        match self.step {
            1 => seed.deserialize(Offset(self.key.span.start)).map(Some),
            2 => seed.deserialize(Offset(self.key.span.end)).map(Some),
            3 => seed.deserialize(KeyValue(self.key)).map(Some),
            _ => Ok(None),
        }
    }
}

struct Variant<'de> {
    name: &'de str,
    content: Option<Value<'de>>,
    span: Span,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = DecodeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self), DecodeError> {
        let name = de::value::BorrowedStrDeserializer::<DecodeError>::new(self.name);
        let value = seed.deserialize(name).map_err(|error| error.or_at(self.span))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = DecodeError;

    fn unit_variant(self) -> Result<(), DecodeError> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        let content =
            self.content.ok_or_else(|| DecodeError::at(self.span, "expected a mapping"))?;
        seed.deserialize(content).map_err(|error| error.or_at(self.span))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, DecodeError> {
        Err(DecodeError::at(self.span, "expected a single value"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, DecodeError> {
        Err(DecodeError::at(self.span, "expected a single value"))
    }
}
