//! The rules about the document itself.

use crate::diagnostic::{Kind, Level, Rule};

macro_rules! document_rules {
    ($($(#[$doc:meta])* $name:ident = $rule:literal, $summary:literal;)*) => {
        $(
            $(#[$doc])*
            pub static $name: Rule = Rule {
                name: $rule,
                kind: Kind::Document,
                level: Level::Error,
                summary: $summary,
                explanation: include_str!(concat!("rules/", $rule, ".md")),
                cites: &[],
            };
        )*

        /// Every rule about the document, in the order of the catalogue.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

document_rules! {
    /// The file is not YAML.
    SYNTAX_ERROR = "syntax-error", "the file is not YAML";
    /// An anchor or alias; the language has none.
    ALIAS = "alias", "an anchor or alias; the language has none";
    /// A YAML tag; the language has none.
    YAML_TAG = "yaml-tag", "a YAML tag; the language has none";
    /// More than one YAML document in a file.
    SEVERAL_DOCUMENTS = "several-documents", "more than one YAML document in a file";
    /// A key written twice in one mapping.
    DUPLICATE_KEY = "duplicate-key", "a key written twice in one mapping";
    /// Nesting beyond any construct of the language.
    NESTED_TOO_DEEP = "nested-too-deep", "nesting beyond any construct of the language";
    /// A file or value too large to be a policy.
    OVERSIZED_INPUT = "oversized-input", "a file or value too large to be a policy";
    /// A file without a policy.
    EMPTY_POLICY = "empty-policy", "a file without a policy";
    /// A key that the language does not know at its place.
    UNKNOWN_KEY = "unknown-key", "a key that the language does not know at its place";
    /// A key without which the file is no policy.
    MISSING_KEY = "missing-key", "a key without which the file is no policy";
    /// A key without a value.
    EMPTY_VALUE = "empty-value", "a key without a value";
    /// A value of another kind than its key takes.
    WRONG_TYPE = "wrong-type", "a value of another kind than its key takes";
    /// A name of another form than `[a-z][a-z0-9-]{0,39}`.
    BAD_NAME = "bad-name", "a name of another form than `[a-z][a-z0-9-]{0,39}`";
}
