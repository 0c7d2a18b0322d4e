//! A scenario in lines: what it restores from, what it needs, how long it takes.

use crate::recoverability::{Need, Restored, RtoKind, ScenarioProof, Verdict};
use crate::resolved::{Scenario, Step, Time, TimeFigure};
use crate::units::Duration;

use super::Environment;
use super::history::by;
use super::verdict::Tone;
use super::words::{code, disruption, figure, guaranteed, nominal, time};

/// A scenario as every format shows it.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) lines: Vec<Line>,
}

/// One line of it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) tone: Option<Tone>,
}

impl Line {
    fn new(label: impl Into<String>, text: String, tone: Option<Tone>) -> Self {
        Self { label: label.into(), text, tone }
    }
}

pub(super) fn scenario(environment: &Environment<'_>, proven: &ScenarioProof) -> Said {
    let after = match proven.disruption {
        Some(found) => format!("after {}", disruption(found, environment.proof)),
        None => "for no stated disruption: nothing is proven".to_owned(),
    };
    let name = &environment.proof.environment;
    let about = if name.is_empty() { after } else { format!("{after}, {name}") };
    let resolved = environment.policy.recovery.get(&proven.name);
    let mut lines = Vec::new();
    for restored in &proven.restores {
        lines.push(restore(restored, resolved));
        lines.extend(better(restored));
    }
    lines.extend(proven.needs.iter().map(need));
    lines.push(verdict(environment, proven));
    if let Some(resolved) = resolved.filter(|resolved| !resolved.steps.is_empty()) {
        let steps: Vec<String> = resolved.steps.iter().map(|s| step(s, proven)).collect();
        lines.push(Line::new("steps", steps.join(", then "), None));
    }
    lines.extend(
        proven
            .missing
            .iter()
            .map(|missing| Line::new("missing", missing.clone(), Some(Tone::Unknown))),
    );
    Said { name: proven.path.clone(), about, lines }
}

fn restore(restored: &Restored, resolved: Option<&Scenario>) -> Line {
    let from = resolved.and_then(|scenario| scenario.restores.get(&restored.resource));
    let from = from.map(|restore| format!("from {}", code(&restore.from.path.value)));
    let from = from.unwrap_or_default();
    if let Some(lost) = &restored.lost {
        let text = format!("{from}: nothing is left of it: {lost}");
        return Line::new(&restored.resource, text, Some(Tone::Bad));
    }
    let figures = &restored.rpo.figures;
    let wanted = restored.wanted.map(|(wanted, _)| format!("RPO wanted {wanted}, "));
    let figures = format!(
        "{}nominal {}, guaranteed {}, one run fails {}",
        wanted.unwrap_or_default(),
        nominal(&figures.nominal),
        guaranteed(figures),
        figure(&figures.after_one_failure),
    );
    let unsure = restored.rpo.ways.iter().find_map(|way| way.unsure.as_ref());
    let left = match unsure {
        Some(reason) => format!("may be left ({reason})"),
        None => "left".to_owned(),
    };
    let meant = match restored.from.as_slice() {
        // It is named itself.
        [only] if from.contains(&code(&only.reference)) => String::new(),
        several => format!("{} ", by(several)),
    };
    let verdict = said("RPO", &restored.verdict);
    let text = format!("{from}: {meant}{left}; {figures}; {verdict}");
    Line::new(&restored.resource, text, Some(Tone::of(&restored.verdict)))
}

/// `RPO missed`, `RTO unproven: …`
fn said(what: &str, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Unproven(reason) => format!("{what} unproven: {reason}"),
        Verdict::NoObjective => format!("no {what} stated"),
        verdict => format!("{what} {}", super::history::words(verdict)),
    }
}

fn better(restored: &Restored) -> Option<Line> {
    let (better, loss) = restored.better.as_ref()?;
    let text = format!("{} is left and would lose only {loss}", code(&better.reference));
    Some(Line::new("  better", text, Some(Tone::Doubtful)))
}

fn need(need: &Need) -> Line {
    let text = match &need.verdict {
        Verdict::Met => format!("{} is left", code(&need.what)),
        Verdict::Missed => format!("{} is lost", code(&need.what)),
        Verdict::Unproven(reason) => format!("{} may be lost: {reason}", code(&need.what)),
        Verdict::NotGuaranteed | Verdict::NoObjective => {
            format!("{} stands for nothing", code(&need.what))
        }
    };
    Line::new("needs", text, Some(Tone::of(&need.verdict)))
}

/// The total with what is wanted of it.
fn verdict(environment: &Environment<'_>, proven: &ScenarioProof) -> Line {
    let wanted = proven.rto.map(|(wanted, _)| format!(", wanted {wanted}")).unwrap_or_default();
    let mut text = format!("{}{wanted}", time(&proven.time));
    let unproven = matches!(proven.time.kind, RtoKind::Unproven(_));
    let allowed = environment.of_scenario(proven).first().and_then(|time| time.allowed);
    match &proven.rto_verdict {
        // What is missing follows line by line.
        Verdict::Unproven(_) if unproven => {}
        Verdict::Unproven(_) => text.push_str("; RTO unproven"),
        Verdict::NoObjective => text.push_str("; no RTO stated"),
        verdict => text.push_str(&format!("; {}", said("RTO", verdict))),
    }
    if let Some(floor) = proven.time.floor.as_ref() {
        text.push_str(&format!("; {}", floor.why));
    }
    if let Some(reason) = allowed {
        text.push_str(&format!(" (allowed: {reason})"));
    }
    Line::new("time", text, Some(Tone::of(&proven.rto_verdict)))
}

/// A step with its time, as far as it is known.
pub(super) fn step(step: &Step, proven: &ScenarioProof) -> String {
    let mut parts = Vec::new();
    let own = step.takes.as_ref().map(stated);
    let grows =
        step.takes_per.as_ref().map(|grows| format!("and {} of data lost", grows.rate.value));
    if let Some(action) = &step.action {
        let known =
            [own.clone(), grows.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let known = if known.is_empty() { "time not stated".to_owned() } else { known };
        parts.push(format!("{} ({known})", code(&action.value)));
    }
    for name in &step.restore {
        let found = proven.restores.iter().find(|restored| restored.resource == name.value);
        let takes = found.and_then(|restored| restored.takes);
        let takes = takes.map_or_else(|| "time not known".to_owned(), |takes| takes.to_string());
        parts.push(format!("restore {} ({takes})", code(&name.value)));
    }
    if !step.parallel.is_empty() {
        let all: Vec<String> = step.parallel.iter().map(|one| self::step(one, proven)).collect();
        parts.push(format!("at the same time {}", all.join(" and ")));
    }
    parts.join(", ")
}

/// A stated time at its worse end, with what it is worth.
fn stated(time: &Time) -> String {
    let worse = |time: Duration, estimate: bool| match estimate {
        true => format!("{time}, an estimate"),
        false => time.to_string(),
    };
    match time.figure {
        Some(TimeFigure::Measured(range)) => worse(range.value.worse(), false),
        Some(TimeFigure::Estimated(range)) => worse(range.value.worse(), true),
        None => "time not stated".to_owned(),
    }
}
