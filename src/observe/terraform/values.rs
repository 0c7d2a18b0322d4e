//! Attributes of a resource as Terraform shows them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::resources::Tags;

/// Why a resource cannot be taken over.
#[derive(Debug)]
pub(super) enum Fault {
    /// An attribute is not known, such as what a plan has yet to find out.
    Unknown,
    /// An attribute is not what the provider would write, in a clause.
    Wrong(String),
}

pub(super) type Known<T> = Result<T, Fault>;

/// The attributes of a resource or of a block in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Values<'a> {
    /// A value that is there: neither absent nor `null`.
    fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn as_is<T>(
        self,
        name: &str,
        wanted: &str,
        of: impl Fn(&'a Value) -> Option<T>,
    ) -> Known<Option<T>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let wrong = || Fault::Wrong(format!("`{name}` is no {wanted}"));
        of(value).map(Some).ok_or_else(wrong)
    }

    /// Text; empty text is none.
    pub(super) fn text(self, name: &str) -> Known<Option<&'a str>> {
        Ok(self.as_is(name, "string", Value::as_str)?.filter(|text| !text.is_empty()))
    }

    /// Text that must be there.
    pub(super) fn needed(self, name: &str) -> Known<&'a str> {
        self.text(name)?.ok_or(Fault::Unknown)
    }

    pub(super) fn owned(self, name: &str) -> Known<Option<String>> {
        Ok(self.text(name)?.map(str::to_owned))
    }

    pub(super) fn flag(self, name: &str) -> Known<Option<bool>> {
        self.as_is(name, "boolean", Value::as_bool)
    }

    pub(super) fn is_set(self, name: &str) -> Known<bool> {
        Ok(self.flag(name)?.unwrap_or_default())
    }

    /// A count of minutes or bytes. Providers before 5.86 write some as text, and
    /// an empty text where none is set.
    pub(super) fn long(self, name: &str) -> Known<Option<u64>> {
        if self.get(name).and_then(Value::as_str) == Some("") {
            return Ok(None);
        }
        self.as_is(name, "whole number from 0 on", number)
    }

    /// A count of days.
    pub(super) fn count(self, name: &str) -> Known<Option<u32>> {
        let wrong = || Fault::Wrong(format!("`{name}` is no whole number from 0 on"));
        self.long(name)?.map(|count| u32::try_from(count).map_err(|_| wrong())).transpose()
    }

    /// A count of days for which the provider writes 0 where none is set.
    pub(super) fn positive(self, name: &str) -> Known<Option<u32>> {
        Ok(self.count(name)?.filter(|count| *count > 0))
    }

    /// A count for which the provider writes 0 or -1 where none is set.
    pub(super) fn bound(self, name: &str) -> Known<Option<u32>> {
        match self.get(name).and_then(Value::as_i64) {
            Some(..=0) => Ok(None),
            _ => self.positive(name),
        }
    }

    /// The blocks of a name.
    pub(super) fn blocks(self, name: &str) -> Known<Vec<Values<'a>>> {
        let each = |value: &'a Value| match value {
            Value::Array(items) => {
                items.iter().map(|item| Some(Values(item.as_object()?))).collect()
            }
            // A block that stands alone, as plug-ins of the newer framework may write it.
            Value::Object(members) => Some(vec![Values(members)]),
            _ => None,
        };
        Ok(self.as_is(name, "list of blocks", each)?.unwrap_or_default())
    }

    /// The block of a name that comes once at most.
    pub(super) fn block(self, name: &str) -> Known<Option<Values<'a>>> {
        Ok(self.blocks(name)?.into_iter().next())
    }

    pub(super) fn texts(self, name: &str) -> Known<Vec<String>> {
        let each = |value: &Value| {
            let texts = value.as_array()?.iter().map(|text| Some(text.as_str()?.to_owned()));
            texts.collect::<Option<Vec<String>>>()
        };
        let mut texts = self.as_is(name, "list of strings", each)?.unwrap_or_default();
        texts.sort();
        Ok(texts)
    }

    pub(super) fn map(self, name: &str) -> Known<Tags> {
        let each = |value: &Value| {
            let pairs = value.as_object()?.iter();
            let pair =
                |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
            pairs.map(pair).collect::<Option<Tags>>()
        };
        Ok(self.as_is(name, "mapping of strings", each)?.unwrap_or_default())
    }

    /// Flags by name; some attributes hold them as text.
    pub(super) fn flags(self, name: &str) -> Known<BTreeMap<String, bool>> {
        let each = |value: &Value| {
            // A flag that is `null` is not set.
            let pairs = value.as_object()?.iter().filter(|(_, value)| !value.is_null());
            let pair = |(key, value): (&String, &Value)| {
                let flag = value.as_bool().or_else(|| value.as_str()?.parse().ok())?;
                Some((key.clone(), flag))
            };
            pairs.map(pair).collect::<Option<BTreeMap<String, bool>>>()
        };
        Ok(self.as_is(name, "mapping of flags", each)?.unwrap_or_default())
    }

    /// All tags, those of the provider's defaults included.
    pub(super) fn tags(self) -> Known<Tags> {
        self.map(if self.get("tags_all").is_some() { "tags_all" } else { "tags" })
    }
}

/// A number, written as one or as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
