//! Findings for people.

use std::time::Duration;

use crate::check;
use crate::diagnostic::{Finding, Level};

use super::excerpt::excerpts;
use super::{Counts, File, Style, clean, columns::columns, consequence, wrap};

/// So many findings of one file are printed; the rest is counted.
const PRINTED: usize = 50;

/// Every finding that counts, then one line per file and one for all.
pub fn text(files: &[File<'_>], style: Style) -> String {
    findings(files, |_| true, style) + &brief(files, style)
}

/// The findings that count and are asked for, without the last lines.
pub fn findings(files: &[File<'_>], asked: fn(&Finding) -> bool, style: Style) -> String {
    let mut out = String::new();
    for file in files {
        let (shown, hidden) = printed(file, asked);
        for finding in shown {
            push_finding(&mut out, finding, file, style);
        }
        if hidden > 0 {
            let name = clean(&file.judged.input.name);
            out.push_str(&format!("… and {hidden} more in {name} (`--format json` has all)\n\n"));
        }
    }
    out
}

/// The last lines alone: what was found, in numbers.
pub fn brief(files: &[File<'_>], style: Style) -> String {
    let mut out = String::new();
    for file in files {
        let judged = file.judged;
        let counts = counted(Counts::of(judged), style);
        let name = clean(&judged.input.name);
        out.push_str(&format!(
            "{name}: {counts} · {} rendered, {} asserted, {} stated",
            plural(judged.rendered, "setting"),
            judged.asserted,
            judged.stated
        ));
        if let Some(took) = file.took {
            out.push_str(&format!(" · {}", elapsed(took)));
        }
        out.push('\n');
    }
    if files.len() > 1 {
        let counts = counted(Counts::total(files), style);
        out.push_str(&format!("{} files: {counts}\n", files.len()));
    }
    out
}

/// The findings to print, in the order of the file, and how many are left out.
/// When there are too many, advice is left out before warnings and errors.
fn printed<'a>(file: &File<'a>, asked: fn(&Finding) -> bool) -> (Vec<&'a Finding>, usize) {
    let counts = |f: &&Finding| f.counts() && asked(f);
    let mut findings: Vec<_> = file.judged.findings.iter().filter(counts).collect();
    let hidden = findings.len().saturating_sub(PRINTED);
    let place = |f: &&Finding| (f.primary.span.start, f.rule, f.primary.span.end);
    findings.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| place(a).cmp(&place(b))));
    findings.truncate(PRINTED);
    findings.sort_by(|a, b| place(a).cmp(&place(b)));
    (findings, hidden)
}

fn push_finding(out: &mut String, finding: &Finding, file: &File<'_>, style: Style) {
    push_header(out, finding, file, style);
    out.push_str(&excerpts(finding, &file.judged.input, style));
    for note in &finding.notes {
        push_tail(out, "note:", &clean(note), style);
    }
    if let Some(help) = &finding.help {
        push_tail(out, "help:", &clean(help), style);
    }
    if check::find(finding.rule).is_some() {
        push_tail(out, "why: ", &format!("policy explain {}", finding.rule), style);
    }
    out.push('\n');
}

/// `error: message   rule · kind`, the latter on a line of its own if it must.
fn push_header(out: &mut String, finding: &Finding, file: &File<'_>, style: Style) {
    let word = finding.level.word();
    let message = clean(&finding.message);
    let mut tail = format!("{} · {}", finding.rule, consequence(finding.kind, finding.level));
    if let Some(environments) = some_environments(finding, file) {
        tail.push_str(&format!(" · in {}", clean(&environments)));
    }
    let lines = wrap::lines(&format!("{word}: {message}"), style.width);
    let room = style.width.saturating_sub(columns(lines.last().map_or("", String::as_str)) + 3);
    for (index, line) in lines.iter().enumerate() {
        let rest = line.strip_prefix(word).filter(|_| index == 0);
        match rest {
            Some(rest) => {
                out.push_str(&style.paint(colour(finding.level), word));
                out.push_str(&style.paint("1", rest));
            }
            None => out.push_str(&style.paint("1", &format!("  {line}"))),
        }
        if index + 1 < lines.len() {
            out.push('\n');
        }
    }
    let before = if columns(&tail) <= room { "   " } else { "\n  " };
    out.push_str(before);
    out.push_str(&style.paint("2", &tail));
    out.push('\n');
}

/// The environments of a finding that does not hold in all of them.
pub(super) fn some_environments(finding: &Finding, file: &File<'_>) -> Option<String> {
    let found = &finding.environments;
    let everywhere = file.environments.iter().all(|known| found.contains(known));
    let some = !found.is_empty() && (!everywhere || file.environments.is_empty());
    some.then(|| found.join(", "))
}

fn push_tail(out: &mut String, word: &str, text: &str, style: Style) {
    let hung = wrap::hanging(&format!("  {word} "), text, style.width);
    match hung.split_once(word) {
        Some((indent, rest)) => {
            out.push_str(indent);
            out.push_str(&style.paint("36", word));
            out.push_str(rest);
        }
        None => out.push_str(&hung),
    }
}

const fn colour(level: Level) -> &'static str {
    match level {
        Level::Error => "1;31",
        Level::Warning => "1;33",
        Level::Advice => "1;36",
    }
}

/// `2 errors, 1 warning, 1 allowed`, or `no findings`.
pub(super) fn counted(counts: Counts, style: Style) -> String {
    let Counts { errors, warnings, advice, allowed, unproven } = counts;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(style.paint(colour(Level::Error), &plural(errors, "error")));
    }
    if warnings > 0 {
        parts.push(style.paint(colour(Level::Warning), &plural(warnings, "warning")));
    }
    if advice > 0 {
        parts.push(style.paint(colour(Level::Advice), &format!("{advice} advice")));
    }
    if parts.is_empty() {
        parts.push("no findings".to_owned());
    }
    if unproven > 0 {
        parts.push(format!("{unproven} unproven"));
    }
    if allowed > 0 {
        parts.push(format!("{allowed} allowed"));
    }
    parts.join(", ")
}

pub(super) fn plural(count: usize, word: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {word}{s}")
}

fn elapsed(took: Duration) -> String {
    match took.as_millis() {
        0 => "under 1 ms".to_owned(),
        ms if ms < 10_000 => format!("{ms} ms"),
        ms => format!("{} s", ms / 1000),
    }
}
