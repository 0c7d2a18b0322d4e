//! Findings for a comment on a pull request.
//!
//! Nothing that is not ours can be markup: every ASCII sign that Markdown or
//! HTML might read is written as a number (`&#124;`), in code as in text.

use crate::diagnostic::Finding;

use super::positions::{Positions, Unit};
use super::text::{counted, plural, some_environments};
use super::{Counts, File, Style, clean, consequence};

/// GitHub refuses a comment of more than 65,536 characters; the last lines and
/// the closing tags need room too.
pub(super) const LONGEST: usize = 60_000;

/// A line with the numbers, a table of what counts, and the help folded away.
pub fn markdown(files: &[File<'_>], not_read: &[String]) -> String {
    let plain = Style { width: usize::MAX, colour: false };
    let counts = counted(Counts::total(files), plain);
    let mut out = format!("**policy**: {counts} in {}\n", plural(files.len(), "file"));
    for reason in not_read {
        out.push_str(&format!("\n**not checked**: {}\n", prose(reason)));
    }
    let rows = rows(files);
    if rows.is_empty() {
        return out;
    }
    out.push_str("\n| level | rule | place | finding |\n|---|---|---|---|\n");
    let fits = fitting(&rows);
    for row in rows.iter().take(fits) {
        out.push_str(&row.line);
    }
    if fits < rows.len() {
        let more = rows.len() - fits;
        out.push_str(&format!("\n… and {more} more: `policy check` prints all of them\n"));
    }
    out.push_str("\n<details><summary>What to do</summary>\n");
    for row in rows.iter().take(fits) {
        out.push_str(&row.details);
    }
    out + "\n</details>\n"
}

/// One finding, in the table and below it.
struct Row {
    line: String,
    details: String,
}

fn rows(files: &[File<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for file in files {
        let mut positions = Positions::new(&file.judged.input, Unit::Character);
        for finding in file.judged.findings.iter().filter(|finding| finding.counts()) {
            rows.push((finding.level, row(finding, file, &mut positions)));
        }
    }
    // What matters most must not be what is cut off.
    rows.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// How many rows a comment has room for.
fn fitting(rows: &[Row]) -> usize {
    let mut length = 0;
    let within = |row: &&Row| {
        length += row.line.len() + row.details.len();
        length <= LONGEST
    };
    rows.iter().take_while(within).count()
}

fn row(finding: &Finding, file: &File<'_>, positions: &mut Positions<'_>) -> Row {
    let line = positions.at(finding.primary.span.start).line;
    let level = finding.level.word();
    let rule = escape(finding.rule);
    let place = format!("<code>{}:{line}</code>", escape(&file.judged.input.name));
    let message = prose(&finding.message);
    let mut about = consequence(finding.kind, finding.level).to_owned();
    if let Some(names) = some_environments(finding, file) {
        about.push_str(&format!(", in {}", prose(&names)));
    }
    let mut details =
        format!("\n- **{level}** <code>{rule}</code> at {place} ({about}): {message}\n");
    for label in std::iter::once(&finding.primary).chain(&finding.labels) {
        if !label.text.is_empty() {
            let line = positions.at(label.span.start).line;
            details.push_str(&format!("  - line {line}: {}\n", prose(&label.text)));
        }
    }
    for note in &finding.notes {
        details.push_str(&format!("  - note: {}\n", prose(note)));
    }
    if let Some(help) = &finding.help {
        details.push_str(&format!("  - help: {}\n", prose(help)));
    }
    if let Some(url) = finding.url {
        details.push_str(&format!("  - [who says so]({url})\n"));
    }
    Row { line: format!("| {level} | <code>{rule}</code> | {place} | {message} |\n"), details }
}

/// A sentence of ours with words of others between back-ticks: those are code.
pub(super) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        match (index % 2, index == last) {
            (0, _) => out.push_str(&escape(part)),
            // A back-tick without its partner is one sign among others.
            (_, true) => out.push_str(&escape(&format!("`{part}"))),
            (_, false) => out.push_str(&format!("<code>{}</code>", escape(part))),
        }
    }
    out
}

/// Text in which nothing is markup, a mention, a link or a reference.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let cleaned = clean(text);
    for (at, c) in cleaned.char_indices() {
        let before = cleaned.get(..at).unwrap_or_default();
        match c {
            // A comment keeps people and issues from being called.
            '@' | '#' => out.push_str(&format!("&#{};<!-- -->", u32::from(c))),
            c if !c.is_ascii_punctuation() || is_plain(c, before) => out.push(c),
            c => out.push_str(&format!("&#{};", u32::from(c))),
        }
    }
    out
}

/// The sign means nothing to Markdown after what stands before it: it begins
/// no list, no heading and no address.
fn is_plain(c: char, before: &str) -> bool {
    match c {
        ',' | ';' | '(' | '"' | '\'' | '%' | '=' | '?' => true,
        '-' | '/' | ':' => before.ends_with(char::is_alphanumeric),
        '.' | ')' => {
            let number = before.bytes().all(|byte| byte.is_ascii_digit());
            !number && !before.ends_with(['w', 'W'])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(
            escape("a|b <script> @me #1"),
            "a&#124;b &#60;script&#62; &#64;<!-- -->me &#35;<!-- -->1"
        );
        assert_eq!(escape("http://x [y](z) *b*"), "http:&#47;&#47;x &#91;y&#93;(z) &#42;b&#42;");
        assert_eq!(escape("- 1. x"), "&#45; 1. x");
        assert_eq!(escape("1. x www.evil.example"), "1&#46; x www&#46;evil.example");
        assert_eq!(escape("policies/a-b.yaml:3"), "policies/a-b.yaml:3");
    }

    #[test]
    fn what_stands_between_back_ticks_is_code() {
        assert_eq!(prose("keep `35d` now"), "keep <code>35d</code> now");
        assert_eq!(prose("`a` and `b"), "<code>a</code> and &#96;b");
        assert_eq!(prose("no tick"), "no tick");
    }
}
