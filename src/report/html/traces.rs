//! How each figure came about: the arithmetic, what it assumes, and the lines
//! of the policy that it rests on.

use serde::Serialize;

use crate::diagnostic::Input;
use crate::recoverability::{
    AfterDisruption, Assumption, Counted, Figure, FigureKind, Recovery, RtoKind, Standing, Subject,
    TimeSource, Used,
};
use crate::report::proof::words::means;
use crate::resolved::Objective;
use crate::schedule::Run;
use crate::units::Duration;

use super::lanes::grouped;
use super::lines::{Line, Lines, number};
use super::matrix::{history, wanted, wanted_history};
use super::words::{Judgement, length, listed, reach, time, time_worth};

/// The traces of a subject.
#[derive(Debug, Serialize)]
pub(super) struct Traces {
    name: String,
    anchor: String,
    traces: Vec<Trace>,
}

/// The figures after some disruptions, which are the same after each.
#[derive(Debug, Serialize)]
struct Trace {
    anchor: String,
    after: String,
    #[serde(flatten)]
    body: Body,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Body {
    verdict: Judgement,
    parts: Vec<Part>,
    figures: Vec<Computed>,
    recoveries: Vec<Way>,
    left: Vec<Mechanism>,
    lost: Vec<Mechanism>,
    assumptions: Vec<Assumed>,
    lines: Vec<Line>,
}

/// One objective with its verdict.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Part {
    name: &'static str,
    wanted: String,
    is: String,
    verdict: Judgement,
}

/// A figure as a sum.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Computed {
    name: &'static str,
    value: String,
    worth: &'static str,
    terms: Vec<Term>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Term {
    value: String,
    says: String,
    line: Option<usize>,
}

/// One way of recovering.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Way {
    by: String,
    value: String,
    worth: String,
    floor: Option<String>,
    verdict: Judgement,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Mechanism {
    reference: String,
    what: &'static str,
    why: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Assumed {
    key: &'static str,
    says: &'static str,
    /// The lines of the policy that state it.
    stated: Vec<usize>,
}

/// The traces of a subject, and for each disruption where its trace is.
pub(super) fn traces(subject: &Subject, input: &Input, anchor: &str) -> (Traces, Vec<String>) {
    let each = subject.after.iter().map(|after| (after.disruption, body(after, input)));
    let groups = grouped(each);
    let anchors = subject.after.iter().map(|after| {
        let position = groups.iter().position(|(all, _)| all.contains(&after.disruption));
        format!("{anchor}-trace{}", position.unwrap_or_default())
    });
    let anchors = anchors.collect();
    let trace = |(number, (disruptions, body)): (usize, (Vec<_>, Body))| Trace {
        anchor: format!("{anchor}-trace{number}"),
        after: listed(&disruptions),
        body,
    };
    let traces = groups.into_iter().enumerate().map(trace).collect();
    (Traces { name: subject.name(), anchor: format!("{anchor}-traces"), traces }, anchors)
}

fn body(after: &AfterDisruption, input: &Input) -> Body {
    let rpo = &after.rpo;
    let figures = &rpo.figures;
    Body {
        verdict: Judgement::of(&after.verdict()),
        parts: parts(after),
        figures: [
            ("nominal", &figures.nominal),
            ("one run fails", &figures.after_one_failure),
            ("guaranteed", &figures.guaranteed),
        ]
        .map(|(name, figure)| computed(name, figure, input))
        .into(),
        recoveries: after.recoveries.iter().map(way).collect(),
        left: rpo
            .ways
            .iter()
            .map(|way| Mechanism {
                reference: way.mechanism.reference.to_string(),
                what: way.kind.words(),
                why: way.unsure.as_ref().map(ToString::to_string),
            })
            .collect(),
        lost: rpo
            .left_out
            .iter()
            .map(|out| Mechanism {
                reference: out.mechanism.reference.to_string(),
                what: out.kind.words(),
                why: Some(out.why.to_string()),
            })
            .collect(),
        assumptions: after
            .assumptions
            .iter()
            .map(|(one, standing)| assumed(*one, standing, input))
            .collect(),
        lines: lines(after, input),
    }
}

fn assumed(assumption: Assumption, standing: &Standing, input: &Input) -> Assumed {
    let mut stated: Vec<usize> = match standing {
        Standing::Open => Vec::new(),
        Standing::Stated(all) => all.iter().map(|one| number(input, one.span)).collect(),
    };
    stated.dedup();
    Assumed { key: assumption.key(), says: means(assumption), stated }
}

fn parts(after: &AfterDisruption) -> Vec<Part> {
    let value = |figure: Option<&Figure>| {
        let found = figure.and_then(|figure| figure.value);
        found.map_or_else(|| "none proven".to_owned(), |value| value.to_string())
    };
    let rpo = &after.rpo;
    let rto = after.recovery().map(|best| time(&best.rto));
    let mut parts = vec![
        Part {
            name: "RPO",
            wanted: wanted(&after.wanted.rpo),
            is: format!("nominal {}, guaranteed {}", value(rpo.nominal()), value(rpo.guaranteed())),
            verdict: Judgement::of(&after.rpo_verdict),
        },
        Part {
            name: "RTO",
            wanted: wanted(&after.wanted.rto),
            is: rto.unwrap_or_else(|| "no way is left".to_owned()),
            verdict: Judgement::of(&after.rto_verdict),
        },
        Part {
            name: "RPO and RTO together",
            wanted: "one way of recovering meets both".to_owned(),
            is: String::new(),
            verdict: Judgement::of(&after.together),
        },
        Part {
            name: "History",
            wanted: wanted_history(&after.wanted.history),
            is: format!("reach {}", reach(after.history.reach)),
            verdict: Judgement::of(&history(after)),
        },
    ];
    parts.extend(after.rungs.iter().map(|rung| Part {
        name: "History, one rung",
        wanted: format!("one a {} for {}", rung.rung.key(), rung.wanted.value),
        is: String::new(),
        verdict: Judgement::of(&rung.verdict),
    }));
    parts.retain(|part| part.verdict.key != "no-objective" || !part.is.is_empty());
    parts
}

fn computed(name: &'static str, figure: &Figure, input: &Input) -> Computed {
    let worth = match figure.kind {
        FigureKind::Nominal => "by the schedule",
        FigureKind::Guaranteed => "never exceeded as long as the assumptions hold",
        FigureKind::Typical => "what AWS documents as usual, without a bound",
        FigureKind::AsStated => "as the policy states it",
        FigureKind::Unproven(reason) => reason,
        FigureKind::None => "nothing that runs by itself is left",
    };
    let value = figure.value.map_or_else(|| "none".to_owned(), length);
    Computed { name, value, worth, terms: terms(figure, input) }
}

/// The sum that makes a figure.
fn terms(figure: &Figure, input: &Input) -> Vec<Term> {
    let trace = &figure.trace;
    let (Some(value), Some((from, to))) = (figure.value, trace.runs) else { return Vec::new() };
    let used = |used: Used| used.time;
    let parts = [trace.start_window, trace.backup.map(used), trace.copy.map(used)];
    let delays = parts.into_iter().flatten().fold(Duration::ZERO, Duration::plus);
    let gaps = match trace.gaps {
        0 | 1 => String::new(),
        count => format!(", {count} gaps because a long job lets runs expire"),
    };
    let mut terms = vec![Term {
        value: value.minus(delays).to_string(),
        says: format!("from the run of {} to that of {}{gaps}", shown(from), shown(to)),
        line: None,
    }];
    let mut add = |time: Option<Duration>, says: &str, line: Option<usize>| {
        if let Some(time) = time {
            terms.push(Term { value: time.to_string(), says: says.to_owned(), line });
        }
    };
    add(trace.start_window, "start window: the job may start so late", None);
    for (used, what) in [(trace.backup, "backup"), (trace.copy, "copy")] {
        let Some(used) = used else { continue };
        let (says, line) = match used.from {
            TimeSource::Measured(span) => {
                (format!("{what}, as measured"), Some(number(input, span)))
            }
            TimeSource::CompletionWindow => {
                (format!("{what}: AWS ends the job after its completion window"), None)
            }
        };
        add(Some(used.time), &says, line);
    }
    terms
}

/// A run in its own zone, with its distance to UTC.
fn shown(run: Run) -> String {
    let utc = jiff::tz::TimeZone::UTC.to_datetime(run.at);
    let minutes = run.local.duration_since(utc).as_mins();
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let zone = match minutes {
        0 => "UTC".to_owned(),
        _ => format!("UTC{}{hours:02}:{rest:02}", if minutes < 0 { '−' } else { '+' }),
    };
    format!("{} {zone}", run.local.strftime("%Y-%m-%d %H:%M"))
}

fn way(recovery: &Recovery) -> Way {
    let rto = &recovery.rto;
    let by = match &recovery.scenario {
        Some(scenario) => format!("scenario {scenario}"),
        None => rto.by.reference.to_string(),
    };
    Way {
        by,
        value: time(rto),
        worth: time_worth(&rto.kind),
        floor: rto.floor.as_ref().map(|floor| format!("not under {}: {}", floor.time, floor.why)),
        verdict: Judgement::of(&recovery.verdict),
    }
}

/// The lines that objectives and figures come from.
fn lines(after: &AfterDisruption, input: &Input) -> Vec<Line> {
    let mut lines = Lines::default();
    let wanted = &after.wanted;
    add_origin(&mut lines, input, &wanted.rpo, "RPO wanted");
    add_origin(&mut lines, input, &wanted.rto, "RTO wanted");
    add_origin(&mut lines, input, &wanted.history, "history wanted");
    if after.found_within.is_some() {
        add_origin(&mut lines, input, &wanted.found_within, "noticed within");
    }
    for rung in &after.rungs {
        lines.add(input, rung.wanted.span, format!("one a {}", rung.rung.key()));
    }
    let figures = &after.rpo.figures;
    for (figure, says) in [
        (&figures.nominal, "makes the nominal RPO"),
        (&figures.guaranteed, "makes the guaranteed RPO"),
    ] {
        add_counted(&mut lines, input, &figure.trace.mechanisms, says);
        for used in [figure.trace.backup, figure.trace.copy].into_iter().flatten() {
            if let TimeSource::Measured(span) = used.from {
                lines.add(input, span, "measured time");
            }
        }
    }
    add_counted(&mut lines, input, &after.history.by, "makes the reach");
    if let Some(best) = after.recovery() {
        lines.add(input, best.rto.by.span, "the way of recovering that is judged");
        match best.rto.kind {
            RtoKind::Measured(span) => lines.add(input, span, "measured restore"),
            RtoKind::Estimated(span) => lines.add(input, span, "estimated restore"),
            RtoKind::Typical | RtoKind::Unproven(_) => {}
        }
    }
    lines.into_lines(input)
}

fn add_origin<T>(lines: &mut Lines, input: &Input, objective: &Objective<T>, says: &str) {
    if let Some(origin) = objective.origin() {
        lines.add(input, origin.span, says);
    }
}

fn add_counted(lines: &mut Lines, input: &Input, counted: &[Counted], says: &str) {
    for one in counted {
        lines.add(input, one.span, says);
    }
}
