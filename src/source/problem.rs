//! A mistake of YAML itself, before the language is looked at.

use super::Span;

/// What is wrong with the text as YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceProblem {
    /// Name of the rule that reports it.
    pub rule: &'static str,
    /// What is wrong, lower-case, without a period.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What the place is, in a few words.
    pub label: String,
    /// A second place that it conflicts with.
    pub other: Option<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
}
