//! Columns and hanging lines that keep within a width.

use super::super::columns::columns;
use super::super::{Style, clean, wrap};

/// Least columns that prose gets.
const LEAST: usize = 24;
/// Before a text that stands below its label.
const BELOW: &str = "    ";

/// Text in lines of at most `width` columns; a longer word is cut.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let cleaned = clean(text);
    if cleaned.split(' ').all(|word| columns(word) <= width) {
        return wrap::lines(&cleaned, width);
    }
    let words: Vec<String> = cleaned.split(' ').map(|word| cut(word, width)).collect();
    wrap::lines(&words.join(" "), width)
}

/// A word in pieces that fit, behind a sign if there is one.
fn cut(word: &str, width: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for c in word.chars() {
        line.push(c);
        if columns(&line) >= width {
            let at = line.rfind(['.', '-', '/', ',', ':']).map(|at| at + 1);
            let at = at.filter(|at| *at > line.len() / 2).unwrap_or(line.len());
            let rest = line.split_off(at);
            out.push_str(&line);
            out.push(' ');
            line = rest;
        }
    }
    out + &line
}

/// `label` and then the text, later lines below its first; painted line by line.
pub(super) fn hanging(label: &str, text: &str, codes: Option<&str>, style: Style) -> String {
    let indent = columns(label);
    let mut out = String::new();
    if indent + LEAST > style.width {
        // No room beside it: below it.
        for line in lines(label.trim(), style.width) {
            out.push_str(&line);
            out.push('\n');
        }
        return out + &hanging(BELOW, text, codes, style);
    }
    for (index, line) in
        lines(text, style.width.saturating_sub(indent).max(LEAST)).iter().enumerate()
    {
        match index {
            0 => out.push_str(label),
            _ => out.extend(std::iter::repeat_n(' ', indent)),
        }
        match codes {
            Some(codes) => out.push_str(&style.paint(codes, line)),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// The text with blanks up to a width.
pub(super) fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(columns(text));
    let mut out = text.to_owned();
    out.extend(std::iter::repeat_n(' ', blanks));
    out
}
