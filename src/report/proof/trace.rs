//! How figures come about, for people: runs, sums, lines of the file.

use std::collections::BTreeMap;

use crate::recoverability::{AfterDisruption, Recovery, RtoKind, Standing, Subject, Verdict};
use crate::resolved::{Mechanism, Origin, disruption_key, mechanisms};
use crate::source::Span;
use crate::units::Date;

use super::layout::{hanging, padded};
use super::places::place;
use super::verdict::Tone;
use super::words::{code, disruption, means, time, wanted, wanted_history};
use super::{Environment, history};
use crate::report::{Style, clean};

/// Columns of labels.
const LABEL: usize = 20;

/// One figure that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Rpo,
    Rto,
    History,
}

impl Asked {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Rpo => "rpo",
            Self::Rto => "rto",
            Self::History => "history",
        }
    }
}

/// The text so far.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) out: String,
    style: Style,
    /// What was said of the plans behind some tiers: many figures share them.
    pub(super) plans: BTreeMap<(String, String, String), String>,
}

/// What a page is about at the moment.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) environment: &'a Environment<'a>,
    /// The mechanisms of the resource.
    pub(super) mechanisms: &'a [Mechanism],
}

impl Page {
    pub(super) const fn new(style: Style) -> Self {
        Self { out: String::new(), style, plans: BTreeMap::new() }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub(super) fn finish(self, as_of: Date) -> String {
        format!("{}as of {as_of}\n", self.out)
    }

    /// A line with its label.
    pub(super) fn line(&mut self, label: &str, text: &str, tone: Option<Tone>) {
        let label = format!("  {}", padded(&clean(label), LABEL));
        self.out.push_str(&hanging(&label, text, tone.map(Tone::codes), self.style));
    }

    /// Lines of the file, each once.
    pub(super) fn places(&mut self, environment: &Environment<'_>, spans: &[Span]) {
        let input = environment.file.input;
        let mut shown = Vec::new();
        for span in spans.iter().filter(|span| **span != Span::default()) {
            let line = input.lines.line_of(span.start);
            if !shown.contains(&line) {
                shown.push(line);
                self.out.push_str(&place(input, *span, LABEL + 2, self.style));
            }
        }
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    pub(super) fn head(&mut self, name: &str, about: &str) {
        let text = format!("{} ({about})", clean(name));
        self.out.push_str(&hanging("", &text, Some("1"), self.style));
    }

    /// What is asked for of one disruption.
    pub(super) fn after(
        &mut self,
        environment: &Environment<'_>,
        subject: &Subject,
        after: &AfterDisruption,
        asked_all: &[Asked],
    ) {
        let all: Vec<Mechanism> = mechanisms(environment.policy)
            .into_iter()
            .filter(|mechanism| mechanism.resource == subject.resource)
            .collect();
        let about = About { environment, mechanisms: &all };
        for asked in asked_all {
            let name =
                format!("{}.{}.{}", subject.name(), disruption_key(after.disruption), asked.key());
            let hit = format!("after {}", disruption(after.disruption, environment.proof));
            let named = &environment.proof.environment;
            let hit = if named.is_empty() { hit } else { format!("{hit}, {named}") };
            self.head(&name, &hit);
            match asked {
                Asked::Rpo => self.rpo(about, after),
                Asked::Rto => self.rto(about, after),
                Asked::History => self.history(about, after),
            }
            if asked_all.len() == 1 {
                self.common(about, after, *asked != Asked::Rto);
            }
            let (verdict, tone) = environment.verdict_of(subject, after, asked.key());
            self.line("verdict", &verdict, Some(tone));
            self.out.push('\n');
        }
        if asked_all.len() > 1 {
            let name = format!("{}.{}", subject.name(), disruption_key(after.disruption));
            self.head(&name, "all of it");
            self.common(about, after, true);
            let text = environment.verdict(subject, after, about.mechanisms);
            self.line("verdict", &text, Some(Tone::of(&after.verdict())));
            self.out.push('\n');
        }
    }

    /// What is wanted, with its line.
    pub(super) fn wanted(
        &mut self,
        environment: &Environment<'_>,
        text: &str,
        origin: Option<&Origin>,
    ) {
        self.line("wanted", text, None);
        self.places(environment, &origin.map(|origin| origin.span).into_iter().collect::<Vec<_>>());
    }

    fn rto(&mut self, about: About<'_>, after: &AfterDisruption) {
        let objective = &after.wanted.rto;
        self.wanted(about.environment, &wanted(objective, ToString::to_string), objective.origin());
        if after.recoveries.is_empty() {
            let is = match &after.rto_verdict {
                Verdict::Unproven(_) => "nothing is certainly left to restore from",
                _ => "nothing is left to restore from",
            };
            self.line("is", is, Some(Tone::Bad));
        }
        for (number, recovery) in after.recoveries.iter().enumerate() {
            let label = if number == 0 { "is" } else { "else" };
            self.recovery(about, label, recovery);
        }
    }

    fn recovery(&mut self, about: About<'_>, label: &str, recovery: &Recovery) {
        let rto = &recovery.rto;
        let by = code(&rto.by.reference);
        let verdict = match &recovery.verdict {
            Verdict::Unproven(reason) => reason,
            verdict => history::words(verdict),
        };
        let mut text = format!("{} by {by}: {verdict}", time(rto));
        if let Some(floor) = &rto.floor {
            text.push_str(&format!("; {}", floor.why));
        }
        self.line(label, &text, Some(Tone::of(&recovery.verdict)));
        let stated = match rto.kind {
            RtoKind::Measured(span) | RtoKind::Estimated(span) => Some(span),
            RtoKind::Typical | RtoKind::Unproven(_) => None,
        };
        self.places(about.environment, &[stated.unwrap_or(rto.by.span)]);
    }

    fn history(&mut self, about: About<'_>, after: &AfterDisruption) {
        let objective = &after.wanted.history;
        self.wanted(about.environment, &wanted(objective, wanted_history), objective.origin());
        let found = &after.history;
        let said = history::of(found);
        self.line("is", said.as_deref().unwrap_or("no older state is left"), None);
        if let Some(sum) = about.reach_sum(found) {
            self.line("reach", &sum, None);
        }
        let mut shown: Vec<&str> = Vec::new();
        for by in found.bands.iter().flat_map(|band| &band.by) {
            if !shown.contains(&by.reference.as_str()) {
                shown.push(&by.reference);
                self.line("counts", &about.named(&by.reference), None);
                self.places(about.environment, &about.lines_of(&by.reference));
            }
        }
        for rung in &after.rungs {
            let text = format!(
                "{}: {}",
                super::words::rung(rung.rung, &rung.wanted.value),
                history::words(&rung.verdict)
            );
            self.line("ladder", &text, Some(Tone::of(&rung.verdict)));
        }
    }

    /// What does not count, the plan and the assumptions.
    fn common(&mut self, about: About<'_>, after: &AfterDisruption, of_runs: bool) {
        for out in &after.rpo.left_out {
            let text = format!("{}: {}", about.named(&out.mechanism.reference), out.why);
            self.line("does not count", &text, Some(Tone::Quiet));
            self.places(about.environment, &[out.mechanism.span]);
        }
        if of_runs {
            self.plans(about, after);
        }
        if let Some(within) = after.found_within {
            let text = format!(
                "{within} later at most: only what is kept so much longer than its gap counts"
            );
            self.line("found within", &text, None);
            let origin = after.wanted.found_within.origin();
            self.places(
                about.environment,
                &origin.map(|origin| origin.span).into_iter().collect::<Vec<_>>(),
            );
        }
        for (assumption, standing) in &after.assumptions {
            let text = format!("{}: {}", code(assumption.key()), means(*assumption));
            match standing {
                Standing::Open => self.line("assumes", &text, None),
                Standing::Stated(statements) => {
                    self.line("policy states", &text, None);
                    let spans: Vec<Span> = statements.iter().map(|stated| stated.span).collect();
                    self.places(about.environment, &spans);
                }
            }
        }
    }
}

impl About<'_> {
    pub(super) fn mechanism(&self, reference: &str) -> Option<&Mechanism> {
        self.mechanisms.iter().find(|known| known.reference == reference)
    }

    /// The mechanism with what it is.
    pub(super) fn named(&self, reference: &str) -> String {
        match self.mechanism(reference) {
            Some(found) => format!("{} ({})", code(reference), found.kind.words()),
            None => code(reference),
        }
    }
}
