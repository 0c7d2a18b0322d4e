//! How a value of ours is written down, and read back.
//!
//! Every struct that is recorded has a form of its own, so that the format stays
//! what it is when `resources` changes, and `resources` knows nothing of formats.
//! Both ways are destructured in full: a field that is added without a place in
//! the format does not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A value as it is written down.
pub(super) trait Form: Sized {
    /// What it stands for.
    type Of;

    /// Writes a value down.
    fn of(of: &Self::Of) -> Self;

    /// Reads a value back.
    ///
    /// # Errors
    /// A clause that says what no value of ours can be.
    fn back(self) -> Result<Self::Of, String>;

    /// True for what is left out where it may be.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Values that stand for themselves.
macro_rules! plain {
    ($($type:ty),*) => {$(
        impl Form for $type {
            type Of = $type;

            fn of(of: &$type) -> Self {
                of.clone()
            }

            fn back(self) -> Result<$type, String> {
                Ok(self)
            }
        }
    )*};
}

plain!(String, bool, u32, u64, serde_json::Value);

impl<F: Form> Form for Option<F> {
    type Of = Option<F::Of>;

    fn of(of: &Self::Of) -> Self {
        of.as_ref().map(F::of)
    }

    fn back(self) -> Result<Self::Of, String> {
        self.map(F::back).transpose()
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<F: Form> Form for Vec<F> {
    type Of = Vec<F::Of>;

    fn of(of: &Self::Of) -> Self {
        of.iter().map(F::of).collect()
    }

    fn back(self) -> Result<Self::Of, String> {
        self.into_iter().map(F::back).collect()
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<F: Form<Of: Ord> + Ord> Form for BTreeSet<F> {
    type Of = BTreeSet<F::Of>;

    fn of(of: &Self::Of) -> Self {
        of.iter().map(F::of).collect()
    }

    fn back(self) -> Result<Self::Of, String> {
        self.into_iter().map(F::back).collect()
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Values by name. Unlike a mapping of serde it refuses a name that comes twice,
/// of which one would be lost.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Map<F>(pub(super) BTreeMap<String, F>);

impl<F> Default for Map<F> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, F: Deserialize<'de>> Deserialize<'de> for Map<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Once<F>(std::marker::PhantomData<F>);

        impl<'de, F: Deserialize<'de>> Visitor<'de> for Once<F> {
            type Value = Map<F>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut all = BTreeMap::new();
                while let Some((name, value)) = access.next_entry::<String, F>()? {
                    if all.insert(name, value).is_some() {
                        return Err(A::Error::custom(TWICE));
                    }
                }
                Ok(Map(all))
            }
        }

        deserializer.deserialize_map(Once(std::marker::PhantomData))
    }
}

/// What is said of a name that comes twice.
pub(super) const TWICE: &str = "a name comes twice in one object";

impl<F: Form> Form for Map<F> {
    type Of = BTreeMap<String, F::Of>;

    fn of(of: &Self::Of) -> Self {
        Self(of.iter().map(|(name, value)| (name.clone(), F::of(value))).collect())
    }

    fn back(self) -> Result<Self::Of, String> {
        let pair = |(name, value): (String, F)| Ok((name, value.back()?));
        self.0.into_iter().map(pair).collect()
    }

    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

/// Values by two names, the first one outside.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Pairs<F>(Map<Map<F>>);

impl<F> Default for Pairs<F> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<F: Form> Form for Pairs<F> {
    type Of = BTreeMap<(String, String), F::Of>;

    fn of(of: &Self::Of) -> Self {
        let mut outer: BTreeMap<String, Map<F>> = BTreeMap::new();
        for ((first, second), value) in of {
            let inner = outer.entry(first.clone()).or_default();
            inner.0.insert(second.clone(), F::of(value));
        }
        Self(Map(outer))
    }

    fn back(self) -> Result<Self::Of, String> {
        let mut all = BTreeMap::new();
        for (first, inner) in self.0.0 {
            for (second, value) in inner.0 {
                all.insert((first.clone(), second), value.back()?);
            }
        }
        Ok(all)
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}

/// Declares the form of a struct: members that are always there, then members
/// that are left out where they say nothing.
macro_rules! form {
    (
        $(#[$doc:meta])*
        struct $name:ident of $of:ident {
            $($(#[$meta:meta])* $field:ident: $type:ty,)*
        } optional {
            $($(#[$other_meta:meta])* $other:ident: $other_type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields, rename_all = "PascalCase")]
        pub(super) struct $name {
            $($(#[$meta])* pub(super) $field: $type,)*
            $(
                $(#[$other_meta])*
                #[serde(default, skip_serializing_if = "crate::observe::recording::form::Form::is_absent")]
                pub(super) $other: $other_type,
            )*
        }

        impl crate::observe::recording::form::Form for $name {
            type Of = $of;

            fn of(of: &$of) -> Self {
                let $of { $($field,)* $($other,)* } = of;
                Self {
                    $($field: crate::observe::recording::form::Form::of($field),)*
                    $($other: crate::observe::recording::form::Form::of($other),)*
                }
            }

            fn back(self) -> Result<$of, String> {
                let Self { $($field,)* $($other,)* } = self;
                Ok($of {
                    $($field: crate::observe::recording::form::Form::back($field)?,)*
                    $($other: crate::observe::recording::form::Form::back($other)?,)*
                })
            }
        }
    };
}

/// Declares the form of an enum without values, in AWS's words.
macro_rules! words {
    (
        $(#[$doc:meta])*
        enum $name:ident of $of:ident { $($(#[$meta:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub(super) enum $name {
            $($(#[$meta])* #[serde(rename = $word)] $variant,)*
        }

        impl crate::observe::recording::form::Form for $name {
            type Of = $of;

            fn of(of: &$of) -> Self {
                match of { $($of::$variant => Self::$variant,)* }
            }

            fn back(self) -> Result<$of, String> {
                Ok(match self { $(Self::$variant => $of::$variant,)* })
            }
        }
    };
}

pub(super) use {form, words};
