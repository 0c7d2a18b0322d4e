//! The proof for people: a table where it fits, else a block per disruption.

use super::super::columns::columns;
use super::super::{Style, clean};
use super::layout::{hanging, lines, padded};
use super::row::Row;
use super::scenario::scenario;
use super::verdict::Tone;
use super::words::NOTHING;
use super::{Environment, Proofs, Tally, history};
use crate::recoverability::Subject;
use crate::report::text::plural;
use crate::resolved::disruption_key;

/// Columns that a verdict gets at least, or there is no table.
const VERDICT: usize = 36;
/// Columns of labels below a matrix.
const LABEL: usize = 9;

/// Every subject and scenario, then what became of all objectives.
pub fn text(proofs: &Proofs<'_>, style: Style) -> String {
    let mut out = String::new();
    let several = proofs.files.len() > 1;
    for file in proofs.files {
        if several && !file.proofs.is_empty() {
            out.push_str(&hanging("", &file.input.name, Some("4"), style));
            out.push('\n');
        }
        for (policy, proof) in file.policies.iter().zip(file.proofs) {
            let environment = Environment { file: *file, policy, proof };
            for subject in &proof.subjects {
                push_subject(&mut out, &environment, subject, style);
            }
            for proven in &proof.scenarios {
                push_scenario(&mut out, &environment, proven, style);
            }
        }
    }
    if let Some(question) = question(proofs) {
        out.push_str(&hanging("why:  ", &question, Some("36"), style));
    }
    out + &brief(proofs, style)
}

/// What to ask next: of the worst row the first.
fn question(proofs: &Proofs<'_>) -> Option<String> {
    let rows = proofs.environments().flat_map(|environment| {
        let subjects = environment.proof.subjects.iter();
        subjects.flat_map(move |subject| {
            subject.after.iter().map(move |after| (environment.file, subject, after))
        })
    });
    let (file, subject, after) = rows.min_by_key(|(_, _, after)| after.verdict().rank())?;
    let disruption = disruption_key(after.disruption);
    Some(format!("policy prove {} --why {}.{disruption}", file.input.name, subject.name()))
}

/// The last line alone: what became of all objectives.
pub fn brief(proofs: &Proofs<'_>, style: Style) -> String {
    let mut out = String::new();
    for reason in proofs.not_proven {
        out.push_str(&hanging("", &format!("not proven: {reason}"), Some("1;31"), style));
    }
    let plain = Style { colour: false, ..style };
    let of = match proofs.files {
        [] => return out,
        [one] => one.input.name.clone(),
        several => plural(several.len(), "file"),
    };
    let line = |style: Style| {
        let counts = counted(proofs.tally(), style);
        format!("{}: {counts} · as of {}", clean(&of), proofs.as_of)
    };
    match columns(&line(plain)) <= style.width {
        true => out + &line(style) + "\n",
        false => out + &hanging("", &line(plain), None, style),
    }
}

/// `12 met, 3 missed, 2 not guaranteed, 4 unproven`; always all of them.
pub(super) fn counted(tally: Tally, style: Style) -> String {
    let Tally { met, missed, allowed, not_guaranteed, unproven } = tally;
    let part = |count: usize, word: &str, tone: Tone| match count {
        0 => format!("0 {word}"),
        count => style.paint(tone.codes(), &format!("{count} {word}")),
    };
    let mut parts = vec![
        part(met, "met", Tone::Good),
        part(missed, "missed", Tone::Bad),
        part(not_guaranteed, "not guaranteed", Tone::Doubtful),
        part(unproven, "unproven", Tone::Unknown),
    ];
    if allowed > 0 {
        parts.push(format!("{allowed} missed and allowed"));
    }
    parts.join(", ")
}

fn push_subject(out: &mut String, environment: &Environment<'_>, subject: &Subject, style: Style) {
    let (name, about) = environment.head(subject);
    push_head(out, &name, &about, style);
    let rows = environment.rows(subject);
    match Table::of(&rows, style.width) {
        Some(table) => table.push(out, &rows, style),
        None => rows.iter().for_each(|row| push_block(out, row, style)),
    }
    for (label, line) in history::lines(subject) {
        out.push_str(&hanging(&format!("  {}", padded(&label, LABEL)), &line, None, style));
    }
    if let Some(planned) = environment.planned(subject) {
        out.push_str(&hanging(&format!("  {}", padded("planned", LABEL)), &planned, None, style));
    }
    out.push('\n');
}

/// A name in bold with what it is.
fn push_head(out: &mut String, name: &str, about: &str, style: Style) {
    let whole = lines(&format!("{name} ({about})"), style.width);
    let first = clean(name);
    for (index, line) in whole.iter().enumerate() {
        match line.strip_prefix(first.as_ref()).filter(|_| index == 0) {
            Some(rest) => {
                out.push_str(&style.paint("1", &first));
                out.push_str(rest);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
}

/// The columns of a table: two lines of heads over the cells.
const HEADS: [(&str, &str); 9] = [
    ("", "disruption"),
    ("RPO", "wanted"),
    ("", "nominal"),
    ("", "guaranteed"),
    ("", "one run fails"),
    ("RTO", "wanted"),
    ("", "is"),
    ("history", "wanted"),
    ("", "reach"),
];

/// How wide each column is.
struct Table {
    widths: Vec<usize>,
    verdict: usize,
}

impl Row {
    fn cells(&self) -> [&str; 9] {
        let Self { disruption, rpo, rto, history, verdict: _, tone: _ } = self;
        let [rpo_wanted, nominal, guaranteed, one_fails] = rpo.each_ref().map(String::as_str);
        let [rto_wanted, rto_is] = rto.each_ref().map(String::as_str);
        let [history_wanted, reach] = history.each_ref().map(String::as_str);
        [
            disruption,
            rpo_wanted,
            nominal,
            guaranteed,
            one_fails,
            rto_wanted,
            rto_is,
            history_wanted,
            reach,
        ]
    }
}

impl Table {
    /// The table, if all but the verdicts leave room for those.
    fn of(rows: &[Row], width: usize) -> Option<Self> {
        let mut widths: Vec<usize> = HEADS.iter().map(|(_, head)| columns(head)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row.cells()) {
                *width = (*width).max(columns(&clean(cell)));
            }
        }
        let used = widths.iter().map(|width| width + 2).sum::<usize>() + 2;
        let verdict = width.checked_sub(used).filter(|left| *left >= VERDICT)?;
        Some(Self { widths, verdict })
    }

    fn push(&self, out: &mut String, rows: &[Row], style: Style) {
        let head = |which: fn(&(&'static str, &'static str)) -> &'static str, last: &str| {
            let cells: Vec<&str> = HEADS.iter().map(which).collect();
            let line = self.line(&cells) + last;
            style.paint("2", line.trim_end()) + "\n"
        };
        out.push_str(&head(|(over, _)| over, ""));
        out.push_str(&head(|(_, head)| head, "verdict"));
        for row in rows {
            let cells = self.line(&row.cells());
            let indent = columns(&cells);
            for (index, line) in lines(&row.verdict, self.verdict).iter().enumerate() {
                match index {
                    0 => out.push_str(&cells),
                    _ => out.extend(std::iter::repeat_n(' ', indent)),
                }
                out.push_str(&style.paint(row.tone.codes(), line));
                out.push('\n');
            }
        }
    }

    fn line(&self, cells: &[&str]) -> String {
        let padded = cells
            .iter()
            .zip(&self.widths)
            .map(|(cell, width)| format!("{}  ", padded(&clean(cell), *width)));
        std::iter::once("  ".to_owned()).chain(padded).collect()
    }
}

/// One disruption where there is no room for a table.
fn push_block(out: &mut String, row: &Row, style: Style) {
    let label = format!("  {} ", padded(&format!("{}:", row.disruption), LABEL + 2));
    out.push_str(&hanging(&label, &row.verdict, Some(row.tone.codes()), style));
    // Where nothing is wanted and nothing is left, the verdict has said so.
    let [_, figures @ ..] = &row.rpo;
    if row.tone == Tone::Quiet && figures.iter().all(|figure| figure == NOTHING) {
        return;
    }
    for (label, line) in row_lines(row) {
        out.push_str(&hanging(&format!("    {}", padded(label, LABEL)), &line, None, style));
    }
}

/// The cells of a row as phrases.
fn row_lines(row: &Row) -> [(&'static str, String); 3] {
    let [wanted, nominal, guaranteed, one_fails] = &row.rpo;
    let rpo = format!(
        "wanted: {wanted} · nominal: {nominal} · guaranteed: {guaranteed} · if one run fails: {one_fails}"
    );
    let [wanted, is] = &row.rto;
    let rto = format!("wanted: {wanted} · is: {is}");
    let [wanted, reach] = &row.history;
    let history = format!("wanted: {wanted} · reach: {reach}");
    [("RPO", rpo), ("RTO", rto), ("history", history)]
}

fn push_scenario(
    out: &mut String,
    environment: &Environment<'_>,
    proven: &crate::recoverability::ScenarioProof,
    style: Style,
) {
    let said = scenario(environment, proven);
    push_head(out, &said.name, &said.about, style);
    let label =
        said.lines.iter().map(|line| columns(&clean(&line.label))).max().unwrap_or_default();
    for line in &said.lines {
        let label = format!("  {}  ", padded(&clean(&line.label), label.min(style.width / 4)));
        out.push_str(&hanging(&label, &line.text, line.tone.map(Tone::codes), style));
    }
    out.push('\n');
}
