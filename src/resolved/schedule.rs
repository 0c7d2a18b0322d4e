//! Schedules: from either written form to one value with its zone.

use crate::document::{Schedule as Written, ScheduleParts, TextOr, ZoneText};
use crate::schedule::{Part, Parts, Schedule, Zone};
use crate::source::{Span, Spanned, Text};

use super::context::Context;
use super::rules;

impl Context<'_> {
    /// Parses a schedule; `None` when it is absent or cannot be read.
    pub(super) fn schedule(
        &mut self,
        written: Option<&Written>,
        path: &str,
    ) -> Option<Spanned<Schedule>> {
        let written = written?;
        match &written.value {
            TextOr::Text(text, _) => {
                let leaf = written.with(text.clone());
                match Schedule::parse(text) {
                    Ok(schedule) => Some(written.with(schedule)),
                    Err(problems) => {
                        for problem in &problems {
                            self.problem(&rules::MALFORMED_VALUE, &leaf, path, problem);
                        }
                        None
                    }
                }
            }
            TextOr::Full(parts) => self.schedule_of_parts(parts, written.span, path),
        }
    }

    fn schedule_of_parts(
        &mut self,
        written: &ScheduleParts,
        span: Span,
        path: &str,
    ) -> Option<Spanned<Schedule>> {
        let ScheduleParts { every, weekday, day, month, at, between, timezone: _ } = written;
        let text = |leaf: Option<&Text>| leaf.cloned();
        let every = text(every.as_deref());
        let weekday = text(weekday.as_deref());
        let day = day.as_ref().map(|day| day.with(day.value.0.clone()));
        let month = text(month.as_deref());
        let at = text(at.as_deref());
        let between = text(between.as_deref());
        let parts = Parts {
            every: every.as_ref().map(Text::as_str),
            weekday: weekday.as_ref().map(Text::as_str),
            day: day.as_ref().map(Text::as_str),
            month: month.as_ref().map(Text::as_str),
            at: at.as_ref().map(Text::as_str),
            between: between.as_ref().map(Text::as_str),
        };
        match Schedule::from_parts(&parts) {
            Ok(schedule) => Some(Spanned::new(schedule, span)),
            Err(problems) => {
                for problem in problems {
                    let leaf = match problem.part {
                        Part::Every => &every,
                        Part::Weekday => &weekday,
                        Part::Day => &day,
                        Part::Month => &month,
                        Part::At => &at,
                        Part::Between => &between,
                    };
                    let whole = Spanned::new(String::new(), span);
                    let leaf = leaf.as_ref().unwrap_or(&whole);
                    self.problem(&rules::MALFORMED_VALUE, leaf, path, &problem.problem);
                }
                None
            }
        }
    }

    /// The zone of a schedule: the nearest that is stated, else UTC.
    pub(super) fn zone(
        &mut self,
        schedule: Option<&Written>,
        nearest: &[Option<&ZoneText>],
        path: &str,
    ) -> Spanned<Zone> {
        let own = schedule.and_then(|written| match &written.value {
            TextOr::Full(parts) => parts.timezone.as_ref(),
            TextOr::Text(..) => None,
        });
        let stated = own.or_else(|| nearest.iter().copied().flatten().next());
        let span = schedule.map_or_else(Span::default, |written| written.span);
        let parsed = self.parse(stated.map(|zone| &zone.0), path, Zone::parse);
        parsed.unwrap_or_else(|| Spanned::new(Zone::utc(), span))
    }
}
