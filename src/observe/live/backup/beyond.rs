//! Settings that a policy cannot state, noted while one resource is converted.

use crate::observe::Beyond;
use crate::resources::ResourceKind;

/// Takes what cannot be said of one resource.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    kind: ResourceKind,
    name: String,
    all: &'a mut Vec<Beyond>,
}

impl<'a> Notes<'a> {
    /// Notes about one resource, by its name as in the settings.
    pub(super) fn of(kind: ResourceKind, name: &str, all: &'a mut Vec<Beyond>) -> Self {
        Self { kind, name: name.to_owned(), all }
    }

    /// Notes a setting and its value in short.
    pub(super) fn note(&mut self, field: &str, value: &str) {
        self.all.push(Beyond {
            kind: self.kind,
            name: self.name.clone(),
            field: field.to_owned(),
            value: value.trim().to_owned(),
        });
    }
}
