//! Times of backups, copies and restores: measured, estimated, or growing.

use crate::document::{self, GrowsWith, TextOr};
use crate::source::{Span, Spanned};
use crate::units::{Bytes, Date, Rate, TimeRange};

use super::context::Context;
use super::rules;

/// How long something takes, as the policy states it.
#[derive(Debug, Clone)]
pub struct Time {
    /// The whole value.
    pub span: Span,
    /// Its path, such as `resources.database.automated_backups.restore_time`.
    pub path: String,
    /// The time itself; none if only its growth is stated.
    pub figure: Option<TimeFigure>,
    /// Time that comes on top and grows with the data lost.
    pub takes_per: Option<TakesPer>,
    /// How much data was moved when it was measured.
    pub size: Option<Spanned<Bytes>>,
    /// The day it was measured.
    pub at: Option<Spanned<Date>>,
}

/// A time with what it is worth.
#[derive(Debug, Clone, Copy)]
pub enum TimeFigure {
    /// It was measured; of a range the worse end counts.
    Measured(Spanned<TimeRange>),
    /// It is a guess, shown and never taken as proof.
    Estimated(Spanned<TimeRange>),
}

/// Time that grows with the data lost.
#[derive(Debug, Clone, Copy)]
pub struct TakesPer {
    /// What it grows with.
    pub of: Spanned<GrowsWith>,
    /// How much time for how much of it.
    pub rate: Spanned<Rate>,
}

impl Time {
    /// The measured time; none for an estimate.
    pub fn measured(&self) -> Option<Spanned<TimeRange>> {
        match self.figure {
            Some(TimeFigure::Measured(range)) => Some(range),
            Some(TimeFigure::Estimated(_)) | None => None,
        }
    }
}

/// The times of one mechanism.
#[derive(Debug, Clone, Default)]
pub struct Times {
    /// How long a backup takes.
    pub backup: Option<Time>,
    /// How long a copy takes.
    pub copy: Option<Time>,
    /// How long a restore takes.
    pub restore: Option<Time>,
}

impl Context<'_> {
    /// Reads a time in either form; `path` is that of the value.
    pub(super) fn time(&mut self, written: Option<&document::Time>, path: &str) -> Option<Time> {
        let written = written?;
        let parts = match &written.value {
            TextOr::Text(text, _) => {
                let leaf = written.with(text.clone());
                let range = self.parse(Some(&leaf), path, TimeRange::parse)?;
                return Some(time(written.span, path, Some(TimeFigure::Measured(range))));
            }
            TextOr::Full(parts) => parts,
        };
        let document::Measured { took, size, at, estimate, takes_per } = parts;
        let took = self.parse(took.as_deref(), path, TimeRange::parse);
        let guess = self.parse(estimate.as_deref(), path, TimeRange::parse);
        if let (Some(_), Some(guess)) = (&took, &guess) {
            let finding = rules::MALFORMED_VALUE
                .finding(guess.span, "a time is either measured or estimated")
                .path(path);
            self.report(finding.help("leave `estimate` out once `took` is known"));
        }
        let measured = took.map(TimeFigure::Measured);
        let size = self.parse(size.as_deref(), path, Bytes::parse);
        let at = self.parse(at.as_deref(), path, Date::parse);
        let takes_per = self.takes_per(takes_per.as_ref(), path);
        let figure = measured.or(guess.map(TimeFigure::Estimated));
        Some(Time { size, at, takes_per, ..time(written.span, path, figure) })
    }

    /// Reads a time that grows.
    pub(super) fn takes_per(
        &mut self,
        written: Option<&document::TakesPer>,
        path: &str,
    ) -> Option<TakesPer> {
        let document::TakesPer { of, rate } = written?;
        let rate = self.parse(Some(rate), path, Rate::parse)?;
        Some(TakesPer { of: *of, rate })
    }

    /// The times of an entry at `path`.
    pub(super) fn times(
        &mut self,
        [backup, copy, restore]: [Option<&document::Time>; 3],
        path: &str,
    ) -> Times {
        Times {
            backup: self.time(backup, &format!("{path}.backup_time")),
            copy: self.time(copy, &format!("{path}.copy_time")),
            restore: self.time(restore, &format!("{path}.restore_time")),
        }
    }
}

fn time(span: Span, path: &str, figure: Option<TimeFigure>) -> Time {
    Time { span, path: path.to_owned(), figure, takes_per: None, size: None, at: None }
}
