//! The rules about names, references and values that are found on resolving.

use crate::diagnostic::{Kind, Level, Rule};

macro_rules! resolution_rules {
    ($($(#[$doc:meta])* $name:ident = $rule:literal, $level:ident, $summary:literal;)*) => {
        $(
            $(#[$doc])*
            pub static $name: Rule = Rule {
                name: $rule,
                kind: Kind::Document,
                level: Level::$level,
                summary: $summary,
                explanation: include_str!(concat!("rules/", $rule, ".md")),
                cites: &[],
            };
        )*

        /// Every rule of resolving, in the order of the catalogue.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

resolution_rules! {
    /// A value that is not what its key takes.
    MALFORMED_VALUE = "malformed-value", Error, "a duration, retention, schedule or name that cannot be read";
    /// A reference to nothing.
    UNRESOLVED_REFERENCE = "unresolved-reference", Error, "a name that stands for nothing in this environment";
    /// A placeholder without a value.
    UNKNOWN_PLACEHOLDER = "unknown-placeholder", Error, "a `${…}` that is no placeholder or has no value";
    /// A patch of nothing.
    UNKNOWN_OVERRIDE = "unknown-override", Error, "an override that changes or removes what the policy does not have";
    /// A policy without an environment to render.
    ENVIRONMENT_MISSING = "environment-missing", Warning, "no environment with an account and a Region: nothing can be rendered";
    /// Two keys that AWS names would not tell apart.
    CLASHING_NAMES = "clashing-names", Error, "two keys of one section that differ in `-` alone";
    /// A resource with the name of a section.
    RESERVED_NAME = "reserved-name", Error, "a resource named like a section, so that a reference would mean both";
    /// An environment that does not exist.
    UNKNOWN_ENVIRONMENT = "unknown-environment", Error, "an entry limited to an environment that the policy does not have";
    /// Neither created nor existing, or both.
    UNCLEAR_OWNERSHIP = "unclear-ownership", Error, "a key or role that is neither created nor existing, or both";
}
