//! Drift for an issue or a chat message.

use crate::drift::{Answer, Drifted, KeptVerdict, Status, Tally};
use crate::report::markdown::{LONGEST, prose};

use super::DriftOf;
use super::text::{accounts, seen, sign};
use super::words::{self, effect, numbers, subject, unread};

/// The rows of one environment under its heading.
#[derive(Debug)]
pub(super) struct Table {
    heading: String,
    rows: Vec<String>,
}

impl Table {
    /// None of an environment that has nothing to say.
    pub(super) fn of(of: &DriftOf<'_>, as_of: &str) -> Option<Self> {
        let rows = rows(of);
        (!rows.is_empty()).then(|| Self { heading: heading(of, as_of), rows })
    }
}

/// A line with the numbers, and a table of what is not in sync.
pub(super) fn table(tables: &[Table], tally: &Tally, not_compared: &[String]) -> String {
    let mut out = format!("**policy drift**: {}\n", prose(&numbers(tally)));
    for reason in not_compared {
        out.push_str(&format!("\n**not compared**: {}\n", prose(reason)));
    }
    let mut left_out = 0;
    for Table { heading, rows } in tables {
        out.push_str(heading);
        out.push_str("\n| | what | expected | actual | effect |\n|---|---|---|---|---|\n");
        for row in rows {
            if out.len() + row.len() > LONGEST {
                left_out += 1;
            } else {
                out.push_str(row);
            }
        }
    }
    if left_out > 0 {
        out.push_str(&format!("\n… and {left_out} more: `policy drift` prints all of them\n"));
    }
    out
}

fn heading(of: &DriftOf<'_>, as_of: &str) -> String {
    let drift = of.drift;
    let mut name = prose(&drift.policy);
    if !drift.environment.is_empty() {
        name = format!("{name}, {}", prose(&drift.environment));
    }
    let mut about = vec![format!("<code>{}</code>", prose(&of.input.name.replace('`', "'")))];
    about.extend(accounts(&drift.places).iter().map(|one| prose(one)));
    about.extend(seen(&drift.places, as_of).iter().map(|one| prose(one)));
    format!("\n**{name}** · {}\n", about.join(" · "))
}

fn rows(of: &DriftOf<'_>) -> Vec<String> {
    let drift = of.drift;
    let mut rows: Vec<String> =
        drift.resources.iter().flat_map(|drifted| resource(drifted, of)).collect();
    for answered in &drift.assumptions {
        let (sign, word) = match &answered.answer {
            Answer::Refuted(_) => ("!", "refuted"),
            Answer::NotYet(_) => ("?", "not yet"),
            Answer::Holds | Answer::Open => continue,
        };
        rows.push(row(sign, word, &words::refuted(answered), [None, None], ""));
    }
    for kept in drift.kept.iter().filter(|kept| kept.verdict != KeptVerdict::Kept) {
        rows.push(row("!", words::verdict(kept.verdict), &words::kept(kept), [None, None], ""));
    }
    for (place, open) in &drift.unread {
        let what = words::about(&open.subject);
        let why = format!("{} in {place}", unread(open));
        rows.push(row("?", "not checked", &what, [None, None], &why));
    }
    for other in &drift.disagreements {
        let what = format!("run of rule `{}` of plan `{}` at {}", other.rule, other.plan, other.at);
        let who = if other.only_aws { "only AWS has it" } else { "only our calendar has it" };
        rows.push(row("?", "calendar", &what, [None, None], who));
    }
    rows
}

fn resource(drifted: &Drifted, of: &DriftOf<'_>) -> Vec<String> {
    let word = words::status(drifted.status);
    let mut rows = Vec::new();
    for difference in &drifted.differences {
        let mut effects: Vec<String> =
            difference.effect.iter().map(|change| effect(change, of.one_resource)).collect();
        effects.extend(difference.notes.iter().cloned());
        let line = difference.span.map(|span| of.input.lines.line_of(span.start) + 1);
        let place = line.map(|line| format!(" (line {line})")).unwrap_or_default();
        let expected = difference.expected.as_ref().map(|text| format!("{text}{place}"));
        let (sign, _) = sign(difference.weight);
        let what = match difference.what == drifted.id.kind.noun() {
            true => subject(drifted),
            false => format!("{}: {}", subject(drifted), difference.what),
        };
        // An empty cell would read as "not known".
        let none = (drifted.status == Status::Changed).then_some("none");
        let values = [expected.as_deref().or(none), difference.actual.as_deref().or(none)];
        rows.push(row(sign, word, &what, values, &effects.join("; ")));
    }
    for open in &drifted.unread {
        rows.push(row("?", "not checked", &subject(drifted), [None, None], &unread(open)));
    }
    for follows in &drifted.follows {
        let what = words::resource(&follows.id);
        rows.push(row("└", words::status(follows.status), &what, [None, None], &follows.because));
    }
    if rows.is_empty() && drifted.status != Status::InSync {
        rows.push(row("~", word, &subject(drifted), [None, None], ""));
    }
    rows
}

fn row(sign: &str, word: &str, what: &str, values: [Option<&str>; 2], effect: &str) -> String {
    let [expected, actual] = values.map(|value| prose(value.unwrap_or_default()));
    format!(
        "| <code>{sign}</code> {word} | {} | {expected} | {actual} | {} |\n",
        prose(what),
        prose(effect)
    )
}
