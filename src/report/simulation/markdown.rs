//! For a comment or a page.

use crate::recoverability::simulate::{Outcome, Simulation};
use crate::report::markdown::prose as cell;

use super::words::{self, Accounts};
use super::{Asked, Simulated, SimulatedFile, runs, text};

/// A table for each environment, with everything that is left below it.
#[must_use]
pub fn simulation_markdown(simulated: &Simulated) -> String {
    let mut out = String::new();
    for file in &simulated.files {
        for environment in &file.environments {
            let title = words::environment(&environment.simulation, &file.accounts);
            out.push_str(&format!("### {}\n\n", cell(&format!("{} · {title}", file.path))));
            match &simulated.asked {
                Asked::Event { .. } => event(&mut out, &environment.simulation, &file.accounts),
                Asked::Runs { .. } => table_of_runs(&mut out, file, &environment.runs),
            }
        }
    }
    out
}

fn event(out: &mut String, simulation: &Simulation, accounts: &Accounts) {
    let Simulation { event, moment, outcomes, .. } = simulation;
    let mut head = format!("{} at {}", event.words(accounts), words::instant(moment.at));
    if !moment.found_after.is_zero() {
        head.push_str(&format!(", noticed {} later", moment.found_after));
    }
    out.push_str(&format!("{}; {}.\n\n", cell(&head), cell(&text::in_force(simulation))));
    out.push_str(
        "| resource | result | from | state of | restore | at worst |\n|---|---|---|---|---|---|\n",
    );
    for outcome in outcomes {
        out.push_str(&row(outcome, simulation, accounts));
    }
    out.push('\n');
    for outcome in outcomes.iter().filter(|one| !one.ways.is_empty() || !one.gone.is_empty()) {
        out.push_str(&format!("**{}**\n\n", cell(&outcome.resource)));
        for way in &outcome.ways {
            let label = if way.unsure.is_some() { "perhaps" } else { "left" };
            out.push_str(&format!("- {label}: {}\n", cell(&text::left(way, simulation, accounts))));
        }
        for (why, gone) in text::by_reason(outcome) {
            let names: Vec<&str> =
                gone.iter().map(|gone| gone.mechanism.reference.as_str()).collect();
            out.push_str(&format!("- not: {}: {}\n", cell(&names.join(", ")), cell(&why)));
        }
        out.push('\n');
    }
}

fn row(outcome: &Outcome, simulation: &Simulation, accounts: &Accounts) -> String {
    let result = match outcome.disruption {
        Some(_) => text::result(outcome),
        None => "goes on".to_owned(),
    };
    let best = outcome.best().filter(|_| outcome.disruption.is_some());
    let from = best
        .map(|best| format!("{} in {}", best.mechanism.reference, words::where_is(best, accounts)));
    let state = best.map(|best| words::newest(&best.on_schedule, simulation.moment.at));
    let restore = best.map(|best| words::takes(&best.rto));
    let worst = text::at_worst(outcome, simulation, accounts);
    let cells = [Some(outcome.resource.clone()), Some(result), from, state, restore, worst];
    let cells = cells.map(|text| cell(text.as_deref().unwrap_or("–")));
    format!("| {} |\n", cells.join(" | "))
}

fn table_of_runs(
    out: &mut String,
    file: &SimulatedFile,
    all: &[crate::recoverability::simulate::NextRun],
) {
    out.push_str("| due | job | leaves | notes |\n|---|---|---|---|\n");
    for next in all {
        let leaves: Vec<String> =
            next.leaves.iter().map(|left| runs::leaves(left, &file.accounts)).collect();
        let notes: Vec<String> = runs::fate(&next.fate)
            .into_iter()
            .chain(next.clock.map(|clock| runs::clock_note(clock, next)))
            .collect();
        let cells = [
            words::run(next.run, &next.zone),
            next.job.clone(),
            leaves.join("; "),
            notes.join("; "),
        ];
        out.push_str(&format!("| {} |\n", cells.map(|text| cell(&text)).join(" | ")));
    }
    out.push('\n');
}
