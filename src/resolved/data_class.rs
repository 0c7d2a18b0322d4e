//! Parts of a resource's data with promises of their own.

use std::collections::BTreeMap;

use crate::document::{self, TextOr};
use crate::source::{Map, Span, Spanned, Text};
use crate::units::{CalendarDays, Duration, Retention};

use super::context::{At, Context, at};
use super::objective_layers::Layer;
use super::objectives::Objectives;
use super::vault::SpannedTags;

/// A named part of a resource's data.
#[derive(Debug, Clone)]
pub struct DataClass {
    /// Where it stands.
    pub at: At,
    /// Literal beginning of its keys.
    pub prefix: Option<Text>,
    /// Tags of its objects.
    pub tags: SpannedTags,
    /// Tables that hold it.
    pub tables: Vec<Text>,
    /// How long it must be kept.
    pub retention: Option<Spanned<ClassRetention>>,
    /// Nobody may change or delete it before its retention ends, where it says so.
    pub immutable: Option<Span>,
    /// How quickly it must be readable, up to an age.
    pub access: Option<Spanned<Access>>,
    /// Age at which no copy of it may exist any more.
    pub erase_after: Option<Spanned<CalendarDays>>,
    /// Its objectives.
    pub objectives: Objectives,
    /// It states some of them itself.
    pub states_objectives: bool,
}

/// How long a data class must be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClassRetention {
    /// From creation.
    FromCreation(Retention),
    /// From an event, which no setting of AWS knows.
    FromEvent {
        /// The event.
        event: Text,
        /// How long after it.
        then: Spanned<Retention>,
    },
}

/// How quickly data must be readable.
#[derive(Debug, Clone)]
pub struct Access {
    /// Up to this age.
    pub age: Spanned<CalendarDays>,
    /// Within this time.
    pub within: Spanned<Duration>,
}

impl Context<'_> {
    /// The classes of a resource at `path`, each with the layer that it adds to
    /// the objectives.
    pub(super) fn data_classes(
        &mut self,
        classes: &Map<document::DataClass>,
        path: &str,
        inherit: impl Fn(&Layer) -> Objectives,
    ) -> BTreeMap<String, DataClass> {
        let section = format!("{path}.data_classes");
        let classes = classes.iter().map(|(name, class)| {
            (name.value.clone(), self.data_class(name, class, &section, &inherit))
        });
        classes.collect()
    }

    fn data_class(
        &mut self,
        name: &Text,
        class: &document::DataClass,
        section: &str,
        inherit: impl Fn(&Layer) -> Objectives,
    ) -> DataClass {
        let document::DataClass {
            prefix,
            tags,
            tables,
            retention,
            immutable,
            access,
            erase_after,
            objectives,
        } = class;
        let at = at(name, section, &[]);
        let layer = self.layer(objectives.as_ref(), &format!("{}.objectives", at.path));
        DataClass {
            prefix: prefix.as_ref().map(|prefix| self.fill(prefix, &at.path)),
            tags: self.tags(tags, &at.path),
            tables: tables.iter().map(|table| table.0.clone()).collect(),
            retention: self.class_retention(retention.as_ref(), &at.path),
            immutable: immutable.filter(|flag| flag.value).map(|flag| flag.span),
            access: access.as_ref().and_then(|access| self.access(access, &at.path)),
            erase_after: self.parse(erase_after.as_deref(), &at.path, CalendarDays::parse),
            objectives: inherit(&layer),
            states_objectives: objectives.is_some(),
            at,
        }
    }

    fn class_retention(
        &mut self,
        written: Option<&Spanned<TextOr<document::RetentionText, document::EventRetention>>>,
        path: &str,
    ) -> Option<Spanned<ClassRetention>> {
        let written = written?;
        let path = format!("{path}.retention");
        let retention = match &written.value {
            TextOr::Text(text, _) => {
                let leaf = written.with(text.clone());
                ClassRetention::FromCreation(
                    self.parse(Some(&leaf), &path, Retention::parse)?.value,
                )
            }
            TextOr::Full(document::EventRetention { event, after }) => ClassRetention::FromEvent {
                event: event.0.clone(),
                then: self.parse(Some(after), &path, Retention::parse)?,
            },
        };
        Some(written.with(retention))
    }

    fn access(
        &mut self,
        written: &Spanned<document::Access>,
        path: &str,
    ) -> Option<Spanned<Access>> {
        let document::Access { age, within } = &written.value;
        let path = format!("{path}.access");
        let age = self.parse(Some(age), &path, CalendarDays::parse);
        let within = self.parse(Some(within), &path, Duration::parse);
        Some(written.with(Access { age: age?, within: within? }))
    }
}
