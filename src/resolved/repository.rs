//! Jobs that copy a repository elsewhere.

use std::collections::BTreeMap;

use crate::document;
use crate::source::{Span, Spanned, Text};
use crate::units::Retention;

use super::context::{Context, is_on};
use super::cut::belongs;
use super::protection::Timetable;
use super::times::Times;

/// A job that copies a repository elsewhere.
#[derive(Debug, Clone)]
pub struct RepositoryCopy {
    /// Its path, such as `repositories.disk.copies[0]`.
    pub path: String,
    /// The whole copy.
    pub span: Span,
    /// Destination, a name under `repositories`.
    pub to: Text,
    /// When it runs.
    pub timetable: Timetable,
    /// What is deleted at the source is deleted at the destination.
    pub propagates_deletes: Option<Spanned<bool>>,
    /// Name of each object; one without a date overwrites the last.
    pub object: Option<Text>,
    /// Storage class of the copies.
    pub storage_class: Option<Text>,
    /// How long the copies are kept.
    pub retention: Option<Spanned<Retention>>,
    /// The program.
    pub tool: Option<Text>,
    /// How long a run and a restore take.
    pub times: Times,
    /// Written, but switched off.
    pub planned: bool,
}

impl Context<'_> {
    pub(super) fn repository_copies(
        &mut self,
        copies: &[Spanned<document::RepositoryCopy>],
        path: &str,
        repositories: &BTreeMap<String, ()>,
    ) -> Vec<RepositoryCopy> {
        let mut resolved = Vec::new();
        for (index, copy) in copies.iter().enumerate() {
            let document::RepositoryCopy {
                to,
                schedule,
                propagates_deletes,
                object,
                storage_class,
                retention,
                tool,
                copy_time,
                restore_time,
                planned,
                only,
            } = &copy.value;
            let path = format!("{path}.copies[{index}]");
            if !belongs(only.as_ref(), &self.placeholders.environment)
                || self.known(to, "repositories", repositories, &path).is_none()
            {
                continue;
            }
            resolved.push(RepositoryCopy {
                span: copy.span,
                to: to.0.clone(),
                timetable: self.timetable(schedule.as_ref(), &path),
                propagates_deletes: *propagates_deletes,
                object: object.as_ref().map(|object| object.0.clone()),
                storage_class: storage_class.as_ref().map(|class| class.0.clone()),
                retention: self.parse(retention.as_deref(), &path, Retention::parse),
                tool: tool.as_ref().map(|tool| tool.0.clone()),
                times: self.times([None, copy_time.as_ref(), restore_time.as_ref()], &path),
                planned: is_on(planned.as_ref()),
                path,
            });
        }
        resolved
    }
}
