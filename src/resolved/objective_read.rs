//! Reads the objectives written at one place.

use std::collections::BTreeMap;

use crate::document::{self, Disruption, TextOr};
use crate::source::{Span, Spanned, Text};
use crate::units::{Availability, CalendarDays, Duration, Problem};

use super::context::Context;
use super::objective_layers::{Figures, Layer, Qualified, Refusal, Said};
use super::objectives::{History, HistoryLength, Objective, Origin, Rung, disruption_key};
use super::rules;

type Written = Spanned<TextOr<document::NoneText, document::Objectives>>;
type WrittenDisruption = Spanned<TextOr<document::NoneText, document::DisruptionObjectives>>;
type WrittenTime = Spanned<TextOr<document::ObjectiveText, document::Accepted>>;
type WrittenHistory = Spanned<TextOr<document::HistoryText, document::History>>;

/// The keys of a mapping that an `accepted` beside them would silence.
#[derive(Clone, Copy)]
struct Beside(bool);

impl Context<'_> {
    /// Reads `objectives` at `path` (the path of the objectives themselves).
    pub(super) fn layer(&mut self, written: Option<&Written>, path: &str) -> Layer {
        let Some(written) = written else { return Layer::default() };
        let document::Objectives {
            accepted,
            rpo,
            rto,
            history,
            found_within,
            availability,
            corruption,
            deletion,
            hardware,
            zone,
            region,
            account,
        } = match &written.value {
            TextOr::Full(objectives) => objectives,
            TextOr::Text(text, _) => {
                let leaf = written.with(text.clone());
                return Layer { whole: self.none(&leaf, path), ..Layer::default() };
            }
        };
        let written_disruptions = [
            (Disruption::Corruption, corruption),
            (Disruption::Deletion, deletion),
            (Disruption::Hardware, hardware),
            (Disruption::Zone, zone),
            (Disruption::Region, region),
            (Disruption::Account, account),
        ];
        let mut qualified = BTreeMap::new();
        for (disruption, figures) in written_disruptions {
            let Some(figures) = figures else { continue };
            let path = format!("{path}.{}", disruption_key(disruption));
            qualified.insert(disruption, self.qualified(figures, &path));
        }
        let unqualified = self.figures(rpo, rto, history, found_within.as_deref(), path);
        let availability = availability.as_deref();
        let share_path = format!("{path}.availability");
        let share = self.parse(availability, &share_path, Availability::parse);
        let share = share
            .map(|share| Objective::Stated(share.value, origin(share.span, path, "availability")));
        let beside = Beside(unqualified.any() || share.is_some() || !qualified.is_empty());
        let whole = self.accepted(accepted.as_deref(), beside, path);
        Layer { whole, unqualified, qualified, availability: share }
    }

    fn qualified(&mut self, written: &WrittenDisruption, path: &str) -> Qualified {
        let document::DisruptionObjectives { accepted, rpo, rto, history, found_within } =
            match &written.value {
                TextOr::Full(figures) => figures,
                TextOr::Text(text, _) => {
                    let leaf = written.with(text.clone());
                    return Qualified { whole: self.none(&leaf, path), ..Qualified::default() };
                }
            };
        let figures = self.figures(rpo, rto, history, found_within.as_deref(), path);
        let whole = self.accepted(accepted.as_deref(), Beside(figures.any()), path);
        Qualified { whole, figures }
    }

    fn figures(
        &mut self,
        rpo: &Option<WrittenTime>,
        rto: &Option<WrittenTime>,
        history: &Option<WrittenHistory>,
        found_within: Option<&Text>,
        path: &str,
    ) -> Figures {
        let late = self.parse(found_within, &format!("{path}.found_within"), Duration::parse);
        Figures {
            rpo: self.objective_time(rpo.as_ref(), path, "rpo"),
            rto: self.objective_time(rto.as_ref(), path, "rto"),
            history: self.history(history.as_ref(), &format!("{path}.history")),
            found_within: late
                .map(|late| Objective::Stated(late.value, origin(late.span, path, "found_within"))),
        }
    }

    /// The word `none`, which stands instead of objectives.
    fn none(&mut self, leaf: &Text, path: &str) -> Option<Refusal> {
        if leaf.value == "none" {
            return Some(Refusal::NoObjective(Origin { path: path.to_owned(), span: leaf.span }));
        }
        let problem = Problem::whole(&leaf.value, format!("`{}` is not an objective", leaf.value))
            .with_help("write `none`, `{ accepted: the reason }`, or the figures such as `{ rpo: 4h, rto: 8h }`");
        self.problem(&rules::MALFORMED_VALUE, leaf, path, &problem);
        None
    }

    fn accepted(&mut self, reason: Option<&Text>, beside: Beside, path: &str) -> Option<Refusal> {
        let reason = reason?;
        if beside.0 {
            let finding = rules::MALFORMED_VALUE
                .finding(
                    reason.span,
                    "`accepted` stands beside other objectives of the same mapping",
                )
                .path(path);
            self.report(finding.help(
                "`accepted` stands alone: write it under the figure or disruption it is about",
            ));
        }
        Some(Refusal::Accepted(reason.clone(), Origin { path: path.to_owned(), span: reason.span }))
    }

    fn objective_time(
        &mut self,
        written: Option<&WrittenTime>,
        path: &str,
        key: &str,
    ) -> Said<Duration> {
        let written = written?;
        let from = origin(written.span, path, key);
        let text = match &written.value {
            TextOr::Full(accepted) => {
                return Some(Objective::Accepted(accepted.accepted.0.clone(), from));
            }
            TextOr::Text(text, _) => written.with(text.clone()),
        };
        if text.value == "none" {
            return Some(Objective::NoObjective(from));
        }
        let parsed = self.parse(Some(&text), &from.path, Duration::parse_objective)?;
        Some(Objective::Stated(parsed.value, from))
    }

    /// Reads a history; `path` is that of the figure.
    pub(super) fn history(
        &mut self,
        written: Option<&WrittenHistory>,
        path: &str,
    ) -> Said<History> {
        let written = written?;
        let from = Origin { path: path.to_owned(), span: written.span };
        let document::History { accepted, hour, day, week, month, year } = match &written.value {
            TextOr::Full(ladder) => ladder,
            TextOr::Text(text, _) if text == "none" => return Some(Objective::NoObjective(from)),
            TextOr::Text(text, _) => {
                let leaf = written.with(text.clone());
                let reach = self.parse(Some(&leaf), path, HistoryLength::parse)?;
                let history = History { reach: Some(reach), rungs: BTreeMap::new() };
                return Some(Objective::Stated(history, from));
            }
        };
        let mut rungs = BTreeMap::new();
        for (rung, length) in [
            (Rung::Hour, hour),
            (Rung::Day, day),
            (Rung::Week, week),
            (Rung::Month, month),
            (Rung::Year, year),
        ] {
            let path = format!("{path}.{}", rung.key());
            let length = self.parse(length.as_deref(), &path, CalendarDays::parse);
            rungs.extend(length.map(|length| (rung, length)));
        }
        if let Some(reason) = accepted {
            self.accepted(Some(reason), Beside(!rungs.is_empty()), path);
            return Some(Objective::Accepted(reason.0.clone(), from));
        }
        // A ladder without rungs says nothing.
        (!rungs.is_empty()).then_some(Objective::Stated(History { reach: None, rungs }, from))
    }
}

impl Figures {
    fn any(&self) -> bool {
        let Self { rpo, rto, history, found_within } = self;
        rpo.is_some() || rto.is_some() || history.is_some() || found_within.is_some()
    }
}

impl HistoryLength {
    /// Reads hours (`36h`) or a calendar length (`35d`, `7y`).
    ///
    /// # Errors
    /// As those of the two units.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.ends_with('h') {
            return Duration::parse(text).map(Self::Hours);
        }
        CalendarDays::parse(text).map(Self::Days)
    }
}

fn origin(span: Span, path: &str, key: &str) -> Origin {
    Origin { path: format!("{path}.{key}"), span }
}
