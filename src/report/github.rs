//! Findings as GitHub's workflow commands: annotations at their lines.
//!
//! A line of a job's log that begins with `::` is a command to the runner, as
//! is whatever follows `##[`. So no line begins with text that is not ours, and
//! what is within a command is escaped as the runner reads it.

use std::collections::BTreeSet;

use crate::diagnostic::{Finding, Level};

use super::positions::{Positions, Unit};
use super::text::{counted, plural, some_environments};
use super::{Counts, File, Style, clean, consequence};

/// One annotation per finding that counts, then one line with the numbers.
pub fn github(files: &[File<'_>], not_read: &[String]) -> String {
    let mut out = String::new();
    for file in files {
        let mut positions = Positions::new(&file.judged.input, Unit::Utf16);
        for finding in file.judged.findings.iter().filter(|finding| finding.counts()) {
            push(&mut out, finding, file, &mut positions);
        }
    }
    for reason in not_read {
        out.push_str(&format!("::error title=not checked::{}\n", data(reason)));
    }
    let plain = Style { width: usize::MAX, colour: false };
    let counts = counted(Counts::total(files), plain);
    // Of one file several environments may speak.
    let names: BTreeSet<&str> = files.iter().map(|file| file.judged.input.name.as_str()).collect();
    out + &format!("policy: {}: {counts}\n", plural(names.len(), "file"))
}

fn push(out: &mut String, finding: &Finding, file: &File<'_>, positions: &mut Positions<'_>) {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "notice",
    };
    out.push_str(&format!("::{command} "));
    let name = &file.judged.input.name;
    if name != "-" {
        let span = finding.primary.span;
        let (start, end) = (positions.at(span.start), positions.at(span.end));
        let path = name.strip_prefix("./").unwrap_or(name);
        out.push_str(&format!("file={},line={}", property(path), start.line));
        // GitHub takes columns only of what stands on one line.
        if start.line == end.line {
            out.push_str(&format!(",col={},endColumn={}", start.column, end.column));
        } else {
            out.push_str(&format!(",endLine={}", end.line));
        }
        out.push(',');
    }
    let words = consequence(finding.kind, finding.level);
    out.push_str(&format!("title={}::", property(&format!("{} · {words}", finding.rule))));
    let mut lines = vec![finding.message.clone()];
    lines.extend(some_environments(finding, file).map(|names| format!("in {names}")));
    lines.extend(finding.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
    lines.push(format!("why: policy explain {}", finding.rule));
    let lines: Vec<String> = lines.iter().map(|line| data(line)).collect();
    out.push_str(&lines.join("%0A"));
    out.push('\n');
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    // The older form of a command is found anywhere in a line.
    clean(text).replace('%', "%25").replace("##[", "##\\u{5B}")
}

/// The value of a property, which a comma ends.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
