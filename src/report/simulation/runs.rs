//! The runs that come next, for a terminal.

use jiff::Timestamp;

use crate::recoverability::simulate::{Left, NextRun, RunFate};
use crate::report::Style;
use crate::report::clean::clean;
use crate::report::wrap::hanging;
use crate::schedule::ClockChange;

use super::words::{self, Accounts};
use super::{SimulatedEnvironment, SimulatedFile};

/// One run after the other.
pub(super) fn text(
    out: &mut String,
    runs: &[NextRun],
    (from, until): (Timestamp, Option<Timestamp>),
    file: &SimulatedFile,
    style: Style,
) {
    let until = until.map_or(String::new(), |until| format!(", before {}", words::instant(until)));
    let head = format!("runs from {} on{until}", words::instant(from));
    out.push_str(&hanging("", &clean(&head), style.width));
    for next in runs {
        out.push('\n');
        let due = format!("{}  ", words::run(next.run, &next.zone));
        let job = format!("{} · {}", next.job, next.kind.words());
        out.push_str(&hanging(&clean(&due), &clean(&job), style.width));
        for (label, text) in lines(next, &file.accounts) {
            out.push_str(&hanging(&format!("  {label:<9}"), &clean(&text), style.width));
        }
    }
    if runs.is_empty() {
        out.push_str("  nothing runs in that time\n");
    }
}

/// What is to say about a run, each with its label.
pub(super) fn lines(next: &NextRun, accounts: &Accounts) -> Vec<(&'static str, String)> {
    let mut lines = vec![("of", next.resources.join(", "))];
    match fate(&next.fate) {
        Some(text) => lines.push(("not made", text)),
        None => {
            if let RunFate::Tied { with } = &next.fate {
                lines.push((
                    "perhaps",
                    format!("a run of `{with}` that is kept as long meets it: AWS makes one of the two and does not say which"),
                ));
            }
            lines.extend(
                next.leaves.iter().map(|left| {
                    (if left.copy { "copy" } else { "leaves" }, leaves(left, accounts))
                }),
            );
        }
    }
    lines.extend(next.clock.map(|clock| ("clocks", clock_note(clock, next))));
    lines
}

/// Why a run makes nothing.
pub(super) fn fate(fate: &RunFate) -> Option<String> {
    match fate {
        RunFate::Made | RunFate::Tied { .. } => None,
        RunFate::Absorbed { by } => Some(format!(
            "absorbed by `{by}`, whose run at this time does everything that it would have done"
        )),
        RunFate::Displaced { by } => Some(format!(
            "displaced by `{by}`, which is kept longer: its point, and its copies, do not happen"
        )),
    }
}

/// A point with its ends.
pub(super) fn leaves(left: &Left, accounts: &Accounts) -> String {
    let holder = left.to.as_ref().map_or(String::new(), |to| format!("`{to}`, "));
    let place =
        words::place(&left.place, accounts).unwrap_or_else(|| "nobody says where".to_owned());
    let until = match (left.until, left.forever) {
        (Some(until), _) => format!("until {}", words::day(until)),
        (None, true) => "for ever".to_owned(),
        (None, false) => "nobody says until when".to_owned(),
    };
    let cold =
        left.cold_from.map_or(String::new(), |cold| format!(", cold from {}", words::day(cold)));
    format!("{holder}{place}: {until}{cold}")
}

/// What a change of clocks does to it.
pub(super) fn clock_note(clock: ClockChange, next: &NextRun) -> String {
    let date = next.run.local.date();
    match clock {
        ClockChange::Skipped { named } => format!(
            "{} does not exist in {} on {date}: taken to run when the clock has jumped; AWS does not say",
            named.strftime("%H:%M"),
            next.zone
        ),
        ClockChange::Repeated => format!(
            "{} comes twice in {} on {date}: taken to run the first time only; AWS does not say",
            next.run.local.strftime("%H:%M"),
            next.zone
        ),
    }
}

/// How many runs there are of which kind.
pub(super) fn sum(file: &SimulatedFile, environment: &SimulatedEnvironment) -> String {
    let count = |wanted: fn(&RunFate) -> bool| {
        environment.runs.iter().filter(|next| wanted(&next.fate)).count()
    };
    let name = match environment.simulation.environment.as_str() {
        "" => String::new(),
        name => format!(" · {name}"),
    };
    format!(
        "{}{name}: {} runs, {} absorbed, {} displaced",
        file.path,
        environment.runs.len(),
        count(|fate| matches!(fate, RunFate::Absorbed { .. })),
        count(|fate| matches!(fate, RunFate::Displaced { .. })),
    )
}
