//! What was found of a resource, before its effect is known.

use crate::observe::Unread;
use crate::resources::ResourceId;
use crate::source::Span;

use super::act::Act;
use super::{Follows, Ignored, Status};

/// A value of the policy.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    pub(super) path: Option<String>,
    pub(super) span: Option<Span>,
}

impl Stated {
    pub(super) fn at(path: impl Into<String>, span: Span) -> Self {
        Self { path: Some(path.into()), span: Some(span) }
    }
}

/// A difference without what it does.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    /// The field of `resources` that holds it, as [`crate::observe::Subject`]
    /// names what could not be read.
    pub(super) setting: &'static str,
    pub(super) what: String,
    pub(super) field: String,
    pub(super) stated: Stated,
    pub(super) expected: Option<String>,
    pub(super) actual: Option<String>,
    pub(super) notes: Vec<String>,
    /// What it changes of the policy; empty if nothing that can be recovered
    /// depends on it.
    pub(super) acts: Vec<Act>,
    /// It acts on recovery in a way that cannot be counted.
    pub(super) doubted: bool,
    /// What is there is not known: no difference, but not in sync either.
    pub(super) unknown: bool,
}

impl Raw {
    pub(super) fn new(
        setting: &'static str,
        what: impl Into<String>,
        field: impl Into<String>,
    ) -> Self {
        Self {
            setting,
            what: what.into(),
            field: field.into(),
            stated: Stated::default(),
            expected: None,
            actual: None,
            notes: Vec::new(),
            acts: Vec::new(),
            doubted: false,
            unknown: false,
        }
    }

    /// A setting that the policy states and the source does not hold.
    pub(super) fn unknown(setting: &'static str) -> Self {
        Self { unknown: true, ..Self::new(setting, "", "") }
    }

    pub(super) fn stated(mut self, stated: Stated) -> Self {
        self.stated = stated;
        self
    }

    pub(super) fn values(mut self, expected: Option<String>, actual: Option<String>) -> Self {
        self.expected = expected;
        self.actual = actual;
        self
    }

    pub(super) fn acting(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    pub(super) fn doubted(mut self) -> Self {
        self.doubted = true;
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// A resource with what was found of it.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) id: ResourceId,
    pub(super) stated: Stated,
    pub(super) status: Status,
    pub(super) raws: Vec<Raw>,
    pub(super) unread: Vec<Unread>,
    pub(super) follows: Vec<Follows>,
    pub(super) ignored: Vec<Ignored>,
}
