//! What a rule is.

use crate::source::Span;

use super::{Finding, Kind, Level};

/// A page that a rule rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// Title of the page.
    pub title: &'static str,
    /// Its address.
    pub url: &'static str,
    /// Day it was read, as an ISO date.
    pub read: &'static str,
}

/// One consistency test.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Kebab-case name of the fault; reads well after "allow".
    pub name: &'static str,
    /// What happens if nobody changes anything.
    pub kind: Kind,
    /// Level of its findings unless one says otherwise.
    pub level: Level,
    /// One sentence without a period.
    pub summary: &'static str,
    /// The page beside the rule.
    pub explanation: &'static str,
    /// Where AWS says so; empty for rules about the document itself.
    pub cites: &'static [Citation],
}

impl Rule {
    /// A finding of this rule at the value that should change.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        let mut finding = Finding::new(self.name, self.kind, self.level, span, message);
        finding.url = self.cites.first().map(|cite| cite.url);
        finding
    }
}
