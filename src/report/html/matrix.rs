//! The matrix of objectives: what is wanted and what is, after each disruption.

use serde::Serialize;

use crate::recoverability::{
    AfterDisruption, Figure, FigureKind, Reach, Rto, RtoKind, Subject, Verdict,
};
use crate::resolved::{DISRUPTIONS, History, Objective, disruption_key};
use crate::units::Duration;

use super::words::{Judgement, disruption_words, reach};

/// A column of the matrix.
#[derive(Debug, Serialize)]
pub(super) struct Column {
    key: &'static str,
    means: &'static str,
}

/// A row of the matrix.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    name: String,
    type_name: String,
    plans: Vec<String>,
    /// Where its timeline is.
    anchor: String,
    cells: Vec<Cell>,
}

/// One subject after one disruption.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    disruption: &'static str,
    verdict: Judgement,
    /// How many things the verdict assumes that the policy does not state.
    assumes: usize,
    /// Where its trace is.
    anchor: String,
    /// That nothing is wanted, and why.
    refused: Option<String>,
    facts: Vec<Fact>,
    notes: Vec<String>,
}

/// A subject of which nothing is wanted and which nothing protects.
#[derive(Debug, Serialize)]
pub(super) struct Idle {
    name: String,
    type_name: String,
    /// Why, each reason once.
    why: Vec<String>,
}

/// A line of a cell: what is wanted of something, and what it is.
#[derive(Debug, Serialize)]
struct Fact {
    name: &'static str,
    wanted: String,
    is: Vec<Is>,
    verdict: Judgement,
}

/// One figure with the word for what it is worth.
#[derive(Debug, Serialize)]
struct Is {
    value: String,
    worth: &'static str,
}

pub(super) fn columns() -> Vec<Column> {
    let column = |disruption| Column {
        key: disruption_key(disruption),
        means: disruption_words(disruption),
    };
    DISRUPTIONS.into_iter().map(column).collect()
}

/// The row of a subject; `anchors` are the traces of its disruptions.
pub(super) fn row(subject: &Subject, anchor: String, anchors: &[String]) -> Row {
    let cells = subject.after.iter().zip(anchors);
    Row {
        name: subject.name(),
        type_name: subject.type_name.clone(),
        plans: subject.plans.clone(),
        anchor,
        cells: cells.map(|(after, anchor)| cell(after, anchor)).collect(),
    }
}

/// A subject that has nothing to show, in one line.
pub(super) fn idle(subject: &Subject) -> Option<Idle> {
    let after = &subject.after;
    let unprotected =
        after.iter().all(|after| after.rpo.ways.is_empty() && after.rpo.left_out.is_empty());
    let mut why = after.iter().map(refused).collect::<Option<Vec<String>>>()?;
    why.dedup();
    unprotected.then(|| Idle { name: subject.name(), type_name: subject.type_name.clone(), why })
}

/// That nothing at all is wanted after a disruption.
fn refused(after: &AfterDisruption) -> Option<String> {
    let wants = &after.wanted;
    let stated = [wants.rpo.stated().is_some(), wants.rto.stated().is_some()];
    if stated.contains(&true) || wants.history.stated().is_some() {
        return None;
    }
    let mut words = vec![wanted(&wants.rpo), wanted(&wants.rto), wanted_history(&wants.history)];
    words.dedup();
    Some(words.join("; "))
}

/// The worst verdict about older states.
pub(super) fn history(after: &AfterDisruption) -> Verdict {
    let rungs = after.rungs.iter().map(|rung| rung.verdict.clone());
    rungs.fold(after.history_verdict.clone(), Verdict::and)
}

fn cell(after: &AfterDisruption, anchor: &str) -> Cell {
    let verdict = Judgement::of(&after.verdict());
    let mut notes = Vec::new();
    if let Some(late) = after.found_within {
        notes.push(format!("noticed within {late}"));
    }
    if after.together.rank() < after.rpo_verdict.rank().min(after.rto_verdict.rank()) {
        notes.push("no one way of recovering meets RPO and RTO both".to_owned());
    }
    if !after.if_on.is_empty() {
        notes.push(format!("would be met if {} were switched on", after.if_on.join(", ")));
    }
    Cell {
        disruption: disruption_key(after.disruption),
        assumes: match after.verdict() {
            Verdict::Met | Verdict::NotGuaranteed => after.open(),
            Verdict::Missed | Verdict::Unproven(_) | Verdict::NoObjective => 0,
        },
        verdict,
        anchor: anchor.to_owned(),
        refused: refused(after),
        facts: facts(after),
        notes,
    }
}

fn facts(after: &AfterDisruption) -> Vec<Fact> {
    let figures = &after.rpo.figures;
    vec![
        Fact {
            name: "RPO",
            wanted: wanted(&after.wanted.rpo),
            is: rpo(&figures.nominal, &figures.guaranteed),
            verdict: Judgement::of(&after.rpo_verdict),
        },
        Fact {
            name: "RTO",
            wanted: wanted(&after.wanted.rto),
            is: after.recovery().map(|best| rto(&best.rto)).into_iter().collect(),
            verdict: Judgement::of(&after.rto_verdict),
        },
        Fact {
            name: "History",
            wanted: wanted_history(&after.wanted.history),
            is: vec![Is { value: brief(after.history.reach), worth: "reach" }],
            verdict: Judgement::of(&history(after)),
        },
    ]
}

fn brief(found: Reach) -> String {
    match found {
        Reach::Back(back) if !back.is_zero() => back.to_string(),
        Reach::Unproven(_) => "unproven".to_owned(),
        Reach::Back(_) | Reach::Forever | Reach::None => reach(found),
    }
}

/// What AWS documents as usual and what is stated are the same by any measure.
fn rpo(nominal: &Figure, guaranteed: &Figure) -> Vec<Is> {
    let nominal_is = is(nominal, "nominal");
    if nominal.value == guaranteed.value && nominal.kind == guaranteed.kind {
        return vec![nominal_is];
    }
    let bound = match (nominal.kind, guaranteed.value) {
        (FigureKind::Typical, None) => Is { value: "no bound".to_owned(), worth: "guaranteed" },
        _ => is(guaranteed, "guaranteed"),
    };
    vec![nominal_is, bound]
}

fn is(figure: &Figure, of: &'static str) -> Is {
    let value = figure.value.map_or_else(
        || match figure.kind {
            FigureKind::None => "nothing left".to_owned(),
            _ => "unproven".to_owned(),
        },
        |value| value.to_string(),
    );
    let worth = match (figure.kind, figure.value) {
        (FigureKind::Typical, _) => "typical",
        (FigureKind::AsStated, Some(_)) => "as stated",
        _ => of,
    };
    Is { value, worth }
}

fn rto(rto: &Rto) -> Is {
    // The known part of a time that is not known is no time.
    let known = rto.value.filter(|value| !value.is_zero());
    let value = || known.map_or_else(|| "not known".to_owned(), |value| value.to_string());
    match &rto.kind {
        RtoKind::Measured(_) => Is { value: value(), worth: "measured" },
        RtoKind::Typical => Is { value: value(), worth: "typical" },
        RtoKind::Estimated(_) => Is { value: value(), worth: "estimate" },
        RtoKind::Unproven(_) if known.is_some() => Is { value: value(), worth: "doubtful" },
        RtoKind::Unproven(_) => Is { value: value(), worth: "time" },
    }
}

/// What is wanted of a length of time.
pub(super) fn wanted(objective: &Objective<Duration>) -> String {
    match objective {
        Objective::Stated(value, _) => value.to_string(),
        Objective::NoObjective(_) => "none, said so".to_owned(),
        Objective::Accepted(reason, _) => format!("loss accepted: {reason}", reason = reason.value),
        Objective::Absent => "not said".to_owned(),
    }
}

/// What is wanted of older states.
pub(super) fn wanted_history(objective: &Objective<History>) -> String {
    match objective {
        Objective::Stated(history, _) => {
            let reach = history.reach.as_ref().map(|reach| reach.value.to_string());
            let rungs = history.rungs.iter();
            let rungs = rungs.map(|(rung, span)| format!("{} {}", rung.key(), span.value));
            reach.into_iter().chain(rungs).collect::<Vec<_>>().join(", ")
        }
        Objective::NoObjective(_) => "none, said so".to_owned(),
        Objective::Accepted(reason, _) => format!("loss accepted: {reason}", reason = reason.value),
        Objective::Absent => "not said".to_owned(),
    }
}
