//! The proof for a pull request or an issue.
//!
//! Nothing that is not ours can be markup: `prose` and `escape` of the findings
//! write every sign that Markdown or HTML might read as a number.

use super::super::Style;
use super::super::markdown::{LONGEST, escape, prose};
use super::row::Row;
use super::scenario::scenario;
use super::text::counted;
use super::verdict::Tone;
use super::{Environment, Proofs, history};
use crate::recoverability::{ScenarioProof, Subject};
use crate::report::text::plural;

/// A line with the numbers, a table for each subject, a list for each scenario.
pub fn markdown(proofs: &Proofs<'_>) -> String {
    let plain = Style { width: usize::MAX, colour: false };
    let counts = counted(proofs.tally(), plain);
    let files = plural(proofs.files.len(), "file");
    let mut out = format!("**policy prove**: {counts} in {files}, as of {}\n", proofs.as_of);
    for reason in proofs.not_proven {
        out.push_str(&format!("\n**not proven**: {}\n", prose(reason)));
    }
    let mut left_out = 0;
    for environment in proofs.environments() {
        let subjects = environment.proof.subjects.iter().map(|s| subject(&environment, s));
        let scenarios = environment.proof.scenarios.iter().map(|s| listed(&environment, s));
        for part in subjects.chain(scenarios) {
            match out.len() + part.len() <= LONGEST {
                true => out.push_str(&part),
                false => left_out += 1,
            }
        }
    }
    if left_out > 0 {
        out.push_str(&format!("\n… and {left_out} more: `policy prove` prints all of them\n"));
    }
    out
}

const HEAD: &str = "\n| disruption | RPO wanted | nominal | guaranteed | one run fails | RTO wanted | RTO is | history wanted | reach | verdict |\n|---|---|---|---|---|---|---|---|---|---|\n";

fn subject(environment: &Environment<'_>, subject: &Subject) -> String {
    let (name, about) = environment.head(subject);
    let mut out = format!("\n### {} ({})\n{HEAD}", escape(&name), escape(&about));
    for row in environment.rows(subject) {
        out.push_str(&line(&row));
    }
    let planned = environment.planned(subject).map(|text| ("planned".to_owned(), text));
    let below: Vec<(String, String)> = history::lines(subject).into_iter().chain(planned).collect();
    if !below.is_empty() {
        out.push('\n');
    }
    for (label, text) in below {
        out.push_str(&format!("- {label} {}\n", prose(&text)));
    }
    out
}

fn line(row: &Row) -> String {
    let Row { disruption, rpo, rto, history, verdict, tone } = row;
    let cells = rpo.iter().chain(rto).chain(history).map(|cell| escape(cell));
    let cells: Vec<String> = cells.collect();
    format!("| {disruption} | {} | {} {} |\n", cells.join(" | "), sign(*tone), prose(verdict))
}

/// A sign that is seen without reading.
const fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "✅",
        Tone::Bad => "❌",
        Tone::Doubtful => "⚠️",
        Tone::Unknown => "❔",
        Tone::Quiet => "➖",
    }
}

fn listed(environment: &Environment<'_>, proven: &ScenarioProof) -> String {
    let said = scenario(environment, proven);
    let mut out = format!("\n### {} ({})\n\n", escape(&said.name), escape(&said.about));
    for line in said.lines {
        let sign = line.tone.map(|tone| format!("{} ", sign(tone))).unwrap_or_default();
        out.push_str(&format!("- {sign}{}: {}\n", escape(line.label.trim()), prose(&line.text)));
    }
    out
}
