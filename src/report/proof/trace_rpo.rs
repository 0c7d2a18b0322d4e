//! How much is lost as a sum, with its two runs and the lines it rests on.

use jiff::ToSpan as _;

use crate::recoverability::{
    AfterDisruption, Counted, Figure, FigureKind, History, Reach, TimeSource, Trace, Used,
};
use crate::resolved::{Mechanism, Points, Scheduled, Tier};
use crate::schedule::{Run, Schedule, Zone, occurrences};
use crate::source::Span;
use crate::units::Duration;

use super::trace::{About, Page};
use super::verdict::Tone;
use super::words::{code, figure, wanted};

/// One summand of a figure.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is, such as `gap` or `start window`.
    pub(super) what: &'static str,
    pub(super) time: Duration,
    /// Where it comes from, in words.
    pub(super) source: String,
    /// Where it stands in the file.
    pub(super) span: Option<Span>,
}

/// A run with the zone of its schedule, and what makes it.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) run: Run,
    pub(super) zone: Option<String>,
    pub(super) by: Option<String>,
}

impl Page {
    pub(super) fn rpo(&mut self, about: About<'_>, after: &AfterDisruption) {
        let objective = &after.wanted.rpo;
        let text = wanted(objective, ToString::to_string);
        self.wanted(about.environment, &text, objective.origin());
        let figures = &after.rpo.figures;
        self.figure(about, "nominal", &figures.nominal);
        self.figure(about, "guaranteed", &figures.guaranteed);
        self.figure(about, "one run fails", &figures.after_one_failure);
        if let Some(possible) = &after.rpo.possible {
            let text = format!(
                "nominal {}, guaranteed {}, if what may be lost is left",
                figure(&possible.nominal),
                figure(&possible.guaranteed)
            );
            self.line("at best", &text, Some(Tone::Unknown));
        }
        for way in &after.rpo.ways {
            let named = about.named(&way.mechanism.reference);
            match &way.unsure {
                None => self.line("counts", &named, None),
                Some(reason) => {
                    let text = format!("{named} proves nothing: {reason}");
                    self.line("may be lost", &text, Some(Tone::Unknown));
                }
            }
            self.places(about.environment, &about.lines_of(&way.mechanism.reference));
        }
    }

    /// A figure as a sum, with its runs and where the summands come from.
    fn figure(&mut self, about: About<'_>, label: &str, figure: &Figure) {
        self.line(label, &about.sum(figure), None);
        for (label, due) in about.runs(&figure.trace) {
            self.line(label, &due.words(), None);
        }
        let parts = about.parts(figure);
        for part in parts.iter().filter(|part| part.what != GAP) {
            let text = format!("{} {}", part.time, part.source);
            self.line(&format!("  {}", part.what), &text, None);
            self.places(about.environment, &part.span.into_iter().collect::<Vec<_>>());
        }
        if figure.trace.gaps > 1 {
            let text = format!(
                "{} in a row: a job that takes so long keeps the next ones from starting in time",
                figure.trace.gaps
            );
            self.line("  gaps", &text, None);
        }
    }
}

const GAP: &str = "gap";

impl About<'_> {
    /// `24h gap + 1h start window + 4h completion window = 29h`
    pub(super) fn sum(&self, figure: &Figure) -> String {
        let Some(value) = figure.value else { return without(figure.kind) };
        let parts = self.parts(figure);
        let last = match figure.kind {
            FigureKind::Typical => ", the lag that AWS documents as usual and does not bound",
            FigureKind::AsStated => ", as the policy states it",
            FigureKind::Guaranteed if figure.trace.runs.is_none() => ", never exceeded",
            FigureKind::Nominal
            | FigureKind::Guaranteed
            | FigureKind::Unproven(_)
            | FigureKind::None => "",
        };
        match parts.as_slice() {
            [] => format!("{value}{last}"),
            [one] => format!("{value}: the longest {} by the calendar{last}", one.what),
            several => {
                let summands: Vec<String> =
                    several.iter().map(|part| format!("{} {}", part.time, part.what)).collect();
                format!("{} = {value}", summands.join(" + "))
            }
        }
    }

    /// The summands: none for a figure without runs.
    pub(super) fn parts(&self, figure: &Figure) -> Vec<Part> {
        let (Some(value), Some((from, to))) = (figure.value, figure.trace.runs) else {
            return Vec::new();
        };
        let apart = to.at.as_second().saturating_sub(from.at.as_second());
        let apart = Duration::seconds(u64::try_from(apart).unwrap_or_default());
        let trace = &figure.trace;
        let delays = self.delays(trace);
        let total = |parts: &[Part]| parts.iter().fold(Duration::ZERO, |sum, p| sum.plus(p.time));
        let all = total(&delays);
        if apart.plus(all).rounded_up() == value {
            return std::iter::once(gap(apart)).chain(delays).collect();
        }
        // A copy job of its own takes what is ready: only the copy comes on top.
        let copy: Vec<Part> = delays.into_iter().filter(|part| part.what == "copy").collect();
        if apart.plus(total(&copy)).rounded_up() == value {
            return std::iter::once(gap(apart)).chain(copy).collect();
        }
        // Of runs that expire, the data may be a little newer than the run.
        let delays = self.delays(trace);
        std::iter::once(gap(value.minus(all))).chain(delays).collect()
    }

    /// Window, backup and copy, where they are counted.
    fn delays(&self, trace: &Trace) -> Vec<Part> {
        let slowest = self.slowest(trace);
        let tier = slowest.and_then(|mechanism| self.tier(mechanism));
        let window = trace.start_window.map(|time| {
            let stated = tier.and_then(|tier| tier.start_window.stated);
            let source = match (tier, stated) {
                (Some(_), None) => "is AWS's default: none is stated",
                _ => "is how late a job may start",
            };
            let span = stated.map(|stated| stated.span);
            Part { what: "start window", time, source: source.to_owned(), span }
        });
        let backup = trace.backup.map(|Used { time, from }| match from {
            TimeSource::Measured(span) => {
                Part { what: "backup", time, source: "measured".to_owned(), span: Some(span) }
            }
            TimeSource::CompletionWindow => {
                let stated = tier.and_then(|tier| tier.completion_window.stated);
                let source = match (tier, stated) {
                    (Some(_), None) => "is AWS's default: AWS ends a job then",
                    _ => "is when AWS ends a job; no `backup_time` is measured",
                };
                let span = stated.map(|stated| stated.span);
                Part { what: "completion window", time, source: source.to_owned(), span }
            }
        });
        let copy = trace.copy.map(|Used { time, from }| {
            let span = match from {
                TimeSource::Measured(span) => Some(span),
                TimeSource::CompletionWindow => None,
            };
            Part { what: "copy", time, source: "measured".to_owned(), span }
        });
        [window, backup, copy].into_iter().flatten().filter(|part| !part.time.is_zero()).collect()
    }

    /// Of the mechanisms counted, the one whose delay was added.
    fn slowest(&self, trace: &Trace) -> Option<&Mechanism> {
        let is_it = |mechanism: &&Mechanism| match scheduled(mechanism) {
            Some(points) => {
                Some(points.start_window) == trace.start_window
                    && mechanism.made_from.is_some() == trace.copy.is_some()
            }
            None => false,
        };
        let counted = trace.mechanisms.iter();
        counted.filter_map(|counted| self.mechanism(&counted.reference)).find(is_it)
    }

    /// The tier whose runs make the points of a mechanism.
    fn tier(&self, mechanism: &Mechanism) -> Option<&Tier> {
        let paths = [Some(&mechanism.reference), mechanism.made_from.as_ref()];
        let tiers = self.environment.policy.plans.values().flat_map(|plan| plan.tiers.values());
        tiers.into_iter().find(|tier| paths.iter().flatten().any(|path| **path == tier.at.path))
    }

    /// The path of that tier.
    pub(super) fn tier_path(&self, mechanism: &Mechanism) -> Option<&str> {
        self.tier(mechanism).map(|tier| tier.at.path.as_str())
    }

    /// Where a mechanism stands, its schedule and its retention.
    pub(super) fn lines_of(&self, reference: &str) -> Vec<Span> {
        let Some(mechanism) = self.mechanism(reference) else { return Vec::new() };
        let (schedule, retention) = match &mechanism.points {
            Points::Scheduled(points) => (
                points.schedule.as_ref().map(|s| s.span),
                points.retention.as_ref().map(|r| r.span),
            ),
            Points::Continuous { retention, lag: _ }
            | Points::OnChange { retention, keep_newest: _ } => {
                (None, retention.as_ref().map(|r| r.span))
            }
            Points::Replica { lag: _ } => (None, None),
        };
        let limits = mechanism.limits.iter().map(|limit| limit.span);
        let own = std::iter::once(mechanism.span);
        own.chain(schedule).chain(retention).chain(limits).collect()
    }

    /// The two runs of a figure, each with its label.
    pub(super) fn runs(&self, trace: &Trace) -> Vec<(&'static str, Due)> {
        let Some((from, to)) = trace.runs else { return Vec::new() };
        vec![
            ("  data of", self.due(from, &trace.mechanisms)),
            ("  until", self.due(to, &trace.mechanisms)),
        ]
    }

    /// Which of the mechanisms runs then, and by which clock.
    fn due(&self, run: Run, counted: &[Counted]) -> Due {
        let known: Vec<&Mechanism> =
            counted.iter().filter_map(|counted| self.mechanism(&counted.reference)).collect();
        for mechanism in &known {
            let Some(points) = scheduled(mechanism) else { continue };
            let own = points.schedule.as_ref().map(|s| (&s.value, &points.zone));
            let copied = points.copied.as_ref();
            let job = copied.and_then(|job| Some((&job.schedule.as_ref()?.value, &job.zone)));
            for ((schedule, zone), what) in
                own.map(|own| (own, "")).into_iter().chain(job.map(|job| (job, "the copy job of ")))
            {
                if runs_at(schedule, zone, run) {
                    let by = Some(format!("{what}{}", code(&mechanism.reference)));
                    return Due { run, zone: Some(zone.to_string()), by };
                }
            }
        }
        let zone = known.first().and_then(|mechanism| scheduled(mechanism));
        Due { run, zone: zone.map(|points| points.zone.to_string()), by: None }
    }

    /// `2557d kept − 366d gap − 1h start window = 2190d 23h`
    pub(super) fn reach_sum(&self, history: &History) -> Option<String> {
        let (Reach::Back(back), Some(band)) = (history.reach, history.bands.last()) else {
            return None;
        };
        let (kept, window, apart) = (history.kept?, history.window, band.apart);
        if kept.minus(apart.plus(window)).rounded_down() != back || apart.is_zero() {
            return None;
        }
        let window = match window.is_zero() {
            true => String::new(),
            false => format!(" − {window} start window"),
        };
        Some(format!("{kept} kept − {apart} gap{window} = {back}"))
    }
}

fn gap(time: Duration) -> Part {
    Part { what: GAP, time, source: "between the two runs".to_owned(), span: None }
}

fn scheduled(mechanism: &Mechanism) -> Option<&Scheduled> {
    match &mechanism.points {
        Points::Scheduled(points) => Some(points),
        Points::Continuous { .. } | Points::OnChange { .. } | Points::Replica { .. } => None,
    }
}

fn runs_at(schedule: &Schedule, zone: &Zone, run: Run) -> bool {
    let (Some(cron), Ok(after)) = (schedule.cron(), run.at.checked_add(1.second())) else {
        return false;
    };
    occurrences(cron, zone, run.at, after).any(|found| found == run)
}

/// Why there is no length.
fn without(kind: FigureKind) -> String {
    match kind {
        FigureKind::Unproven(reason) => format!("unproven: {reason}"),
        FigureKind::Nominal
        | FigureKind::Guaranteed
        | FigureKind::Typical
        | FigureKind::AsStated
        | FigureKind::None => "–: nothing that is left runs by itself".to_owned(),
    }
}

impl Due {
    /// Local time with its zone, and UTC.
    pub(super) fn words(&self) -> String {
        let local = self.run.local.strftime("%a %Y-%m-%d %H:%M");
        let utc = self.run.at.strftime("%Y-%m-%d %H:%M");
        let by = self.by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
        match self.zone.as_deref() {
            Some(zone) if zone != "UTC" => format!("{local} {zone} ({utc} UTC){by}"),
            _ => format!("{local} UTC{by}"),
        }
    }
}
