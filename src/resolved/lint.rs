//! How a file wants its findings treated.

use crate::diagnostic::Finding;
use crate::document::{Policy as Document, TextOr};
use crate::source::{Span, Spanned, Text};
use crate::units::Date;

use super::rules;

/// The `lint` section. Names of rules are not judged here: whoever applies it
/// knows the rules.
#[derive(Debug, Clone, Default)]
pub struct Lint {
    /// Rules that may fire, each with its reason.
    pub allow: Vec<Allow>,
    /// Rules whose findings are warnings.
    pub warn: Vec<Text>,
    /// Rules whose findings are errors.
    pub deny: Vec<Text>,
    /// What cannot be read in it.
    pub findings: Vec<Finding>,
}

/// A rule that may fire in a file.
#[derive(Debug, Clone)]
pub struct Allow {
    /// The rule, where it is named.
    pub rule: Text,
    /// Why.
    pub reason: Text,
    /// Last day it is allowed.
    pub until: Option<Spanned<Date>>,
    /// The whole value.
    pub span: Span,
}

/// The `lint` section of a document. It belongs to the file, not to an
/// environment; `text` is the file's.
#[must_use]
pub fn lint(text: &str, document: &Document) -> Lint {
    let Some(written) = &document.lint else { return Lint::default() };
    let mut lint = Lint {
        warn: written.warn.iter().map(|rule| rule.0.clone()).collect(),
        deny: written.deny.iter().map(|rule| rule.0.clone()).collect(),
        ..Lint::default()
    };
    for (rule, allowed) in &written.allow {
        let (reason, until) = match &allowed.value {
            TextOr::Text(reason, _) => (allowed.with(reason.clone()), None),
            TextOr::Full(full) => (full.reason.0.clone(), full.until.as_deref()),
        };
        let until = until.and_then(|until| match Date::parse(&until.value) {
            Ok(date) => Some(until.with(date)),
            Err(problem) => {
                let span = until.span.part(&problem.at, &until.value, text);
                let mut finding = rules::MALFORMED_VALUE
                    .finding(span, problem.message)
                    .path(format!("lint.allow.{}.until", rule.value));
                finding.help = problem.help;
                lint.findings.push(finding);
                None
            }
        });
        lint.allow.push(Allow { rule: rule.clone(), reason, until, span: allowed.span });
    }
    lint
}
