//! The shape of one fact, and the few kinds of value a fact can have.

use std::fmt::{self, Debug};

use super::registry::Table;

/// How firmly a fact is known; orders from weak to firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Weak or contradictory evidence: good for a hint, never for an error.
    Low,
    /// One secondary source, or inferred from primary ones.
    Medium,
    /// Read in a primary source.
    High,
}

/// Where a fact was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Title of the page or thread.
    pub title: &'static str,
    /// Address of the page or thread.
    pub url: &'static str,
    /// Day it was read, ISO 8601.
    pub read: &'static str,
    /// Day AWS made it so, ISO 8601 as far as known (`2026-07-16`, `2025-11`).
    pub since: Option<&'static str>,
}

impl Source {
    /// The same source for something AWS changed on a known day.
    #[must_use]
    pub const fn since(self, day: &'static str) -> Self {
        Self { since: Some(day), ..self }
    }
}

/// One thing that is true of AWS.
#[derive(Debug, Clone, Copy)]
pub struct Fact<T: 'static> {
    /// Unique name in kebab-case, by which a user can ask for the fact.
    pub name: &'static str,
    /// The number, set, pattern or table itself.
    pub value: T,
    /// One sentence that states it, in the present tense.
    pub statement: &'static str,
    /// Where it was read.
    pub source: Source,
    /// How firmly it is known; for a table, its weakest row. Rows say their own.
    pub confidence: Confidence,
}

/// Any fact, whatever its type: for lists, look-up by name and tests.
pub trait AnyFact: Debug + Sync {
    /// Unique name in kebab-case.
    fn name(&self) -> &'static str;
    /// The value as text, one line for each row of a table.
    fn lines(&self) -> Vec<String>;
    /// One sentence that states it.
    fn statement(&self) -> &'static str;
    /// Where it was read.
    fn source(&self) -> Source;
    /// How firmly it is known.
    fn confidence(&self) -> Confidence;
}

impl<T: Listed + Debug + Sync> AnyFact for Fact<T> {
    fn name(&self) -> &'static str {
        self.name
    }
    fn lines(&self) -> Vec<String> {
        self.value.lines()
    }
    fn statement(&self) -> &'static str {
        self.statement
    }
    fn source(&self) -> Source {
        self.source
    }
    fn confidence(&self) -> Confidence {
        self.confidence
    }
}

/// A value that can be listed for a reader, one line for each row.
pub trait Listed {
    /// The lines, never empty for a fact worth stating.
    fn lines(&self) -> Vec<String>;
}

macro_rules! one_line {
    ($($kind:ty),+) => {$(
        impl Listed for $kind {
            fn lines(&self) -> Vec<String> {
                vec![self.to_string()]
            }
        }
    )+};
}
one_line!(u32, u64, bool, &'static str, Bounds<u32>, Bounds<u64>, TextRule);
pub(super) use one_line;

impl<T: Listed> Listed for &'static [T] {
    fn lines(&self) -> Vec<String> {
        self.iter().flat_map(Listed::lines).collect()
    }
}

/// The least and the most that AWS accepts, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds<T> {
    /// Smallest accepted value.
    pub least: T,
    /// Largest accepted value.
    pub most: T,
}

/// Both ends of a range, to keep tables readable.
pub(super) const fn bounds<T: Copy>(least: T, most: T) -> Bounds<T> {
    Bounds { least, most }
}

impl<T: PartialOrd> Bounds<T> {
    /// Whether AWS accepts the value.
    #[must_use]
    pub fn contains(&self, value: &T) -> bool {
        &self.least <= value && value <= &self.most
    }
}

impl<T: fmt::Display> fmt::Display for Bounds<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}..={}", self.least, self.most)
    }
}

/// What a name may look like: its characters and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRule {
    /// The rule as AWS writes it, for messages.
    pub pattern: &'static str,
    /// Characters allowed besides ASCII letters and digits.
    pub also: &'static str,
    /// Whether ASCII capital letters are allowed.
    pub capitals: bool,
    /// Whether the first character must be an ASCII letter.
    pub starts_with_letter: bool,
    /// Length in characters.
    pub length: Bounds<u32>,
}

impl TextRule {
    /// The first character that the rule does not allow where it stands.
    #[must_use]
    pub fn offending(&self, text: &str) -> Option<char> {
        let first = text.chars().next()?;
        if self.starts_with_letter && !first.is_ascii_alphabetic() {
            return Some(first);
        }
        text.chars().find(|&character| !self.allows(character))
    }

    /// Whether AWS accepts the text: characters and length.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.length.contains(&length) && self.offending(text).is_none()
    }

    fn allows(&self, character: char) -> bool {
        let plain =
            character.is_ascii_alphanumeric() && (self.capitals || !character.is_ascii_uppercase());
        plain || self.also.contains(character)
    }
}

impl fmt::Display for TextRule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({} characters)", self.pattern, self.length)
    }
}

/// Declares the facts of one table, and the table that lists all of them.
///
/// The doc comment of a fact is its statement: what the reader of the code and
/// the user of the program are told cannot differ, and no fact can be left out
/// of its table.
macro_rules! facts {
    (
        $table:literal, $title:literal;
        $(
            $(#[doc = $line:literal])+
            $constant:ident: $kind:ty = ($name:literal, $value:expr, $source:expr, $confidence:ident);
        )+
    ) => {
        $(
            $(#[doc = $line])+
            pub static $constant: $crate::facts::Fact<$kind> = $crate::facts::Fact {
                name: $name,
                value: $value,
                statement: concat!($($line),+).trim_ascii(),
                source: $source,
                confidence: $crate::facts::Confidence::$confidence,
            };
        )+

        /// Every fact of this table, in the order in which they are declared.
        pub(super) static TABLE: $crate::facts::Table = $crate::facts::Table {
            name: $table,
            title: $title,
            facts: &[$(&$constant),+],
        };
    };
}
pub(super) use facts;

impl Table {
    /// The fact of this table with that name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&'static dyn AnyFact> {
        self.facts.iter().copied().find(|fact| fact.name() == name)
    }
}
